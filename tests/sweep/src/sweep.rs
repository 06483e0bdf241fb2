//! Many runs, side by side.

use crate::fault::{Fault, Side};
use crate::judge::{Left, Outcome, judge};
use crate::plan::{self, Density};
use crate::report::Row;
use crate::run::Program;
use crate::tracer::Counts;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The programs of `bin/scenario.rs`.
pub const SCENARIOS: [&str; 4] = ["pool", "limits", "files", "spawn"];

/// A scenario as it runs without a fault.
#[derive(Clone, Debug)]
pub struct Clean {
    /// Its name.
    pub scenario: String,
    /// The calls it makes.
    pub counts: Counts,
    /// What it leaves.
    pub left: Left,
}

impl Clean {
    /// Runs it.
    ///
    /// # Errors
    /// When it does not come out equal, or makes a call that the table does not know.
    pub fn of(program: &Program, scenario: &str, folder: &Path) -> io::Result<Self> {
        let run = program.run(scenario, None, &folder.join(scenario))?;
        let left = Left::of(&run.report).ok_or_else(|| {
            io::Error::other(format!("{scenario} does not end: {}{}", run.report, run.stderr))
        })?;
        let outcome = judge(&run, None, left);
        if outcome != Outcome::Equal {
            return Err(io::Error::other(format!("{scenario} without a fault: {outcome}\n{}", run.report)));
        }
        if !run.seen.unknown.is_empty() {
            let unknown = &run.seen.unknown;
            return Err(io::Error::other(format!(
                "{scenario} makes system calls that `tests/sweep/src/calls.rs` does not know: {unknown:?}"
            )));
        }
        Ok(Self { scenario: scenario.to_owned(), counts: run.seen.counts, left })
    }
}

/// The faults of these scenarios, each with the index of its scenario.
pub fn plan(clean: &[Clean], density: Density, wanted: impl Fn(&Fault) -> bool) -> Vec<(usize, Fault)> {
    let all = clean.iter().enumerate().flat_map(|(index, clean)| {
        plan::faults(&clean.counts, density).into_iter().map(move |fault| (index, fault))
    });
    all.filter(|(_, fault)| wanted(fault)).collect()
}

/// How a sweep is made.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Runs at the same time.
    pub jobs: usize,
    /// Whether an error of a call that made a scenario hang is made at no other of its calls: each hang costs the whole limit.
    pub skips_hangs: bool,
}

/// Makes these faults and tells of each.
///
/// # Errors
/// When a program cannot be run.
pub fn sweep(
    program: &Program,
    clean: &[Clean],
    faults: &[(usize, Fault)],
    schedule: Schedule,
    folder: &Path,
    told: impl Fn(usize, &Row, f64) + Sync,
) -> io::Result<Vec<Row>> {
    let next = AtomicUsize::new(0);
    let rows: Mutex<Vec<Row>> = Mutex::default();
    let work = |lane: usize| -> io::Result<()> {
        let folder = folder.join(format!("lane-{lane}"));
        while let Some((index, fault)) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
            let clean = &clean[*index];
            if schedule.skips_hangs && has_hung(&lock(&rows), &clean.scenario, fault) {
                continue;
            }
            let run = program.run(&clean.scenario, Some(fault), &folder)?;
            let outcome = judge(&run, Some(fault), clean.left);
            let row = Row { scenario: clean.scenario.clone(), fault: *fault, outcome };
            let mut rows = lock(&rows);
            told(rows.len(), &row, run.took.as_secs_f64());
            rows.push(row);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..schedule.jobs).map(|lane| scope.spawn(move || work(lane))).collect();
        lanes
            .into_iter()
            .try_for_each(|lane| lane.join().unwrap_or_else(|_| Err(io::Error::other("a lane panicked"))))
    })?;
    let mut rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    rows.sort_by_cached_key(|row| (row.scenario.clone(), row.fault.side, row.fault.to_string()));
    Ok(rows)
}

fn lock(rows: &Mutex<Vec<Row>>) -> MutexGuard<'_, Vec<Row>> {
    rows.lock().unwrap_or_else(PoisonError::into_inner)
}

fn has_hung(rows: &[Row], scenario: &str, fault: &Fault) -> bool {
    let key = |fault: &Fault| (fault.side, fault.call, fault.action);
    rows.iter().any(|row| row.scenario == scenario && key(&row.fault) == key(fault) && row.outcome.is_hang())
}

/// How many calls of a side there are.
pub fn total(counts: &Counts, side: Side) -> u64 {
    counts.iter().filter(|((of, _), _)| *of == side).map(|(_, count)| count).sum()
}
