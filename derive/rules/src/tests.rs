use crate::{ALL, CAPABILITIES, find};

#[test]
fn codes_are_consecutive_and_sorted() {
    for (at, rule) in ALL.iter().enumerate() {
        assert_eq!(rule.code, format!("WC{:04}", at + 1), "{}", rule.slug);
    }
}

#[test]
fn a_rule_is_a_file_and_a_file_is_a_rule() {
    let mut files: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules"))
        .expect("the folder of rules")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("utf-8"))
        .filter(|name| name != "mod.rs")
        .map(|name| name.trim_end_matches(".rs").replace('_', "-"))
        .collect();
    files.sort();
    let mut slugs: Vec<String> = ALL.iter().map(|rule| rule.slug.to_owned()).collect();
    slugs.sort();
    assert_eq!(files, slugs);
}

#[test]
fn texts_keep_their_form() {
    for rule in ALL {
        for text in [rule.summary, rule.why, rule.help] {
            assert!(!text.is_empty() && !text.ends_with('.'), "{}: {text}", rule.code);
            assert!(!text.contains('\n'), "{}: {text}", rule.code);
        }
        assert!(!rule.summary.starts_with(|c: char| c.is_uppercase()), "{}: {}", rule.code, rule.summary);
        assert!(!rule.fails.is_empty() && !rule.passes.is_empty(), "{}", rule.code);
        assert_ne!(rule.fails, rule.passes, "{}", rule.code);
    }
}

#[test]
fn rules_are_found_by_code_and_slug() {
    for rule in ALL {
        assert_eq!(find(rule.code), Some(*rule));
        assert_eq!(find(rule.slug), Some(*rule));
    }
    assert_eq!(find("no-such-rule"), None);
}

#[test]
fn capabilities_are_sorted() {
    assert!(CAPABILITIES.is_sorted_by_key(|need| need.attribute));
}
