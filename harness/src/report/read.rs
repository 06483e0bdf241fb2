//! Reading report files of this version and of earlier ones.

use super::{GENERATOR, ReportError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// What every version of a file has. It is read first, so that a newer file is not taken for a broken one.
#[derive(Deserialize)]
struct Header {
    schema: u32,
}

/// Reads a file that is `what`, of schema 1 to `newest`; `None` when there is none. `fix` is what to do about a file that
/// cannot be read.
pub(super) fn read<T: DeserializeOwned>(
    path: &Path,
    what: &str,
    newest: u32,
    fix: &str,
) -> Result<Option<T>, ReportError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(ReportError::io(path, "cannot be read", error)),
    };
    let broken =
        |error: ron::error::SpannedError| ReportError::new(path, format!("is not {what} ({error}): {fix}"));
    let Header { schema } = ron::from_str(&text).map_err(broken)?;
    if !(1..=newest).contains(&schema) {
        let what =
            format!("has schema {schema}, and {GENERATOR} reads 1 to {newest}: update wirecheck, or {fix}");
        return Err(ReportError::new(path, what));
    }
    ron::from_str(&text).map(Some).map_err(broken)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
