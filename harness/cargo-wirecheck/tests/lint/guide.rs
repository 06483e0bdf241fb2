//! The files for CI in the guide: each of their commands of ours is run as it stands there.

use super::shop::Shop;
use serde_json::Value;

const GUIDE: &str = include_str!("../../../src/guide/lint.md");

/// The values of a key in the YAML of the guide.
fn values(key: &str) -> Vec<&'static str> {
    let mut is_yaml = false;
    let mut found = Vec::new();
    for line in GUIDE.lines() {
        match line.trim() {
            "```yaml" => is_yaml = true,
            "```" => is_yaml = false,
            line if is_yaml => found.extend(line.strip_prefix(key).and_then(|rest| rest.strip_prefix(": "))),
            _ => {}
        }
    }
    found
}

/// The words of a command of ours, and the file that its output goes to.
fn ours(command: &str) -> Option<(Vec<&str>, Option<&str>)> {
    let rest = command.strip_prefix("cargo wirecheck ")?;
    let (words, file) = rest.split_once(" > ").map_or((rest, None), |(words, file)| (words, Some(file)));
    Some((words.split(' ').collect(), file))
}

#[test]
fn the_commands_of_the_workflow_do_what_they_are_there_for() {
    let runs: Vec<_> = values("run").into_iter().filter_map(ours).collect();
    assert_eq!(runs.len(), 2, "{runs:?}");
    let shop = Shop::new();
    let annotations = shop.wirecheck(&runs[0].0);
    assert_eq!(annotations.code, Some(1), "the job fails: {}", annotations.stderr);
    assert!(annotations.stdout.starts_with("::error file=src/model.rs,line=13,"), "{}", annotations.stdout);
    let sarif = shop.wirecheck(&runs[1].0);
    let value: Value = serde_json::from_str(&sarif.stdout).unwrap();
    assert_eq!(value["version"], "2.1.0");
    assert!(!sarif.stderr.contains("Compiling"), "the second run builds nothing: {}", sarif.stderr);
    // What is written is what is uploaded.
    assert_eq!(runs[1].1, values("sarif_file").first().copied());
}

#[test]
fn the_entry_of_pre_commit_is_a_command_of_ours() {
    let entries: Vec<_> = values("entry").into_iter().filter_map(ours).collect();
    let [(words, None)] = &entries[..] else { panic!("{entries:?}") };
    let shop = Shop::new();
    let found = shop.wirecheck(words);
    assert_eq!(found.code, Some(1), "the commit is refused: {}", found.stderr);
    assert!(found.stdout.lines().all(|line| line.starts_with("src/model.rs:")), "{}", found.stdout);
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    let help = Shop::new().wirecheck(&["lint", "--help"]).stdout;
    for code in 0..=4 {
        let row = GUIDE.lines().find_map(|line| line.strip_prefix(&format!("| {code} | "))).unwrap();
        // The guide and the help may differ in their last words.
        let begin: String = row.trim_end_matches(" |").chars().take(12).collect();
        assert!(help.contains(&format!("  {code}  {begin}")), "{row}\n{help}");
    }
}
