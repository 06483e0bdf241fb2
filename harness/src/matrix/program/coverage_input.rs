//! The input of the trial `coverage`: all rows of the matrix.

use super::builder::Matrix;
use super::coverage::{Coverage, own_name};
use std::collections::BTreeSet;
use std::path::Path;

/// What is known of all rows, collected before the cells are moved into their trials.
pub(super) struct CoverageInput {
    coverage: Coverage,
    /// Statements about no row, and names that are there twice.
    misstated: Vec<String>,
    #[cfg(feature = "insta")]
    snapshots: (std::path::PathBuf, BTreeSet<String>),
}

impl CoverageInput {
    pub(super) fn complaints(&self) -> Vec<String> {
        let mut complaints = self.coverage.complaints();
        complaints.extend(self.misstated.iter().cloned());
        #[cfg(feature = "insta")]
        complaints.extend(super::coverage::stray_snapshots(&self.snapshots.0, &self.snapshots.1));
        complaints
    }
}

impl Matrix {
    pub(super) fn coverage_input(&self) -> CoverageInput {
        CoverageInput {
            coverage: Coverage {
                package: Path::new(self.origin.manifest).to_owned(),
                crate_name: self.crate_name.clone(),
                every: self.every.clone(),
                except: self.except.clone(),
                types: self.types.iter().map(|cell| own_name(cell.name)).collect(),
                tasks: self.tasks.iter().map(|cell| cell.task).collect(),
            },
            misstated: self.misstated(),
            #[cfg(feature = "insta")]
            snapshots: (
                self.snapshots.clone(),
                self.names().iter().map(|name| super::snapshot::file_name(name)).collect(),
            ),
        }
    }

    fn misstated(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        for (list, all) in [("refused", &self.refused), ("errors", &self.errors)] {
            let of_no_row = all.iter().filter(|stated| !self.types.iter().any(|cell| stated.is_of(cell)));
            complaints.extend(of_no_row.map(|stated| {
                format!(
                    "`{}` is listed under `{list}` and has no row: add it to `types`, or delete it",
                    close(stated.text)
                )
            }));
        }
        let faulty = self.all_tasks().into_iter().filter(|task| task.cell.fault.is_some());
        let cells: BTreeSet<String> = faulty.map(|task| task.cell.to_string()).collect();
        complaints.extend(self.outcomes.iter().filter(|(name, _)| !cells.contains(name)).map(|(name, _)| {
            format!(
                "an outcome is stated of `{name}`, and there is no such cell with a fault: correct its name, or delete it"
            )
        }));
        let mut seen = BTreeSet::new();
        complaints.extend(self.names().into_iter().filter(|name| !seen.insert(name.clone())).map(|name| {
            format!("there are two trials `{name}`: rename one, `name = {{ task }}: ..` for a task")
        }));
        complaints
    }
}

/// `stringify!` sets the tokens of a path apart.
fn close(written: &str) -> String {
    written.replace(" :: ", "::").replace(" <", "<").replace("< ", "<").replace(" >", ">")
}
