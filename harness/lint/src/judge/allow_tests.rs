use super::{Allows, UnusedAllow};
use crate::judge::finding::{Finding, Mark, Severity};
use crate::survey::Place;
use wirecheck_rules::rules::untagged;

fn finding(line: u32) -> Finding {
    let place = Place { file: "src/lib.rs".into(), line, column: 9 };
    Finding {
        rule: &untagged::RULE,
        severity: Severity::Error,
        mark: Some(Mark { place, end_line: line, end_column: 17, source: 0 }),
        type_name: String::new(),
        path: Vec::new(),
        what: String::new(),
        why: String::new(),
        fix: String::new(),
    }
}

const TEXT: &str = "\
// wirecheck: allow(WC0013) = \"each variant was tried\"
// Another comment.

#[serde(untagged)]
enum A { X(u8), Y(u16) }

#[serde(untagged)] // wirecheck: allow(untagged) = \"so too\"
enum B { X(u8), Y(u16) }

// wirecheck: allow(WC0005) = \"no such thing\"
// wirecheck: allow(WC9999) = \"no such rule\"
// wirecheck: allow(WC0013)
struct C;
const D: &str = \"// wirecheck: allow(WC0013) = 1\";
";

#[test]
fn a_comment_covers_its_line_or_the_next_one_with_code() {
    let mut allows = Allows::default();
    allows.read("src/lib.rs", TEXT);
    let reason = |line| allows.covers(&finding(line)).map(|allowed| allowed.reason.as_str());
    assert_eq!(reason(4), Some("each variant was tried"));
    assert_eq!(reason(7), Some("so too"));
    assert_eq!(reason(8), None);
}

#[test]
fn a_comment_above_attributes_covers_what_they_are_on() {
    let mut allows = Allows::default();
    let text = "// wirecheck: allow(WC0013) = \"tried\"\n#[derive(\n    Serialize\n)]\n#[serde(untagged)]\nenum A {}\nenum B {}";
    allows.read("src/lib.rs", text);
    let is_covered = |line| allows.covers(&finding(line)).is_some();
    assert_eq!([1, 2, 4, 5, 6, 7].map(is_covered), [false, true, true, true, true, false]);
}

#[test]
fn one_without_effect_is_told() {
    let mut allows = Allows::default();
    allows.read("src/lib.rs", TEXT);
    assert!(allows.covers(&finding(4)).is_some());
    let unused: Vec<String> = allows.unused().iter().map(UnusedAllow::to_string).collect();
    assert_eq!(
        unused,
        [
            "src/lib.rs:12: it has no reason: write `= \"..\"`",
            "src/lib.rs:7: nothing breaks WC0013 at line 7",
            "src/lib.rs:10: nothing breaks WC0005 at line 13",
            "src/lib.rs:11: there is no rule `WC9999`",
        ]
    );
}
