//! Reading a report file: its schema first, so that a newer file is told from a broken one.

use super::{GENERATOR, ReportError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// What every version of every file has.
#[derive(Deserialize)]
struct Header {
    schema: u32,
}

/// Reads a file of one of the schemas from 1 to `newest`; `None` when there is none.
///
/// # Errors
/// When it cannot be read, is something else than `what`, or a newer program wrote it.
pub(super) fn read<T: DeserializeOwned>(
    path: &Path,
    what: &str,
    newest: u32,
) -> Result<Option<T>, ReportError> {
    const FIX: &str = "delete it, or write elsewhere with --out";
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(ReportError::io(path, "could not be read", error)),
    };
    let broken = |error: ron::error::SpannedError| {
        ReportError::new(path, format!("is not a {what} report ({error}): {FIX}"))
    };
    let Header { schema } = ron::from_str(&text).map_err(broken)?;
    if !(1..=newest).contains(&schema) {
        let story =
            format!("has schema {schema}, and {GENERATOR} reads 1 to {newest}: update wirecheck, or {FIX}");
        return Err(ReportError::new(path, story));
    }
    ron::from_str(&text).map(Some).map_err(broken)
}
