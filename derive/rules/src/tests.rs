use crate::{ALL, CAPABILITIES, Reporter, find};
use std::path::Path;

#[test]
fn codes_are_sorted_and_unique() {
    for rule in ALL {
        let digits = rule.code.strip_prefix("WC").expect("a code begins with WC");
        assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", rule.code);
    }
    assert!(ALL.is_sorted_by(|one, next| one.code < next.code), "a code stands twice, or out of order");
}

#[test]
fn a_rule_is_a_file_and_a_file_is_a_rule() {
    fn walk(folder: &Path, files: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder of rules") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, files);
            } else {
                let name = path.file_stem().and_then(|name| name.to_str()).expect("utf-8");
                files.extend((name != "mod").then(|| name.replace('_', "-")));
            }
        }
    }
    let mut files = Vec::new();
    walk(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules")), &mut files);
    files.sort();
    let mut slugs: Vec<String> = ALL.iter().map(|rule| rule.slug.to_owned()).collect();
    slugs.sort();
    assert_eq!(files, slugs);
}

#[test]
fn a_rule_of_a_trait_is_named_after_it() {
    for rule in ALL {
        if let Some(name) = rule.reporter.trait_name() {
            let camel: String =
                rule.slug.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
            assert_eq!(camel, name, "{}", rule.code);
            assert!(!rule.acceptable, "{}: rustc knows of no `accept`", rule.code);
        }
    }
}

#[test]
fn texts_keep_their_form() {
    for rule in ALL {
        let ways: Vec<&str> = rule.help.split('\n').collect();
        for text in [rule.summary, rule.why].iter().chain(&ways) {
            assert!(!text.is_empty() && !text.ends_with('.'), "{}: {text}", rule.code);
            assert!(!text.contains('\n'), "{}: {text}", rule.code);
        }
        let by_trait = rule.reporter.trait_name().is_some();
        assert!(by_trait || ways.len() == 1, "{}: the macros print one line of help", rule.code);
        assert!(by_trait || !rule.summary.contains("`{"), "{}: placeholders are rustc's", rule.code);
        assert!(!rule.plain(rule.summary).contains('{'), "{}: {}", rule.code, rule.plain(rule.summary));
        let first = rule.summary.chars().next();
        assert!(first.is_some_and(|c| !c.is_uppercase()), "{}: {}", rule.code, rule.summary);
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
fn what_is_refused_for_ever_is_refused_in_every_format() {
    for rule in ALL.iter().filter(|rule| matches!(rule.reporter, Reporter::Refusal(_))) {
        assert_eq!(rule.concerns, crate::Concerns::Every, "{}", rule.code);
    }
}

#[test]
fn capabilities_are_sorted() {
    assert!(CAPABILITIES.is_sorted_by_key(|need| need.attribute));
}
