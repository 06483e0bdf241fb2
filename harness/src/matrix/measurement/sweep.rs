//! [`TransferSweep`]: the throughput of results over their size, one line for each transfer mode.

use super::crossing::{Crossing, Finding, Pair, binary, two_digits};
use super::{
    Axis, Column, DataTable, Datum, Findings, Mark, Measurement, MeasurementRequest, Point, Series, Unit,
};
use crate::backend::{Pool, Transfer};
use crate::error::Error;
use crate::format::Codec;
use crate::matrix::Scale;
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::time::{Duration, Instant};

/// Measures the throughput of `Vec<u8>` results over their size: one worker of a [`Pool`] makes them, and the caller keeps them.
///
/// ```
/// use wirecheck::Bincode;
/// use wirecheck::matrix::{Suite, TransferSweep};
///
/// let suite = Suite::new().measure(TransferSweep::<Bincode>::new());
/// assert!(suite.measurements().any(|measurement| measurement.name() == "transfer_sweep"));
/// ```
pub struct TransferSweep<F>(PhantomData<fn() -> F>);

impl<F: Codec> TransferSweep<F> {
    /// The sweep in this format.
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<F: Codec> Default for TransferSweep<F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F: Codec> Debug for TransferSweep<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TransferSweep").field(&F::NAME).finish()
    }
}

impl<F: Codec> Measurement for TransferSweep<F> {
    fn name(&self) -> &'static str {
        "transfer_sweep"
    }

    fn formats(&self) -> Vec<&'static str> {
        vec![F::NAME]
    }

    fn run(&self, request: &MeasurementRequest<'_>) -> Result<Findings, String> {
        let sweep = measure::<F>(request.scale, &|size| request.progress(&binary(size)));
        Ok(sweep.findings(self.name(), F::NAME))
    }
}

/// What a line of the sweep is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    /// The results are made in this process and go nowhere: the reference.
    InProcess,
    /// A worker makes them.
    Sent(Transfer),
}

impl Route {
    /// All of them, the reference first.
    const ALL: [Self; 5] = [Self::InProcess, INLINE, FILE, SHARED, AUTO];

    fn name(self) -> &'static str {
        match self {
            Self::InProcess => "in process",
            SHARED => "shared memory",
            Self::Sent(transfer) => transfer.name(),
        }
    }

    /// In a sentence.
    fn noun(self) -> &'static str {
        match self {
            INLINE => "the socket",
            FILE => "a file",
            other => other.name(),
        }
    }
}

const INLINE: Route = Route::Sent(Transfer::Inline);
const FILE: Route = Route::Sent(Transfer::File);
const SHARED: Route = Route::Sent(Transfer::SharedMemory);
const AUTO: Route = Route::Sent(Transfer::Auto);

/// Results of one size that took one route.
#[derive(Clone, Debug, PartialEq)]
struct Rates {
    /// Bytes of a result.
    size: u64,
    route: Route,
    /// Bytes per second, one value per run.
    runs: Vec<f64>,
}

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sweep {
    /// By size.
    rates: Vec<Rates>,
    /// Which route, at which size, and what went wrong.
    failures: Vec<String>,
}

impl Sweep {
    fn of(&self, route: Route) -> impl Iterator<Item = &Rates> {
        self.rates.iter().filter(move |rates| rates.route == route)
    }

    fn runs(&self, route: Route, size: u64) -> Option<&[f64]> {
        self.of(route).find(|rates| rates.size == size).map(|rates| &*rates.runs)
    }

    /// From which size on `one` is faster than `other`. `None` where they have no size in common.
    fn crossing(&self, one: Route, other: Route) -> Option<Crossing> {
        let pairs = self.of(one).filter_map(|rates| {
            Some(Pair { x: rates.size as f64, one: &rates.runs, other: self.runs(other, rates.size)? })
        });
        Crossing::of(&pairs.collect::<Vec<_>>())
    }

    /// What can be said of a route compared with the socket.
    fn over_inline(&self, route: Route) -> Option<Finding> {
        self.crossing(route, INLINE).map(|crossing| crossing.finding())
    }

