//! Faults injected for real: the task they hit fails with its message, everything else goes on.

mod support;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::{alone, both, eventually, is_running, raise};
use wirecheck::{Batch, Pool, Side, Spawn, closure};

wirecheck::test_support!();

/// Does to its worker what its input says.
fn fault(what: String) -> String {
    match what.as_str() {
        "kill" => raise("-KILL"),
        "segv" => raise("-SEGV"),
        "abort" => std::process::abort(),
        "exit 0" => std::process::exit(0),
        "exit 3" => std::process::exit(3),
        "panic" => panic!("as asked"),
        "overflow" => {
            std::hint::black_box(deep(1));
        }
        // Replaces the worker by a program that knows nothing of the channel: it is closed, the process lives.
        "exec" => panic!("no sleep here: {}", Command::new("sleep").arg("1000").exec()),
        "print" => drop(std::io::stdout().write_all(b"noise \0 without an end of line")),
        _ => {}
    }
    what
}

#[expect(unconditional_recursion, reason = "that is the fault")]
fn deep(x: u64) -> u64 {
    let page = std::hint::black_box([x; 512]);
    deep(page[0] + 1) + page[1]
}

/// A value whose reading or writing goes wrong, as its text says.
#[derive(Clone, Debug, PartialEq)]
struct Tricky(String);

impl wirecheck::Sendable for Tricky {}

impl Serialize for Tricky {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_str() {
            "write error" => Err(serde::ser::Error::custom("will not be written")),
            "write panic" => panic!("writing panics"),
            "write kill" => {
                raise("-KILL");
                unreachable!("killed")
            }
            text => text.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Tricky {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.as_str() {
            "read error" => Err(serde::de::Error::custom("will not be read")),
            "read panic" => panic!("reading panics"),
            "read exit" => std::process::exit(7),
            _ => Ok(Self(text)),
        }
    }
}

fn make_tricky(text: String) -> Tricky {
    Tricky(text)
}

fn take_tricky(value: Tricky) -> String {
    value.0
}

/// Every fault between two good tasks, on both process backends.
#[test]
fn a_fault_costs_one_task() {
    let _alone = alone();
    let cases = [
        ("kill", "was killed by SIGKILL"),
        ("segv", "was killed by SIGSEGV"),
        ("abort", "was killed by SIGABRT"),
        ("exit 0", "exited with code 0"),
        ("exit 3", "exited with code 3"),
        ("panic", "as asked"),
        ("overflow", "was killed by SIG"),
        ("exec", "closed its channel"),
    ];
    for batch in [Batch::Auto, Batch::Fixed(1), Batch::Fixed(64)] {
        let pool = Pool::builder().workers(2).batch(batch).build().unwrap();
        for (what, message) in cases {
            let inputs = ["a", "b", what, "c", "d", "e"].map(str::to_owned);
            let results = pool.try_map(fault, inputs.clone()).unwrap();
            for (at, (input, result)) in inputs.iter().zip(&results).enumerate() {
                if at == 2 {
                    let error = result.as_ref().unwrap_err();
                    assert!(error.to_string().contains(message), "{what}: {error}");
                    assert_eq!((error.index(), error.side()), (Some(2), Some(Side::Worker)), "{error}");
                    assert_eq!(error.is_crash(), what != "panic", "{error}");
                } else {
                    assert_eq!(result.as_ref().unwrap(), input, "{what} cost a sibling");
                }
            }
            assert_eq!(pool.map(fault, ["next".to_owned()]).unwrap(), ["next"]);
        }
        assert_eq!(pool.stats().crashed, 7);
    }
    let spawn = Spawn::builder().workers(2).build().unwrap();
    for (what, message) in cases {
        let results = spawn.try_map(fault, ["a", what, "b"].map(str::to_owned)).unwrap();
        assert!(results[0].is_ok() && results[2].is_ok(), "{what}: {results:?}");
        assert!(results[1].as_ref().unwrap_err().to_string().contains(message), "{results:?}");
    }
}

#[test]
fn a_crash_names_signal_and_exit() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    let error = pool.map(fault, ["kill".to_owned()]).unwrap_err();
    assert_eq!(error.signal(), Some("SIGKILL"));
    assert_eq!(error.exit(), Some(wirecheck::Exit::Signal(9)));
    let error = pool.submit(fault, "exit 3".to_owned()).unwrap().join().unwrap_err();
    assert_eq!(error.exit(), Some(wirecheck::Exit::Code(3)));
    assert!(error.task().unwrap().ends_with("faults::fault"), "{error}");
}

/// Answers that were ready when the worker died are not lost, and their tasks not run again.
#[test]
fn answers_before_a_crash_arrive_and_no_task_runs_twice() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log").to_str().unwrap().to_owned();
    let log = path.clone();
    let task = wirecheck::closure!(|x: u64| {
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(log.as_str()).unwrap();
        file.write_all(format!("{x}\n").as_bytes()).unwrap();
        if x == 700 {
            std::process::abort();
        }
        x
    });
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(512)).build().unwrap();
    let results = pool.try_map(task, 0..2000).unwrap();
    let failed: Vec<usize> = (0..2000).filter(|at| results[*at].is_err()).collect();
    assert_eq!(failed, [700]);
    let mut ran: Vec<u64> =
        std::fs::read_to_string(&path).unwrap().lines().map(|l| l.parse().unwrap()).collect();
    ran.sort_unstable();
    assert_eq!(ran, (0..2000).collect::<Vec<_>>(), "each task ran exactly once");
}

