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

/// A test that takes longer hangs. One of them builds a program.
const LIMIT: Duration = Duration::from_secs(300);

fn main() {
    wirecheck_cluster::init();
    machine::be_a_caller_if_asked();
    programs::be_one_if_asked();
    machine::detach_if_asked();
    let mut arguments = Arguments::from_args();
    // Each has processes of its own, and most wait for time to pass: more at once only slow each other down.
    arguments.test_threads = arguments.test_threads.or(Some(2));
    let has_server = machine::server_program().is_some();
    let is_ci = std::env::var_os("CI").is_some();
    let all = [
        methods::all(),
        faults::all(),
        network::all(),
        objects::all(),
        options::all(),
        shared::all(),
        builds::all(),
        detached::all(),
        roles::all(),
        deputies::all(),
        clocks::all(),
        security::all(),
        replicas::all(),
        storm::all(),
        metrics::all(),
        lines::all(),
    ];
    let trials = all.into_iter().flatten().map(|(name, test)| {
        let run = move || {
            if !has_server {
                return Err(Failed::from(
                    "there is no NATS server: install `nats-server`, or set `NATS_SERVER`",
                ));
            }
            bounded(test)
        };
        Trial::test(name, run).with_ignored_flag(!has_server && !is_ci)
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
    match result.recv_timeout(LIMIT) {
        Ok(outcome) => outcome.map_err(Failed::from),
        Err(_) => Err(Failed::from(format!("it did not end within {} s", LIMIT.as_secs()))),
    }
}
