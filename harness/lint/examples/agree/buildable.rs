//! Random types that serde's own derive takes: some of what is composed it refuses, which says nothing of us.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The lines at which rustc finds something wrong in a program, or why it cannot be asked.
pub(super) fn wrong_lines(folder: &Path, file: &Path) -> Result<Vec<usize>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["check", "--offline", "--quiet", "--bins", "--message-format=json"])
        .current_dir(folder)
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if output.status.success() {
        return Ok(Vec::new());
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors = messages.filter(|message| message["message"]["level"] == "error");
    let mut lines: Vec<usize> = errors.flat_map(|message| lines_in(&message["message"], file)).collect();
    lines.sort_unstable();
    lines.dedup();
    if lines.is_empty() {
        return Err(format!("cargo check names no line: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(lines)
}

/// Where an error is, in this file.
fn lines_in(error: &Value, file: &Path) -> Vec<usize> {
    let spans = error["spans"].as_array().into_iter().flatten();
    let own = spans.filter(|span| {
        let name = span["file_name"].as_str().unwrap_or_default();
        span["is_primary"] == true && file.ends_with(name)
    });
    own.filter_map(|span| usize::try_from(span["line_start"].as_u64()?).ok()).collect()
}
