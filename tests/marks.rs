//! A process is a worker only for the parent that started it as one: not what a task starts, and not by hand.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_marked");

/// Runs it to its end, which comes soon.
fn run(command: &mut Command) -> Output {
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(60), "it is bounded");
    output
}

fn program(mode: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg(mode);
    command
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

fn assert_works(command: &mut Command) {
    let output = run(command);
    assert_eq!(stdout(&output), "[1, 4, 9]", "{}", stderr(&output));
    assert!(output.status.success() && stderr(&output).is_empty(), "{output:?}");
}

/// A mark as a worker of this program has it.
fn mark() -> String {
    let output = run(&mut program("mark"));
    let mark = stdout(&output);
    assert_eq!(mark.split(':').count(), 3, "{output:?}");
    mark
}

/// A message and the code of a worker without a channel; the program itself is not reached.
fn assert_refused(output: &Output, words: &[&str]) {
    assert_eq!(output.status.code(), Some(120), "{output:?}");
    assert_eq!(stdout(output), "");
    let said = stderr(output);
    assert!(said.starts_with("wirecheck: this process cannot start: "), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    for word in words {
        assert!(said.contains(word), "{word} is missing: {said}");
    }
}

#[test]
fn init_may_be_called_in_any_way() {
    for way in ["", "late", "twice", "threads", "thread"] {
        assert_works(program("pool").env("INIT", way));
    }
    assert_works(&mut program("init_in_task"));
}

/// Its output is that of its parent, so it is part of this one's: a worker that ran `main` would write there.
#[test]
fn a_worker_whose_parent_is_gone_ends_without_a_word() {
    let output = run(&mut program("orphan"));
    assert!(output.status.success(), "{output:?}");
    assert_eq!((stdout(&output), stderr(&output)), (String::new(), String::new()));
}

#[test]
fn what_a_task_starts_is_an_ordinary_program() {
    let output = run(&mut program("child"));
    assert_eq!(stdout(&output), "[1, 4, 9] exit status: 0", "{output:?}");
    let output = run(&mut program("child_plain"));
    assert_eq!(stdout(&output), "plain, descriptors [] exit status: 0", "{output:?}");
}

#[test]
fn a_mark_that_no_pool_wrote_is_refused() {
    for mark in ["1", "", "true", "0.1.0:1:2"] {
        let output = run(program("plain").env("WIRECHECK_WORKER", mark));
        assert_refused(&output, &[&format!("`WIRECHECK_WORKER` is `{mark}`"), "remove it"]);
    }
}

#[test]
fn the_mark_of_another_parent_makes_no_worker() {
    // The parent of that worker is gone, and of another id than this process.
    let output = run(program("plain").env("WIRECHECK_WORKER", mark()));
    assert_eq!(stdout(&output), "plain, descriptors []", "{output:?}");
    assert_works(program("pool").env("WIRECHECK_WORKER", mark()));
}

#[test]
fn the_mark_of_another_version_is_left_alone() {
    let own = mark();
    let (_, rest) = own.split_once(':').unwrap();
    assert_works(program("pool").env("WIRECHECK_WORKER", format!("0.0.9-77:{rest}")));
}

/// With the right parent, which is this process.
fn forged() -> String {
    let own = mark();
    let parts: Vec<&str> = own.split(':').collect();
    format!("{}:{}:{}", parts[0], std::process::id(), parts[2])
}

/// A shell that opens descriptors as said and becomes the program, whose parent stays this process.
fn with_descriptors(redirections: &str, mode: &str) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("exec \"$0\" {mode} {redirections}")).arg(PROGRAM);
    command
}

#[test]
fn a_forged_mark_with_the_right_parent_is_refused() {
    let closed = "3>&- 4>&- 5>&- 6>&-";
    let output = run(with_descriptors(closed, "plain").env("WIRECHECK_WORKER", forged()));
    assert_refused(&output, &["descriptor 3 is closed", "remove the variable"]);
    let files = "3</dev/null 4</dev/null 5</dev/null 6</dev/null";
    let output = run(with_descriptors(files, "plain").env("WIRECHECK_WORKER", forged()));
    assert_refused(&output, &["descriptor 3 is open on a file of another kind"]);
}

/// Their state is that of the description, which the shell shares and shows afterwards.
#[test]
fn descriptors_of_others_are_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    File::create(&path).unwrap().write_all(b"as it was").unwrap();
    let script = "exec 3<\"$1\" 4<\"$1\" 5<\"$1\" 6<\"$1\"; \"$0\" plain; echo code $?; \
                  for n in 3 4 5 6; do grep -E 'pos|flags' /proc/self/fdinfo/$n; done";
    let run_with = |mark: Option<String>| {
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(script)
            .arg(PROGRAM)
            .arg(&path)
            .envs(mark.map(|mark| ("WIRECHECK_WORKER", mark)));
        stdout(&run(&mut command))
    };
    let (before, refused) = (run_with(None), run_with(Some("1".to_owned())));
    let after = |text: &str| text.split_once("code ").unwrap().1.split_once('\n').unwrap().1.to_owned();
    assert!(refused.starts_with("code 120"), "{refused}");
    assert_eq!(after(&refused), after(&before));
    // In a program that goes on they are open, and nothing was changed.
    let files = format!("3<'{0}' 4<'{0}' 5<'{0}' 6<'{0}'", path.display());
    let output = run(with_descriptors(&files, "plain").env("WIRECHECK_WORKER", mark()));
    assert_eq!(stdout(&output), "plain, descriptors [3, 4, 5, 6]", "{output:?}");
}

#[test]
fn a_socket_with_garbage_is_not_read() {
    for mark in ["1".to_owned(), forged()] {
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        ours.write_all(&[0xA5; 256]).unwrap();
        let begun = Instant::now();
        let output = Command::new("sh")
            .args(["-c", "exec \"$0\" plain 3<&0 4<&0 5<&0 6<&0"])
            .arg(PROGRAM)
            .env("WIRECHECK_WORKER", mark)
            .stdin(Stdio::from(std::os::fd::OwnedFd::from(theirs)))
            .output()
            .unwrap();
        assert!(begun.elapsed() < Duration::from_secs(60));
        assert_refused(&output, &["WIRECHECK_WORKER"]);
        // Nothing was said on it; what was not read makes its end a reset.
        let mut said = Vec::new();
        let _ = ours.read_to_end(&mut said);
        assert!(said.is_empty(), "{said:?}");
    }
}
