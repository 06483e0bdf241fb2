//! The output formats, by name.

use crate::command::Failure;
use wirecheck_lint::report::{Files, Look, Report, github, human, json, junit, sarif, short};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// As rustc writes errors
    Human,
    /// A line for each finding
    Short,
    /// Everything, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// JUnit XML, for CI systems
    Junit,
}

impl Format {
    /// The text of a report.
    pub(super) fn text(self, report: &Report, files: &Files, look: Look) -> Result<String, Failure> {
        match self {
            Self::Human => Ok(human(report, files, look)),
            Self::Short => Ok(short(report)),
            Self::Github => Ok(github(report, files)),
            Self::Json => json(report).map_err(|error| unwritten(&error)),
            Self::Sarif => sarif(report, files).map_err(|error| unwritten(&error)),
            Self::Junit => junit(report).map_err(|error| unwritten(&error)),
        }
    }
}

/// The text could not be made.
pub(super) fn unwritten(error: &dyn std::error::Error) -> Failure {
    Failure::Output(std::io::Error::other(error.to_string()))
}
