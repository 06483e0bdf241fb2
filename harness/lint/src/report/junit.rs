//! JUnit XML: a suite for each format, a case for each type that meets it, and one for each finding at a comment.

use super::contents::{Cell, Outcome, Report};
use super::problem::Problem;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

/// The types as test cases.
///
/// A type with a finding fails. One of which nothing is known is skipped, with the reason. One whose findings are allowed or known
/// to the baseline succeeds.
///
/// # Errors
/// Those of the serializer; none is known.
pub fn junit(report: &Report) -> Result<String, quick_junit::SerializeError> {
    let mut all = quick_junit::Report::new(concat!("wirecheck lint ", env!("CARGO_PKG_VERSION")));
    for format in report.formats() {
        let mut suite = TestSuite::new(format);
        for cell in report.cells.iter().filter(|cell| cell.format == format) {
            suite.add_test_case(case(cell, report));
        }
        all.add_test_suite(suite);
    }
    let mut suite = TestSuite::new("comments");
    for problem in report.problems.iter().filter(|problem| problem.formats.is_empty()) {
        let name = problem.place().map_or_else(|| problem.name.clone(), ToString::to_string);
        suite.add_test_case(TestCase::new(name, failed(&[problem])));
    }
    if suite.tests > 0 {
        all.add_test_suite(suite);
    }
    all.to_string()
}

fn case(cell: &Cell, report: &Report) -> TestCase {
    let problems: Vec<&Problem> = report.problems.iter().filter(|problem| cell.has(problem)).collect();
    let status = if !problems.is_empty() {
        failed(&problems)
    } else if cell.outcome == Outcome::Unproven {
        let mut status = TestCaseStatus::skipped();
        status.set_message(cell.reason.as_deref().unwrap_or("nothing is known of it"));
        status
    } else {
        TestCaseStatus::success()
    };
    let mut case = TestCase::new(cell.type_name.as_str(), status);
    case.set_classname(cell.format.as_str());
    case
}

fn failed(problems: &[&Problem]) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code.as_str()).collect();
    let lines = problems.iter().map(|problem| {
        let place = problem.place().map(|place| format!("{place}: ")).unwrap_or_default();
        format!("{place}{}\nwhy: {}\nhelp: {}", problem.message, problem.why, problem.fix)
    });
    status.set_message(codes.join(", ")).set_description(lines.collect::<Vec<_>>().join("\n\n"));
    status
}

#[cfg(test)]
#[path = "junit_tests.rs"]
mod tests;
