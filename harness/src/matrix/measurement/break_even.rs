//! [`BreakEven`]: how long a task has to be for a backend to be worth it.

use super::crossing::{Crossing, Finding, Pair};
use super::{
    Axis, Column, DataTable, Datum, Findings, Guide, Mark, Measurement, MeasurementRequest, Point, Series,
    Unit,
};
use crate::backend::{AnyBackend, Backend, Build, Builder, Inline, Pool, Spawn, Thread, Workers};
use crate::error::Error;
use crate::format::Codec;
use crate::matrix::statistics::median;
use crate::matrix::text::{brief, label};
use crate::matrix::{BackendKind, MEMORY, Scale};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Measures tasks of several lengths on every backend, and says from which length on a backend is faster than a plain loop.
///
/// ```
/// use wirecheck::Bincode;
/// use wirecheck::matrix::{BreakEven, Suite};
///
/// let suite = Suite::new().measure(BreakEven::new().formats::<(Bincode,)>());
/// assert!(suite.measurements().any(|measurement| measurement.formats() == ["bincode"]));
/// ```
#[derive(Clone, Debug, Default)]
pub struct BreakEven {
    formats: Vec<InFormat>,
}

/// A format's name, and the measurement in it; with threads or without.
#[derive(Clone, Copy, Debug)]
struct InFormat {
    name: &'static str,
    measure: fn(Scale, Workers, bool) -> Result<Vec<TaskCost>, Error>,
}

impl BreakEven {
    /// A measurement in no format yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Measures the backends with processes in this format as well.
    #[must_use]
    pub fn format<F: Codec>(mut self) -> Self {
        self.formats.push(InFormat { name: F::NAME, measure: measure::<F> });
        self
    }

    /// Measures the backends with processes in these formats as well.
    #[must_use]
    pub fn formats<L: BreakEvenFormats>(self) -> Self {
        L::add_to(self)
    }
}

/// A tuple of formats, such as `(Bincode, Ron)`, for [`BreakEven::formats`].
pub trait BreakEvenFormats {
    #[doc(hidden)]
    fn add_to(measurement: BreakEven) -> BreakEven;
}

macro_rules! formats {
    ($($($format:ident)*;)*) => {$(
        impl<$($format: Codec),*> BreakEvenFormats for ($($format,)*) {
            fn add_to(measurement: BreakEven) -> BreakEven {
                measurement$(.format::<$format>())*
            }
        }
    )*};
}

crate::matrix::tuples::for_each_tuple!(formats);

impl Measurement for BreakEven {
    fn name(&self) -> &'static str {
        "break_even"
    }

    fn formats(&self) -> Vec<&'static str> {
        self.formats.iter().map(|format| format.name).collect()
    }

    fn run(&self, request: &MeasurementRequest<'_>) -> Result<Findings, String> {
        let (mut all, mut failures) = (Vec::new(), Vec::new());
        for format in self.formats.iter().filter(|format| request.formats.contains(&format.name)) {
            request.progress(format.name);
            // Threads have no format: once is enough.
            match (format.measure)(request.scale, request.workers, all.is_empty()) {
                Ok(found) => all.extend(found),
                Err(error) => failures.push(format!("{}: {error}", format.name)),
            }
        }
        let mut found = findings(self.name(), &all);
        found.failures = failures;
        Ok(found)
    }
}

