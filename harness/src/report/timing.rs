//! `timing.ron`: what every cell took, on which machine, built how.

use super::texts::full_name;
use super::{
    BreakEvenRow, GENERATOR, Machine, MixRow, PeerRow, PhaseRow, ReportError, ScalingRow, commit,
    write_atomic,
};
use crate::matrix::{BackendKind, BreakEven, CellReport, Request, Scale, Scaling, Suite, Sweep, SweepPoint};
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// The file: one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// The version of the file's shape. 3.
    pub schema: u32,
    /// What wrote it.
    pub generator: String,
    /// When the report was made, in seconds since 1970.
    pub unix_time: u64,
    /// Where.
    pub machine: Machine,
    /// What the program was built with.
    pub toolchain: Toolchain,
    /// The commit that was checked out.
    pub commit: Option<String>,
    /// How much work.
    pub scale: Scale,
    /// How many workers were asked for.
    pub workers: String,
    /// The cells that ran.
    pub cells: Vec<TimingRow>,
    /// The throughput of large results over their size, when that was measured.
    #[serde(default)]
    pub sweep: Vec<SweepRow>,
    /// What follows from it for this machine.
    #[serde(default)]
    pub advice: Option<String>,
    /// Workloads on 1, 2, .. workers.
    #[serde(default)]
    pub scaling: Vec<ScalingRow>,
    /// From which size of a task on a backend is worth it.
    #[serde(default)]
    pub break_even: Vec<BreakEvenRow>,
    /// The same workloads in other libraries, when that was asked for.
    #[serde(default)]
    pub peers: Vec<PeerRow>,
    /// Waits and sums together.
    #[serde(default)]
    pub mix: Vec<MixRow>,
}

/// What a run measured.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// The cells.
    pub reports: Vec<CellReport>,
    /// The ways of large values.
    pub sweep: Option<Sweep>,
    /// Workloads on 1, 2, .. workers.
    pub scaling: Vec<Scaling>,
    /// From which size of a task on a backend is worth it.
    pub break_even: Vec<BreakEven>,
    /// Other libraries.
    pub peers: Vec<PeerRow>,
    /// Waits and sums together.
    pub mix: Vec<MixRow>,
}

/// What the program was built with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toolchain {
    /// The compiler's version, when the program's build script passed it on.
    pub rustc: Option<String>,
    /// Whether debug assertions were off.
    pub optimized: bool,
}

/// What a cell took. Times are seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimingRow {
    /// The workload's name.
    pub workload: String,
    /// Where it ran.
    pub backend: BackendKind,
    /// The wire format's name, or `memory`.
    pub format: String,
    /// The way that large values took, where the workload is run in several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<String>,
    /// What went wrong with a worker on the way, where a fault was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// One word: how it ended.
    pub outcome: String,
    /// How many tasks it has.
    pub tasks: u64,
    /// How many of them ran at once at most.
    pub workers: usize,
    /// Building the backend; not part of `wall`.
    pub start_up: f64,
    /// From the first input to the last result: the median of the runs.
    pub wall: f64,
    /// The fastest run.
    #[serde(default)]
    pub low: f64,
    /// The slowest.
    #[serde(default)]
    pub high: f64,
    /// How many runs there were, after one to warm up; 1 where that took all the time there was. 0 where it did not pass, and in
    /// files of schema 2, which are of one run.
    #[serde(default)]
    pub runs: usize,
    /// Where the time went, of the run with the median.
    #[serde(default)]
    pub phases: Option<PhaseRow>,
    /// The most memory that this process had, in bytes.
    #[serde(default)]
    pub peak_parent: Option<u64>,
    /// The same of its largest worker.
    #[serde(default)]
    pub peak_worker: Option<u64>,
    /// What follows from it, in a sentence.
    #[serde(default)]
    pub advice: Option<String>,
    /// `wall` over `tasks`.
    pub per_task: f64,
    /// How many times faster than inline, when that ran too.
    #[serde(default)]
    pub speed_up: Option<f64>,
    /// `speed_up` over `workers`.
    #[serde(default)]
    pub efficiency: Option<f64>,
    /// Bytes sent to workers.
    pub sent: u64,
    /// Bytes received from workers.
    pub received: u64,
    /// Processes started during the run.
    pub started: u64,
}

/// The throughput of results of one size. Rates are bytes a second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepRow {
    /// Bytes of a result.
    pub size: u64,
    /// The way they took.
    pub way: String,
    /// The median of the runs.
    pub rate: f64,
    /// The slowest run.
    pub low: f64,
    /// The fastest.
    pub high: f64,
    /// How many runs there were.
    pub runs: usize,
}

