//! What `reports/types.md` says of a type.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A row of the report.
pub(super) struct Row {
    /// `accepts`, `opted in`, or the codes of the derive.
    pub(super) derive: String,
    /// The verdict in each format: `yes`, `no`, `(yes)`, or `*no*` for values that would come back.
    pub(super) cells: Vec<String>,
}

impl Row {
    /// Whether it is the derive's code, or a refusal in this format, of which the report has no code.
    pub(super) fn is_by(&self, code: &str) -> bool {
        ["accepts", "opted in"].contains(&self.derive.as_str()) || self.derive.split(' ').any(|by| by == code)
    }
}

/// By path, and whether the derive refuses the type in every format.
pub(super) fn rows() -> BTreeMap<(String, bool), Row> {
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reports/types.md");
    let text = fs::read_to_string(report).expect("the report of the type matrix");
    let (mut theme, mut rows) = ("", BTreeMap::new());
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            theme = name;
        }
        let columns: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [name, derive, cells @ ..] = columns.as_slice() else { continue };
        if cells.len() != wirecheck_rules::FORMATS.len() || *name == "type" || name.starts_with("---") {
            continue;
        }
        let first = |cell: &&str| cell.split(' ').next().unwrap_or_default().to_owned();
        let row = Row { derive: (*derive).to_owned(), cells: cells.iter().map(first).collect() };
        let is_refused = !["accepts", "opted in"].contains(derive);
        rows.insert((format!("{theme}::{name}"), is_refused), row);
    }
    rows
}
