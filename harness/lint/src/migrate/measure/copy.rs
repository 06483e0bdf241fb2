//! The two crates that are put into the user's build.

use super::patch;
use super::workspace::Found;
use crate::build::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes our crate to a folder.
pub(super) fn shadow(folder: &Path) -> Result<(), Error> {
    write_new(&folder.join("Cargo.toml"), include_str!("shadow/manifest.toml"))?;
    write_new(&folder.join("lib.rs"), include_str!("shadow/shadow.rs"))
}

/// Writes the patched copy of a bincode to a folder.
pub(super) fn bincode(of: &Found, folder: &Path, shadow: &Path) -> Result<(), Error> {
    let from = of.folder();
    let unknown = |reason: &str| {
        Error::measure(format!(
            "bincode {} is not one that can be measured: {reason}; `cargo update -p bincode` takes the last one",
            of.version
        ))
    };
    for file in files(&from)? {
        let (source, target) = (from.join(&file), folder.join(&file));
        let Ok(text) = fs::read_to_string(&source) else { continue };
        let text = match file.to_str() {
            Some("Cargo.toml") => patch::manifest(&text, shadow),
            Some("src/lib.rs") => patch::lib(&text),
            Some("src/internal.rs") => patch::internal(&text).map_err(|reason| unknown(&reason))?,
            Some("src/config/mod.rs") if !text.contains("type IntEncoding:") => {
                return Err(unknown("it has one encoding of integers"));
            }
            _ => text,
        };
        write_new(&target, &text)?;
    }
    if !folder.join("src/internal.rs").is_file() || !folder.join("src/config/mod.rs").is_file() {
        return Err(unknown("it has no src/internal.rs or no src/config/mod.rs"));
    }
    Ok(())
}

/// What is needed of a package: its manifest and its sources.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = vec![PathBuf::from("Cargo.toml")];
    let mut open = vec![PathBuf::from("src")];
    while let Some(next) = open.pop() {
        let path = folder.join(&next);
        for entry in fs::read_dir(&path).map_err(|error| Error::io(&path, &error))?.flatten() {
            let name = next.join(entry.file_name());
            if entry.path().is_dir() { open.push(name) } else { found.push(name) }
        }
    }
    Ok(found)
}

/// Cargo compiles again what is newer: a file with this text stays as it is.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), Error> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    let failed = |error: std::io::Error| Error::io(path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}
