//! Every workload on every backend in every format, at the small scale, a trial a cell.
//!
//! `cargo test -p wirecheck-tests --test matrix pool::ron` runs a part. A snapshot a cell, so that filters need no others;
//! `INSTA_UPDATE=always` writes them, and they are read-only where `CI` is set.

#[allow(unreachable_pub, reason = "without the test harness this is a program, and `pub` reaches nobody")]
mod support;

use libtest_mimic::{Arguments, Trial};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use support::{children, eventually};
use wirecheck::Workers;
use wirecheck::matrix::{BackendKind, CellReport, Outcome, Request, Scale, Suite, trials};

fn main() -> ExitCode {
    wirecheck::init();
    let args = Arguments::from_args();
    let suite = wirecheck_fixtures::suite();
    // Two, so that the snapshots are the same on every machine.
    let request = Request { workers: Workers::Exactly(2), faults: true, ..Request::at(Scale::Quick) };
    let mut all = trials(&suite, &request, |report| {
        // What a fault comes to is said by the workload, and its words name processes.
        if report.cell.fault.is_none() {
            snapshot(report);
        }
        Ok(())
    });
    all.push(Trial::test("matrix::every_snapshot_has_its_cell", move || every_snapshot_has_its_cell(&suite)));
    let conclusion = libtest_mimic::run(&args, all);
    if !args.list {
        eventually("no process is left", Duration::from_secs(10), || children().is_empty());
    }
    conclusion.exit_code()
}

/// What a snapshot shows of a cell.
#[derive(Serialize)]
struct Shown {
    cell: String,
    expected: String,
    outcome: Outcome,
    tasks: u64,
    workers: usize,
    started: u64,
    sent: Bytes,
    received: Bytes,
    start_up: &'static str,
    wall: &'static str,
}

/// How tasks are batched depends on the clock, and framing on the batches: only nothing is always the same.
#[derive(Serialize)]
#[serde(untagged)]
enum Bytes {
    None(u64),
    Some(&'static str),
}

impl Bytes {
    fn shown(bytes: u64) -> Self {
        if bytes == 0 { Self::None(0) } else { Self::Some("[bytes]") }
    }
}

fn snapshot(report: &CellReport) {
    let shown = Shown {
        cell: report.cell.to_string(),
        expected: report.expected.to_string(),
        outcome: report.outcome.clone(),
        tasks: report.tasks,
        workers: report.workers,
        // A worker that a test kills or that is slow may be replaced; a process a task is exact.
        started: if report.cell.backend == BackendKind::Spawn { report.started } else { 0 },
        sent: Bytes::shown(report.sent),
        received: Bytes::shown(report.received),
        start_up: "[time]",
        wall: "[time]",
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(snapshots());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_ron_snapshot!(file_name(&shown.cell), shown));
}

fn snapshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/matrix")
}

fn file_name(cell: &str) -> String {
    cell.replace("::", "-")
}

/// A workload that was renamed or dropped must not leave its snapshots behind.
fn every_snapshot_has_its_cell(suite: &Suite) -> Result<(), libtest_mimic::Failed> {
    let cells: BTreeSet<String> =
        suite.cases().iter().map(|case| format!("{}.snap", file_name(&case.cell().to_string()))).collect();
    for entry in std::fs::read_dir(snapshots())? {
        let name = entry?.file_name().into_string().unwrap_or_default();
        if name.ends_with(".snap") && !cells.contains(&name) {
            return Err(format!("no cell belongs to tests/snapshots/matrix/{name}: delete it").into());
        }
    }
    Ok(())
}
