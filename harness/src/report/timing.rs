//! `timing.ron`: the times of every cell, the machine, and the toolchain.

use super::texts::{cell_label, full_name};
use super::units::digits;
use super::{GENERATOR, Machine, PhaseRow, ReportError, commit, write_atomic};
use crate::matrix::{BackendKind, CellReport, Estimate, Findings, Request, Scale, Suite};
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// The file: one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// The version of the file's shape. 4.
    pub schema: u32,
    /// The program that wrote it.
    pub generator: String,
    /// When the report was made, in seconds since 1970.
    pub unix_time: u64,
    /// Where.
    pub machine: Machine,
    /// The toolchain that built the program.
    pub toolchain: Toolchain,
    /// The commit that was checked out.
    pub commit: Option<String>,
    /// How much work.
    pub scale: Scale,
    /// How many workers were asked for.
    pub workers: String,
    /// The cells that ran.
    pub cells: Vec<TimingRow>,
    /// What was measured beyond the cells, one section for each measurement.
    #[serde(default)]
    pub sections: Vec<Findings>,
}

/// Everything that a run measured.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// The cells.
    pub reports: Vec<CellReport>,
    /// What the measurements found.
    pub findings: Vec<Findings>,
}

/// The toolchain that built the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toolchain {
    /// The compiler's version, when the program's build script passed it on.
    pub rustc: Option<String>,
    /// Whether debug assertions were off.
    pub optimized: bool,
}

/// The times of a cell, in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimingRow {
    /// The workload's name.
    pub workload: String,
    /// Where it ran.
    pub backend: BackendKind,
    /// The wire format's name, or `memory`.
    pub format: String,
    /// How large values were transferred, where the workload is run in several modes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<String>,
    /// The fault that a worker met, where one was injected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// One word: how it ended.
    pub outcome: String,
    /// How many tasks it has.
    pub tasks: u64,
    /// How many of them could run at the same time.
    pub workers: usize,
    /// The time to build the backend; not part of `wall`.
    pub start_up: f64,
    /// From the first input to the last result: the median of the runs.
    pub wall: f64,
    /// The fastest run.
    #[serde(default)]
    pub low: f64,
    /// The slowest.
    #[serde(default)]
    pub high: f64,
    /// How many runs there were. 0 where the cell did not pass, and in files of schema 2, which are of one run.
    #[serde(default)]
    pub runs: usize,
    /// Where the time went, of the run with the median.
    #[serde(default)]
    pub phases: Option<PhaseRow>,
    /// The most memory that this process used, in bytes.
    #[serde(default)]
    pub peak_parent: Option<u64>,
    /// The same of its largest worker.
    #[serde(default)]
    pub peak_worker: Option<u64>,
    /// What follows from it, in a sentence.
    #[serde(default)]
    pub advice: Option<String>,
    /// `wall` divided by `tasks`.
    pub per_task: f64,
    /// How many times as fast as inline it is, when that ran too.
    #[serde(default)]
    pub speed_up: Option<f64>,
    /// The lower end of the 95 % interval of `speed_up`, where there are several runs.
    #[serde(default)]
    pub speed_up_low: Option<f64>,
    /// The upper end.
    #[serde(default)]
    pub speed_up_high: Option<f64>,
    /// `speed_up` divided by `workers`.
    #[serde(default)]
    pub efficiency: Option<f64>,
    /// Bytes sent to workers.
    pub sent: u64,
    /// Bytes received from workers.
    pub received: u64,
    /// Processes started during the run.
    pub started: u64,
}

impl Timing {
    /// The version that this program writes. It also reads the cells of the earlier ones: 1 has no transfer modes, 2 one run
    /// per cell and no phases, 3 no intervals. What 1 to 3 say about measurements beyond the cells is skipped.
    pub const SCHEMA: u32 = 4;

    /// Describes a run.
    pub fn new(suite: &Suite, request: &Request, measured: &Measured) -> Self {
        let Measured { reports, findings } = measured;
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
            sections: findings.iter().filter(|found| !found.is_empty()).cloned().collect(),
        }
    }

    /// Reads the file; `None` when there is none. Files of schema 1 to 3 are read, too, without what they do not have.
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

    /// The name of its cell within its workload.
    pub(crate) fn label(&self) -> String {
        cell_label(self.backend, &self.format, self.transfer.as_ref(), self.fault.as_ref())
    }

    /// The speed-up with its interval.
    pub fn speed_up_estimate(&self) -> Option<Estimate> {
        let interval = self.speed_up_low.zip(self.speed_up_high);
        self.speed_up.map(|value| Estimate { value, interval })
    }

    fn new(report: &CellReport, all: &[CellReport]) -> Self {
        let speed_up = report.speed_up(reference(report, all));
        let interval = speed_up.and_then(|speed_up| speed_up.interval);
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
            speed_up: speed_up.map(|speed_up| digits(speed_up.value)),
            speed_up_low: interval.map(|(low, _)| digits(low)),
            speed_up_high: interval.map(|(_, high)| digits(high)),
            efficiency: speed_up.map(|speed_up| digits(speed_up.value / report.workers as f64)),
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