    /// What to do on this machine, in one sentence. `None` where nothing was measured that could be compared, or the runs differ too
    /// much to say anything.
    fn advice(&self) -> Option<String> {
        let found: Vec<(Route, Finding)> =
            [SHARED, FILE].into_iter().filter_map(|route| Some((route, self.over_inline(route)?))).collect();
        let mut better: Vec<(f64, Route, Finding)> = found
            .iter()
            .filter_map(|(route, finding)| match finding {
                Finding::Always => Some((0.0, *route, *finding)),
                Finding::From(at, ..) => Some((*at, *route, *finding)),
                Finding::Never | Finding::Unclear => None,
            })
            .collect();
        better.sort_by(|one, other| one.0.total_cmp(&other.0));
        let largest = self.of(INLINE).map(|rates| rates.size).max()?;
        let is_clear = !found.is_empty() && found.iter().all(|(_, finding)| *finding != Finding::Unclear);
        match better[..] {
            [] => is_clear.then(|| {
                format!(
                    "the socket (inline) is as good as any route up to {} on this machine",
                    binary(largest)
                )
            }),
            [first] => Some(is_fastest(first.1, first.2)),
            [first, second, ..] => {
                let overtakes = self.crossing(second.1, first.1).map(|crossing| crossing.finding());
                Some(match overtakes {
                    // It overtakes the other one, which had overtaken the socket before.
                    Some(Finding::From(at, low, high)) if at > second.0 => {
                        let next = format!("from {} on {}", sizes(at, low, high), second.1.noun());
                        format!("{}, and {next}", is_fastest(first.1, first.2))
                    }
                    Some(Finding::From(..) | Finding::Always) => is_fastest(second.1, second.2),
                    Some(Finding::Never | Finding::Unclear) | None => is_fastest(first.1, first.2),
                })
            }
        }
    }

    /// Which routes nothing can be said of, in a sentence.
    fn doubt(&self) -> Option<String> {
        let is_unclear = |route: &Route| self.over_inline(*route) == Some(Finding::Unclear);
        let routes: Vec<&str> = [SHARED, FILE].into_iter().filter(is_unclear).map(Route::noun).collect();
        (!routes.is_empty()).then(|| {
            format!(
                "whether {} is faster than the socket cannot be said: the runs differ too much; run again on an idle machine",
                routes.join(" or ")
            )
        })
    }

    /// How much of the best fixed route [`Transfer::Auto`] reaches where it is worst, and the size where that is.
    fn worst_of_auto(&self) -> Option<(f64, u64)> {
        let rate = |route, size| crate::matrix::statistics::median(self.runs(route, size)?);
        let share = |rates: &Rates| {
            let best = [INLINE, FILE, SHARED]
                .into_iter()
                .filter_map(|route| rate(route, rates.size))
                .reduce(f64::max)?;
            Some((rate(AUTO, rates.size)? / best, rates.size))
        };
        self.of(AUTO).filter_map(share).min_by(|one, other| one.0.total_cmp(&other.0))
    }

    fn series(&self) -> Series {
        let mut series = Series::new(
            Axis::logarithmic("size of one result", Unit::BinaryBytes),
            Axis::logarithmic("throughput", Unit::BytesPerSecond),
        );
        for route in Route::ALL {
            let points = self.of(route).filter_map(|rates| Point::of_runs(rates.size as f64, &rates.runs));
            series = series.line(route.name(), points.collect::<Vec<_>>());
        }
        for (line, route) in (0..).zip(Route::ALL).filter(|(_, route)| matches!(*route, SHARED | FILE)) {
            if let Some(Finding::From(at, ..)) =
                self.crossing(route, INLINE).map(|crossing| crossing.finding())
            {
                let text = format!("{} from {}", route.name(), binary(two_digits(at)));
                series.marks.push(Mark { line, x: at, text });
            }
        }
        series
    }

    fn crossings(&self) -> DataTable {
        let [_, sent @ ..] = Route::ALL;
        let over = sent.iter().map(|route| Column::text(format!("over {}", route.name())));
        let mut table = DataTable::new([Column::text("route")].into_iter().chain(over));
        for one in sent {
            let against =
                sent.iter().map(|other| match self.crossing(one, *other).filter(|_| one != *other) {
                    Some(crossing) => Datum::text(crossing.words(|size| binary(two_digits(size)))),
                    None => Datum::Missing,
                });
            table.push([Datum::text(one.name())].into_iter().chain(against));
        }
        table
    }

