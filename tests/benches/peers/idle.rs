//! What a pool costs that has nothing to do.

use super::proc::{self, Cpu};
use super::python::{EXECUTOR, JOBLIB, POOL};
use super::table::{Better, Row, Target, Who};
use super::{Bench, Outcome, ours, procspawn_peer};
use std::thread::sleep;
use std::time::Duration;
use wirecheck::Batch;

const TICKS: Row = Row {
    work: "idle pool of 8 workers over one second, CPU time of all processes",
    unit: "clock ticks",
    better: Better::Neither,
    target: Some(Target::AtMost(0.0)),
};

const MICROS: Row = Row {
    work: "the same, as the scheduler counts it",
    unit: "us, lower is better",
    better: Better::Neither,
    target: None,
};

const WORKERS: usize = 8;

pub(crate) fn idle(bench: &mut Bench) -> Outcome<()> {
    let over = Duration::from_millis(bench.size(1_000, 100));
    let others = proc::children()?;
    let pool = ours::pool(WORKERS, Batch::Auto)?;
    let ours = used(&others, over)?;
    drop(pool);
    let others = proc::children()?;
    let pool = procspawn_peer::pool(WORKERS)?;
    let theirs = used(&others, over)?;
    pool.shutdown();
    for (who, name, used) in [(Who::Ours, "wirecheck Pool", ours), (Who::Peer, "procspawn Pool", theirs)] {
        bench.report.add(&TICKS, who, name, used.ticks as f64);
        bench.report.add(&MICROS, who, name, used.nanos as f64 / 1e3);
    }
    for peer in [POOL, EXECUTOR, JOBLIB] {
        let millis = over.as_millis() as u64;
        let name = format!("Python {peer}");
        bench.python(&MICROS, (peer, &name), "idle", WORKERS, millis, |seconds, _| seconds * 1e6)?;
    }
    Ok(())
}

/// By this process and its new children.
fn used(others: &[u32], over: Duration) -> Outcome<Cpu> {
    let mut pids = proc::children()?;
    pids.retain(|pid| !others.contains(pid));
    assert_eq!(pids.len(), WORKERS, "the pool is not whole");
    // What the last task left to do is done by then.
    sleep(Duration::from_millis(50));
    let own = [std::process::id()];
    // This process last before and first after, so that looking at the workers is not counted.
    let (workers_before, own_before) = (proc::cpu(&pids)?, proc::cpu(&own)?);
    sleep(over);
    let (own_after, workers_after) = (proc::cpu(&own)?, proc::cpu(&pids)?);
    let used = |after: u64, before: u64| after.saturating_sub(before);
    Ok(Cpu {
        ticks: used(own_after.ticks, own_before.ticks) + used(workers_after.ticks, workers_before.ticks),
        nanos: used(own_after.nanos, own_before.nanos) + used(workers_after.nanos, workers_before.nanos),
    })
}
