//! The copy of serde_derive that notes its input.

use crate::build::Error;
use crate::patch::{INSERTED, MODULE, patched};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

/// The arguments of the compiler for the copy instead of the crate. The copy is in a folder for its version and our text.
pub(crate) fn redirected(words: &[OsString], folder: &Path) -> Result<Vec<OsString>, Error> {
    let mut words = words.to_vec();
    let source = words.iter_mut().find(|word| Path::new(word).extension().is_some_and(|found| found == "rs"));
    let source =
        source.ok_or_else(|| Error::internal("the compiler was asked for serde_derive without a file"))?;
    let path = PathBuf::from(&*source);
    let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, &error))?;
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let text = patched(&text).map_err(|error| Error::derive(&version, &error))?;
    let from = path.parent().unwrap_or(Path::new("."));
    let hash = blake3::hash(format!("{INSERTED}{text}{}", from.display()).as_bytes()).to_hex();
    let to = folder.join(format!("serde_derive-{version}-{}", &hash[..16]));
    if !to.is_dir() {
        remove_old(folder, &version);
        let unfinished = folder.join(format!(".{}", process::id()));
        copy(from, &unfinished)?;
        for (name, text) in [
            (path.file_name().map(Path::new), text.as_str()),
            (Some(Path::new(&format!("{MODULE}.rs"))), INSERTED),
        ] {
            let Some(name) = name else { continue };
            let file = unfinished.join(name);
            write(&file, text.as_bytes(), &path)?;
        }
        if fs::rename(&unfinished, &to).is_err() {
            // Another process was faster; what it wrote is the same.
            let _ = fs::remove_dir_all(&unfinished);
        }
    }
    *source = to.join(path.file_name().unwrap_or_default()).into();
    Ok(words)
}

/// Copies of other texts of ours are not used again.
fn remove_old(folder: &Path, version: &str) {
    let start = format!("serde_derive-{version}-");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&start) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    fs::create_dir_all(to).map_err(|error| Error::io(to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| Error::io(from, &error))?.flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            let text = fs::read(&from).map_err(|error| Error::io(&from, &error))?;
            write(&to, &text, &from)?;
        }
    }
    Ok(())
}

/// A file as old as another: cargo compiles again what is newer than the start of a compilation.
fn write(to: &Path, text: &[u8], like: &Path) -> Result<(), Error> {
    let written = || -> io::Result<()> {
        let age = fs::metadata(like)?.modified()?;
        let mut file = File::create(to)?;
        file.write_all(text)?;
        file.set_modified(age)
    };
    written().map_err(|error| Error::io(to, &error))
}
