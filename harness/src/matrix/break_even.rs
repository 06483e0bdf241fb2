//! [`BreakEven`]: how long a task has to be for a backend to be worth it.

use super::{BackendKind, MEMORY, Scale};
use crate::backend::{AnyBackend, Backend, Build, Builder, Inline, Pool, Spawn, Thread, Workers};
use crate::error::Error;
use crate::format::Codec;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What tasks of several lengths cost on a backend.
///
/// ```
/// use std::time::Duration;
/// use wirecheck::matrix::{BackendKind, BreakEven, BreakEvenPoint};
///
/// let us = Duration::from_micros;
/// let point = |task, here| BreakEvenPoint { task: us(task), here: us(here) };
/// // Handing a task over costs 10 us here, and two workers share the work.
/// let pool = BreakEven::new(BackendKind::Pool, "bincode", 2, vec![point(1, 10), point(10, 10), point(100, 50)]);
/// let from = pool.over_inline().expect("a length");
/// assert!(us(10) < from && from < us(20), "faster by 5 % at least: {from:?}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BreakEven {
    /// Which backend.
    pub backend: BackendKind,
    /// The wire format's name, or [`MEMORY`].
    pub format: &'static str,
    /// How many workers it had.
    pub workers: usize,
    /// The shortest task first.
    pub points: Vec<BreakEvenPoint>,
}

/// Tasks of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakEvenPoint {
    /// What a task takes in a plain loop.
    pub task: Duration,
    /// What a task takes on the backend: the time of all of them over their number.
    pub here: Duration,
}

/// The lengths of a task that are tried: about these.
const LENGTHS: [Duration; 6] = [
    Duration::from_nanos(100),
    Duration::from_micros(1),
    Duration::from_micros(10),
    Duration::from_micros(100),
    Duration::from_millis(1),
    Duration::from_millis(10),
];
/// A backend that is not faster by so much is not better: two runs of the same differ as much.
const MARGIN: f64 = 1.05;

impl BreakEven {
    /// What was measured of a backend.
    pub fn new(
        backend: BackendKind,
        format: &'static str,
        workers: usize,
        points: Vec<BreakEvenPoint>,
    ) -> Self {
        Self { backend, format, workers, points }
    }

    /// How long a task has to be for this backend to be faster than a plain loop, by 5 % at least and for all longer ones: 0
    /// where it always is, `None` where it never is. Between two lengths it is interpolated, on logarithmic axes.
    pub fn over_inline(&self) -> Option<Duration> {
        crossing(self.points.iter().map(|point| (point.task, point.task, point.here)))
    }

    /// The same beside another backend that was measured with the same lengths.
    pub fn over(&self, other: &Self) -> Option<Duration> {
        let both = self.points.iter().zip(&other.points);
        crossing(both.map(|(here, there)| (here.task, there.here, here.here)))
    }

    /// What it means, in a sentence. `thread` is what was measured of threads.
    pub fn advice(&self, thread: Option<&Self>) -> String {
        let name = if self.backend.encodes() {
            format!("{} in {}", self.backend, self.format)
        } else {
            self.backend.to_string()
        };
        let loops = match self.over_inline() {
            None => format!(
                "{name} with {} workers was not faster than a plain loop at any length of a task",
                self.workers
            ),
            Some(length) if length.is_zero() => {
                format!("{name} is faster than a plain loop from the shortest task on")
            }
            Some(length) => format!("below {} a task a plain loop is faster than {name}", brief(length)),
        };
        match thread.filter(|_| self.backend.encodes()).map(|thread| self.slower_below(thread)) {
            Some(Some(length)) if length.is_zero() => loops,
            Some(Some(length)) => format!("{loops}; below {} a thread wins", brief(length)),
            Some(None) => format!("{loops}; threads are as fast at any length"),
            None => loops,
        }
    }

    /// From which length on it is no worse than another backend.
    fn slower_below(&self, other: &Self) -> Option<Duration> {
        let both = self.points.iter().zip(&other.points);
        crossing(both.map(|(here, there)| (here.task, there.here.mul_f64(MARGIN * MARGIN), here.here)))
    }
}

/// Where `here` falls below `there` for good, of `(task, there, here)`.
fn crossing(points: impl Iterator<Item = (Duration, Duration, Duration)>) -> Option<Duration> {
    let mut from = None;
    let mut before: Option<(f64, f64)> = None;
    for (task, there, here) in points {
        // Above 1 it is better.
        let gain = there.as_secs_f64() / (here.as_secs_f64() * MARGIN).max(1e-12);
        let task = task.as_secs_f64().max(1e-12);
        if gain < 1.0 {
            from = None;
        } else if from.is_none() {
            from = Some(before.map_or(0.0, |(shorter, less)| between(shorter, less, task, gain)));
        }
        before = Some((task, gain));
    }
    from.map(Duration::from_secs_f64)
}