fn findings(name: &str, all: &[TaskCost]) -> Findings {
    let thread = all.iter().find(|one| one.backend == BackendKind::Thread);
    let mut series = Series::new(
        Axis::logarithmic("time of a task in a plain loop", Unit::Seconds),
        Axis::logarithmic("time per task on the backend", Unit::Seconds),
    );
    let mut table = DataTable::new(
        ["backend", "workers", "faster than a plain loop", "faster than threads"].map(Column::text),
    );
    let mut found =
        Findings::new(name, "Break-even").about("How long a task must be for a backend to be worth it.");
    for (line, one) in all.iter().enumerate() {
        let name = label(one.backend, one.format);
        series = series.line(&name, one.points());
        let over_inline = one.over_inline();
        if let Some(Finding::From(at, ..)) = over_inline.map(|crossing| crossing.finding()) {
            series.marks.push(Mark { line, x: at, text: format!("{name} from {}", print(at)) });
        }
        let words = |crossing: Option<Crossing>| {
            Datum::text(crossing.map(|crossing| crossing.words(print)).unwrap_or_default())
        };
        let over_thread = thread.filter(|_| one.backend.encodes()).and_then(|thread| one.over(thread));
        table.push([
            Datum::text(&name),
            Datum::text(one.workers.to_string()),
            words(over_inline),
            words(over_thread),
        ]);
        found = found.advice(one.advice(thread));
    }
    let unclear: Vec<String> = all
        .iter()
        .filter(|one| one.over_inline().is_some_and(|crossing| crossing.finding() == Finding::Unclear))
        .map(|one| label(one.backend, one.format))
        .collect();
    if !unclear.is_empty() {
        found = found.note(format!(
            "from which length of a task on they are faster than a plain loop cannot be said for {}: the runs differ too much; run \
             again on an idle machine",
            unclear.join(", ")
        ));
    }
    let tasks = series.xs();
    if let (Some(&low), Some(&high)) = (tasks.first(), tasks.last()) {
        // A task in a plain loop takes as long as it takes.
        series.guides.push(Guide { line: None, points: vec![(low, low), (high, high)] });
    }
    let about = "The wall time divided by the number of tasks, adjusted to a plain loop that takes as long as the task. Below the dotted \
                 line a task takes less time than in a plain loop.";
    found.series("Time per task, on a backend and in a plain loop", about, series).detail_table(
        "Length of a task from which on a backend is faster",
        "With the 95 % interval in parentheses.",
        table,
    )
}

fn print(seconds: f64) -> String {
    Duration::try_from_secs_f64(seconds).map_or_else(|_| "-".to_owned(), brief)
}

/// What tasks of several lengths cost on a backend.
///
/// ```
/// use std::time::Duration;
/// use wirecheck::matrix::{BackendKind, TaskCost};
///
/// let us = Duration::from_micros;
/// let runs = |value| vec![us(value); 3];
/// // Handing a task over costs 10 us here, and two workers share the work.
/// let pool = TaskCost::new(BackendKind::Pool, "bincode", 2)
///     .length(us(1), runs(1), runs(10))
///     .length(us(10), runs(10), runs(10))
///     .length(us(100), runs(100), runs(50));
/// let from = pool.over_inline().and_then(|crossing| crossing.value()).expect("a length");
/// assert!(10e-6 < from && from < 20e-6, "faster by 5 % at least: {from}");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TaskCost {
    /// Which backend.
    pub backend: BackendKind,
    /// The wire format's name, or [`MEMORY`].
    pub format: &'static str,
    /// How many workers it had.
    pub workers: usize,
    /// The shortest task first.
    lengths: Vec<Length>,
}

/// Tasks of one length: seconds per task, one value per run.
#[derive(Clone, Debug, PartialEq)]
struct Length {
    /// What a task takes where nothing else runs.
    task: f64,
    /// In a plain loop.
    plain: Vec<f64>,
    /// On the backend: the time of all of them divided by their number.
    here: Vec<f64>,
}

impl Length {
    /// The runs on the backend, as if the plain loop had taken no longer than a task takes: what slowed the machine down
    /// slowed down both.
    fn adjusted(&self) -> Vec<f64> {
        let slowed = median(&self.plain).map_or(1.0, |plain| plain / self.task);
        self.here.iter().map(|here| here / slowed).collect()
    }
}

impl TaskCost {
    /// A backend of which nothing was measured yet.
    pub fn new(backend: BackendKind, format: &'static str, workers: usize) -> Self {
        Self { backend, format, workers, lengths: Vec::new() }
    }

    /// Adds tasks that are longer than those before, of about `task`: the runs in a plain loop, and those on the backend. Each run
    /// is the time per task.
    #[must_use]
    pub fn length(mut self, task: Duration, plain: Vec<Duration>, here: Vec<Duration>) -> Self {
        let seconds = |runs: Vec<Duration>| runs.iter().map(Duration::as_secs_f64).collect();
        self.lengths.push(Length { task: task.as_secs_f64(), plain: seconds(plain), here: seconds(here) });
        self
    }

    fn points(&self) -> Vec<Point> {
        self.lengths.iter().filter_map(|length| Point::of_runs(length.task, &length.adjusted())).collect()
    }

    /// How long a task has to be for this backend to be faster than a plain loop, by 5 % at least and for all longer ones.
    pub fn over_inline(&self) -> Option<Crossing> {
        crossing(self.lengths.iter().map(|length| (length.task, &*length.here, &*length.plain)))
    }

