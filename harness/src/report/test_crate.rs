//! The report of a crate's own matrix: how its types and tasks end, as `compat.ron`, `compat.json` and a page for a browser.

use super::html::Page;
use super::{Compat, CompatRow, GENERATOR, ReportError, TypeRow, json, write_atomic};
use crate::matrix::TestRun;
use std::path::Path;

/// Writes what a run found. Cells that were filtered out keep what the file says about them.
///
/// # Errors
/// A sentence that names the file.
pub(crate) fn write_test_run(folder: &Path, run: &TestRun) -> Result<(), String> {
    write(folder, run).map_err(|error| error.to_string())
}

fn write(folder: &Path, run: &TestRun) -> Result<(), ReportError> {
    let unwritable = |error| ReportError::io(folder, "cannot be made", error);
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let file = folder.join("compat.ron");
    let (cells, types) = Compat::read(&file)?.map_or_else(Default::default, |old| (old.cells, old.types));
    let types = run.all_types.iter().filter_map(|&(name, format)| {
        let new = run.types.iter().find(|new| new.name == name && new.format == format);
        new.map(|new| TypeRow {
            name: name.to_owned(),
            format: format.to_owned(),
            accepted: new.accepted,
            expected: new.expected.to_string(),
            outcome: new.outcome.clone(),
            samples: new.samples as u64,
        })
        .or_else(|| types.iter().find(|old| old.name == name && old.format == format).cloned())
    });
    let cells = run.all_tasks.iter().filter_map(|cell| {
        let new = run.tasks.iter().find(|new| new.cell == *cell).map(CompatRow::new);
        new.or_else(|| cells.iter().find(|old| old.is_cell(*cell)).cloned())
    });
    let compat = Compat {
        schema: Compat::SCHEMA,
        generator: GENERATOR.to_owned(),
        command: run.command.clone(),
        toolchain: None,
        cells: cells.collect(),
        types: types.collect(),
    };
    let page = Page::new(&compat).title("Types and tasks").to_html();
    write_atomic(&folder.join("index.html"), &page)?;
    let text = json(&compat).map_err(|error| ReportError::new(&file, error.to_string()))?;
    write_atomic(&folder.join("compat.json"), &text)?;
    compat.write(&file)
}
