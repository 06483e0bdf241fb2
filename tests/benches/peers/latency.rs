//! How long one takes: a task in flight, a process.

use super::limits::{self, PingPong};
use super::python::{EXECUTOR, JOBLIB, POOL};
use super::table::{Better, Row, Target, Who};
use super::turns::in_turn;
use super::{Bench, Outcome, ours, procspawn_peer, rayon_peer};
use wirecheck::Batch;

const FLIGHT: Row = Row {
    work: "one task in flight",
    unit: "us",
    better: Better::Lower,
    target: Some(Target::TimesLimit(1.5)),
};

const SPAWN: Row = Row {
    work: "spawn and join of one process",
    unit: "us",
    better: Better::Lower,
    target: Some(Target::TimesLimit(1.15)),
};

/// One worker, and never more than one task.
pub(crate) fn flight(bench: &mut Bench) -> Outcome<()> {
    const PIECE: u64 = 100;
    let (pool, procspawn, rayon) =
        (ours::pool(1, Batch::Fixed(1))?, procspawn_peer::pool(1)?, rayon_peer::pool(1)?);
    let mut ping_pong = PingPong::start()?;
    let times = bench.size(50, 2) as usize;
    let [ours, limit] = in_turn(
        times,
        [&mut || ours::noop_seconds(&pool, PIECE), &mut || Ok(ping_pong.seconds(PIECE as u32)?)],
    )?;
    let [call, theirs, thread] = in_turn(
        times / 2,
        [
            &mut || ours::call_seconds(&pool, PIECE),
            &mut || procspawn_peer::flight_seconds(&procspawn, PIECE),
            &mut || rayon_peer::flight_seconds(&rayon, PIECE),
        ],
    )?;
    procspawn.shutdown();
    let mut add = |who, name: &str, seconds: f64| {
        bench.report.add(&FLIGHT, who, name, seconds * 1e6 / PIECE as f64);
    };
    add(Who::Ours, "wirecheck Pool::map", ours);
    add(Who::Limit, "limit: raw ping-pong over a socket pair", limit);
    add(Who::Peer, "wirecheck Pool::map, a call a task", call);
    add(Who::Peer, "procspawn Pool", theirs);
    add(Who::Peer, "in process: rayon", thread);
    let tasks = bench.size(1_000, 50);
    for peer in [POOL, EXECUTOR, JOBLIB] {
        bench.python(&FLIGHT, (peer, &format!("Python {peer}")), "flight", 1, tasks, |s, n| s * 1e6 / n)?;
    }
    Ok(())
}

/// One after the other.
pub(crate) fn spawn(bench: &mut Bench) -> Outcome<()> {
    // The first of each starts what is kept.
    ours::spawn_seconds()?;
    procspawn_peer::spawn_seconds()?;
    let times = bench.size(100, 4) as usize;
    let [ours, limit] = in_turn(times, [&mut ours::spawn_seconds, &mut || Ok(limits::start_seconds()?)])?;
    let [theirs] = in_turn(times / 2, [&mut procspawn_peer::spawn_seconds])?;
    bench.report.add(&SPAWN, Who::Ours, "wirecheck::spawn", ours * 1e6);
    bench.report.add(&SPAWN, Who::Limit, "limit: start this executable, do nothing", limit * 1e6);
    bench.report.add(&SPAWN, Who::Peer, "procspawn::spawn", theirs * 1e6);
    let name = "Python multiprocessing.Process (forks)";
    bench.python(&SPAWN, (POOL, name), "process", 1, times as u64, |s, n| s * 1e6 / n)
}
