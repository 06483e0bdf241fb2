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
