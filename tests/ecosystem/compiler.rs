//! What the compiler says of a crate, with the places in its files.

use super::Failed;
use super::krate::{Krate, LIMITS};
use serde_json::Value;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// One error.
#[derive(Debug)]
pub struct Message {
    /// `WC0005`, `E0275`; empty where it has none.
    pub code: String,
    /// What rustc prints of it.
    pub text: String,
    /// Whether it names a type of this crate as the one that lacks something.
    pub is_of_crate: bool,
    /// Where it is, the primary place first: files and positions in bytes.
    pub places: Vec<(PathBuf, Range<usize>)>,
}

/// Checks the crate. No messages mean that it builds.
pub fn check(krate: &Krate) -> Result<Vec<Message>, Failed> {
    let mut command = krate.cargo("check");
    let output = command.arg("--message-format=json").output().map_err(Failed::new)?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if let Some(limit) = LIMITS.met(output.status, &errors) {
        return Err(limit);
    }
    let text = String::from_utf8(output.stdout).map_err(Failed::new)?;
    let values = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let messages: Vec<Message> = values.filter_map(|value| message(&krate.folder, &value)).collect();
    if messages.is_empty() && !output.status.success() {
        let errors: Vec<_> = errors.lines().filter(|line| line.contains("error")).collect();
        return Err(Failed::new(errors.join("; ")));
    }
    Ok(messages)
}

fn message(folder: &Path, value: &Value) -> Option<Message> {
    let message = &value["message"];
    let is_of_this = Path::new(value["manifest_path"].as_str()?) == folder.join("Cargo.toml");
    let text = message["rendered"].as_str()?;
    if value["reason"] != "compiler-message"
        || !is_of_this
        || message["level"] != "error"
        || text.starts_with("error: aborting")
    {
        return None;
    }
    let mut places = Vec::new();
    for primary in [true, false] {
        for span in message["spans"].as_array()?.iter().filter(|span| span["is_primary"] == primary) {
            place(folder, span, &mut places);
        }
    }
    let mut is_of_crate = false;
    for child in message["children"].as_array()? {
        let mut of_type = Vec::new();
        child["spans"].as_array()?.iter().for_each(|span| place(folder, span, &mut of_type));
        is_of_crate |= !of_type.is_empty()
            && child["message"].as_str().is_some_and(|text| text.contains("is not implemented for"));
        child["spans"].as_array()?.iter().for_each(|span| place(folder, span, &mut places));
    }
    let ours =
        text.find("[WC").map(|at| text[at + 1..].chars().take_while(|c| *c != ']').collect::<String>());
    let code = ours.or_else(|| Some(message["code"]["code"].as_str()?.to_owned())).unwrap_or_default();
    Some(Message { code, text: text.to_owned(), is_of_crate, places })
}

/// The place of a span, and of the macro calls that it comes from.
fn place(folder: &Path, span: &Value, places: &mut Vec<(PathBuf, Range<usize>)>) {
    let mut span = span;
    loop {
        let byte = |key: &str| usize::try_from(span[key].as_u64()?).ok();
        let (Some(file), Some(start), Some(end)) =
            (span["file_name"].as_str(), byte("byte_start"), byte("byte_end"))
        else {
            return;
        };
        let file = folder.join(file);
        if file.starts_with(folder) {
            places.push((file, start..end));
        }
        span = &span["expansion"]["span"];
    }
}
