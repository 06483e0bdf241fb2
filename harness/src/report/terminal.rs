//! The table that a run prints: a block a workload, at most 80 columns.

use super::{bytes, seconds};
use crate::backend::Transfer;
use crate::matrix::{About, BackendKind, CellReport, Sweep};
use std::fmt::Write as _;

/// Prints blocks, with or without colour.
///
/// ```
/// use wirecheck::report::Table;
///
/// let table = Table::new(false);
/// assert!(table.legend().lines().all(|line| line.len() <= 80));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Table {
    colour: bool,
}

const GREEN: &str = "32";
const RED: &str = "31";
pub(super) const BOLD: &str = "1";
pub(super) const DIM: &str = "2";

impl Table {
    /// A table that is coloured or not.
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

    /// The block of a sweep.
    pub fn sweep(&self, sweep: &Sweep) -> String {
        // Writing to a String cannot fail.
        super::transfer::block(sweep, |text| self.paint(DIM, text), |text| self.paint(BOLD, text))
            .unwrap_or_default()
    }

    /// What the columns mean.
    pub fn legend(&self) -> String {
        let text = "wall: first input to last result, starting the workers not counted\n\
                    speedup: times faster than inline; effic.: that over the number of workers\n\
                    moved: bytes sent and received; a task: wall over tasks\n";
        text.lines().map(|line| self.paint(DIM, line) + "\n").collect()
    }

    fn write(&self, text: &mut String, about: &About, reports: &[CellReport]) -> std::fmt::Result {
        let tasks = reports.iter().map(|report| report.tasks).max().unwrap_or(0);
        let ways = reports.iter().any(|report| report.cell.transfer.is_some());
        let workers = reports.iter().map(|report| report.workers).max().unwrap_or(0);
        let extent =
            if ways { format!("{tasks} tasks, {workers} workers") } else { format!("{tasks} tasks") };
        writeln!(text, "{} {}", self.paint(BOLD, about.name), self.paint(DIM, &extent))?;
        wrap(text, "  ", about.about, 80)?;
        if let Some(published) = about.published {
            wrap(text, "  published: ", published, 80)?;
        }
        // The line is full: the way of large values takes the place of what is the same in all of them.
        let head = if ways {
            format!(
                "  {:<6}  {:<8}  {:<13}  {:<7}  {:>7}  {:>7}  {:>7}  {:>7}",
                "where", "format", "large values", "status", "wall", "speedup", "moved", "a task"
            )
        } else {
            format!(
                "  {:<6}  {:<8}  {:<7}  {:>7}  {:>7}  {:>7}  {:>6}  {:>7}  {:>7}",
                "where", "format", "status", "workers", "wall", "speedup", "effic.", "moved", "a task"
            )
        };
        writeln!(text, "{}", self.paint(DIM, &head))?;
        for report in reports.iter().filter(|report| report.cell.fault.is_none()) {
            self.row(text, report, super::timing::reference(report, reports), ways)?;
        }
        self.faults(text, reports)
    }

    /// What became of the cells with a fault, a sentence a backend.
    fn faults(&self, text: &mut String, reports: &[CellReport]) -> std::fmt::Result {
        for backend in BackendKind::ALL {
            let faulty = reports.iter().filter(|report| report.cell.backend == backend);
            let words: Vec<String> = faulty
                .filter_map(|report| {
                    let fault = report.cell.fault?;
                    let ended = report.outcome.word();
                    let note = match (report.as_expected(), ended) {
                        (true, "failed") => "failed, as it has to",
                        (true, _) => ended,
                        (false, _) => &format!("{ended}, NOT AS EXPECTED"),
                    };
                    Some(format!("{fault}: {note}"))
                })
                .collect();
            if !words.is_empty() {
                wrap(text, "  ", &format!("{backend} with a fault: {}", words.join("; ")), 80)?;
            }
        }
        Ok(())
    }

    fn row(
        &self,
        text: &mut String,
        report: &CellReport,
        inline: Option<&CellReport>,
        ways: bool,
    ) -> std::fmt::Result {
        let good = report.as_expected();
        let word = format!("{:<7}", report.outcome.word());
        let status = self.paint(if good { GREEN } else { RED }, &word);
        write!(text, "  {:<6}  {:<8}", report.cell.backend, report.cell.format)?;
        if ways {
            write!(text, "  {:<13}", report.cell.transfer.map_or("-", Transfer::name))?;
        }
        write!(text, "  {status}")?;
        if report.ran() {
            let speed_up = report.speed_up(inline);
            if !ways {
                write!(text, "  {:>7}", report.workers)?;
            }
            let times = speed_up.map_or_else(|| "-".to_owned(), ratio);
            write!(text, "  {:>7}  {times:>7}", seconds(report.wall))?;
            if !ways {
                let efficiency = speed_up.map(|speed_up| 100.0 * speed_up / report.workers as f64);
                let percent = efficiency.map_or_else(|| "-".to_owned(), |percent| format!("{percent:.0} %"));
                write!(text, "  {percent:>6}")?;
            }
            let (moved, a_task) = (bytes(report.sent + report.received), seconds(report.per_task()));
            write!(text, "  {moved:>7}  {a_task:>7}")?;
        }
        writeln!(text)
    }

    pub(super) fn paint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// A task of microseconds in a process of its own is hundreds of times slower: not 0.00 times as fast.
fn ratio(value: f64) -> String {
    if value < 0.1 { format!("{value:.4}") } else { format!("{value:.2}") }
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
