//! Workers that have a hard time to start, in the program `starting`: what is forgiven, and what an error says.

use crate::support::{alone, skipped};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;
use wirecheck::{Pool, closure};

const PROGRAM: &str = env!("CARGO_BIN_EXE_starting");
const ADVICE: &str = "call `wirecheck::init()` first";

pub(crate) fn double(x: u64) -> u64 {
    2 * x
}

/// What the program says, started after a line for the shell and ended in case of a hang.
fn starting(line: &str, how: &str, shaky: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let line = format!("{line} exec timeout 60 \"$0\" \"$1\"");
    let mut command = Command::new("sh");
    command.args(["-c", &line, PROGRAM, how]).env("SHAKY", shaky).env("SHAKY_LOG", folder.path().join("log"));
    said(&command.output().unwrap())
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let rest = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !text.is_empty(), "{:?}: {text}\n{rest}", output.status);
    text
}

#[test]
fn starts_that_are_lost_now_and_then_end_no_call() {
    let _alone = alone();
    for how in ["pool", "spawn"] {
        for shaky in ["abort", "segv"] {
            assert_eq!(starting("", how, shaky), "gives 300", "{how} {shaky}");
        }
    }
}

#[test]
fn a_signal_at_the_start_is_no_missing_init() {
    let _alone = alone();
    for how in ["pool", "spawn"] {
        for (shaky, signal) in [("always abort", "SIGABRT"), ("always segv", "SIGSEGV")] {
            let text = starting("", how, shaky);
            assert!(
                text.starts_with("fails: a worker process was killed by ") && text.contains(signal),
                "{text}"
            );
            assert!(
                text.contains("what runs before `wirecheck::init()`") && !text.contains(ADVICE),
                "{text}"
            );
        }
    }
}

#[test]
fn a_program_that_is_not_its_own_executable_is_told_so() {
    let _alone = alone();
    let loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];
    let Some(loader) = loaders.into_iter().find(|path| Path::new(path).exists()) else {
        return skipped("there is no loader to start a program by");
    };
    let text = said(&Command::new(loader).args([PROGRAM, "pool"]).output().unwrap());
    assert!(
        text.contains("`/proc/self/exe`, which workers are started from, is") && text.contains("ld-"),
        "{text}"
    );
    assert!(text.contains("start the program directly") && !text.contains(ADVICE), "{text}");
}

#[test]
fn what_is_missing_for_a_start_is_named() {
    let _alone = alone();
    let without = |folder: &str| {
        let line = format!("mount -t tmpfs none {folder} && exec {PROGRAM} pool");
        Command::new("unshare")
            .args(["-m", "sh", "-c", &line])
            .output()
            .ok()
            .filter(|output| output.status.success())
    };
    let (Some(proc), Some(dev)) = (without("/proc"), without("/dev")) else {
        return skipped("only root can have other mounts");
    };
    for (output, name) in [(proc, "`/proc/self/exe`"), (dev, "`/dev/null`")] {
        let text = said(&output);
        assert!(
            text.starts_with("fails: a worker process could not be started: ") && text.contains(name),
            "{text}"
        );
    }
}

#[test]
fn limits_that_are_too_low_are_errors_that_name_them() {
    let _alone = alone();
    for files in [8, 12, 16, 20, 24, 28] {
        let text = starting(&format!("ulimit -n {files};"), "pool", "");
        assert!(text == "gives 300" || text.contains("`ulimit -n`"), "{files}: {text}");
    }
    let text = starting("ulimit -f 64;", "pool", "");
    assert!(text.starts_with("fails: ") && text.contains("`ulimit -f`"), "{text}");
}

#[test]
fn a_small_stack_is_not_overflowed_by_a_value() {
    let _alone = alone();
    let text = starting("", "deep", "");
    assert_eq!(text, "gives [3] Ok([250])");
    for kib in [100, 200, 400] {
        let text = starting(&format!("ulimit -s {kib};"), "deep", "");
        let is_refused =
            text.starts_with("gives [3] Err(") && text.contains("nested deeper than the depth limit");
        assert!(is_refused || text == "gives [3] Ok([250])", "{kib} KiB: {text}");
    }
}

#[test]
fn a_pool_can_be_used_while_a_thread_ends() {
    let _alone = alone();
    assert_eq!(starting("", "late", ""), "gives [Ok([0, 2, 4]), Ok([0]), Ok([0, 2]), Ok([8])]");
}

#[test]
fn a_panic_where_memory_is_limited_takes_no_backtrace() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).memory_limit(600 << 20).backtraces(true).build().unwrap();
    let panics = closure!(|x: u64| -> u64 {
        let all: Vec<Vec<u8>> = (0..)
            .map_while(|_| {
                let mut part = Vec::new();
                part.try_reserve_exact(1 << 20).ok().map(|()| part)
            })
            .collect();
        panic!("{x} {}", all.len() > 1)
    });
    let start = std::time::Instant::now();
    let results = pool.try_map(panics, 0..3).unwrap();
    assert!(start.elapsed() < Duration::from_secs(20));
    for error in results.into_iter().map(Result::unwrap_err) {
        let panic = error.panic().expect("a panic");
        assert!(panic.message().ends_with("true") && panic.backtrace().is_none(), "{error}");
    }
    let pool = Pool::builder().workers(1).backtraces(true).build().unwrap();
    let error = pool.map(closure!(|x: u64| -> u64 { panic!("{x}") }), [1]).unwrap_err();
    assert!(error.panic().expect("a panic").backtrace().is_some(), "elsewhere there is one");
}
