//! Workers that are not what they should be: the parent says so, soon, and never takes their word for a result.

mod support;

use std::process::Command;
use std::time::{Duration, Instant};
use support::alone;

/// What the program with such workers says: of the pool, and of one process a task.
fn ends(what: &str) -> [String; 2] {
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_fake_worker")).arg(what).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{what}: {text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(start.elapsed() < Duration::from_secs(20), "{what} took {:?}", start.elapsed());
    let mut lines = text.lines().map(str::to_owned);
    let ends = [lines.next().unwrap(), lines.next().unwrap()];
    assert_eq!(lines.next(), None, "{text}");
    ends
}

/// Both backends end with this message, of this kind.
fn refused(what: &str, kind: &str, message: &str) {
    for (end, backend) in ends(what).iter().zip(["pool", "spawn"]) {
        let start = format!("{backend} error={kind} ");
        assert!(end.starts_with(&start) && end.contains(message), "{what}: {end}");
    }
}

#[test]
fn bytes_that_are_no_greeting_are_told() {
    let _alone = alone();
    let message = "the channel to a worker broke: the greeting of a worker is not one: ";
    for (what, why) in [
        ("garbage", "a frame of unknown kind 255"),
        ("text", "a frame of unknown kind 111"),
        ("unknown kind", "a frame of unknown kind 99"),
        ("answer first", "another frame came first"),
        ("short", "it is cut short"),
        ("long", "it is cut short"),
        ("other sequence", "frame 5 where frame 0 was due"),
    ] {
        refused(what, "channel", &format!("{message}{why}"));
    }
}

#[test]
fn another_program_is_refused() {
    let _alone = alone();
    for (what, message) in [
        ("magic", "the other side does not speak this protocol"),
        ("protocol", "the other side speaks protocol 99, this one 7"),
        ("build", "the worker's executable is not the parent's; was it replaced while it ran?"),
        ("table", "the worker's table of tasks is not the parent's"),
    ] {
        refused(what, "refused", message);
    }
}

#[test]
fn one_that_does_not_greet_is_given_up() {
    let _alone = alone();
    refused(
        "close",
        "start",
        "a worker process exited with code 0 before it began to serve: call `wirecheck::init()` first",
    );
    refused("cut and closed", "start", "a worker process exited with code 0 before it began to serve");
    let late =
        "a worker process did not begin to serve within 0.3 s: call `wirecheck::init()` first in `main`";
    refused("silent", "start", late);
    // A length that only claims to be large costs no memory, and no more time.
    refused("huge", "start", late);
}

/// A frame that is lost or repeated on the way ends the channel. A task may fail of it; none gets another one's result.
#[test]
fn answers_that_are_lost_or_repeated_are_noticed() {
    let _alone = alone();
    for end in ends("pass on") {
        assert!(end.ends_with(" 0 1 4 9"), "the relay itself does no harm: {end}");
    }
    for what in ["repeat", "lose", "twice", "good and closed"] {
        for end in ends(what) {
            let (_, results) = end.split_once(' ').unwrap();
            let broke = results.contains("error=") || results.contains("the channel to a worker broke");
            assert!(broke || results == "0 1 4 9", "{what}: {end}");
            assert!(!results.contains("memory ran out"), "{what}: {end}");
        }
    }
}