#[test]
fn values_that_fail_to_travel_fail_alone() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    let check = |error: &wirecheck::Error, side: Side, words: &str| {
        assert_eq!(error.side(), Some(side), "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(error.index(), Some(1), "{error}");
    };
    for (text, side, words) in [
        ("write error", Side::Parent, "will not be written"),
        ("write panic", Side::Parent, "writing panics"),
        ("read error", Side::Worker, "will not be read"),
        ("read panic", Side::Worker, "reading panics"),
        ("read exit", Side::Worker, "exited with code 7"),
    ] {
        let inputs = ["a", text, "b"].map(|text| Tricky(text.to_owned()));
        let results = pool.try_map(take_tricky, inputs).unwrap();
        assert!(results[0].is_ok() && results[2].is_ok(), "{text}: {results:?}");
        check(results[1].as_ref().unwrap_err(), side, words);
    }
    for (text, side, words) in [
        ("write error", Side::Worker, "will not be written"),
        ("write panic", Side::Worker, "writing panics"),
        ("write kill", Side::Worker, "SIGKILL"),
        ("read error", Side::Parent, "will not be read"),
        ("read panic", Side::Parent, "reading panics"),
    ] {
        let results = pool.try_map(make_tricky, ["a", text, "b"].map(str::to_owned)).unwrap();
        assert!(results[0].is_ok() && results[2].is_ok(), "{text}: {results:?}");
        check(results[1].as_ref().unwrap_err(), side, words);
    }
    let error = pool.map(make_tricky, ["read error".to_owned()]).unwrap_err();
    assert!(error.is_decode() && error.format() == Some("bincode"), "{error}");
    assert!(error.type_name().unwrap().ends_with("Tricky"), "{error}");
    assert!(pool.submit(take_tricky, Tricky("write error".to_owned())).unwrap_err().is_encode());
}

#[test]
fn noise_on_stdout_corrupts_nothing() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    let inputs = vec!["print".to_owned(); 50];
    assert_eq!(pool.map(fault, inputs.clone()).unwrap(), inputs);
}

/// Workers killed from outside while idle: nobody's task, so nobody's failure.
#[test]
fn idle_workers_that_were_killed_are_replaced() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(1)).build().unwrap();
    let pid = closure!(|_: u64| {
        std::thread::sleep(Duration::from_millis(20));
        std::process::id()
    });
    for _ in 0..3 {
        let mut pids = pool.map(pid, 0..4).unwrap();
        pids.sort_unstable();
        pids.dedup();
        assert_eq!(pids.len(), 2);
        for pid in &pids {
            assert!(Command::new("kill").args(["-KILL", &pid.to_string()]).status().unwrap().success());
        }
        eventually("both are dead", Duration::from_secs(10), || pids.iter().all(|pid| !is_running(*pid)));
    }
    assert_eq!(pool.map(fault, ["fine".to_owned()]).unwrap(), ["fine"]);
}

#[test]
fn dropping_a_busy_pool_returns_at_once() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    let job = pool.submit(closure!(|_: u64| std::thread::sleep(Duration::from_secs(100))), 1).unwrap();
    let error = pool.map(fault, ["a", "panic"].map(str::to_owned)).unwrap_err();
    assert!(error.is_panic());
    let start = Instant::now();
    drop(job);
    drop(pool);
    assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
}

#[test]
fn descriptors_do_not_pile_up() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    let spawn = Spawn::builder().workers(2).build().unwrap();
    let round = || {
        let _ = pool.try_map(fault, ["a", "kill", "b", "exit 0"].map(str::to_owned)).unwrap();
        spawn.map(fault, ["x".to_owned(), "y".to_owned()]).unwrap();
        pool.submit(fault, "z".to_owned()).unwrap().join().unwrap();
    };
    round();
    let before = support::descriptors();
    for _ in 0..20 {
        round();
    }
    assert!(support::descriptors() <= before + 2, "{before} before, {} after", support::descriptors());
}

/// A program that never calls `init` gets an error, in bounded time and without a process bomb.
#[test]
fn a_missing_init_is_an_error() {
    let _alone = alone();
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_without_init")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("call `wirecheck::init()` first in `main`"), "{text}");
    // The parent's line, and one of each worker it tried.
    assert!(text.lines().count() <= 8, "{text}");
    assert!(start.elapsed() < Duration::from_secs(30));
}

/// Whatever ends the parent ends its workers, busy ones too.
#[test]
fn workers_do_not_outlive_a_killed_parent() {
    let _alone = alone();
    let mut parent = Command::new(env!("CARGO_BIN_EXE_busy_parent")).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(parent.stdout.take().unwrap()).lines();
    let pids: Vec<u32> = (0..3).map(|_| lines.next().unwrap().unwrap().parse().unwrap()).collect();
    assert!(pids.iter().all(|pid| is_running(*pid)), "{pids:?}");
    parent.kill().unwrap();
    parent.wait().unwrap();
    eventually("the workers are gone", Duration::from_secs(5), || pids.iter().all(|pid| !is_running(*pid)));
}

fn quick_or_stuck(x: u64) -> u64 {
    while std::hint::black_box(x) == 40 {
        std::thread::park();
    }
    x
}

/// The worker has answers of quick tasks that it has not sent when it comes to the one that hangs.
#[test]
fn a_task_that_hangs_after_quick_ones_is_stopped_and_they_keep_their_results() {
    let _alone = alone();
    both!(
        |builder| builder.workers(1).batch(Batch::Fixed(64)).task_timeout(Duration::from_millis(200)),
        |backend| {
            for (x, result) in (0..100).zip(backend.try_map(quick_or_stuck, 0..100).unwrap()) {
                match result {
                    Ok(y) => assert_eq!(y, x),
                    Err(error) => assert!(x == 40 && error.is_timeout(), "{x}: {error}"),
                }
            }
        }
    );
}
