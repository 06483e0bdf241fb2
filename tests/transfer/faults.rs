//! Faults around large values, made for real.

use crate::support::{alone, children, eventually, is_running, skipped};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use wirecheck::{Pool, Spawn, Transfer, closure};

const LARGE: &str = env!("CARGO_BIN_EXE_large");

/// Dies in the middle of its work, at some inputs.
fn fragile(len: usize) -> Vec<u8> {
    if len % 10 == 3 {
        let own = std::process::id().to_string();
        let _ = Command::new("kill").args(["-9", &own]).status();
        loop {
            std::thread::park();
        }
    }
    vec![(len % 251) as u8; len]
}

#[test]
fn a_killed_worker_costs_its_task_and_leaves_no_file() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    let lens = || (0..30).map(|at| 200_000 + at);
    let check = |results: Vec<Result<Vec<u8>, wirecheck::Error>>| {
        for (len, result) in lens().zip(results) {
            match result {
                Ok(bytes) => {
                    assert!(bytes.len() == len && bytes.iter().all(|byte| usize::from(*byte) == len % 251))
                }
                Err(error) => assert!(len % 10 == 3 && error.signal() == Some("SIGKILL"), "{error}"),
            }
        }
    };
    for transfer in [Transfer::SharedMemory, Transfer::File] {
        let pool = Pool::builder()
            .workers(2)
            .transfer(transfer)
            .transfer_dir(folder.path())
            .build()
            .expect("a pool");
        check(pool.try_map(fragile, lens()).expect("results"));
        // Inputs that were on their way to it go to another worker.
        let echo = closure!(|bytes: Vec<u8>| fragile(bytes.len()));
        check(pool.try_map(echo, lens().map(|len| vec![1_u8; len])).expect("results"));
        let spawn = Spawn::builder().workers(2).transfer(transfer).transfer_dir(folder.path()).build();
        check(spawn.expect("a backend").try_map(fragile, lens()).expect("results"));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}

#[test]
fn a_killed_parent_leaves_no_file_and_no_worker() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    let mut parent =
        Command::new(LARGE).arg("busy").arg(folder.path()).stdout(Stdio::piped()).spawn().expect("a parent");
    let mut lines = BufReader::new(parent.stdout.take().expect("its output")).lines();
    let workers: Vec<u32> =
        (0..2).map(|_| lines.next().expect("a line").expect("text").parse().expect("a process")).collect();
    parent.kill().expect("killed");
    parent.wait().expect("collected");
    eventually("its workers are gone", Duration::from_secs(10), || {
        !workers.iter().any(|worker| is_running(*worker))
    });
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

/// What the program says that is short of something.
fn told(command: &mut Command) -> String {
    let mut program = command.stdout(Stdio::piped()).spawn().expect("a program");
    let mut text = String::new();
    program.stdout.take().expect("its output").read_to_string(&mut text).expect("text");
    assert!(program.wait().expect("its end").success(), "{text}");
    text
}

/// Whether this user may have a file system of a size of its own.
fn can_mount(folder: &Path) -> bool {
    let mount = format!("mount -t tmpfs -o size=1m none {}", folder.display());
    let status = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &mount])
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_fails_those_tasks_alone() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    if !can_mount(folder.path()) {
        skipped("no user namespaces, so no small file system");
        return;
    }
    let script =
        format!("mount -t tmpfs -o size=1m none {0} && exec {LARGE} lens {0}", folder.path().display());
    let text =
        told(Command::new("unshare").args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 6, "{text}");
    // Results, then inputs, of which the second is more than there is space for.
    for half in lines.chunks(3) {
        assert_eq!((half[0], half[2]), ("100000", "200000"), "{text}");
        assert!(half[1].contains("there was no space for the encoded"), "{text}");
        assert!(half[1].contains("use `Transfer::SharedMemory`"), "{text}");
    }
    assert!(lines[1].contains("result") && lines[4].contains("input"), "{text}");
}

#[test]
fn a_folder_that_cannot_be_used_is_told_of() {
    let _alone = alone();
    let missing = Pool::builder().transfer(Transfer::File).transfer_dir("/no/such/folder").build();
    let error = missing.map(drop).expect_err("no folder");
    assert!(error.is_refused() && error.to_string().contains("/no/such/folder"), "{error}");
    let pool =
        Pool::builder().workers(1).transfer(Transfer::File).transfer_dir("/proc").build().expect("a pool");
    let error = pool.map(closure!(|len: usize| vec![0_u8; len]), [1_000_000]).expect_err("no files there");
    assert!(error.to_string().contains("`transfer_dir`"), "{error}");
    assert_eq!(pool.map(closure!(|x: u64| x), [1]).expect("small ones go on"), [1]);
}

#[test]
fn without_descriptors_small_and_large_values_go_on() {
    let _alone = alone();
    let text = told(Command::new(LARGE).args(["descriptors", "."]));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    // An input falls back to the socket; for the memory of a result there is one descriptor left.
    assert_eq!(lines[0], "input: 300000", "{text}");
    assert_eq!(lines[1], "result: 300000", "{text}");
    assert_eq!(lines[2], "small: 7", "{text}");
    assert_eq!(lines[3], "afterwards: 300000", "{text}");
    assert!(children().is_empty());
}

#[test]
fn a_worker_with_little_memory_falls_back_to_the_socket() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).memory_limit(160 << 20).build().expect("a pool");
    let made = closure!(|len: usize| vec![9_u8; len]);
    assert_eq!(pool.map(made, [30 << 20]).expect("a result")[0].len(), 30 << 20);
    let error = pool.map(made, [400 << 20]).expect_err("too much");
    assert!(error.is_crash() && error.to_string().contains("memory_limit"), "{error}");
    assert_eq!(pool.map(made, [30 << 20]).expect("a result")[0].len(), 30 << 20);
}
