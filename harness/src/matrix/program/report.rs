//! The report of a crate: which type and which task ends how, as `compat.ron`, `compat.json` and a page for a browser.

use super::builder::Matrix;
use super::record::Found;
use crate::matrix::Cell;
use crate::report::html::Page;
use crate::report::{Compat, CompatRow, GENERATOR, ReportError, TypeRow, json, write_atomic};
use std::path::Path;

/// The cells of a matrix in their order, run or not.
pub(super) struct Order {
    /// Names and formats.
    pub(super) types: Vec<(&'static str, &'static str)>,
    pub(super) tasks: Vec<Cell>,
}

impl Order {
    pub(super) fn of(matrix: &Matrix) -> Self {
        Self {
            types: matrix.types.iter().map(|cell| (cell.name, cell.format)).collect(),
            tasks: matrix.all_tasks().iter().map(|task| task.cell).collect(),
        }
    }
}

/// Writes what was found now; cells that were filtered out keep what the file says of them.
pub(super) fn write(folder: &Path, command: String, order: &Order, found: &Found) -> Result<(), ReportError> {
    let unwritable = |error| ReportError::io(folder, "could not be made", error);
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let file = folder.join("compat.ron");
    let (cells, types) = Compat::read(&file)?.map_or_else(Default::default, |old| (old.cells, old.types));
    let types = order.types.iter().filter_map(|&(name, format)| {
        let new = found.types.iter().find(|new| new.name == name && new.format == format);
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
    let cells = order.tasks.iter().filter_map(|cell| {
        let new = found.tasks.iter().find(|new| new.cell == *cell).map(CompatRow::new);
        new.or_else(|| cells.iter().find(|old| old.is_cell(*cell)).cloned())
    });
    let compat = Compat {
        schema: Compat::SCHEMA,
        generator: GENERATOR.to_owned(),
        command,
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
