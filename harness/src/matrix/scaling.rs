//! How a workload gets faster with more workers, and how far that can go.

use super::{BackendKind, Case, CellReport, Request};
use std::time::Duration;

/// A workload on 1, 2, .. workers of one backend.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Scaling {
    /// The workload's name.
    pub workload: &'static str,
    /// Where it ran.
    pub backend: BackendKind,
    /// The wire format's name, or [`MEMORY`](super::MEMORY).
    pub format: &'static str,
    /// How long it took on so many workers, the fewest first: the runs, the shortest first.
    pub points: Vec<(usize, Vec<Duration>)>,
}

impl Scaling {
    /// Runs a cell on 1, 2, 4, .. workers up to those of `report`, which is of that cell and gives the last point.
    ///
    /// `None` where the report has no times, one worker, or another number did not end as it should.
    pub fn of(case: &Case, report: &CellReport, request: &Request) -> Option<Self> {
        let cell = report.cell;
        if !report.ran() || report.workers < 2 || case.cell() != cell {
            return None;
        }
        let mut points = Vec::new();
        for workers in ladder(report.workers) {
            let fewer = case.run(&Request { exactly: Some(workers), watch: None, ..request.clone() });
            if !fewer.ran() {
                return None;
            }
            points.push((workers, fewer.walls));
        }
        points.push((report.workers, report.walls.clone()));
        Some(Self { workload: cell.workload, backend: cell.backend, format: cell.format, points })
    }

    /// The share that does not get faster, of the most workers: see [`karp_flatt`].
    pub fn serial(&self) -> Option<f64> {
        let (workers, most) = self.points.last()?;
        let (1, one) = self.points.first()? else { return None };
        karp_flatt(median(one)?.as_secs_f64() / median(most)?.as_secs_f64(), *workers)
    }
}

/// 1, 2, 4, .. below a number.
fn ladder(most: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(1_usize), |workers| workers.checked_mul(2))
        .take_while(move |workers| *workers < most)
}

pub(crate) fn median(sorted: &[Duration]) -> Option<Duration> {
    sorted.get(sorted.len() / 2).copied().filter(|time| !time.is_zero())
}

/// The serial share of a program that is `speed_up` times faster on so many workers than on one, after Karp and Flatt
/// ("Measuring Parallel Processor Performance", CACM 33(5), 1990): `(1 / speed_up - 1 / workers) / (1 - 1 / workers)`.
///
/// Below 0 it is faster than the workers are many, above 1 slower than with one.
///
/// ```
/// use wirecheck::matrix::karp_flatt;
///
/// assert_eq!(karp_flatt(4.0, 4), Some(0.0));
/// assert_eq!(karp_flatt(1.0, 4), Some(1.0));
/// assert_eq!(karp_flatt(1.0, 1), None);
/// ```
pub fn karp_flatt(speed_up: f64, workers: usize) -> Option<f64> {
    if workers < 2 || !speed_up.is_finite() || speed_up <= 0.0 {
        return None;
    }
    let each = 1.0 / workers as f64;
    Some((1.0 / speed_up - each) / (1.0 - each))
}

/// The most times faster that a program with this serial share gets on so many workers, after Amdahl (1967); on `None` of
/// them, at all. Infinite where nothing is serial.
///
/// ```
/// use wirecheck::matrix::amdahl;
///
/// assert_eq!(amdahl(0.5, Some(2)), 1.0 / 0.75);
/// assert_eq!(amdahl(0.1, None), 10.0);
/// ```
pub fn amdahl(serial: f64, workers: Option<usize>) -> f64 {
    let serial = serial.clamp(0.0, 1.0);
    let parallel = workers.map_or(0.0, |workers| (1.0 - serial) / workers.max(1) as f64);
    1.0 / (serial + parallel)
}

#[cfg(test)]
#[path = "scaling_tests.rs"]
mod tests;
