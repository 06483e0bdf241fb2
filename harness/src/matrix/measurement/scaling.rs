//! [`Scaling`]: how workloads get faster with more workers, and how far that can go.

use super::{
    Axis, Column, DataTable, Datum, Findings, Guide, Measurement, MeasurementRequest, Point, Selection,
    Series, Unit,
};
use crate::matrix::speed_up::{Trust, trust};
use crate::matrix::text::label;
use crate::matrix::{BackendKind, Case, CellReport, Estimate, Request};
use std::time::Duration;

/// Measures the workloads of a run on 1, 2, 4, .. workers: on threads, and on the pool in their first format.
///
/// All numbers of workers are measured one after the other, so that they see the same machine. A run with `--runs 1` leaves it
/// out: one run has no interval. Every [`Suite`](crate::matrix::Suite) has this measurement.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scaling;

impl Measurement for Scaling {
    fn name(&self) -> &'static str {
        "scaling"
    }

    fn selection(&self) -> Selection {
        Selection::WithCells
    }

    fn run(&self, request: &MeasurementRequest<'_>) -> Result<Findings, String> {
        if request.runs < 2 {
            return Ok(Findings::new(self.name(), ""));
        }
        let measured: Vec<Curve> = chosen(request)
            .into_iter()
            .filter_map(|(case, report)| {
                request.progress(&case.cell().to_string());
                Curve::measure(case, report, request)
            })
            .collect();
        Ok(findings(self.name(), &measured))
    }
}

/// The cells to measure: of each workload, that on threads and the first on a pool.
fn chosen<'a>(request: &MeasurementRequest<'a>) -> Vec<(&'a Case, &'a CellReport)> {
    let mut chosen: Vec<(&Case, &CellReport)> = Vec::new();
    for (case, report) in request.cases.iter().zip(request.reports) {
        let cell = case.cell();
        let is_there = chosen
            .iter()
            .any(|(other, _)| (other.cell().workload, other.cell().backend) == (cell.workload, cell.backend));
        let has_workers = matches!(cell.backend, BackendKind::Thread | BackendKind::Pool);
        if has_workers && !is_there && cell.fault.is_none() && report.ran() && report.workers > 1 {
            chosen.push((case, report));
        }
    }
    chosen
}

/// An interval of a serial share that is wider than this says nothing.
const WIDEST: f64 = 0.5;

/// A workload on 1, 2, .. workers of one backend.
#[derive(Clone, Debug, PartialEq)]
struct Curve {
    workload: &'static str,
    /// The backend, with the format where there is one.
    label: String,
    /// Numbers of workers, the smallest first, and seconds per run.
    points: Vec<(usize, Vec<f64>)>,
}

impl Curve {
    /// `None` where one of the numbers of workers did not end as it should.
    fn measure(case: &Case, report: &CellReport, request: &MeasurementRequest<'_>) -> Option<Self> {
        let cell = case.cell();
        let of = |workers| Request {
            scale: request.scale,
            workers: request.workers,
            exactly: Some(workers),
            runs: request.runs,
            ..Request::default()
        };
        let mut points = Vec::new();
        for workers in ladder(report.workers) {
            let found = case.run(&of(workers));
            if !found.ran() {
                return None;
            }
            points.push((workers, found.walls.iter().map(Duration::as_secs_f64).collect()));
        }
        Some(Self { workload: cell.workload, label: label(cell.backend, cell.format), points })
    }

    /// How many times as fast as on one worker it is on each number of them.
    fn speed_ups(&self) -> Vec<(usize, Estimate)> {
        let Some((1, one)) = self.points.first() else { return Vec::new() };
        let speed_up =
            |(workers, runs): &(usize, Vec<f64>)| Some((*workers, Estimate::ratio_of_medians(one, runs)?));
        self.points.iter().filter_map(speed_up).collect()
    }

    /// The serial share on most workers, where the interval says something about it: see [`karp_flatt`].
    fn serial(&self) -> Option<Estimate> {
        let (workers, speed_up) = self.speed_ups().into_iter().next_back()?;
        if trust(&speed_up, workers) != Trust::Possible {
            return None;
        }
        let share = |speed_up| karp_flatt(speed_up, workers).map(|share| share.clamp(0.0, 1.0));
        let (low, high) = speed_up.interval?;
        let (low, high) = (share(high)?, share(low)?);
        (high - low <= WIDEST)
            .then_some(Estimate { value: share(speed_up.value)?, interval: Some((low, high)) })
    }

