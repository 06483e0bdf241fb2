//! JUnit XML, which continuous integration reads: a suite a workload, a case a cell.

use super::GENERATOR;
use crate::matrix::{CellReport, Outcome, SweepCase};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The cells that were run, and what went wrong in the sweep, as JUnit XML.
///
/// A cell that ends as it should is a success, also where it should be refused; one that is left out is skipped, with the
/// reason; every other one is a failure with what was said. Times are those of the work, without starting workers.
///
/// ```
/// use wirecheck::report::junit;
///
/// assert!(junit(&[], &[])?.contains("<testsuites name=\"wirecheck "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// None that is known; the serializer's.
pub fn junit(reports: &[CellReport], sweep: &[String]) -> Result<String, quick_junit::SerializeError> {
    let mut all = Report::new(GENERATOR);
    let mut suites: Vec<(&str, TestSuite)> = Vec::new();
    for report in reports {
        let workload = report.cell.workload;
        let at = suites.iter().position(|(name, _)| *name == workload).unwrap_or_else(|| {
            suites.push((workload, TestSuite::new(workload)));
            suites.len() - 1
        });
        suites[at].1.add_test_case(case(report));
    }
    all.add_test_suites(suites.into_iter().map(|(_, suite)| suite));
    if !sweep.is_empty() {
        let mut suite = TestSuite::new(SweepCase::NAME);
        for failure in sweep {
            suite.add_test_case(TestCase::new(SweepCase::NAME, failed(failure, failure)));
        }
        all.add_test_suite(suite);
    }
    all.to_string()
}

fn case(report: &CellReport) -> TestCase {
    let CellReport { cell, expected, outcome, .. } = report;
    let status = match outcome {
        Outcome::Skipped { reason } if report.as_expected() => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(reason.as_str());
            status
        }
        _ if report.as_expected() => TestCaseStatus::success(),
        _ => failed(&format!("should end in {expected}"), &outcome.to_string()),
    };
    let mut case = TestCase::new(cell.to_string(), status);
    case.set_classname(cell.workload).set_time(report.wall);
    if matches!(outcome, Outcome::Refused { .. }) && report.as_expected() {
        case.set_system_out(outcome.to_string());
    }
    case
}

fn failed(message: &str, description: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(message).set_description(description);
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::{BackendKind, Cell, Expected};
    use std::time::Duration;

    fn report(workload: &'static str, expected: Expected, outcome: Outcome) -> CellReport {
        let cell = Cell { workload, backend: BackendKind::Pool, format: "ron", transfer: None, fault: None };
        CellReport { wall: Duration::from_millis(1500), ..CellReport::new(cell, expected, outcome) }
    }

    #[test]
    fn every_ending_has_its_element() {
        let error = "no <space> & \"quotes\" \u{1b}[31m".to_owned();
        let reports = [
            report("sums", Expected::Pass, Outcome::Pass),
            report("sums", Expected::Pass, Outcome::Failed { error }),
            report("odd", Expected::Refused, Outcome::Refused { error: "an odd value".into() }),
            report("odd", Expected::Skip { reason: "slow" }, Outcome::Skipped { reason: "slow".into() }),
            report("odd", Expected::Pass, Outcome::Skipped { reason: "not now".into() }),
        ];
        let xml = junit(&reports, &["4 KiB: it broke".into()]).unwrap();
        for part in [
            "tests=\"6\" skipped=\"1\" failures=\"3\" errors=\"0\"",
            "<testsuite name=\"sums\" tests=\"2\" skipped=\"0\" errors=\"0\" failures=\"1\"",
            "<testcase name=\"sums::pool::ron\" classname=\"sums\" time=\"1.500\"",
            "<failure message=\"should end in pass\">failed: no &lt;space&gt; &amp; ",
            "<skipped message=\"slow\"/>",
            "<failure message=\"should end in pass\">skipped: not now</failure>",
            "<system-out>refused: an odd value</system-out>",
            "<testsuite name=\"transfer_sweep\"",
        ] {
            assert!(xml.contains(part), "{part}: {xml}");
        }
        assert!(!xml.contains('\u{1b}'), "no XML has that: {xml}");
    }
}
