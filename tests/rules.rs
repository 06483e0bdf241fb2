//! The table of rules against what is really said: by the traits, by the derive, about the examples.
//!
//! `cargo run --release -- explain --all --out reports/rules.md` writes the book of rules anew.

#[path = "rules/examples.rs"]
mod examples;
#[path = "support/project.rs"]
mod project;
#[path = "rules/texts.rs"]
mod texts;

use std::fs;
use std::process::{Command, Output, Stdio};
use wirecheck_rules::{ALL, Reporter};

fn explain(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_all_outcomes"));
    command.arg("explain").args(args).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn the_book_of_rules_is_fresh() {
    let book = fs::read_to_string(project::root().join("reports/rules.md")).unwrap();
    let output = explain(&["--all"]);
    assert_eq!(output.status.code(), Some(0));
    let fresh = String::from_utf8(output.stdout).unwrap();
    assert!(
        book == fresh,
        "run `cargo run --release -- explain --all --out reports/rules.md` and commit reports/rules.md"
    );
    for rule in ALL {
        assert!(book.contains(&format!("\n## {} `{}`\n", rule.code, rule.slug)), "{}", rule.code);
    }
}

#[test]
fn the_book_knows_every_format_and_every_capability() {
    let book = wirecheck::report::rule_book();
    let table = book.split_once("## What each format can do").unwrap().1;
    let header = table.lines().find(|line| line.starts_with('|')).unwrap();
    for file in fs::read_dir(project::root().join("harness/src/format")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap_or_default();
        // Not those of examples.
        for line in text.lines().filter(|line| !line.starts_with("//")) {
            let Some((_, rest)) = line.split_once("const NAME: &'static str = \"") else { continue };
            let (name, _) = rest.split_once('"').unwrap();
            assert!(
                name == "any format" || header.contains(&format!(" {name} |")),
                "no column for `{name}`: {header}"
            );
        }
    }
    for rule in ALL {
        if let (Reporter::Capability(name), false) = (rule.reporter, rule.slug == "codec") {
            assert!(table.contains(&format!("\n| `{name}`")), "no row for `{name}`");
        }
    }
}

#[test]
fn a_rule_is_explained_by_code_and_by_name() {
    let by_code = explain(&["WC0012"]);
    assert_eq!(by_code.status.code(), Some(0));
    assert_eq!(by_code.stdout, explain(&["duplicate-name"]).stdout);
    assert_eq!(by_code.stdout, explain(&["wc0012"]).stdout);
    let page = String::from_utf8(by_code.stdout).unwrap();
    assert!(page.starts_with("## WC0012 `duplicate-name`\n"), "{page}");
    for part in
        ["\nWhy: ", "\nRefused:\n", "\nAccepted:\n", "\n- help: ", "\n- formats: ", "\n- if it is meant: "]
    {
        assert!(page.contains(part), "{part:?} is missing:\n{page}");
    }
}

#[test]
fn several_rules_are_several_pages() {
    let output = explain(&["skip", "open-file"]);
    let pages = String::from_utf8(output.stdout).unwrap();
    assert_eq!(pages.matches("\n## ").count() + usize::from(pages.starts_with("## ")), 2, "{pages}");
}

#[test]
fn explain_alone_lists_every_rule() {
    let output = explain(&[]);
    assert_eq!(output.status.code(), Some(0));
    let list = String::from_utf8(output.stdout).unwrap();
    let codes: Vec<&str> =
        list.lines().filter_map(|line| line.split_once(' ')).map(|(code, _)| code).collect();
    assert_eq!(codes, ALL.iter().map(|rule| rule.code).collect::<Vec<_>>());
}

#[test]
fn an_unknown_rule_is_a_usage_error_with_the_nearest_name() {
    let output = explain(&["skip", "dupliacte-name"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty(), "nothing is explained by half");
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with("error: there is no rule `dupliacte-name`: "), "{error}");
    assert!(error.contains("help: did you mean `duplicate-name`?"), "{error}");
}

#[test]
fn options_of_the_run_are_not_options_of_explain() {
    for args in [&["--scale", "small"][..], &["--all", "WC0001"]] {
        let output = explain(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn a_book_that_cannot_be_written_is_a_report_error() {
    let output = explain(&["--all", "--out", "/dev/null/rules.md"]);
    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("/dev/null/rules.md cannot be written: "), "{error}");
}
