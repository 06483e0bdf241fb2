//! A workspace without a lock file has none afterwards.

use super::Options;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The lock files that there are before cargo is asked.
pub(crate) struct LockFiles {
    known: Vec<PathBuf>,
}

/// Removes a lock file that cargo has written for us.
pub(crate) struct Written {
    path: Option<PathBuf>,
}

impl LockFiles {
    /// Those of the folder that cargo runs in, and of all above.
    pub(crate) fn above(options: &Options) -> Self {
        let start = options.folder.clone().or_else(|| env::current_dir().ok()).unwrap_or_default();
        let start = match options.value("--manifest-path") {
            Some(manifest) => start.join(manifest),
            None => start,
        };
        let start = fs::canonicalize(&start).unwrap_or(start);
        let known =
            start.ancestors().map(|folder| folder.join("Cargo.lock")).filter(|path| path.is_file()).collect();
        Self { known }
    }

    /// What cargo has written since, if the workspace is at `root`.
    pub(crate) fn written(&self, root: &Path) -> Written {
        let path = fs::canonicalize(root.join("Cargo.lock")).ok();
        Written { path: path.filter(|path| !self.known.contains(path)) }
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}
