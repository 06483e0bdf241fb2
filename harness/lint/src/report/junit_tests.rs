use super::super::example::report;
use super::junit;
use crate::report::Report;

#[test]
fn each_type_is_a_case_in_the_suite_of_its_format() {
    insta::assert_snapshot!(junit(&report()).unwrap().replace(env!("CARGO_PKG_VERSION"), "X.Y.Z"));
}

#[test]
fn what_is_hidden_does_not_fail() {
    let mut report = report();
    report.problems.clear();
    let xml = junit(&report).unwrap();
    assert!(xml.contains("tests=\"7\" skipped=\"1\" failures=\"0\" errors=\"0\""), "{xml}");
}

#[test]
fn nothing_judged_is_no_suite() {
    assert!(!junit(&Report::default()).unwrap().contains("<testsuite "));
}