    fn points(&self) -> Vec<Point> {
        let point = |(workers, speed_up): (usize, Estimate)| {
            // One worker is exactly as fast as one worker.
            let interval = speed_up.interval.filter(|_| workers > 1);
            let (low, high) = interval.unwrap_or((speed_up.value, speed_up.value));
            Point { x: workers as f64, y: speed_up.value, low, high }
        };
        self.speed_ups().into_iter().map(point).collect()
    }
}

fn findings(name: &str, curves: &[Curve]) -> Findings {
    let mut found = Findings::new(name, "More workers").about(
        "How many times as fast a workload is as on one worker, with the 95 % interval. The serial share is the part that does \
         not get faster with more workers (Karp and Flatt), and the bound is the speed-up that no number of workers exceeds if \
         that share stays (Amdahl).",
    );
    let mut table = DataTable::new([
        Column::text("workload"),
        Column::text("backend"),
        Column::new("workers", Unit::Count),
        Column::new("speed-up", Unit::Times),
        Column::new("serial share", Unit::Share),
        Column::new("bound", Unit::Times),
    ]);
    for curve in curves {
        let Some((workers, speed_up)) = curve.speed_ups().into_iter().next_back() else { continue };
        let serial = curve.serial();
        // Without a serial share there is no bound, and one that may be 0 or 1 says nothing.
        let bound = serial.filter(|serial| serial.is_above(0.005) && serial.is_below(0.99)).map(|serial| {
            let (low, high) = serial.interval.unwrap_or((serial.value, serial.value));
            Estimate {
                value: amdahl(serial.value, None),
                interval: Some((amdahl(high, None), amdahl(low, None))),
            }
        });
        table.push([
            Datum::text(curve.workload),
            Datum::text(&curve.label),
            Datum::count(workers),
            Datum::Estimate(speed_up),
            Datum::estimate(serial),
            Datum::estimate(bound),
        ]);
        if let Some(doubt) = trust(&speed_up, workers).doubt(&speed_up, workers, "the run on one worker") {
            found = found.note(format!("`{}` on {}: {doubt}", curve.workload, curve.label));
        }
    }
    found = found.table("Speed-ups on most workers", table);
    let mut workloads: Vec<&str> = curves.iter().map(|curve| curve.workload).collect();
    workloads.dedup();
    for workload in workloads {
        let about = "Measured (solid), as many times as there are workers (dotted), and Amdahl's law with the serial share that was \
                     found (dashed).";
        let of_it: Vec<&Curve> = curves.iter().filter(|curve| curve.workload == workload).collect();
        found = found.detail(workload, about, series(&of_it));
    }
    found
}

fn series(curves: &[&Curve]) -> Series {
    let mut series = Series::new(
        Axis::linear("workers", Unit::Count),
        Axis::linear("speed-up over one worker", Unit::Times),
    );
    for curve in curves {
        series = series.line(&curve.label, curve.points());
    }
    let most = series.xs().last().copied().unwrap_or(1.0);
    series.guides.push(Guide { line: None, points: vec![(0.0, 0.0), (most, most)] });
    for (line, curve) in curves.iter().enumerate() {
        if let Some(serial) = curve.serial() {
            series.guides.push(Guide { line: Some(line), points: law(serial.value, most) });
        }
    }
    series
}

/// Amdahl's law from one worker to `most`.
fn law(serial: f64, most: f64) -> Vec<(f64, f64)> {
    const STEPS: u32 = 16;
    let workers = (0..=STEPS).map(|step| 1.0 + (most - 1.0).max(0.0) * f64::from(step) / f64::from(STEPS));
    workers.map(|workers| (workers, 1.0 / (serial + (1.0 - serial) / workers))).collect()
}

/// 1, 2, 4, .. and the number itself.
fn ladder(most: usize) -> Vec<usize> {
    let powers = std::iter::successors(Some(1_usize), |workers| workers.checked_mul(2));
    powers.take_while(|workers| *workers < most).chain([most]).collect()
}

/// The serial share of a program that is `speed_up` times as fast on this number of workers as on one, after Karp and Flatt
/// ("Measuring Parallel Processor Performance", CACM 33(5), 1990): `(1 / speed_up - 1 / workers) / (1 - 1 / workers)`.
///
/// It is below 0 where the speed-up is larger than the number of workers, and above 1 where the program is slower than on one.
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

/// How many times as fast a program with this serial share can be on this number of workers, after Amdahl (1967); with `None`, on
/// any number of them. Infinite where nothing is serial.
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
