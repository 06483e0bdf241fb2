//! What cargo knows of the workspace that is measured.

use crate::build::{Error, Options};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The answer of `cargo metadata`, as far as it matters.
#[derive(Deserialize)]
pub(super) struct Workspace {
    pub(super) packages: Vec<Found>,
    pub(super) workspace_root: PathBuf,
    pub(super) target_directory: PathBuf,
}

#[derive(Deserialize)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) version: String,
    /// None for a folder.
    source: Option<String>,
    manifest_path: PathBuf,
}

impl Found {
    pub(super) fn folder(&self) -> PathBuf {
        self.manifest_path.parent().unwrap_or(Path::new("")).to_owned()
    }
}

impl Workspace {
    pub(super) fn read(options: &Options, host: &str) -> Result<Self, Error> {
        crate::build::metadata(options, host)
    }

    /// Each bincode 1 that is locked.
    pub(super) fn bincodes(&self) -> Result<Vec<&Found>, Error> {
        let found: Vec<&Found> = self
            .packages
            .iter()
            .filter(|found| found.name == "bincode" && found.version.starts_with("1."))
            .collect();
        if found.is_empty() {
            return Err(Error::measure(
                "nothing in this workspace uses bincode 1, so there is nothing to measure".to_owned(),
            ));
        }
        let of_registry = |found: &Found| {
            found.source.as_deref().is_some_and(|source| {
                source == "registry+https://github.com/rust-lang/crates.io-index"
                    || source == "sparse+https://index.crates.io/"
            })
        };
        match found.iter().find(|found| !of_registry(found)) {
            None => Ok(found),
            Some(other) => Err(Error::measure(format!(
                "bincode {} comes from {} and not from crates.io, so it cannot be exchanged for one that measures; leave out `--measure`",
                other.version,
                other.source.as_deref().unwrap_or("a folder")
            ))),
        }
    }

    /// The folders of packages that are no dependencies from elsewhere.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        self.packages.iter().filter(|found| found.source.is_none()).map(Found::folder).collect()
    }
}
