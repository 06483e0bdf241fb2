//! The files that a run writes, where they were asked for and their features are on.

use super::builder::{Matrix, WriteReport};
use super::record::{Record, TestRun};
use std::path::PathBuf;

/// Which files to write, and what they need to know of the matrix.
pub(super) struct Files {
    junit: Option<PathBuf>,
    report: Option<(PathBuf, WriteReport)>,
    /// The package, which names the suite of JUnit's file.
    package: &'static str,
    /// A run in which nothing was found yet.
    start: TestRun,
}

impl Files {
    pub(super) fn new(
        matrix: &Matrix,
        junit: Option<PathBuf>,
        report: Option<PathBuf>,
    ) -> Result<Self, &'static str> {
        if junit.is_some() && cfg!(not(feature = "junit")) {
            return Err("results for JUnit were asked for: turn on the feature `junit` of wirecheck");
        }
        let origin = matrix.origin;
        let report = match (report, origin.write_report) {
            (None, _) => None,
            (Some(folder), Some(write)) => Some((folder, write)),
            (Some(_), None) => {
                return Err("a report was asked for: turn on the feature `report` of wirecheck");
            }
        };
        let start = TestRun {
            command: format!("cargo test -p {} --test {}", origin.package, origin.krate),
            all_types: matrix.types.iter().map(|cell| (cell.name, cell.format)).collect(),
            all_tasks: matrix.all_tasks().iter().map(|task| task.cell).collect(),
            ..TestRun::default()
        };
        Ok(Self { junit, report, package: origin.package, start })
    }

    pub(super) fn write(&self, record: &Record) -> Result<(), String> {
        let TestRun { command, all_types, all_tasks, .. } = self.start.clone();
        let run = TestRun { command, all_types, all_tasks, ..record.found() };
        if let Some(file) = &self.junit {
            write_junit(file, self.package, &run)?;
        }
        match &self.report {
            Some((folder, write)) => write(folder, &run),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "junit")]
fn write_junit(file: &std::path::Path, package: &str, run: &TestRun) -> Result<(), String> {
    super::junit::write(file, package, &run.trials)
        .map_err(|error| format!("{}: {error}: give a file that can be written", file.display()))
}

/// [`Files::new`] has refused it.
#[cfg(not(feature = "junit"))]
fn write_junit(_: &std::path::Path, _: &str, _: &TestRun) -> Result<(), String> {
    Ok(())
}