    fn findings(self, name: &str, format: &str) -> Findings {
        let mut found = Findings::new(name, "Large values")
            .about(format!(
                "`Vec<u8>` results of one worker of a `Pool` in {format}, kept by the caller: the median of several runs, all \
                 routes in turn. `in process` makes the same vectors without a worker."
            ))
            .advice(self.advice().unwrap_or_default())
            .series("Throughput of large results by their route", "", self.series());
        if found.parts.is_empty() {
            found.failures = self.failures;
            return found;
        }
        let about = "From which size on the route of a row is faster than that of a column: by 5 % at least, and at every larger \
                     size. The 95 % interval is in parentheses.";
        found = found.detail_table("Where a route becomes the faster one", about, self.crossings());
        if let Some((share, size)) = self.worst_of_auto() {
            found = found.note(format!(
                "auto reaches at least {:.0} % of the best route; it is worst at {}",
                share * 100.0,
                binary(size)
            ));
        }
        if let Some(doubt) = self.doubt() {
            found = found.note(doubt);
        }
        found.failures = self.failures;
        found
    }
}

fn sizes(at: f64, low: f64, high: f64) -> String {
    let [at, low, high] = [at, low, high].map(|size| binary(two_digits(size)));
    format!("{at} ({low} to {high})")
}

fn is_fastest(route: Route, found: Finding) -> String {
    match found {
        Finding::From(at, low, high) => {
            format!("from {} on {} is fastest on this machine", sizes(at, low, high), route.noun())
        }
        _ => format!("{} is fastest at every size measured on this machine", route.noun()),
    }
}

/// How much is measured.
struct Extent {
    /// Bytes of a result.
    sizes: Vec<u64>,
    /// A run moves about this number of bytes.
    bytes: u64,
    most_tasks: u64,
    /// The number of runs per size, or fewer where a run takes long.
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

    /// At least two, so that a worker makes the next one while the one before is read. Two of 256 MiB, in this process and
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

/// Measures all sizes; `at` is called with each before it is begun.
fn measure<F: Codec>(scale: Scale, at: &dyn Fn(u64)) -> Sweep {
    let (extent, mut found) = (Extent::of(scale), Sweep::default());
    let mut contestants: Vec<(Route, Option<Pool<F>>)> = Vec::new();
    for route in Route::ALL {
        match pool(route) {
            Ok(pool) => contestants.push((route, pool)),
            Err(error) => found.failures.push(format!("{}: {error}", route.name())),
        }
    }
    for &size in &extent.sizes {
        at(size);
        round(&extent, size, &contestants, &mut found);
    }
    found
}

fn pool<F: Codec>(route: Route) -> Result<Option<Pool<F>>, Error> {
    let Route::Sent(transfer) = route else { return Ok(None) };
    let builder = Pool::<F>::in_format().workers(1).transfer(transfer);
    // The question is where a route begins to win: small results must take it too, which they do not do by themselves.
    let builder = if transfer == Transfer::Auto { builder } else { builder.shared_memory_threshold(1) };
    builder.build().map(Some)
}

/// One size, all routes in turn: a machine that slows down slows all of them.
fn round<F: Codec>(extent: &Extent, size: u64, contestants: &[(Route, Option<Pool<F>>)], found: &mut Sweep) {
    let (tasks, runs) = (extent.tasks(size), extent.runs(size));
    let mut rates: Vec<Result<Vec<f64>, String>> = contestants.iter().map(|_| Ok(Vec::new())).collect();
    for run in 0..=runs {
        for ((_, pool), rates) in contestants.iter().zip(&mut rates) {
            let Ok(so_far) = rates else { continue };
            match once(pool.as_ref(), tasks, size) {
                // The first run fills caches and memory that is kept.
                Ok(_) if run == 0 => {}
                Ok(time) => so_far.push((tasks * size) as f64 / time.as_secs_f64().max(1e-9)),
                Err(error) => *rates = Err(error),
            }
        }
    }
    for ((route, _), rates) in contestants.iter().zip(rates) {
        match rates {
            Ok(runs) => found.rates.push(Rates { size, route: *route, runs }),
            Err(error) => found.failures.push(format!("{}, results of {size} bytes: {error}", route.name())),
        }
    }
}

/// Not 0, which is what memory holds that nobody has written to.
fn mark(task: u64) -> u8 {
    (task % 255) as u8 + 1
}

fn produce(mark: u8, size: usize) -> Vec<u8> {
    vec![mark; size]
}

/// The time of one run. The results are checked after the clock has stopped.
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
        // A piece at a time: fast, and without a second vector of 256 MiB.
        let piece = [mark(task); 4096];
        let is_intact = result.chunks(piece.len()).all(|found| found == &piece[..found.len()]);
        if result.len() != bytes || !is_intact {
            return Err(format!("result {task} is not what the task made"));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
