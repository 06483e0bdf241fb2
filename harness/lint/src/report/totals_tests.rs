use super::super::example::report;
use super::{Report, Totals};

#[test]
fn numbers_are_told_in_one_line() {
    let report = report();
    let text = Totals::of(&report).text(&report, false);
    let line =
        "5 types in 2 formats: 4 findings (1 to review), 1 allowed by a comment, 1 unproven, 1 unseen\n";
    assert_eq!(text, format!("{line}`--verbose` names what is unproven and unseen\n"));
}

#[test]
fn verbose_names_each_type_and_what_stayed_dark() {
    let report = report();
    let text = Totals::of(&report).text(&report, true);
    for line in [
        "accepted  app::Plain in postcard (proved)",
        "refused   app::model::State in bincode1 (proved)",
        "review    app::model::Hint<alloc::string::String> in bincode1 (proved)",
        "unproven  other::Hand in postcard: its impls are written by hand",
        "unseen    app::generic (src/model.rs:3): nobody calls it with a type",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
}

#[test]
fn one_is_singular() {
    let mut report = report();
    report.problems.truncate(1);
    report.cells.truncate(1);
    report.unproven.clear();
    report.unseen.clear();
    report.baselined = 3;
    let text = Totals::of(&report).text(&report, false);
    assert!(
        text.starts_with(
            "1 type in 1 format: 1 finding, 1 allowed by a comment, 3 known to the baseline, 0 "
        ),
        "{text}"
    );
    assert!(!text.contains("--verbose"), "there is nothing to name: {text}");
    assert!(Report::default().is_clean());
}

#[test]
fn what_is_made_of_unproven_types_is_counted_and_named() {
    let mut report = report();
    for name in ["app::Around", "app::Far"] {
        let mut cell = report.cells.last().unwrap().clone();
        cell.type_name = name.into();
        cell.reason = Some("`other::Hand`: its impls are written by hand".into());
        report.cells.push(cell);
    }
    let text = Totals::of(&report).text(&report, true);
    assert!(text.contains(", 1 unproven (2 more types are made of them), 1 unseen\n"), "{text}");
    let line = "\nunproven  app::Far in postcard: `other::Hand`: its impls are written by hand\n";
    assert!(text.contains(line), "{text}");
    report.cells.pop();
    assert!(Totals::of(&report).text(&report, false).contains("(1 more type is made of them)"));
}
