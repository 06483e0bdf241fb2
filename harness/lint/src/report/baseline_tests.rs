use super::super::example::{MODEL, bincode, files, flatten, postcard, report};
use super::{Baseline, BaselineError};
use crate::report::Report;

fn round_trip(baseline: &Baseline) -> Baseline {
    Baseline::parse(&baseline.to_text().unwrap()).unwrap()
}

#[test]
fn the_file_is_sorted_lines() {
    let baseline = Baseline::of(&report(), &files());
    let text = baseline.to_text().unwrap();
    insta::assert_snapshot!(text);
    assert_eq!(round_trip(&baseline), baseline);
    let mut turned = report();
    turned.problems.reverse();
    assert_eq!(
        Baseline::of(&turned, &files()).to_text().unwrap(),
        text,
        "the order of findings does not matter"
    );
    let empty = Baseline::default().to_text().unwrap();
    assert_eq!(empty, "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
    assert!(Baseline::parse(&empty).unwrap().is_empty());
}

#[test]
fn what_is_known_is_hidden_and_counted() {
    let mut report = report();
    let count = report.problems.len();
    let baseline = Baseline::of(&report, &files());
    assert_eq!(baseline.apply(&mut report, &files(), None), []);
    assert_eq!((report.problems.len(), report.baselined), (0, count));
}

#[test]
fn moved_lines_are_known_and_other_tokens_are_new() {
    let mut report = report();
    let baseline = Baseline::of(&report, &files());
    let moved = files();
    moved.set("src/model.rs", &format!("// A comment.\n{MODEL}"));
    for problem in &mut report.problems {
        if let Some(extent) = problem.extent.as_mut().filter(|extent| extent.place.file == "src/model.rs") {
            extent.place.line += 1;
            extent.end_line += 1;
        }
    }
    let skip = report.problems.iter().position(|problem| problem.code == "WC0014").unwrap();
    // One letter less of it.
    report.problems[skip].extent.as_mut().unwrap().end_column -= 1;
    let stale = baseline.apply(&mut report, &moved, None);
    assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
    assert_eq!(report.problems[0].code, "WC0014");
    assert_eq!(stale.len(), 1, "what was there before is gone: {stale:?}");
}

#[test]
fn a_format_more_is_told_alone() {
    let mut report = Report { problems: vec![flatten("bincode1", bincode())], ..Report::default() };
    let baseline = Baseline::of(&report, &files());
    report.problems[0].formats.push("postcard".into());
    report.problems[0].calls.push(postcard());
    assert_eq!(baseline.apply(&mut report, &files(), None), []);
    assert_eq!(report.problems[0].formats, ["postcard"]);
    assert_eq!(report.problems[0].calls, [postcard()]);
    assert_eq!(report.baselined, 0, "it is still a finding");
}

#[test]
fn a_second_one_is_new_and_one_less_is_stale() {
    let one = flatten("bincode1", bincode());
    let mut two = Report { problems: vec![one.clone(), one.clone()], ..Report::default() };
    let mut single = Report { problems: vec![one], ..Report::default() };
    let (of_two, of_one) = (Baseline::of(&two, &files()), Baseline::of(&single, &files()));
    assert_eq!(of_two.len(), 2);
    assert_eq!(of_one.apply(&mut two, &files(), None), []);
    assert_eq!((two.problems.len(), two.baselined), (1, 1));
    let stale = of_two.apply(&mut single, &files(), None);
    assert_eq!(stale.len(), 1);
    assert_eq!(stale[0].to_string(), "WC0040 `app::model::Config` at `flatten` in bincode1");
}

#[test]
fn formats_that_were_not_asked_for_are_not_stale() {
    let baseline = Baseline::of(&report(), &files());
    let stale = |asked: &[String]| baseline.apply(&mut Report::default(), &files(), Some(asked));
    let formats = |asked: &[&str]| {
        let asked: Vec<String> = asked.iter().map(ToString::to_string).collect();
        stale(&asked).iter().map(|entry| entry.format.clone()).collect::<Vec<_>>()
    };
    assert_eq!(formats(&["postcard"]), ["postcard", ""], "a comment is of no format");
    assert_eq!(formats(&["json"]), [""]);
}

#[test]
fn another_file_is_an_error_with_the_way_out() {
    let errors = [
        ("{}", "it is not a baseline: missing field `version`"),
        ("[", "it is not a baseline: "),
        ("{\"version\": 1, \"findings\": [{\"rule\": \"WC0001\"}]}", "it is not a baseline: "),
        ("{\"version\": 2, \"entries\": []}", "it has version 2, and this program reads version 1"),
    ];
    for (text, begin) in errors {
        let error = Baseline::parse(text).unwrap_err();
        assert!(error.to_string().starts_with(begin), "{error}");
        assert!(error.to_string().ends_with("`--update-baseline` writes a new one"), "{error}");
        assert_eq!(matches!(error, BaselineError::Version(_)), begin.contains("version 2"));
    }
}

#[test]
fn a_file_about_a_part_says_which() {
    let whole = Baseline::of(&report(), &files());
    assert!(!whole.to_text().unwrap().contains("selection"));
    let part = whole.of_selection("--package app".to_owned());
    assert_eq!(round_trip(&part), part);
    assert_eq!(round_trip(&part).selection(), "--package app");
}
