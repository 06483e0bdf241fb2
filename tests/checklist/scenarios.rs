//! The fault scenarios that Python's pools were measured on, as one table.
//!
//! Each is run as there: two workers and one warm-up task; the failing task together with a sibling; one more task; `close` and
//! `join`. The most frequent outcomes there were a hang and a pool that is broken for good. What is to happen here: only that task
//! fails, with its message, and everything else goes on.

use crate::support::{alone, children, is_ignored, skipped};
use crate::values::{AT_ONCE, LONG, Tricky, at_once, go_wrong, on_both, tricky};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};
use wirecheck::{Error, Exit, Pool, Side, Spawn, closure};

/// What Rust makes of a scenario.
enum Outcome {
    /// It is no fault at all.
    Works,
    /// Only that task fails, with an error of this kind, on this side, whose message has this in it.
    Fails(fn(&Error) -> bool, Side, &'static str),
    /// It does not compile: a case of the compile-fail tests, and a row of the gallery, with the words of the refusal.
    Refused(&'static str, &'static str, &'static str),
}
use Outcome::{Fails, Refused, Works};

fn exits(code: i32) -> impl Fn(&Error) -> bool {
    move |error| error.is_crash() && error.exit() == Some(Exit::Code(code))
}

/// Name there, input of [`act`], outcome here.
const SCENARIOS: [(&str, &str, Outcome); 15] = [
    ("control_ok", "fine", Works),
    ("raise_plain", "do panic", Fails(Error::is_panic, Side::Worker, "it panics as asked")),
    ("sigkill", "do kill", Fails(|e| e.signal() == Some("SIGKILL"), Side::Worker, "was killed by SIGKILL")),
    ("os_exit0", "do exit 0", Fails(|e| exits(0)(e), Side::Worker, "exited with code 0")),
    ("sys_exit3", "do exit 3", Fails(|e| exits(3)(e), Side::Worker, "exited with code 3")),
    ("kbint", "do interrupt", Fails(|e| e.signal() == Some("SIGINT"), Side::Worker, "was killed by SIGINT")),
    ("exc_init", "fail read error", Fails(Error::is_decode, Side::Parent, "it will not be read")),
    ("exc_unpicklable", "fail write error", Fails(Error::is_encode, Side::Worker, "it will not be written")),
    ("lambda", "lambda", Works),
    ("arg_is_lock", "", Refused("WC0075-process-local", "n021_lock", "synchronises the threads")),
    ("arg_dump_fails", "write error", Fails(Error::is_encode, Side::Parent, "it will not be written")),
    ("arg_load_raises", "read error", Fails(Error::is_decode, Side::Worker, "it will not be read")),
    ("arg_load_exits", "read exit 3", Fails(|e| exits(3)(e), Side::Worker, "exited with code 3")),
    ("result_dump_fails", "", Refused("WC0082-code-as-data", "n080_dc_lambda_field", "is code")),
    ("result_load_raises", "give read error", Fails(Error::is_decode, Side::Parent, "it will not be read")),
];

/// Does what its input says: to itself, to its result, to its error.
fn act(input: Tricky) -> Result<Tricky, Tricky> {
    match input.0.split_once(' ') {
        Some(("do", how)) => go_wrong(how),
        Some(("give", what)) => return Ok(tricky(what)),
        Some(("fail", what)) => return Err(tricky(what)),
        _ => {}
    }
    Ok(input)
}

/// Works for a while.
fn sibling(input: u64) -> u64 {
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(20) {
        std::hint::spin_loop();
    }
    input + 1
}

#[test]
fn each_scenario_costs_one_task_and_nothing_else() {
    let _alone = alone();
    for (name, input, outcome) in SCENARIOS {
        if name == "kbint" && is_ignored(2) {
            skipped("kbint: SIGINT is ignored here, as in a background job");
            continue;
        }
        let (is, side, words) = match outcome {
            Works => {
                on_both!(.workers(2), |backend| {
                    backend.map(sibling, [0]).unwrap();
                    let job = backend.submit(closure!(|input: Tricky| act(input)), tricky(input)).unwrap();
                    assert_eq!(job.join().unwrap().unwrap(), tricky(input), "{name}");
                    at_once("join", || backend.join()).unwrap();
                });
                continue;
            }
            Refused(case, row, words) => {
                is_refused(name, case, row, words);
                continue;
            }
            Fails(is, side, words) => (is, side, words),
        };
        on_both!(.workers(2), |backend| {
            assert_eq!(backend.map(sibling, [0]).unwrap(), [1], "{name}: the warm-up");
            let failing = backend.submit(act, tricky(input));
            let mut other = backend.submit(sibling, 5).unwrap();
            let error = failing.and_then(|mut job| job.join_timeout(LONG)).unwrap_err();
            assert!(is(&error) && error.side() == Some(side), "{name}: {error}");
            let message = error.to_string();
            assert!(message.contains(words) && message.starts_with("task `"), "{name}: {message}");
            assert!(message.contains("scenarios::act` failed at input 0"), "{name}: {message}");
            assert_eq!(other.join_timeout(LONG).unwrap(), 6, "{name}: the sibling");
            let mut later = backend.submit(sibling, 7).unwrap();
            assert_eq!(later.join_timeout(LONG).unwrap(), 8, "{name}: one more");
            let crashed = u64::from(error.is_crash());
            assert_eq!(backend.stats().crashed, crashed, "{name}: no other worker was lost");
            backend.close();
            at_once("join", || backend.join()).unwrap();
            at_once("drop", || drop(backend));
            assert!(children().is_empty(), "{name}");
        });
    }
}

fn is_refused(name: &str, case: &str, row: &str, words: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let told = std::fs::read_to_string(root.join(format!("ui/{case}.stderr"))).unwrap();
    assert!(told.contains(words), "{name}: {told}");
    let row = root.join(format!("../fixtures/gallery/refused/{row}.rs"));
    assert!(row.is_file(), "{name}: {}", row.display());
}

/// Notes that it ran, then goes wrong.
fn begin(log: &str, how: &str) -> Result<(), String> {
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(log).unwrap();
    file.write_all(b"x").unwrap();
    go_wrong(how);
    Err("there is no licence".to_owned())
}

/// Python starts workers for ever (1582 in 20 s) or is broken without a reason.
#[test]
fn an_initializer_that_fails_stops_the_backend_with_its_reason() {
    let _alone = alone();
    for (how, words) in [
        ("give", "there is no licence"),
        ("panic", "it panics as asked"),
        ("exit 3", "exited with code 3"),
        ("kill", "was killed by SIGKILL"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log").to_str().unwrap().to_owned();
        let starts = || std::fs::read(folder.path().join("log")).unwrap().len();
        let (path, wrong) = (log.clone(), how.to_owned());
        let error =
            Pool::builder().workers(2).initializer(closure!(|| begin(&path, &wrong))).build().unwrap_err();
        assert!(error.to_string().contains(words), "{how}: {error}");
        assert!((1..=2).contains(&starts()), "{how}: {} starts", starts());
        assert!(children().is_empty(), "{how}");

        std::fs::write(&log, "").unwrap();
        let (path, wrong) = (log.clone(), how.to_owned());
        let spawn =
            Spawn::builder().workers(2).initializer(closure!(|| begin(&path, &wrong))).build().unwrap();
        let start = Instant::now();
        let jobs: Vec<_> = (0..20).map(|x| spawn.submit(sibling, x)).collect();
        for job in jobs {
            // Those that were submitted before it was known, and those that came too late.
            let error = job.and_then(|mut job| job.join_timeout(LONG)).unwrap_err();
            assert!(error.is_refused() || error.is_crash(), "{how}: {error}");
            assert!(error.to_string().contains(words), "{how}: {error}");
        }
        let error = spawn.map(sibling, [1]).unwrap_err();
        let message = error.to_string();
        assert!(error.is_refused() && message.contains("the initializer `"), "{how}: {message}");
        assert!(message.contains(words) && message.contains("scenarios::"), "{how}: {message}");
        assert!(!spawn.takes_tasks(), "{how}");
        assert!(start.elapsed() < AT_ONCE, "{how}: {:?}", start.elapsed());
        // Three that die are tried, and two may be on their way.
        assert!((1..=5).contains(&starts()), "{how}: {} starts", starts());
        at_once("join", || spawn.join()).unwrap();
    }
}
