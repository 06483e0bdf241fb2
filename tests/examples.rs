//! The programs in `harness/examples`: each is run as its first lines say, prints what they say, and leaves no process.

mod support;

use rustix::process::{WaitOptions, getpid, set_child_subreaper, wait};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use support::{alone, children, eventually};

wirecheck::test_support!();

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The first lines of an example.
struct Header {
    /// The arguments of cargo.
    command: Vec<String>,
    /// What the program prints, with `..` for any text.
    output: Vec<String>,
}

fn header(name: &str) -> Header {
    let text = fs::read_to_string(root().join(format!("harness/examples/{name}.rs"))).unwrap();
    let lines = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim_start);
    let mut console = lines.skip_while(|line| *line != "```console").skip(1);
    let command = console.next().and_then(|line| line.strip_prefix("$ cargo "));
    let command = command.unwrap_or_else(|| panic!("{name}: the first lines do not say how to run it"));
    let output: Vec<_> = console.take_while(|line| *line != "```").map(str::to_owned).collect();
    assert!(!output.is_empty(), "{name}: the first lines do not say what it prints");
    Header { command: command.split(' ').map(str::to_owned).collect(), output }
}

/// Whether `line` is `pattern`, in which `..` stands for any text.
fn fits(line: &str, pattern: &str) -> bool {
    let mut parts = pattern.split("..");
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut is_open = false;
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
        is_open = part.is_empty();
    }
    rest.is_empty() || is_open
}

/// Whether every line is as expected. With a `..` in one of them, other lines may come between, in any order.
fn prints(printed: &str, expected: &[String]) -> bool {
    if expected.iter().any(|line| line.contains("..")) {
        let lines: Vec<&str> = printed.lines().collect();
        // Trials run side by side and end in any order.
        return expected.iter().all(|pattern| lines.iter().any(|line| fits(line, pattern)));
    }
    printed.lines().eq(expected.iter().map(String::as_str))
}

/// Runs `cargo <command>`, and looks for what the program left.
fn run(name: &str) {
    let header = header(name);
    assert_eq!(header.command[..5], ["run", "-p", "wirecheck", "--example", name], "{name}: another program");
    let _alone = alone();
    // A worker that outlives its program becomes a child of this process.
    set_child_subreaper(Some(getpid())).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["--quiet", "--offline", "--locked"])
        .args(&header.command)
        .current_dir(root())
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects/target"))
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    eventually("no process is left", Duration::from_secs(5), || {
        // One that ended a moment after its program is collected here.
        while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
        children().is_empty()
    });
    let printed = String::from_utf8(output.stdout).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {}\n{printed}\n{said}", output.status);
    assert!(!said.contains("warning"), "{name}: {said}");
    assert!(
        prints(&printed, &header.output),
        "{name} prints\n{printed}\nand its first lines say\n{}",
        header.output.join("\n")
    );
}

macro_rules! examples {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            run(stringify!($name));
        })*

        #[test]
        fn every_example_is_run() {
            let files = fs::read_dir(root().join("harness/examples")).unwrap();
            let mut found: Vec<String> = files
                .filter_map(|file| file.unwrap().file_name().to_str()?.strip_suffix(".rs").map(str::to_owned))
                .collect();
            found.sort();
            let mut listed = vec![$(stringify!($name)),*];
            listed.sort_unstable();
            assert_eq!(found, listed);
        }
    };
}

examples! {
    first_pool
    captures
    shared_array
    streaming
    failures
    own_format
    own_matrix
    proofs_only
}

#[test]
fn an_example_that_prints_something_else_is_found() {
    let expected = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    assert!(prints("one\ntwo\n", &expected(&["one", "two"])));
    assert!(!prints("one\ntwo\nthree\n", &expected(&["one", "two"])));
    assert!(!prints("two\none\n", &expected(&["one", "two"])));
    assert!(prints("running 3 tests\ntest a   ... ok\n", &expected(&["running .. tests", "test a ..ok"])));
    assert!(!prints(
        "running 3 tests\ntest a   ... FAILED\n",
        &expected(&["running .. tests", "test a ..ok"])
    ));
    assert!(!prints("running 3 trials\n", &expected(&["running .. tests"])));
}