/// The task at which the gain is 1.
fn between(shorter: f64, less: f64, longer: f64, more: f64) -> f64 {
    let share = (0.0 - less.ln()) / (more.ln() - less.ln());
    (shorter.ln() + share * (longer.ln() - shorter.ln())).exp()
}

/// Without digits that nobody needs in a sentence.
pub(super) fn brief(time: Duration) -> String {
    match time.as_nanos() {
        nanos @ ..1_000 => format!("{nanos} ns"),
        nanos @ ..1_000_000 => format!("{} us", nanos / 1_000),
        nanos => format!("{} ms", nanos / 1_000_000),
    }
}

/// Measures tasks of several lengths on threads, and on processes in this format.
///
/// # Errors
/// Those of the backends.
pub(super) fn measure<F: Codec>(
    scale: Scale,
    workers: Workers,
    with_threads: bool,
) -> Result<Vec<BreakEven>, Error> {
    let most = workers.resolve()?;
    let mut all = Vec::new();
    if with_threads {
        all.push((
            BackendKind::Thread,
            MEMORY,
            ready::<F, _>(Thread::builder().workers(workers), AnyBackend::Thread)?,
        ));
    }
    all.push((
        BackendKind::Spawn,
        F::NAME,
        ready(Spawn::<F>::in_format().workers(workers), AnyBackend::Spawn)?,
    ));
    all.push((BackendKind::Pool, F::NAME, ready(Pool::<F>::in_format().workers(workers), AnyBackend::Pool)?));
    let inline = AnyBackend::<F>::Inline(Inline::new());
    let turns = turns_per_second();
    let mut points: Vec<Vec<BreakEvenPoint>> = vec![Vec::new(); all.len()];
    for length in LENGTHS {
        let turns = (length.as_secs_f64() * turns).max(1.0) as u64;
        // In turn, so that all of them see the same machine.
        let mut times: Vec<Vec<Duration>> = vec![Vec::new(); all.len() + 1];
        for _ in 0..scale.pick(3, 7) {
            let backends = std::iter::once((BackendKind::Inline, &inline))
                .chain(all.iter().map(|(kind, _, b)| (*kind, b)));
            for ((kind, backend), times) in backends.zip(&mut times) {
                times.push(run(backend, turns, tasks(kind, length, scale, most))?);
            }
        }
        times.iter_mut().for_each(|times| times.sort_unstable());
        let median = |times: &Vec<Duration>| times[times.len() / 2];
        let task = median(&times[0]);
        for (points, times) in points.iter_mut().zip(&times[1..]) {
            points.push(BreakEvenPoint { task, here: median(times) });
        }
    }
    let named = all.iter().zip(points);
    Ok(named
        .map(|((kind, format, backend), points)| BreakEven::new(*kind, format, backend.workers(), points))
        .collect())
}

/// How many tasks: for about so long in a plain loop, and some for each worker.
fn tasks(kind: BackendKind, length: Duration, scale: Scale, workers: usize) -> u64 {
    let time = scale.pick(Duration::from_millis(4), Duration::from_millis(40));
    let most = if kind == BackendKind::Spawn { scale.pick(8, 32) } else { scale.pick(4_000, 100_000) };
    let least = (2 * workers as u64).max(4);
    ((time.as_secs_f64() / length.as_secs_f64()) as u64).clamp(least, most.max(least))
}

fn ready<F: Codec, B: Build>(
    builder: Builder<B>,
    any: fn(B) -> AnyBackend<F>,
) -> Result<AnyBackend<F>, Error> {
    let backend = any(builder.build()?);
    // What is known to the workers before the clock counts.
    run(&backend, 1, 16)?;
    Ok(backend)
}

/// The time of a task.
fn run<F: Codec>(backend: &AnyBackend<F>, turns: u64, tasks: u64) -> Result<Duration, Error> {
    let clock = Instant::now();
    let results = backend.map(spin, vec![turns; tasks as usize])?;
    let took = clock.elapsed();
    debug_assert_eq!(results.len() as u64, tasks);
    Ok(took.div_f64(tasks as f64))
}

/// Keeps a core busy, and touches no memory.
fn spin(turns: u64) -> u64 {
    (0..turns).fold(turns, |value, turn| black_box(value.rotate_left(7) ^ turn))
}

fn turns_per_second() -> f64 {
    const TURNS: u64 = 200_000;
    let rate = |_| {
        let clock = Instant::now();
        black_box(spin(black_box(TURNS)));
        TURNS as f64 / clock.elapsed().as_secs_f64().max(1e-9)
    };
    (0..5).map(rate).fold(1.0, f64::max)
}

#[cfg(test)]
#[path = "break_even_tests.rs"]
mod tests;
