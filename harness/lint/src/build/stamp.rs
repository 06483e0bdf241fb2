//! The folder of ours in cargo's target folder.

use super::Error;
use crate::extract::FORM;
use crate::patch::INSERTED;
use std::fs;
use std::path::Path;

const FILE: &str = "wirecheck-lint.stamp";

/// Cargo does not know what we do to its crates, and would go on with those of an older version of ours: a folder that
/// another version has made is emptied.
pub(crate) fn prepare(folder: &Path, rustc_host: &str) -> Result<(), Error> {
    let stamp = stamp_of(rustc_host);
    if is_current(folder, &stamp) {
        return Ok(());
    }
    if folder.is_dir() {
        fs::remove_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
    }
    let notes = folder.join("notes");
    fs::create_dir_all(notes.join("patched")).map_err(|error| Error::Io {
        path: notes.clone(),
        reason: format!("{error}; `CARGO_TARGET_DIR` can name another folder to build in"),
    })?;
    let path = folder.join(FILE);
    fs::write(&path, stamp).map_err(|error| Error::io(&path, &error))
}

/// Whether a folder has a stamp, which is ours.
pub(crate) fn is_current(folder: &Path, stamp: &str) -> bool {
    fs::read_to_string(folder.join(FILE)).is_ok_and(|found| found == stamp)
}

/// The stamp of this version and a compiler's host.
pub(crate) fn stamp_of(rustc_host: &str) -> String {
    let text = format!("{INSERTED}{FORM}{}{rustc_host}", env!("CARGO_PKG_VERSION"));
    blake3::hash(text.as_bytes()).to_hex().to_string()
}
