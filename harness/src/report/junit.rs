//! JUnit XML, which continuous integration reads: a suite for each workload, a case for each cell.

use super::GENERATOR;
use crate::matrix::{CellReport, Findings, Outcome};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The cells that were run, and what went wrong in measurements, as JUnit XML.
///
/// A cell that ends as expected is a success, also where it should be refused. A cell that is left out is skipped, with the
/// reason. Every other cell is a failure with its error. Times are those of the work, without starting workers.
///
/// ```
/// use wirecheck::report::junit;
///
/// assert!(junit(&[], &[])?.contains("<testsuites name=\"wirecheck "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of the serializer; none is known.
pub fn junit(reports: &[CellReport], findings: &[Findings]) -> Result<String, quick_junit::SerializeError> {
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
    for found in findings.iter().filter(|found| !found.failures.is_empty()) {
        let mut suite = TestSuite::new(found.name.as_str());
        for failure in &found.failures {
            suite.add_test_case(TestCase::new(found.name.as_str(), failed(failure, failure)));
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
        let sweep = Findings::new("transfer_sweep", "Large values").failure("4 KiB: it broke");
        let xml = junit(&reports, &[sweep, Findings::new("start_up", "Start-up")]).unwrap();
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
        assert!(!xml.contains("start_up"), "nothing went wrong there: {xml}");
        assert!(!xml.contains('\u{1b}'), "no XML has that: {xml}");
    }
}
