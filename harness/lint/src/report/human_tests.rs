use super::super::example::{files, report};
use super::{Files, Look, human};

#[test]
fn findings_look_like_those_of_rustc() {
    insta::assert_snapshot!(human(&report(), &files(), Look::default()));
}

#[test]
fn colour_is_for_terminals_alone() {
    let plain = human(&report(), &files(), Look::default());
    let coloured = human(&report(), &files(), Look { colour: true, ..Look::default() });
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains("\u{1b}["));
}

#[test]
fn a_file_that_cannot_be_read_is_named_with_its_line() {
    let nothing = Files::new("/nowhere");
    let text = human(&report(), &nothing, Look::default());
    assert!(text.contains("--> src/model.rs:11:13\n"), "{text}");
    assert!(text.contains("::: src/main.rs:6:17\n"), "{text}");
    assert!(!text.contains("flatten)]"), "{text}");
}

#[test]
fn many_calls_are_counted() {
    let mut report = report();
    let call = report.problems[1].calls[0].clone();
    report.problems[1].calls = (1..=9)
        .map(|line| {
            let mut call = call.clone();
            call.place.line = line;
            call
        })
        .collect();
    report.problems.remove(0);
    report.problems.truncate(1);
    let text = human(&report, &Files::new("/nowhere"), Look::default());
    assert_eq!(text.matches("src/main.rs").count(), 3, "{text}");
    assert!(text.contains("6 more calls bring it to a format"), "{text}");
}
