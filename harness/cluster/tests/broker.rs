//! A cluster over a real NATS server, with faults that are made for real.
//!
//! The server is `$NATS_SERVER`, or `nats-server` in the `PATH`. Without one these tests are skipped by name, and fail where `CI` is
//! set.

#[path = "broker/builds.rs"]
mod builds;
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
#[path = "broker/programs.rs"]
mod programs;
#[path = "broker/proxy.rs"]
mod proxy;
#[path = "broker/roles.rs"]
mod roles;
#[path = "broker/shared.rs"]
mod shared;
#[path = "broker/tasks.rs"]
mod tasks;

use libtest_mimic::{Arguments, Failed, Trial};
use std::panic::{AssertUnwindSafe, catch_unwind};

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
        shared::all(),
        builds::all(),
        detached::all(),
        roles::all(),
        deputies::all(),
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
            catch_unwind(AssertUnwindSafe(test)).map_err(|panic| {
                let text = panic.downcast_ref::<String>().map(String::as_str);
                Failed::from(text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked"))
            })
        };
        Trial::test(name, run).with_ignored_flag(!has_server && !is_ci)
    });
    libtest_mimic::run(&arguments, trials.collect()).exit()
}
