use super::super::example::{files, report};
use super::github;

#[test]
fn each_finding_is_a_command_on_one_line() {
    let text = github(&report(), &files());
    assert_eq!(text.lines().count(), report().problems.len());
    insta::assert_snapshot!(text);
}

/// As the runner reads a command (`ActionCommand.TryParseV2` of actions/runner).
fn parsed(line: &str) -> (String, Vec<(String, String)>, String) {
    let unescape = |text: &str| {
        text.replace("%2C", ",")
            .replace("%3A", ":")
            .replace("%0A", "\n")
            .replace("%0D", "\r")
            .replace("%25", "%")
    };
    let (head, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    let pairs = properties.split(',').map(|pair| pair.split_once('=').unwrap());
    (name.into(), pairs.map(|(name, value)| (name.into(), unescape(value))).collect(), unescape(data))
}

#[test]
fn the_runner_reads_back_what_was_said() {
    let mut report = report();
    report.problems.truncate(1);
    report.problems[0].message = "100%: a, b\r\n::error::c %0A".into();
    report.problems[0].extent.as_mut().unwrap().place.file = "src/a,b::c.rs".into();
    let text = github(&report, &files());
    let (name, properties, data) = parsed(text.trim_end());
    assert_eq!(name, "error");
    assert_eq!(properties[0], ("file".to_owned(), "app/src/a,b::c.rs".to_owned()));
    assert!(data.contains("100%: a, b\r\n::error::c %0A"), "{data}");
    assert_eq!(text.lines().count(), 1, "a line that begins with `::` would be a command of its own");
}
