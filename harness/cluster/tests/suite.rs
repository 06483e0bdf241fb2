//! The suite of all backends, on a cluster of local nodes.
//!
//! It is skipped by name without a NATS server, as `broker` is.

#[path = "../../../tests/backends/chunks.rs"]
mod chunks;
#[path = "../../../tests/backends/hooks.rs"]
mod hooks;
#[path = "../../../tests/backends/iterating.rs"]
mod iterating;
#[path = "suite/kit.rs"]
mod kit;
#[path = "../../../tests/backends/mapping.rs"]
mod mapping;

#[path = "../../../tests/support/mod.rs"]
mod support;

use kit::{HOST, Kind};
use libtest_mimic::{Arguments, Failed, Trial};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use wirecheck::matrix::{BackendKind, Case, Request, Scale};
use wirecheck::{Bincode, Codec, Json};
use wirecheck_cluster::Cluster;

/// Nothing here takes as long.
const LONG: Duration = Duration::from_secs(60);

fn main() {
    wirecheck_cluster::init();
    let arguments = Arguments { test_threads: Some(1), ..Arguments::from_args() };
    // Several pools of the suite live at the same time, with two workers each.
    let cluster = Cluster::local(6);
    // Whatever else goes wrong with it is a failure.
    let has_server = !cluster.as_ref().is_err_and(|error| error.to_string().contains("no `nats-server`"));
    let is_skipped = !has_server && std::env::var_os("CI").is_none();
    let why = cluster.as_ref().err().map(ToString::to_string);
    if let Ok(cluster) = &cluster {
        HOST.set(cluster.host()).expect("set once");
    }
    let trial = |name, suite: fn()| {
        let why = why.clone();
        let run = move || match why {
            Some(why) => Err(Failed::from(why)),
            None => catch_unwind(AssertUnwindSafe(suite)).map_err(|_| Failed::from("it panicked")),
        };
        Trial::test(name, run).with_ignored_flag(is_skipped)
    };
    let trials = vec![
        trial("cluster_bincode", suite::<Bincode>),
        trial("cluster_json", suite::<Json>),
        trial("cluster_matrix", matrix),
    ];
    let conclusion = libtest_mimic::run(&arguments, trials);
    drop(cluster);
    conclusion.exit()
}

/// The workloads of the main job, also with faults.
fn matrix() {
    let cluster = Some(wirecheck_cluster::nodes("local").unwrap());
    let request = Request { cluster, faults: true, ..Request::at(Scale::Quick) };
    let suite = wirecheck_fixtures::suite();
    let on_cluster = |case: &&Case| case.cell().backend == BackendKind::Cluster;
    let reports: Vec<_> = suite.cases().iter().filter(on_cluster).map(|case| case.run(&request)).collect();
    assert!(reports.len() > 40, "{}", reports.len());
    for report in reports {
        assert!(report.as_expected(), "{}: {} and not {}", report.cell, report.outcome, report.expected);
    }
}

fn suite<F: Codec>() {
    mapping::run::<F>(Kind::Cluster);
    iterating::run::<F>(Kind::Cluster);
    chunks::run::<F>(Kind::Cluster);
    hooks::run::<F>(Kind::Cluster);
}
