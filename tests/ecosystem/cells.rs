//! Runs the accepted cells of a crate: each type gets a test behind it, which is compiled within the crate and so may name it.

use super::Failed;
use super::author::{Id, Outcome};
use super::krate::{Krate, LIMITS, workspace};
use serde::{Deserialize, Serialize};
use std::fs;

/// A type in a format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub id: Id,
    pub ty: String,
    pub format: String,
    pub is_accepted: bool,
    /// Values that could be made of the type.
    pub values: usize,
    /// Of these, those that came back.
    pub kept: usize,
    pub broken: usize,
    /// How the first of them is broken.
    pub how: String,
}

/// Builds the tests of the crate and runs them.
pub fn run(krate: &mut Krate, outcome: &Outcome) -> Result<Vec<Cell>, Failed> {
    for (file, item) in outcome.types.iter().copied() {
        let source = &mut krate.sources[file].1;
        let known = &source.items[item];
        let can_run = !known.is_generic && !known.is_in_function && source.edits[item].derive.is_some();
        source.edits[item].behind = if can_run {
            format!(
                "#[cfg(test)] #[test] #[allow(warnings)] fn wirecheck_cells_{file}_{item}() {{ \
                 crate::wirecheck_within::cells!({}, \"{file}.{item}\"); }}",
                known.name
            )
        } else {
            String::new()
        };
    }
    krate.write()?;
    let within = workspace().join("tests/ecosystem/within/mod.rs");
    let root = fs::read_to_string(&krate.root).map_err(Failed::new)?;
    let text = format!("{root}\n#[cfg(test)]\n#[path = {within:?}]\nmod wirecheck_within;\n");
    fs::write(&krate.root, text).map_err(Failed::new)?;
    let mut command = krate.cargo("test");
    command
        .args(["--", "wirecheck_cells_", "--nocapture", "--test-threads=2"])
        .env("RUST_MIN_STACK", "67108864")
        .env("RUST_BACKTRACE", "0");
    let output = command.output().map_err(Failed::new)?;
    fs::write(&krate.root, root).map_err(Failed::new)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let cells: Vec<Cell> = text.lines().filter_map(cell).collect();
    if output.status.success() {
        return Ok(cells);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    if let Some(limit) = LIMITS.met(output.status, &errors) {
        return Err(limit);
    }
    let errors: Vec<&str> =
        errors.lines().filter(|line| line.starts_with("error") || line.contains("-->")).take(6).collect();
    Err(Failed::new(format!("the tests of the cells fail: {}", errors.join("; "))))
}

/// A line that `within` printed; libtest may have written something before it.
fn cell(line: &str) -> Option<Cell> {
    let (_, line) = line.split_once("@@cell\t")?;
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, ty, format, verdict, values, kept, broken, how] = fields[..] else { return None };
    let (file, item) = id.split_once('.')?;
    Some(Cell {
        id: (file.parse().ok()?, item.parse().ok()?),
        ty: ty.to_owned(),
        format: format.to_owned(),
        is_accepted: verdict == "accepted",
        values: values.parse().ok()?,
        kept: kept.parse().ok()?,
        broken: broken.parse().ok()?,
        how: how.to_owned(),
    })
}
