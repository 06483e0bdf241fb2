//! A workspace without a lock file has none afterwards.

use super::{Options, start};
use std::fs;
use std::path::PathBuf;

/// Where cargo may write a lock file that was not there. What it has written is removed when this is dropped, also where
/// nothing could be built.
///
/// A workspace that is not above the package (`package.workspace`) is left alone: what was there before is not known.
pub(crate) struct LockFiles {
    absent: Vec<PathBuf>,
}

impl LockFiles {
    /// In the folder that cargo looks upwards from, and in all above.
    pub(crate) fn above(options: &Options) -> Self {
        let start = start(options);
        let places = start.ancestors().map(|folder| folder.join("Cargo.lock"));
        Self { absent: places.filter(|path| fs::symlink_metadata(path).is_err()).collect() }
    }
}

impl Drop for LockFiles {
    fn drop(&mut self) {
        for path in self.absent.iter().filter(|path| path.is_file()) {
            let _ = fs::remove_file(path);
        }
    }
}
