//! What a lock file says.

use super::error::LockError;
use crate::shape::{Store, Ty};
use std::collections::BTreeMap;

/// What is kept or sent: its shapes now, and those of each release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// What is kept or sent, by name.
    pub roots: BTreeMap<String, Root>,
    /// In the order in which they were made.
    pub releases: Vec<Release>,
    /// All shapes.
    pub store: Store,
}

/// Something that is kept or sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The full name of its type.
    pub type_name: String,
    /// The formats that it meets, by the names of `wirecheck_rules::FORMATS`, in order.
    pub formats: Vec<String>,
    /// Who reads whose bytes.
    pub promise: Promise,
    /// Its shape now.
    pub shape: Ty,
}

/// What was there at a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its version.
    pub version: String,
    /// The shapes of the roots then, by the name of the root.
    pub shapes: BTreeMap<String, Ty>,
}

/// Who must be able to read whose bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// Nobody.
    None,
    /// The new program reads what old ones wrote.
    #[default]
    Backward,
    /// Old programs read what the new one writes.
    Forward,
    /// Both.
    Full,
}

impl Promise {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Backward, Self::Forward, Self::Full];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Backward => "backward",
            Self::Forward => "forward",
            Self::Full => "full",
        }
    }

    /// The promise of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|promise| promise.name() == name)
    }
}

impl Lock {
    /// Adds a release with the shapes of now.
    ///
    /// # Errors
    /// If there is a release of that version: releases are never changed.
    pub fn release(&mut self, version: &str) -> Result<(), LockError> {
        if self.releases.iter().any(|release| release.version == version) {
            return Err(LockError::new(
                0,
                format!(
                    "there is a release {version} already, and releases are never changed; give the next version"
                ),
            ));
        }
        let shapes = self.roots.iter().map(|(name, root)| (name.clone(), root.shape.clone())).collect();
        self.releases.push(Release { version: version.to_owned(), shapes });
        Ok(())
    }

    /// The same releases, with the roots of now.
    #[must_use]
    pub fn with_roots(&self, roots: BTreeMap<String, Root>, shapes: &Store) -> Self {
        let mut store = self.store.clone();
        store.extend(shapes);
        let mut lock = Self { roots, releases: self.releases.clone(), store };
        lock.tidy();
        lock
    }

    /// Leaves out shapes that nothing names.
    fn tidy(&mut self) {
        let mut used: Vec<Ty> = self.roots.values().map(|root| root.shape.clone()).collect();
        used.extend(self.releases.iter().flat_map(|release| release.shapes.values().cloned()));
        self.store.keep(&used);
    }
}
