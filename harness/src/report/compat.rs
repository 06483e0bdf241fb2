//! `compat.ron`: which cell ends how. Nothing in it depends on the machine or the clock.

use super::texts::full_name;
use super::{GENERATOR, ReportError, write_atomic};
use crate::matrix::{BackendKind, CellReport, Outcome, Suite};
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compat {
    /// The version of the file's shape. 3.
    pub schema: u32,
    /// The program that wrote it.
    pub generator: String,
    /// The command that writes it.
    pub command: String,
    /// The compiler's version, when the program's build script passed it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toolchain: Option<String>,
    /// The cells, in the order of the suite.
    pub cells: Vec<CompatRow>,
    /// Types x formats, where there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<TypeRow>,
}

/// A type in a format: what the compiler says, and what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeRow {
    /// The type's name.
    pub name: String,
    /// The wire format's name.
    pub format: String,
    /// Whether the type is `Sendable` in the format.
    pub accepted: bool,
    /// One word: how it should end.
    pub expected: String,
    /// What happened to its samples. For a type that is refused: [`Outcome::Refused`].
    pub outcome: Outcome,
    /// How many samples there were.
    pub samples: u64,
}

/// A cell and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompatRow {
    /// The workload's name.
    pub workload: String,
    /// Where it ran.
    pub backend: BackendKind,
    /// The wire format's name, or `memory`.
    pub format: String,
    /// How large values were transferred, where the workload is run in several modes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<String>,
    /// The fault that a worker met, where one was injected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// How many tasks it has.
    pub tasks: u64,
    /// One word: how it should end.
    pub expected: String,
    /// How it ended.
    pub outcome: Outcome,
}

impl CompatRow {
    pub(crate) fn new(report: &CellReport) -> Self {
        Self {
            workload: report.cell.workload.to_owned(),
            backend: report.cell.backend,
            format: report.cell.format.to_owned(),
            transfer: report.cell.transfer.map(|transfer| transfer.name().to_owned()),
            fault: report.cell.fault.map(|fault| fault.name().to_owned()),
            tasks: report.tasks,
            expected: report.expected.to_string(),
            outcome: report.outcome.clone(),
        }
    }

    pub(crate) fn is_cell(&self, cell: crate::matrix::Cell) -> bool {
        self.name() == cell.to_string()
    }

    /// The name of its cell.
    ///
    /// ```
    /// use wirecheck::report::CompatRow;
    ///
    /// let row: CompatRow = ron::from_str(
    ///     r#"(workload: "right", backend: pool, format: "ron", tasks: 1, expected: "pass", outcome: Pass)"#,
    /// )?;
    /// assert_eq!(row.name(), "right::pool::ron");
    /// # Ok::<(), ron::error::SpannedError>(())
    /// ```
    pub fn name(&self) -> String {
        let Self { workload, backend, format, transfer, fault, .. } = self;
        full_name((workload, *backend, format), [transfer.as_ref(), fault.as_ref()])
    }
}

impl Compat {
    /// The version that this program writes. It also reads the earlier ones: 1 has no transfer modes, 2 no types.
    pub const SCHEMA: u32 = 3;

    /// The cells of this run, those of `earlier` that were not run now and are still in the suite, and the types of `earlier`.
    ///
    /// Also returns how many cells were kept from `earlier`.
    pub fn merge(suite: &Suite, reports: &[CellReport], earlier: Option<Self>) -> (Self, usize) {
        let (earlier, types) =
            earlier.map_or_else(Default::default, |earlier| (earlier.cells, earlier.types));
        let mut kept = 0;
        let row = |case: &crate::matrix::Case| {
            let cell = case.cell();
            if let Some(report) = reports.iter().find(|report| report.cell == cell) {
                return Some(CompatRow::new(report));
            }
            let row = earlier.iter().find(|row| row.is_cell(cell))?;
            kept += 1;
            Some(row.clone())
        };
        let cells = suite.cases().iter().filter_map(row).collect();
        let compat = Self {
            schema: Self::SCHEMA,
            generator: GENERATOR.to_owned(),
            command: suite.origin().to_owned(),
            toolchain: suite.toolchain().map(str::to_owned),
            cells,
            types,
        };
        (compat, kept)
    }

    /// Reads the file; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read, or a newer program wrote it.
    pub fn read(path: &Path) -> Result<Option<Self>, ReportError> {
        const FIX: &str = "delete it, or write elsewhere with --out";
        super::read::read(path, "a compatibility report", Self::SCHEMA, FIX)
    }

    /// The file's text: one line for each cell, so that a change of a cell is a change of its line.
    ///
    /// # Errors
    /// Those of the serializer; none is known.
    pub fn to_ron(&self) -> Result<String, ron::Error> {
        let body = ron::ser::to_string_pretty(self, PrettyConfig::new().depth_limit(2))?;
        Ok(format!("// Generated by `{}` with {}. Do not edit.\n{body}\n", self.command, self.generator))
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When that is not possible.
    pub fn write(&self, path: &Path) -> Result<(), ReportError> {
        let text = self.to_ron().map_err(|error| ReportError::new(path, error.to_string()))?;
        write_atomic(path, &text)
    }
}
