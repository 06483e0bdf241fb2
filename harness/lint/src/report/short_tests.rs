use super::super::example::report;
use super::short;

#[test]
fn a_line_for_each_finding() {
    insta::assert_snapshot!(short(&report()));
}
