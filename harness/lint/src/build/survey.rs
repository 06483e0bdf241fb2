//! From options to a survey.

use super::lock_file::LockFiles;
use super::{Error, Options, Program, cargo, stamp, toolchain};
use crate::extract::Notes;
use crate::merge::merge;
use crate::survey::Survey;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the folder of ours in cargo's target folder.
pub(crate) const FOLDER_IN_TARGET: &str = "wirecheck-lint";

/// A survey, and what it was made of.
pub(crate) struct Looked {
    pub(crate) survey: Survey,
    pub(crate) program: Program,
    pub(crate) built: Built,
}

/// Builds the program in a target folder of its own, and says which types meet which formats.
///
/// # Errors
///
/// See [`Error`]. Cargo's own errors go where cargo writes them.
pub fn survey(options: &Options) -> Result<Survey, Error> {
    look(options).map(|looked| looked.survey)
}

pub(crate) fn look(options: &Options) -> Result<Looked, Error> {
    let host = toolchain::host(options)?;
    let _written = LockFiles::above(options);
    let program = Program::read(options, &host)?;
    let folder = program.target.join(FOLDER_IN_TARGET);
    stamp::prepare(&folder, &host)?;
    let built = build(options, &folder)?;
    let notes = built.keys.iter().map(|key| read(&built.notes(key)));
    let survey = merge(&program, notes.collect::<Result<_, _>>()?);
    Ok(Looked { survey, program, built })
}

/// What cargo has built.
#[derive(Debug)]
pub(crate) struct Built {
    /// The keys of crates, which name their notes.
    pub(crate) keys: BTreeSet<String>,
    /// The manifests of packages.
    pub(crate) packages: BTreeSet<PathBuf>,
    /// Where it was built.
    pub(crate) folder: PathBuf,
}

impl Built {
    /// The file of the notes of a crate.
    pub(crate) fn notes(&self, key: &str) -> PathBuf {
        self.folder.join("notes").join(format!("{key}.notes"))
    }
}

/// Has cargo build the program.
pub(crate) fn build(options: &Options, folder: &Path) -> Result<Built, Error> {
    let made = cargo::build(options, folder)?;
    let mut keys = made.keys;
    for (name, _) in &made.nameless {
        keys.extend(newest(&folder.join("notes"), name));
    }
    Ok(Built { keys, packages: made.packages, folder: folder.to_owned() })
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
