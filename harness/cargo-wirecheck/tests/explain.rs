//! `cargo wirecheck explain` as a user calls it.

#[path = "explain/terminal.rs"]
#[cfg(target_os = "linux")]
mod terminal;

use std::io::Read as _;
use std::process::{Command, Output, Stdio};
use wirecheck_rules::ALL;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-wirecheck"));
    command.stdin(Stdio::null());
    command
}

/// As cargo calls it.
fn explain(args: &[&str]) -> Output {
    program().args(["wirecheck", "explain"]).args(args).output().unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn one_rule_is_a_page() {
    let output = explain(&["WC0040"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
    let page = text(output.stdout);
    assert!(page.starts_with("## WC0040 `self-describing`\n"), "{page}");
    for part in ["\nWhy: ", "\nRefused:\n", "\nAccepted:\n", "\n- help: ", "\n- python: ", "\n- formats: "] {
        assert!(page.contains(part), "{part:?} is missing:\n{page}");
    }
    assert!(!page.contains('\x1b'), "no colour off a terminal");
}

#[test]
fn a_rule_has_several_names() {
    let page = explain(&["WC0012"]).stdout;
    for name in ["wc0012", "duplicate-name", "[WC0012]", "12", "0012"] {
        assert_eq!(explain(&[name]).stdout, page, "{name}");
    }
    // Without the word that cargo adds.
    assert_eq!(program().args(["explain", "WC0012"]).output().unwrap().stdout, page);
}

#[test]
fn several_rules_are_several_pages_in_the_order_of_the_arguments() {
    let pages = text(explain(&["open-file", "WC0005"]).stdout);
    let headings: Vec<_> = pages.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, ["## WC0070 `open-file`", "## WC0005 `skip`"]);
}

#[test]
fn all_are_all_pages() {
    let pages = text(explain(&["--all"]).stdout);
    for rule in ALL {
        assert!(pages.contains(&format!("## {} `{}`\n", rule.code, rule.slug)), "{}", rule.code);
    }
}

#[test]
fn a_list_is_a_line_for_each_rule() {
    let list = text(explain(&["--list"]).stdout);
    let codes: Vec<_> = list.lines().filter_map(|line| line.split_once(' ')).map(|(code, _)| code).collect();
    let mut all: Vec<String> = ALL.iter().map(|rule| rule.code.to_owned()).collect();
    // What the lint alone can say, and what is said of types that change.
    all.extend(cfg!(feature = "lint").then(|| "WL0001".to_owned()));
    let changes = if cfg!(feature = "evolution") { 12 } else { 0 };
    all.extend((1..=changes).map(|number| format!("WE{number:04}")));
    assert_eq!(codes, all);
    assert_eq!(text(explain(&[]).stdout), list, "without arguments too");
}

#[test]
fn an_unknown_rule_is_a_usage_error_that_suggests_near_ones() {
    let output = explain(&["WC0040", "WC0140", "dupliacte-name"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty(), "all are looked up before one is printed");
    let error = text(output.stderr);
    assert!(error.starts_with("error: there are no rules `WC0140`, `dupliacte-name`\n"), "{error}");
    assert!(error.contains("help: for `WC0140`, did you mean `WC0040` (self-describing)"), "{error}");
    assert!(error.contains("help: for `dupliacte-name`, did you mean `WC0012` (duplicate-name)?"), "{error}");
    assert!(error.contains("`cargo wirecheck explain --list` lists all rules"), "{error}");

    let error = text(explain(&["something-else-entirely"]).stderr);
    assert!(error.starts_with("error: there is no rule `something-else-entirely`\n"), "{error}");
    assert!(!error.contains("did you mean"), "{error}");
}

#[test]
fn arguments_that_make_no_sense_are_a_usage_error() {
    let cases =
        [&["explain", "--all", "WC0001"][..], &["explain", "--all", "--list"], &["explan", "WC0001"], &[]];
    for args in cases {
        let output = program().arg("wirecheck").args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(output.stderr).contains("Usage: cargo wirecheck"), "{args:?}");
    }
}

#[test]
fn help_names_the_program_as_users_call_it() {
    let output = program().args(["wirecheck", "explain", "--help"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let help = text(output.stdout);
    assert!(help.contains("Usage: cargo wirecheck explain [OPTIONS] [RULE]..."), "{help}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = program()
        .args(["wirecheck", "explain", "--all"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut begin = [0; 16];
    stdout.read_exact(&mut begin).unwrap();
    // The pages of all rules are more than a pipe holds, so the rest of them is still to be written.
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = program().args(["wirecheck", "explain", "WC0001"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let error = text(output.stderr);
    assert!(error.starts_with("error: the output could not be written: "), "{error}");
}
