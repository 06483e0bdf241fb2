//! What is run on the cluster.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::time::Duration;

pub(crate) fn square(x: u64) -> u64 {
    x * x
}

/// Dies at 13, panics at 50, waits at 99.
pub(crate) fn risky(x: u64) -> u64 {
    match x {
        13 => std::process::abort(),
        50 => panic!("no fifty"),
        99 => std::thread::sleep(Duration::from_secs(60)),
        _ => {}
    }
    x + 1
}

/// Appends a line to a file, which counts how often it ran.
pub(crate) fn note(file: &str, x: u64) {
    let file = std::fs::OpenOptions::new().append(true).create(true).open(file);
    file.and_then(|mut file| file.write_all(format!("{x}\n").as_bytes())).expect("written");
}

/// The inputs that ran, in the order of their starts.
pub(crate) fn noted(file: &str) -> Vec<u64> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

/// The processes that have begun a task.
pub(crate) fn runners(file: &str) -> Vec<u64> {
    noted(&format!("{file}.by"))
}

/// As [`slowly`], and notes what it is called.
pub(crate) fn named((file, x, millis): (String, u64, u64)) -> String {
    let token = wirecheck::task_token().expect("in a worker").to_string();
    slowly((file, x, millis));
    token
}

/// Notes that it runs and where, takes some time, and returns its input.
pub(crate) fn slowly((file, x, millis): (String, u64, u64)) -> u64 {
    note(&file, x);
    note(&format!("{file}.by"), u64::from(std::process::id()));
    std::thread::sleep(Duration::from_millis(millis));
    x
}

/// The last bytes of the executable that runs.
pub(crate) fn tail(_: u64) -> String {
    let mut file = File::open("/proc/self/exe").expect("an executable");
    file.seek(SeekFrom::End(-3)).expect("it has an end");
    let mut tail = String::new();
    file.read_to_string(&mut tail).expect("read");
    tail
}
