//! How figures change with the number of tasks and of workers.

use super::python::{EXECUTOR, JOBLIB, POOL};
use super::turns::in_turn;
use super::{Bench, Outcome, WORKERS, echo, limits, ours, procspawn_peer, rayon_peer};
use wirecheck::Batch;

const BY_TASKS: &str = "ns a no-op task, by the number of tasks (automatic batches, 2 workers)";
const BY_WORKERS: &str = "ns a no-op task, by the number of workers (automatic batches, 1e6 tasks)";
const START: &str = "ms from nothing to a pool whose workers have each answered a task, by workers";

pub(crate) fn by_tasks(bench: &mut Bench) -> Outcome<()> {
    let most = bench.size(10_000_000, 100_000);
    let (pool, theirs, threads) =
        (ours::pool(WORKERS, Batch::Auto)?, procspawn_peer::pool(WORKERS)?, rayon_peer::pool(WORKERS)?);
    for power in 3..=7 {
        let tasks = 10_u64.pow(power);
        if tasks > most {
            break;
        }
        let column = format!("1e{power}");
        // Short calls more often, so that one of them is not all that is seen.
        let times = (100_000 / tasks).clamp(1, 20) as usize;
        let [seconds, thread] = in_turn(
            times,
            [&mut || ours::noop_seconds(&pool, tasks), &mut || {
                rayon_peer::noop_seconds(&threads, tasks, usize::MAX)
            }],
        )?;
        let each = 1e9 / tasks as f64;
        bench.report.point(BY_TASKS, "wirecheck Pool", &column, seconds * each);
        // At 30 us a task the rest would take minutes to say the same.
        if tasks <= 10_000 {
            let seconds = procspawn_peer::noop_seconds(&theirs, tasks)?;
            bench.report.point(BY_TASKS, "procspawn Pool", &column, seconds * each);
            let name = format!("Python {JOBLIB}");
            bench.python_point(BY_TASKS, (JOBLIB, &name), ("batched", &column), WORKERS, tasks, |s| {
                s * each
            })?;
        }
        for peer in [POOL, EXECUTOR] {
            let name = format!("Python {peer}");
            bench
                .python_point(BY_TASKS, (peer, &name), ("batched", &column), WORKERS, tasks, |s| s * each)?;
        }
        bench.report.point(BY_TASKS, "in process: rayon", &column, thread * each);
        let limit = echo::per_second(tasks, 4096)?;
        bench.report.point(BY_TASKS, "limit: raw echo, 4096 under way", &column, 1e9 / limit);
    }
    theirs.shutdown();
    Ok(())
}

pub(crate) fn by_workers(bench: &mut Bench) -> Outcome<()> {
    let tasks = bench.size(1_000_000, 20_000);
    let each = 1e9 / tasks as f64;
    for workers in [1, 2, 4, 8, 16, 32, 64].into_iter().take(bench.size(7, 4) as usize) {
        let column = workers.to_string();
        let seconds = ours::noop_seconds(&ours::pool(workers, Batch::Auto)?, tasks)?;
        bench.report.point(BY_WORKERS, "wirecheck Pool", &column, seconds * each);
        let name = format!("Python {POOL}");
        bench.python_point(BY_WORKERS, (POOL, &name), ("batched", &column), workers, tasks, |s| s * each)?;
        let seconds = rayon_peer::noop_seconds(&rayon_peer::pool(workers)?, tasks, usize::MAX)?;
        bench.report.point(BY_WORKERS, "in process: rayon", &column, seconds * each);
    }
    Ok(())
}

pub(crate) fn start(bench: &mut Bench) -> Outcome<()> {
    let [limit] = in_turn(bench.size(20, 2) as usize, [&mut || Ok(limits::start_seconds()?)])?;
    for workers in [1, 8, 64].into_iter().take(bench.size(3, 2) as usize) {
        let column = workers.to_string();
        let seconds = ours::start_seconds(workers)?;
        bench.report.point(START, "wirecheck Pool", &column, seconds * 1e3);
        let seconds = procspawn_peer::start_seconds(workers)?;
        bench.report.point(START, "procspawn Pool", &column, seconds * 1e3);
        for (peer, name) in [
            (POOL, "Python multiprocessing.Pool, forks"),
            (EXECUTOR, "Python ProcessPoolExecutor, forks"),
            (JOBLIB, "Python joblib/loky"),
        ] {
            bench.python_point(START, (peer, name), ("start", &column), workers, 0, |s| s * 1e3)?;
        }
        bench.report.point(START, "so many times: start, do nothing", &column, limit * 1e3 * workers as f64);
    }
    Ok(())
}
