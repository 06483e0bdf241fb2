//! Whether anything has changed that cargo's answers depend on.

use crate::build::{Options, here, home, start};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// Files as they were: those that were not there must not be there now.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Guards {
    files: BTreeMap<PathBuf, Option<Stamp>>,
}

/// When a file was written last, and its length.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    modified: Duration,
    length: u64,
}

impl Guards {
    /// Files as they are now.
    pub(crate) fn of(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let stamped = |path: PathBuf| {
            let stamp = stamp(&path);
            (path, stamp)
        };
        Self { files: files.into_iter().map(stamped).collect() }
    }

    /// All that says which packages there are and what compiles them: manifests, and what cargo and rustup are told.
    pub(crate) fn of_workspace(options: &Options, manifests: &[PathBuf]) -> Self {
        const ABOVE: [&str; 5] =
            ["Cargo.toml", "rust-toolchain", "rust-toolchain.toml", ".cargo/config", ".cargo/config.toml"];
        // Cargo looks for manifests from the one that is named, and for its configuration from where it runs.
        let starts = [start(options), here(options)];
        let above = starts.iter().flat_map(|start| start.ancestors());
        let above = above.flat_map(|folder| ABOVE.map(|name| folder.join(name)));
        let cargo = home("CARGO_HOME", ".cargo");
        let cargo = cargo.into_iter().flat_map(|home| ["config", "config.toml"].map(|name| home.join(name)));
        let rustup = home("RUSTUP_HOME", ".rustup").map(|home| home.join("settings.toml"));
        Self::of(above.chain(cargo).chain(rustup).chain(compiler()).chain(manifests.iter().cloned()))
    }

    /// The same, and a file as it is now.
    pub(crate) fn and(mut self, path: PathBuf) -> Self {
        let stamp = stamp(&path);
        self.files.insert(path, stamp);
        self
    }

    /// Whether each file is as it was.
    pub(crate) fn hold(&self) -> bool {
        self.files.iter().all(|(path, known)| stamp(path) == *known)
    }
}

/// Variables that cargo, rustc or rustup may read.
pub(crate) fn variables() -> Vec<(OsString, OsString)> {
    let is_read = |name: &OsString| {
        let name = name.to_string_lossy();
        let is_ours = name.starts_with("CARGO") || name.starts_with("RUST") || name == "PATH";
        is_ours && name != "CARGO_MAKEFLAGS"
    };
    let mut found: Vec<_> = env::vars_os().filter(|(name, _)| is_read(name)).collect();
    found.sort();
    found
}

/// The compiler, or what stands for it.
fn compiler() -> Option<PathBuf> {
    let name = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::metadata(path).ok()?;
    let modified = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Stamp { modified, length: found.len() })
}