    /// The same compared with another backend that was measured with the same lengths.
    pub fn over(&self, other: &Self) -> Option<Crossing> {
        let both = self.lengths.iter().zip(&other.lengths);
        crossing(both.map(|(here, there)| (here.task, &*here.here, &*there.here)))
    }

    /// What follows, in a sentence; empty where the runs differ too much to say anything. `thread` is what was measured of threads.
    pub fn advice(&self, thread: Option<&Self>) -> String {
        let name = label(self.backend, self.format);
        let plain = match self.over_inline().map(|crossing| crossing.finding()) {
            None | Some(Finding::Unclear) => return String::new(),
            Some(Finding::Never) => format!(
                "{name} with {} workers was not faster than a plain loop at any length of a task",
                self.workers
            ),
            Some(Finding::Always) => format!("{name} is faster than a plain loop from the shortest task on"),
            Some(Finding::From(at, low, high)) => {
                let [at, low, high] = [at, low, high].map(print);
                format!("{name} is faster than a plain loop for tasks of {at} ({low} to {high}) and more")
            }
        };
        let over_thread = thread.filter(|_| self.backend.encodes()).and_then(|thread| thread.over(self));
        match over_thread.map(|crossing| crossing.finding()) {
            Some(Finding::Always) => format!("{plain}; threads are faster at every length"),
            _ => plain,
        }
    }
}

/// Of `(task, here, there)`, the times of both. The time there is what counts for here: the longer, the better.
fn crossing<'a>(lengths: impl Iterator<Item = (f64, &'a [f64], &'a [f64])>) -> Option<Crossing> {
    let pairs: Vec<Pair<'_>> = lengths.map(|(x, here, there)| Pair { x, one: there, other: here }).collect();
    Crossing::of(&pairs)
}

/// The lengths of a task that are tried, approximately.
const LENGTHS: [Duration; 6] = [
    Duration::from_nanos(100),
    Duration::from_micros(1),
    Duration::from_micros(10),
    Duration::from_micros(100),
    Duration::from_millis(1),
    Duration::from_millis(10),
];

/// Measures tasks of several lengths on threads, and on processes in this format.
///
/// # Errors
/// Those of the backends.
fn measure<F: Codec>(scale: Scale, workers: Workers, with_threads: bool) -> Result<Vec<TaskCost>, Error> {
    let most = workers.resolve()?;
    let mut all = Vec::new();
    if with_threads {
        let thread = ready::<F, _>(Thread::builder().workers(workers), AnyBackend::Thread)?;
        all.push((BackendKind::Thread, MEMORY, thread));
    }
    let spawn = ready(Spawn::<F>::in_format().workers(workers), AnyBackend::Spawn)?;
    all.push((BackendKind::Spawn, F::NAME, spawn));
    let pool = ready(Pool::<F>::in_format().workers(workers), AnyBackend::Pool)?;
    all.push((BackendKind::Pool, F::NAME, pool));
    let inline = AnyBackend::<F>::Inline(Inline::new());
    let turns = turns_per_second();
    let mut costs: Vec<TaskCost> =
        all.iter().map(|(kind, format, backend)| TaskCost::new(*kind, format, backend.workers())).collect();
    for length in LENGTHS {
        let turns = (length.as_secs_f64() * turns).max(1.0) as u64;
        // In turn, so that all of them see the same machine.
        let mut times: Vec<Vec<Duration>> = vec![Vec::new(); all.len() + 1];
        for _ in 0..scale.pick(5, 7) {
            let backends = std::iter::once((BackendKind::Inline, &inline))
                .chain(all.iter().map(|(kind, _, backend)| (*kind, backend)));
            for ((kind, backend), times) in backends.zip(&mut times) {
                times.push(run(backend, turns, tasks(kind, length, scale, most))?);
            }
        }
        let plain = times.remove(0);
        costs = costs
            .into_iter()
            .zip(times)
            .map(|(cost, times)| cost.length(length, plain.clone(), times))
            .collect();
    }
    Ok(costs)
}

/// How many tasks: enough for a certain time in a plain loop, and at least some for each worker.
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
    // Before the clock counts, the workers get to know the task.
    run(&backend, 1, 16)?;
    Ok(backend)
}

/// The time per task.
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
