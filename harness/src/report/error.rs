//! A report file that cannot be read or written.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a report file cannot be read or written: which file, what happened, what to do.
#[derive(Debug)]
pub struct ReportError {
    path: PathBuf,
    what: String,
    source: Option<std::io::Error>,
}

impl ReportError {
    pub(crate) fn new(path: &Path, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), what: what.into(), source: None }
    }

    pub(crate) fn io(path: &Path, what: &str, source: std::io::Error) -> Self {
        Self { path: path.to_owned(), what: what.to_owned(), source: Some(source) }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path.display(), self.what)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ReportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
