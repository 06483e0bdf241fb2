//! `compat.json` and `timing.json`: the same as the RON files, for programs.

use serde::Serialize;

/// A report as JSON: the fields and the schema number of its RON file. NaN is written as `null`.
///
/// ```
/// use wirecheck::report::{Compat, json};
///
/// let compat: Compat = ron::from_str(r#"(schema: 3, generator: "me", command: "make", cells: [])"#)?;
/// let text = json(&compat)?;
/// assert!(text.starts_with("{\n  \"schema\": 3,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of the serializer; none is known.
pub fn json<T: Serialize>(report: &T) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(report)? + "\n")
}
