use super::super::example::report;
use super::{JSON_VERSION, json};
use crate::report::{Report, Totals};
use serde_json::Value;

#[test]
fn the_shape_is_the_documented_one() {
    let text = json(&report()).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["version"], JSON_VERSION);
    assert_eq!(value["totals"]["errors"], Totals::of(&report()).errors);
    assert_eq!(value["findings"].as_array().unwrap().len(), report().problems.len());
    // It changes with every release.
    let text = text.replace(env!("CARGO_PKG_VERSION"), "X.Y.Z");
    insta::assert_snapshot!(text);
}

#[test]
fn nothing_found_is_lists_with_nothing_in_them() {
    let value: Value = serde_json::from_str(&json(&Report::default()).unwrap()).unwrap();
    for list in ["findings", "types", "unproven", "unseen"] {
        assert_eq!(value[list], Value::Array(Vec::new()), "{list}");
    }
}

/// Every field is in the table of the guide.
#[test]
fn the_guide_names_each_field() {
    let guide = include_str!("../../../src/guide/lint.md");
    let value: Value = serde_json::from_str(&json(&report()).unwrap()).unwrap();
    let mut names = Vec::new();
    keys(&value, &mut names);
    // Numbers of the last line, and the program that wrote it.
    names.retain(|name| !["generator"].contains(&name.as_str()) && value["totals"].get(name).is_none());
    assert!(names.len() > 25, "{names:?}");
    for name in names {
        assert!(guide.contains(&format!("`{name}`")), "{name}");
    }
}

fn keys(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                names.push(name.clone());
                keys(inner, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, names)),
        _ => {}
    }
}
