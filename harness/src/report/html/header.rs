//! The top of the page: what it is about, how the cells ended, where it comes from, what follows from it.

use super::grid::{Grid, GridCell};
use super::words::words;
use crate::report::texts::{day, sentence, unique};
use crate::report::{Compat, Timing, bytes};
use maud::{Markup, html};

pub(super) fn header(title: &str, compat: &Compat, timing: Option<&Timing>, grids: &[&Grid]) -> Markup {
    html! {
        header.top {
            h1 { (title) }
            (summary(grids))
            dl.facts {
                @for (name, fact) in facts(compat, timing) { div { dt { (name) } dd { (words(&fact)) } } }
            }
            @let advice = timing.map(advice).unwrap_or_default();
            @if !advice.is_empty() {
                ul.advice aria-label="What follows for this machine" { @for line in advice { li { (words(&line)) } } }
            }
        }
    }
}

fn summary(grids: &[&Grid]) -> Markup {
    let cells: Vec<(&str, &str, &GridCell)> = grids.iter().flat_map(|grid| grid.cells()).collect();
    let other: Vec<_> = cells.iter().filter(|(_, _, cell)| !cell.as_expected).collect();
    let good = cells.len() - other.len();
    html! {
        p.summary {
            strong { (good) " of " (cells.len()) } " cells ended as expected."
        }
        @if !other.is_empty() {
            details.wrong open[other.len() <= 20] {
                summary { (other.len()) " did not" }
                ul {
                    @for (row, column, cell) in other {
                        li { code { (row) ", " (column) } ": " (cell.outcome) "; " (words(cell.note.as_deref().unwrap_or_default())) }
                    }
                }
            }
        }
    }
}

fn facts(compat: &Compat, timing: Option<&Timing>) -> Vec<(&'static str, String)> {
    let mut facts =
        vec![("Written by", compat.generator.clone()), ("Command", format!("`{}`", compat.command))];
    let Some(timing) = timing else {
        facts.extend(compat.toolchain.clone().map(|rustc| ("Built with", rustc)));
        return facts;
    };
    let machine = &timing.machine;
    let cpu = machine.cpu.as_deref().unwrap_or("an unnamed processor");
    let memory = machine.memory.map(|memory| format!(", {}", bytes(memory))).unwrap_or_default();
    let kernel = machine.kernel.as_deref().map(|kernel| format!(" {kernel}")).unwrap_or_default();
    facts.push(("When", day(timing.unix_time)));
    facts.push(("Machine", format!("{cpu}, {} of {} cores{memory}", machine.available, machine.logical)));
    facts.push(("System", format!("{}{kernel}", machine.system)));
    let rustc = timing.toolchain.rustc.as_deref().unwrap_or("an unknown compiler");
    let optimized = if timing.toolchain.optimized { "" } else { ", not optimised" };
    facts.push(("Built with", format!("{rustc}{optimized}")));
    if let Some(commit) = &timing.commit {
        facts.push(("Commit", format!("`{}`", commit.get(..12).unwrap_or(commit))));
    }
    facts.push(("Scale", timing.scale.to_string()));
    facts.push(("Workers", timing.workers.clone()));
    facts
}

fn advice(timing: &Timing) -> Vec<String> {
    unique(timing.sections.iter().flat_map(|found| &found.advice).map(|line| sentence(line)))
}
