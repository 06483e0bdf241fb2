//! The results as JUnit's XML, which CI systems read.

use super::record::Ran;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io;
use std::path::Path;

/// Writes one suite with a case for each trial that ran.
pub(super) fn write(file: &Path, suite: &str, trials: &[Ran]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let text = text(suite, trials).map_err(io::Error::other)?;
    std::fs::write(file, text)
}

fn text(suite: &str, trials: &[Ran]) -> Result<String, quick_junit::SerializeError> {
    let mut cases = TestSuite::new(suite);
    cases.set_time(trials.iter().map(|ran| ran.time).sum());
    let mut trials: Vec<&Ran> = trials.iter().collect();
    trials.sort_by(|one, other| one.name.cmp(&other.name));
    for ran in trials {
        let status = match &ran.result {
            Ok(()) => TestCaseStatus::success(),
            Err(error) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status.set_message(error.lines().next().unwrap_or_default()).set_description(error.as_str());
                status
            }
        };
        let mut case = TestCase::new(ran.name.as_str(), status);
        case.set_classname(suite).set_time(ran.time);
        cases.add_test_case(case);
    }
    let mut report = Report::new(suite);
    report.add_test_suite(cases);
    report.to_string()
}

#[cfg(test)]
#[path = "junit_tests.rs"]
mod tests;