impl SweepRow {
    fn new(point: &SweepPoint) -> Self {
        let SweepPoint { size, way, rate, low, high, runs } = *point;
        let [rate, low, high] = [rate, low, high].map(f64::round);
        Self { size, way: way.to_string(), rate, low, high, runs }
    }
}

impl Timing {
    /// The version this program writes. It reads the earlier ones too: 1 has no transfer modes and no sweep, 2 one run a
    /// cell and no phases.
    pub const SCHEMA: u32 = 3;

    /// Describes a run.
    pub fn new(suite: &Suite, request: &Request, measured: &Measured) -> Self {
        let Measured { reports, sweep, scaling, break_even, peers, mix } = measured;
        let sweep = sweep.as_ref();
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            schema: Self::SCHEMA,
            generator: GENERATOR.to_owned(),
            unix_time: now.map_or(0, |now| now.as_secs()),
            machine: Machine::here(),
            toolchain: Toolchain {
                rustc: suite.toolchain().map(str::to_owned),
                optimized: !cfg!(debug_assertions),
            },
            commit: commit(Path::new(".")),
            scale: request.scale,
            workers: request.workers.to_string(),
            cells: reports.iter().map(|report| TimingRow::new(report, reports)).collect(),
            sweep: sweep.iter().flat_map(|sweep| &sweep.points).map(SweepRow::new).collect(),
            advice: sweep.and_then(Sweep::advice),
            scaling: scaling.iter().map(ScalingRow::of).collect(),
            break_even: break_even.iter().map(|one| BreakEvenRow::of(one, break_even)).collect(),
            peers: peers.clone(),
            mix: mix.clone(),
        }
    }

    /// Reads the file; `None` when there is none. Files of schema 1 and 2 are read too, without what they do not have.
    ///
    /// # Errors
    /// When it cannot be read, or a newer program wrote it.
    pub fn read(path: &Path) -> Result<Option<Self>, ReportError> {
        super::read::read(path, "a timing report", Self::SCHEMA, "delete it")
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When that is not possible.
    pub fn write(&self, path: &Path) -> Result<(), ReportError> {
        let body = ron::ser::to_string_pretty(self, PrettyConfig::new().depth_limit(2))
            .map_err(|error| ReportError::new(path, error.to_string()))?;
        write_atomic(
            path,
            &format!(
                "// Written by {GENERATOR}. Times are seconds; of a cell, the median of its runs.\n{body}\n"
            ),
        )
    }
}

impl TimingRow {
    /// The name of its cell.
    pub fn name(&self) -> String {
        let Self { workload, backend, format, transfer, fault, .. } = self;
        full_name((workload, *backend, format), [transfer.as_ref(), fault.as_ref()])
    }

    fn new(report: &CellReport, all: &[CellReport]) -> Self {
        let speed_up = report.speed_up(reference(report, all));
        Self {
            workload: report.cell.workload.to_owned(),
            backend: report.cell.backend,
            format: report.cell.format.to_owned(),
            transfer: report.cell.transfer.map(|transfer| transfer.name().to_owned()),
            fault: report.cell.fault.map(|fault| fault.name().to_owned()),
            outcome: report.outcome.word().to_owned(),
            tasks: report.tasks,
            workers: report.workers,
            start_up: digits(report.start_up.as_secs_f64()),
            wall: digits(report.wall.as_secs_f64()),
            low: digits(report.walls.first().unwrap_or(&report.wall).as_secs_f64()),
            high: digits(report.walls.last().unwrap_or(&report.wall).as_secs_f64()),
            runs: report.walls.len(),
            phases: PhaseRow::of(report),
            peak_parent: report.peak,
            peak_worker: report.phases.map(|phases| phases.peak).filter(|bytes| *bytes > 0),
            advice: report.advice(reference(report, all)),
            per_task: digits(report.per_task().as_secs_f64()),
            speed_up: speed_up.map(digits),
            efficiency: speed_up.map(|speed_up| digits(speed_up / report.workers as f64)),
            sent: report.sent,
            received: report.received,
            started: report.started,
        }
    }
}

/// The inline cell of the same workload.
pub(super) fn reference<'a>(report: &CellReport, all: &'a [CellReport]) -> Option<&'a CellReport> {
    let inline = |other: &&CellReport| {
        other.cell.workload == report.cell.workload && other.cell.backend == BackendKind::Inline
    };
    all.iter().find(inline)
}

/// Nanoseconds are below what a clock resolves here; more digits would only look exact.
pub(super) fn digits(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}
