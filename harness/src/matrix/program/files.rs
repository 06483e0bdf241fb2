//! The files that a run leaves, where they were asked for and their features are on.

use super::builder::Matrix;
use super::record::Record;
use std::path::PathBuf;

/// Which files, and what they need to know of the matrix.
pub(super) struct Files {
    #[cfg(feature = "junit")]
    junit: Option<(PathBuf, &'static str)>,
    #[cfg(feature = "report")]
    report: Option<(PathBuf, String, super::report::Order)>,
}

impl Files {
    #[cfg_attr(
        not(any(feature = "junit", feature = "report")),
        allow(unused_variables, reason = "of which nothing is written")
    )]
    pub(super) fn new(
        matrix: &Matrix,
        junit: Option<PathBuf>,
        report: Option<PathBuf>,
    ) -> Result<Self, &'static str> {
        #[cfg(not(feature = "junit"))]
        if junit.is_some() {
            return Err("results for JUnit were asked for: turn on the feature `junit` of wirecheck");
        }
        #[cfg(not(feature = "report"))]
        if report.is_some() {
            return Err("a report was asked for: turn on the feature `report` of wirecheck");
        }
        Ok(Self {
            #[cfg(feature = "junit")]
            junit: junit.map(|file| (file, matrix.place.package)),
            #[cfg(feature = "report")]
            report: report.map(|folder| {
                let place = matrix.place;
                let command = format!("cargo test -p {} --test {}", place.package, place.krate);
                (folder, command, super::report::Order::of(matrix))
            }),
        })
    }

    #[cfg_attr(
        not(any(feature = "junit", feature = "report")),
        allow(unused_variables, clippy::unused_self, reason = "of which nothing is written")
    )]
    pub(super) fn write(&self, record: &Record) -> Result<(), String> {
        #[cfg(any(feature = "junit", feature = "report"))]
        let found = record.found();
        #[cfg(feature = "junit")]
        if let Some((file, suite)) = &self.junit {
            super::junit::write(file, suite, &found.trials)
                .map_err(|error| format!("{}: {error}: give a file that can be written", file.display()))?;
        }
        #[cfg(feature = "report")]
        if let Some((folder, command, order)) = &self.report {
            super::report::write(folder, command.clone(), order, &found)
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}
