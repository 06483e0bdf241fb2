//! What a run prints: a block for each workload and each measurement, at most 80 columns wide.

use super::timing::reference;
use super::{bytes, seconds};
use crate::backend::Transfer;
use crate::matrix::{About, BackendKind, CellReport, Estimate, short};
use std::fmt::Write as _;

/// Makes the blocks that a run prints, with or without colour.
///
/// ```
/// use wirecheck::report::Terminal;
///
/// let terminal = Terminal::new(false);
/// assert!(terminal.legend().lines().all(|line| line.len() <= 80));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    colour: bool,
}

const GREEN: &str = "32";
const RED: &str = "31";
pub(super) const BOLD: &str = "1";
pub(super) const DIM: &str = "2";
pub(super) const WIDTH: usize = 80;

impl Terminal {
    /// For a terminal with colours or without.
    pub fn new(colour: bool) -> Self {
        Self { colour }
    }

    /// The block of one workload.
    pub fn block(&self, about: &About, reports: &[CellReport]) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut text, about, reports);
        text
    }

    /// The meaning of the columns.
    pub fn legend(&self) -> String {
        let text = "wall: first input to last result, without starting the workers\n\
                    speed-up: times as fast as inline, with the 95 % interval over the runs\n\
                    moved: bytes sent and received; per task: wall divided by tasks\n";
        text.lines().map(|line| self.paint(DIM, line) + "\n").collect()
    }

    fn write(&self, text: &mut String, about: &About, reports: &[CellReport]) -> std::fmt::Result {
        let tasks = reports.iter().map(|report| report.tasks).max().unwrap_or(0);
        let has_modes = reports.iter().any(|report| report.cell.transfer.is_some());
        let workers = reports.iter().map(|report| report.workers).max().unwrap_or(0);
        let of = |count: u64, noun: &str| {
            if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
        };
        let extent = format!("{}, {}", of(tasks, "task"), of(workers as u64, "worker"));
        writeln!(text, "{} {}", self.paint(BOLD, about.name), self.paint(DIM, &extent))?;
        wrap(text, "  ", about.about, WIDTH)?;
        if let Some(published) = about.published {
            wrap(text, "  published: ", published, WIDTH)?;
        }
        // The line is full: the transfer mode takes the place of what is the same in all of them, or follows from the others.
        let head = if has_modes {
            format!(
                "  {:<7}  {:<8}  {:<13}  {:<7}  {:>7}  {:>17}  {:>7}",
                "where", "format", "large values", "status", "wall", "speed-up", "moved"
            )
        } else {
            format!(
                "  {:<7}  {:<8}  {:<7}  {:>7}  {:>17}  {:>7}  {:>8}",
                "where", "format", "status", "wall", "speed-up", "moved", "per task"
            )
        };
        writeln!(text, "{}", self.paint(DIM, &head))?;
        for report in reports.iter().filter(|report| report.cell.fault.is_none()) {
            self.row(text, report, reference(report, reports), has_modes)?;
        }
        self.faults(text, reports)
    }

    /// How the cells with a fault ended, one sentence for each backend.
    fn faults(&self, text: &mut String, reports: &[CellReport]) -> std::fmt::Result {
        for backend in BackendKind::ALL {
            let faulty = reports.iter().filter(|report| report.cell.backend == backend);
            let words: Vec<String> = faulty
                .filter_map(|report| {
                    let fault = report.cell.fault?;
                    let ended = report.outcome.word();
                    let note = match (report.as_expected(), ended) {
                        (true, "failed") => "failed, as expected",
                        (true, _) => ended,
                        (false, _) => &format!("{ended}, NOT AS EXPECTED"),
                    };
                    Some(format!("{fault}: {note}"))
                })
                .collect();
            if !words.is_empty() {
                wrap(text, "  ", &format!("{backend} with a fault: {}", words.join("; ")), WIDTH)?;
            }
        }
        Ok(())
    }

    fn row(
        &self,
        text: &mut String,
        report: &CellReport,
        inline: Option<&CellReport>,
        has_modes: bool,
    ) -> std::fmt::Result {
        let good = report.as_expected();
        let word = format!("{:<7}", report.outcome.word());
        let status = self.paint(if good { GREEN } else { RED }, &word);
        write!(text, "  {:<7}  {:<8}", report.cell.backend, report.cell.format)?;
        if has_modes {
            write!(text, "  {:<13}", report.cell.transfer.map_or("-", Transfer::name))?;
        }
        write!(text, "  {status}")?;
        if report.ran() {
            let speed_up = report.speed_up(inline).map_or_else(|| "-".to_owned(), |times| compact(&times));
            let moved = bytes(report.sent + report.received);
            write!(text, "  {:>7}  {speed_up:>17}  {moved:>7}", seconds(report.wall))?;
            if !has_modes {
                write!(text, "  {:>8}", seconds(report.per_task()))?;
            }
        }
        writeln!(text)
    }

    /// What follows from the times of a workload: on threads, and on each backend with processes in its first format.
    pub fn advice(&self, reports: &[CellReport]) -> String {
        let mut text = String::new();
        for backend in [BackendKind::Thread, BackendKind::Spawn, BackendKind::Pool] {
            let Some(report) =
                reports.iter().find(|report| report.cell.backend == backend && report.cell.fault.is_none())
            else {
                continue;
            };
            if let Some(advice) = report.advice(reference(report, reports)) {
                text.push_str(&self.paragraph(DIM, "  ", &format!("{backend}: {advice}")));
            }
        }
        text
    }

    pub(super) fn paint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// A speed-up in 17 columns: the interval of a very small one is left out.
fn compact(speed_up: &Estimate) -> String {
    let text = speed_up.to_string();
    if text.len() > 17 { short(speed_up.value) } else { text }
}

/// Breaks a sentence between words; later lines are indented by two.
pub(super) fn wrap(text: &mut String, indent: &str, sentence: &str, width: usize) -> std::fmt::Result {
    let mut line = indent.to_owned();
    for word in sentence.split_whitespace() {
        let full = line.chars().count() + 1 + word.chars().count() > width;
        if full && line.trim() != indent.trim() {
            writeln!(text, "{}", line.trim_end())?;
            line = "    ".to_owned();
        }
        line.push_str(word);
        line.push(' ');
    }
    writeln!(text, "{}", line.trim_end())
}

#[cfg(test)]
#[path = "terminal_tests.rs"]
mod tests;
