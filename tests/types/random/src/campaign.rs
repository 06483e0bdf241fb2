//! A run over many seeds: composes, compiles, runs, counts, and reduces what breaks.

use crate::compile::{Compiler, Way};
use crate::compose;
use crate::emit::source;
use crate::execute::{Cell, Seen, run};
use crate::item::Case;
use crate::reduce::reduce;
use crate::tally::{Tally, kind};
use crate::toolchain::Toolchain;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What to run.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// A case for each.
    pub seeds: Range<u64>,
    /// Cases that are compiled together.
    pub batch: usize,
    /// Batches at a time.
    pub jobs: usize,
    /// Ends after this time, at the end of a batch.
    pub limit: Option<Duration>,
    /// Whether the types are compiled once and not for each format. Every fourth batch is not.
    pub is_erased: bool,
    /// Whether refused cells are run, too.
    pub run_refused: bool,
    /// How many breaks of a kind are reduced.
    pub reduced: usize,
}

/// A broken promise.
#[derive(Clone, Debug)]
pub struct Break {
    /// The case as it was composed.
    pub case: Case,
    /// The smallest case that breaks in the same way, if it was reduced.
    pub smallest: Option<Case>,
    /// The format.
    pub format: String,
    /// The value, and what happened to it.
    pub seen: Seen,
}

impl Break {
    /// Everything that is needed to see it again.
    pub fn text(&self) -> String {
        let (is_reduced, case) = match &self.smallest {
            Some(smallest) => (" (reduced)", smallest),
            None => ("", &self.case),
        };
        format!(
            "BREAK seed {} {} {}\n  value (of the whole type): {}\n  what happened: {}\n{}{}\n",
            self.case.seed,
            self.seen.letter,
            self.format,
            self.seen.value,
            self.seen.what,
            source(case).lines().map(|line| format!("    {line}\n")).collect::<String>(),
            is_reduced,
        )
    }
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Found {
    /// The counts.
    pub tally: Tally,
    /// Every break.
    pub breaks: Vec<Break>,
    /// The first seed that was not run.
    pub next: u64,
}

impl Campaign {
    /// Runs it. `tell` is called after each batch with the breaks in it, and again with those that were reduced.
    ///
    /// # Errors
    /// If something does not start; what was found so far is lost.
    pub fn run(
        &self,
        toolchain: &Toolchain,
        tell: &(dyn Fn(&Tally, &[Break]) + Sync),
    ) -> Result<Found, String> {
        let next = AtomicU64::new(self.seeds.start);
        let found = Mutex::new(Found::default());
        let start = Instant::now();
        let size = self.batch.max(1) as u64;
        let work = |job: usize| -> Result<(), String> {
            loop {
                let is_late = self.limit.is_some_and(|limit| start.elapsed() > limit);
                let first = next.fetch_add(if is_late { 0 } else { size }, Ordering::Relaxed);
                if is_late || first >= self.seeds.end {
                    return Ok(());
                }
                let seeds = first..self.seeds.end.min(first + size);
                self.batch(toolchain, job, seeds, &found, tell)?;
            }
        };
        let work = &work;
        let results: Vec<Result<(), String>> = thread::scope(|scope| {
            let jobs: Vec<_> = (0..self.jobs.max(1)).map(|job| scope.spawn(move || work(job))).collect();
            jobs.into_iter()
                .map(|job| job.join().unwrap_or_else(|_| Err("a job panicked".to_owned())))
                .collect()
        });
        results.into_iter().collect::<Result<(), String>>()?;
        let mut found = found.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        found.next = next.into_inner().min(self.seeds.end);
        Ok(found)
    }

    fn batch(
        &self,
        toolchain: &Toolchain,
        job: usize,
        seeds: Range<u64>,
        found: &Mutex<Found>,
        tell: &(dyn Fn(&Tally, &[Break]) + Sync),
    ) -> Result<(), String> {
        let is_fourth = (seeds.start / seeds.end.abs_diff(seeds.start).max(1)).is_multiple_of(4);
        let cases: Vec<Case> = seeds.map(compose::case).collect();
        let way = match (self.is_erased && !is_fourth, self.run_refused) {
            (true, _) => Way::Erased,
            (_, true) => Way::DirectAll,
            (_, false) => Way::Direct,
        };
        let name = format!("batch-{job}");
        let compiler = Compiler { toolchain, name: &name, way };
        let compiled = compiler.compile(&cases)?;
        let mut cells: Vec<Cell> = Vec::new();
        for program in &compiled.programs {
            cells.extend(run(program, self.run_refused)?);
        }
        let (mut breaks, to_reduce) = {
            let mut found = found.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            cases.iter().for_each(|case| found.tally.case(case));
            for (code, _) in compiled.refused.values() {
                *found.tally.refused.entry(code.clone()).or_default() += 1;
            }
            let mut breaks = Vec::new();
            let mut to_reduce = Vec::new();
            for cell in &cells {
                found.tally.cell(cell);
                let Some(seen) = cell.broken().filter(|_| cell.is_accepted) else { continue };
                let known = found.tally.kinds[&kind(&cell.format, seen)];
                to_reduce.push(known <= self.reduced);
                let case = cases[cell.number].clone();
                breaks.push(Break { case, smallest: None, format: cell.format.clone(), seen: seen.clone() });
            }
            // To reduce them takes a while.
            tell(&found.tally, &breaks);
            (breaks, to_reduce)
        };
        for (broken, is_wanted) in breaks.iter_mut().zip(to_reduce) {
            if is_wanted && broken.format != "all" {
                let smallest = reduce(compiler, &broken.case, &broken.format, broken.seen.letter)?;
                broken.smallest = Some(smallest);
            }
        }
        let reduced: Vec<Break> = breaks.iter().filter(|broken| broken.smallest.is_some()).cloned().collect();
        let mut found = found.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !reduced.is_empty() {
            tell(&found.tally, &reduced);
        }
        found.breaks.extend(breaks);
        Ok(())
    }
}
