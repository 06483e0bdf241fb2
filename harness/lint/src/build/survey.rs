//! From options to a survey.

use super::lock_file::LockFiles;
use super::{Error, Options, Program, cargo, stamp, toolchain};
use crate::extract::Notes;
use crate::merge::merge;
use crate::survey::Survey;
use std::fs;
use std::path::Path;

/// Builds the program in a target folder of its own, and says which types meet which formats.
///
/// # Errors
///
/// See [`Error`]. Cargo's own errors go where cargo writes them.
pub fn survey(options: &Options) -> Result<Survey, Error> {
    let host = toolchain::host(options)?;
    let locks = LockFiles::above(options);
    let program = Program::read(options, &host)?;
    let _written = locks.written(&program.root);
    let folder = program.target.join("wirecheck-lint");
    stamp::prepare(&folder, &host)?;
    let made = cargo::build(options, &folder)?;
    let mut keys = made.keys;
    for (name, _) in &made.nameless {
        keys.extend(newest(&folder.join("notes"), name));
    }
    let notes = keys.iter().map(|key| read(&folder.join("notes").join(format!("{key}.notes"))));
    Ok(merge(&program, notes.collect::<Result<_, _>>()?))
}

fn read(path: &Path) -> Result<Notes, Error> {
    let data = fs::read(path).map_err(|error| Error::io(path, &error))?;
    postcard::from_bytes(&data).map_err(|error| Error::internal(&format!("{}: {error}", path.display())))
}

/// The key of the last notes of a crate.
fn newest(folder: &Path, name: &str) -> Option<String> {
    let start = format!("{name}-");
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&start))
        .max_by_key(|entry| entry.metadata().and_then(|found| found.modified()).ok())
        .and_then(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned()))
}
