use super::super::example::{files, report};
use super::{escaped, sarif};
use crate::report::{Files, Report};
use serde_json::Value;
use std::collections::HashSet;

/// The schema of OASIS.
const SCHEMA: &str = include_str!("../../tests/sarif/schema-2.1.0.json");

fn of(report: &Report) -> Value {
    serde_json::from_str(&sarif(report, &files()).unwrap()).unwrap()
}

fn errors(document: &Value) -> Vec<String> {
    // A lone bracket stands for itself in JavaScript, for which the pattern was written, and is refused elsewhere.
    let pattern = "[a-zA-Z]{2}]?$";
    assert_eq!(SCHEMA.matches(pattern).count(), 2);
    let schema: Value = serde_json::from_str(&SCHEMA.replace(pattern, r"[a-zA-Z]{2}\\]?$")).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    validator.iter_errors(document).map(|error| format!("{error} at {}", error.instance_path())).collect()
}

#[test]
fn it_is_what_the_schema_asks_for() {
    assert_eq!(errors(&of(&report())), [""; 0]);
    assert_eq!(errors(&of(&Report::default())), [""; 0]);
}

#[test]
fn the_schema_is_really_asked() {
    let mut document = of(&report());
    document["runs"][0]["results"][0]["level"] = "fatal".into();
    document["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    assert_eq!(errors(&document).len(), 2);
}

#[test]
fn findings_look_like_this() {
    let mut document = of(&report());
    let driver = &mut document["runs"][0]["tool"]["driver"];
    driver["semanticVersion"] = "X.Y.Z".into();
    // The pages of the rules are tested where they are written.
    for rule in driver["rules"].as_array_mut().unwrap() {
        let text = rule["help"]["text"].as_str().unwrap();
        assert!(text.starts_with("`cargo wirecheck explain W") && text.contains("\nAccepted:\n"), "{text}");
        rule["help"] = "..".into();
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&document).unwrap());
}

#[test]
fn fingerprints_differ_and_stay_where_lines_move() {
    let fingerprints = |document: &Value| -> Vec<String> {
        let results = document["runs"][0]["results"].as_array().unwrap();
        results
            .iter()
            .map(|result| result["partialFingerprints"]["wirecheckFinding/v1"].to_string())
            .collect()
    };
    let mut report = report();
    // The same tokens in the same type a second time.
    report.problems.push(report.problems[0].clone());
    let before = fingerprints(&of(&report));
    assert_eq!(before.iter().collect::<HashSet<_>>().len(), before.len(), "{before:?}");

    let moved = files();
    moved.set("src/model.rs", &format!("\n\n{}", super::super::example::MODEL));
    for problem in &mut report.problems {
        if let Some(extent) = problem.extent.as_mut().filter(|extent| extent.place.file == "src/model.rs") {
            extent.place.line += 2;
            extent.end_line += 2;
        }
    }
    let document: Value = serde_json::from_str(&sarif(&report, &moved).unwrap()).unwrap();
    assert_eq!(fingerprints(&document), before);
}

#[test]
fn paths_are_uris() {
    assert_eq!(escaped("/a b/\u{e9}#?.rs"), "/a%20b/%C3%A9%23%3F.rs");
    let text = sarif(&report(), &Files::new("/home/me")).unwrap();
    assert!(text.contains("\"uri\": \"file:///registry/uuid%201/src/lib.rs\""), "{text}");
    assert!(text.contains("\"uri\": \"src/model.rs\""), "{text}");
}
