//! Tasks that do nothing, as many a second as go.

use super::python::{EXECUTOR, JOBLIB, POOL};
use super::table::{Better, Row, Target, Who};
use super::{Bench, Outcome, WORKERS, echo, ours, procspawn_peer, rayon_peer};
use wirecheck::Batch;

const ONE_BY_ONE: Row = Row {
    work: "no-op tasks, one at a time per worker",
    unit: "tasks/s",
    better: Better::Higher,
    target: None,
};

const FRAMED: Row = Row {
    work: "no-op tasks, each framed on its own",
    unit: "tasks/s",
    better: Better::Higher,
    target: Some(Target::AtLeast(5e6)),
};

const BATCHED: [Row; 2] = [
    Row {
        work: "no-op tasks, automatic batches, 1e6 tasks",
        unit: "tasks/s",
        better: Better::Higher,
        target: Some(Target::AtLeast(30e6)),
    },
    Row {
        work: "no-op tasks, automatic batches, 1e7 tasks",
        unit: "tasks/s",
        better: Better::Higher,
        target: Some(Target::AtLeast(30e6)),
    },
];

/// Nothing is batched anywhere: a worker is given a task when it has answered the one before.
pub(crate) fn one_by_one(bench: &mut Bench) -> Outcome<()> {
    let tasks = bench.size(20_000, 1_000);
    let seconds = ours::noop_seconds(&ours::pool(WORKERS, Batch::Fixed(1))?, tasks)?;
    bench.report.add(&ONE_BY_ONE, Who::Ours, "wirecheck Pool, Batch::Fixed(1)", tasks as f64 / seconds);
    procspawn(bench, &ONE_BY_ONE)?;
    for (peer, part) in [(POOL, 1), (EXECUTOR, 10), (JOBLIB, 20)] {
        let name = format!("Python {peer}, chunks of 1");
        bench.python(&ONE_BY_ONE, (peer, &name), "one_by_one", WORKERS, tasks / part, |s, n| n / s)?;
    }
    limit(bench, &ONE_BY_ONE, tasks, 1)
}

/// Each task has its own frame and its own answer; many are under way.
pub(crate) fn framed(bench: &mut Bench) -> Outcome<()> {
    let tasks = bench.size(1_000_000, 20_000);
    for window in [256, 4096] {
        let seconds = ours::noop_seconds(&ours::pool(WORKERS, Batch::Fixed(window))?, tasks)?;
        let name = format!("wirecheck Pool, Batch::Fixed({window})");
        let who = if window == 256 { Who::Ours } else { Who::Peer };
        bench.report.add(&FRAMED, who, name, tasks as f64 / seconds);
    }
    procspawn(bench, &FRAMED)?;
    let seconds = rayon_peer::noop_seconds(&rayon_peer::pool(WORKERS)?, tasks, 1)?;
    bench.report.add(&FRAMED, Who::Peer, "in process: rayon, pieces of 1", tasks as f64 / seconds);
    limit(bench, &FRAMED, tasks, 256)?;
    limit(bench, &FRAMED, tasks, 4096)
}

/// Each system as fast as it goes by itself.
pub(crate) fn batched(bench: &mut Bench) -> Outcome<()> {
    let tens = [bench.size(1_000_000, 20_000), bench.size(10_000_000, 200_000)];
    for (row, tasks) in BATCHED.iter().zip(tens) {
        let seconds = ours::noop_seconds(&ours::pool(WORKERS, Batch::Auto)?, tasks)?;
        bench.report.add(row, Who::Ours, "wirecheck Pool", tasks as f64 / seconds);
        procspawn(bench, row)?;
        for (peer, part) in [(POOL, 1), (EXECUTOR, 1), (JOBLIB, tasks / 20_000)] {
            let name = format!("Python {peer}");
            bench.python(row, (peer, &name), "batched", WORKERS, tasks / part, |s, n| n / s)?;
        }
        let seconds = rayon_peer::noop_seconds(&rayon_peer::pool(WORKERS)?, tasks, usize::MAX)?;
        bench.report.add(row, Who::Peer, "in process: rayon", tasks as f64 / seconds);
        limit(bench, row, tasks, 4096)?;
    }
    Ok(())
}

/// The same in every row: it has no batches, and so slow that more tasks would show nothing else.
fn procspawn(bench: &mut Bench, row: &'static Row) -> Outcome<()> {
    let tasks = bench.size(20_000, 1_000);
    let pool = procspawn_peer::pool(WORKERS)?;
    let seconds = procspawn_peer::noop_seconds(&pool, tasks)?;
    pool.shutdown();
    bench.report.add(row, Who::Peer, "procspawn Pool (has no batches)", tasks as f64 / seconds);
    Ok(())
}

fn limit(bench: &mut Bench, row: &'static Row, tasks: u64, window: usize) -> Outcome<()> {
    let rate = echo::per_second(tasks, window)?;
    bench.report.add(row, Who::Limit, format!("limit: raw echo, {window} under way"), rate);
    Ok(())
}
