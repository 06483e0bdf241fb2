//! A cluster over a real NATS server, with faults that are made for real.
//!
//! The server is `$NATS_SERVER`, or `nats-server` in the `PATH`. Without one these tests are skipped by name, and fail where `CI` is
//! set.

#[path = "broker/builds.rs"]
mod builds;
#[path = "broker/clocks.rs"]
mod clocks;
#[path = "broker/deputies.rs"]
mod deputies;
#[path = "broker/detached.rs"]
mod detached;
#[path = "broker/faults.rs"]
mod faults;
#[path = "broker/lines.rs"]
mod lines;
#[path = "broker/machine.rs"]
mod machine;
#[path = "broker/methods.rs"]
mod methods;
#[path = "broker/metrics.rs"]
mod metrics;
#[path = "broker/network.rs"]
mod network;
#[path = "broker/objects.rs"]
mod objects;
#[path = "broker/options.rs"]
mod options;
#[path = "broker/programs.rs"]
mod programs;
#[path = "broker/proxy.rs"]
mod proxy;
#[path = "broker/replicas.rs"]
mod replicas;
#[path = "broker/roles.rs"]
mod roles;
#[path = "broker/security.rs"]
mod security;
#[path = "broker/shared.rs"]
mod shared;
#[path = "broker/storm.rs"]
mod storm;
#[path = "broker/tasks.rs"]
mod tasks;

use libtest_mimic::{Arguments, Failed, Trial};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::time::Duration;

/// A test that takes longer hangs. One of them builds a program, and a storm may be asked for more faults.
fn limit() -> Duration {
    Duration::from_secs(300) + storm::time_for_more_faults()
}

fn main() {
    wirecheck_cluster::init();
    machine::be_a_caller_if_asked();
    programs::be_one_if_asked();
    machine::detach_if_asked();
    let mut arguments = Arguments::from_args();
    // Each has processes of its own, and most wait for time to pass: more at once only slow each other down.
    arguments.test_threads = arguments.test_threads.or(Some(3));
    let no_server = machine::server_program()
        .is_none()
        .then_some("a NATS server: install `nats-server`, or set `NATS_SERVER`");
    let is_ci = std::env::var_os("CI").is_some();
    // The tests, and what they need that is not here.
    let all = [
        (methods::all(), None),
        (faults::all(), None),
        (network::all(), None),
        (objects::all(), None),
        (options::all(), None),
        (shared::all(), None),
        (builds::all(), None),
        (detached::all(), None),
        (roles::all(), None),
        (deputies::all(), None),
        (clocks::all(), clocks::missing()),
        (security::all(), security::missing()),
        (replicas::all(), None),
        (storm::all(), None),
        (metrics::all(), None),
        (lines::all(), None),
    ];
    let trials = all.into_iter().flat_map(|(tests, missing)| {
        let missing = no_server.or(missing);
        tests.into_iter().map(move |(name, test)| {
            let run = move || match missing {
                Some(missing) => Err(Failed::from(format!("this needs {missing}"))),
                None => bounded(test),
            };
            Trial::test(name, run).with_ignored_flag(missing.is_some() && !is_ci)
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit()
}

/// Runs a test on a thread of its own, which is left alone if it hangs.
fn bounded(test: fn()) -> Result<(), Failed> {
    let (ended, result) = channel();
    std::thread::spawn(move || {
        let outcome = catch_unwind(AssertUnwindSafe(test)).map_err(|panic| {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned()
        });
        let _ = ended.send(outcome);
    });
    let limit = limit();
    match result.recv_timeout(limit) {
        Ok(outcome) => outcome.map_err(Failed::from),
        Err(_) => Err(Failed::from(format!("it did not end within {} s", limit.as_secs()))),
    }
}
