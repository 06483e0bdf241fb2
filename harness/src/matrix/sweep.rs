//! [`Sweep`]: the throughput of results over their size, a line for each way that they take.

use super::Scale;
use crate::backend::{Pool, Transfer};
use crate::error::Error;
use crate::format::Codec;
use std::fmt;
use std::time::{Duration, Instant};

/// What a line of a sweep is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// The results are made in this process and go nowhere: the reference.
    InProcess,
    /// A worker makes them.
    Sent(Transfer),
}

impl Way {
    /// All of them, the reference first.
    pub const ALL: [Self; 5] = [
        Self::InProcess,
        Self::Sent(Transfer::Inline),
        Self::Sent(Transfer::File),
        Self::Sent(Transfer::SharedMemory),
        Self::Sent(Transfer::Auto),
    ];

    /// The name that reports print.
    pub fn name(self) -> &'static str {
        match self {
            Self::InProcess => "in process",
            Self::Sent(Transfer::SharedMemory) => "shared memory",
            Self::Sent(transfer) => transfer.name(),
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Results of one size that took one way. Rates are bytes a second.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct SweepPoint {
    /// Bytes of a result.
    pub size: u64,
    /// Which way they took.
    pub way: Way,
    /// The median of the runs.
    pub rate: f64,
    /// The slowest run.
    pub low: f64,
    /// The fastest.
    pub high: f64,
    /// How many runs there were.
    pub runs: usize,
}

/// The throughput of `Vec<u8>` results over their size: one worker of a [`Pool`] makes them, and the caller keeps them.
///
/// ```
/// use wirecheck::Bincode;
/// use wirecheck::matrix::{Scale, Suite};
///
/// # fn run() {
/// let suite = Suite::new().sweep::<Bincode>();
/// let sweep = suite.sweep_case().map(|case| case.run(Scale::Small, &|_| ()));
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sweep {
    /// A point a size and way, by size.
    pub points: Vec<SweepPoint>,
    /// What went wrong: which way, at which size, how.
    pub failures: Vec<String>,
}

impl Sweep {
    /// The sizes that were measured, each once.
    pub fn sizes(&self) -> Vec<u64> {
        let mut sizes: Vec<u64> = self.points.iter().map(|point| point.size).collect();
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }

    /// What was measured of one way, by size.
    pub fn line(&self, way: Way) -> impl Iterator<Item = &SweepPoint> {
        self.points.iter().filter(move |point| point.way == way)
    }

    /// Bytes a second.
    pub fn rate(&self, way: Way, size: u64) -> Option<f64> {
        self.line(way).find(|point| point.size == size).map(|point| point.rate)
    }
}

/// How much is measured.
struct Extent {
    /// Bytes of a result.
    sizes: Vec<u64>,
    /// About so many bytes are a run.
    bytes: u64,
    most_tasks: u64,
    /// So many runs of a size, or fewer where a run is long.
    most_runs: usize,
}

impl Extent {
    fn of(scale: Scale) -> Self {
        Self {
            sizes: (0..scale.pick(6, 10)).map(|power| 1024 << (2 * power)).collect(),
            bytes: scale.pick(1 << 20, 64 << 20),
            most_tasks: scale.pick(128, 16_384),
            most_runs: scale.pick(5, 15),
        }
    }

    /// Two at least, so that a worker is at the next one while the one before is read; two of 256 MiB, in this process and
    /// under way, are within 2 GiB.
    fn tasks(&self, size: u64) -> u64 {
        (self.bytes / size).clamp(2, self.most_tasks)
    }

    fn runs(&self, size: u64) -> usize {
        let total = self.tasks(size) * size;
        self.most_runs.min(match total >> 20 {
            0..=15 => 15,
            16..=127 => 7,
            _ => 3,
        })
    }
}

/// Measures it. `at` is told of every size before it is begun.
pub(super) fn sweep<F: Codec>(scale: Scale, at: &dyn Fn(u64)) -> Sweep {
    let (extent, mut found) = (Extent::of(scale), Sweep::default());
    let mut contestants: Vec<(Way, Option<Pool<F>>)> = Vec::new();
    for way in Way::ALL {
        match pool(way) {
            Ok(pool) => contestants.push((way, pool)),
            Err(error) => found.failures.push(format!("{way}: {error}")),
        }
    }
    for &size in &extent.sizes {
        at(size);
        round(&extent, size, &contestants, &mut found);
    }
    found
}

fn pool<F: Codec>(way: Way) -> Result<Option<Pool<F>>, Error> {
    let Way::Sent(transfer) = way else { return Ok(None) };
    let builder = Pool::<F>::in_format().workers(1).transfer(transfer);
    // Where a way begins to win is asked: so it is taken by small results too, which it is not by itself.
    let builder = if transfer == Transfer::Auto { builder } else { builder.shared_memory_threshold(1) };
    builder.build().map(Some)
}

/// One size, all ways in turn: a machine that slows down slows all of them.
fn round<F: Codec>(extent: &Extent, size: u64, contestants: &[(Way, Option<Pool<F>>)], found: &mut Sweep) {
    let (tasks, runs) = (extent.tasks(size), extent.runs(size));
    let mut rates: Vec<Result<Vec<f64>, String>> = contestants.iter().map(|_| Ok(Vec::new())).collect();
    for run in 0..=runs {
        for ((_, pool), rates) in contestants.iter().zip(&mut rates) {
            let Ok(so_far) = rates else { continue };
            match once(pool.as_ref(), tasks, size) {
                // The first fills caches and memory that is kept.
                Ok(_) if run == 0 => {}
                Ok(time) => so_far.push((tasks * size) as f64 / time.as_secs_f64().max(1e-9)),
                Err(story) => *rates = Err(story),
            }
        }
    }
    for ((way, _), rates) in contestants.iter().zip(rates) {
        match rates {
            Ok(rates) => found.points.extend(SweepPoint::new(size, *way, rates)),
            Err(story) => found.failures.push(format!("{way}, results of {size} bytes: {story}")),
        }
    }
}

impl SweepPoint {
    /// Of one run, for tests of what is made of points.
    #[cfg(test)]
    pub(crate) fn exact(size: u64, way: Way, rate: f64) -> Self {
        Self { size, way, rate, low: rate, high: rate, runs: 1 }
    }

    fn new(size: u64, way: Way, mut rates: Vec<f64>) -> Option<Self> {
        rates.sort_by(f64::total_cmp);
        let (low, high) = (*rates.first()?, *rates.last()?);
        Some(Self { size, way, rate: *rates.get(rates.len() / 2)?, low, high, runs: rates.len() })
    }
}

/// Not 0, which is what memory holds that nobody has written to.
fn mark(task: u64) -> u8 {
    (task % 255) as u8 + 1
}

fn produce(mark: u8, size: usize) -> Vec<u8> {
    vec![mark; size]
}

/// What one run takes. The results are looked at when the clock has stopped.
fn once<F: Codec>(pool: Option<&Pool<F>>, tasks: u64, size: u64) -> Result<Duration, String> {
    let bytes = usize::try_from(size).map_err(|error| error.to_string())?;
    let inputs = (0..tasks).map(|task| (mark(task), bytes));
    let clock = Instant::now();
    let results = match pool {
        None => inputs.map(|(mark, bytes)| produce(mark, bytes)).collect(),
        Some(pool) => pool.map(produce, inputs).map_err(|error| error.to_string())?,
    };
    let time = clock.elapsed();
    check(&results, tasks, bytes).map(|()| time)
}

fn check(results: &[Vec<u8>], tasks: u64, bytes: usize) -> Result<(), String> {
    if results.len() as u64 != tasks {
        return Err(format!("{} results came back and not {tasks}", results.len()));
    }
    for (task, result) in (0..).zip(results) {
        // A piece at a time: fast, and without a second one of 256 MiB.
        let piece = [mark(task); 4096];
        let is_whole = result.chunks(piece.len()).all(|found| found == &piece[..found.len()]);
        if result.len() != bytes || !is_whole {
            return Err(format!("result {task} is not what the task made"));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
