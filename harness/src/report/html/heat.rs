//! A matrix as HTML: the heat map, and the same cells as a list.

use super::grid::{Grid, GridCell};
use super::words::linked;
use crate::matrix::Unit;
use crate::report::texts::times;
use crate::report::value::number;
use maud::{Markup, html};

/// More cells than this are drawn by the script alone, so that the file stays small.
pub(super) const MOST_CELLS: usize = 2_000;

/// How a cell can end: the word, and the sign that needs no colour.
const ENDINGS: [(&str, &str); 5] = [
    ("pass", "\u{2713}"),
    ("wrong", "\u{2260}"),
    ("failed", "\u{2717}"),
    ("refused", "\u{2298}"),
    ("skipped", "\u{2013}"),
];

/// The section of a matrix. `more` comes between its title and the map.
pub(super) fn section(grid: &Grid, more: &Markup) -> Markup {
    let is_small = grid.count() <= MOST_CELLS;
    let id = grid.id;
    html! {
        section.matrix id=(id) aria-labelledby={ (id) "-h" } data-count=(grid.count()) {
            h2 id={ (id) "-h" } { (grid.title) }
            (more)
            (legend())
            @if !is_small {
                noscript {
                    p { "These " (grid.count()) " cells are drawn by a script. Without it, read "
                        a href="compat.md" { "compat.md" } " or " a href="compat.json" { "compat.json" } ", in the same folder as this page." }
                }
            }
            .scroll tabindex="0" role="region" aria-label={ (grid.title) ", one line for each " (grid.first) } {
                table.heat id={ (id) "-map" } {
                    caption.away { (grid.title) ": how each cell ended" }
                    thead {
                        tr {
                            th scope="col" data-key="name" { (grid.first) }
                            @for column in &grid.columns { th scope="col" data-key=(column) { (broken(column)) } }
                        }
                    }
                    tbody { @if is_small { (map(grid)) } }
                }
            }
            button.more type="button" hidden { "More" }
            .detail id={ (id) "-detail" } hidden {}
            details.list {
                summary { "As a list" }
                .scroll tabindex="0" role="region" aria-label={ (grid.title) ", one line for each cell" } {
                    table.plain id={ (id) "-list" } {
                        caption.away { (grid.title) ": one line for each cell" }
                        thead {
                            tr {
                                th scope="col" data-key="name" { (grid.first) }
                                th scope="col" data-key="where" { "where" }
                                th scope="col" data-key="status" { "status" }
                                @for metric in &grid.metrics { th.num scope="col" data-key=(metric.key) { (metric.name) } }
                                th scope="col" data-key="note" { "note" }
                            }
                        }
                        tbody { @if is_small { (list(grid)) } }
                    }
                }
                button.more type="button" hidden { "More" }
            }
        }
    }
}

fn legend() -> Markup {
    html! {
        ul.legend aria-label="Legend" {
            @for (word, sign) in ENDINGS { li { span.chip.{ (letter(word)) } aria-hidden="true" { (sign) } (word) } }
            li { span.chip.x aria-hidden="true" { "!" } "not as expected" }
        }
    }
}

/// A backend above its format.
fn broken(column: &str) -> Markup {
    html! {
        @match column.split_once(' ') {
            Some((backend, format)) => { (backend) " " br; (format) },
            None => (column),
        }
    }
}

fn map(grid: &Grid) -> Markup {
    html! {
        @for (at, row) in grid.rows.iter().enumerate() {
            tr data-row=(at) {
                th scope="row" { (row.name) }
                @for cell in &row.cells {
                    @match cell {
                        Some(cell) => td class=(class(cell)) title=[&cell.note] { (status(cell)) },
                        None => td.none {},
                    }
                }
            }
        }
    }
}

fn list(grid: &Grid) -> Markup {
    html! {
        @for (row, column, cell) in grid.cells() {
            tr {
                th scope="row" { (row) }
                td.where { (column) }
                td { span class=(class(cell)) { (status(cell)) } }
                @for (metric, value) in grid.metrics.iter().zip(&cell.values) {
                    td.num { @if let Some(value) = value { (printed(metric.unit, super::data::short(*value))) } }
                }
                td.note { @if let Some(note) = &cell.note { (linked(note)) } }
            }
        }
    }
}

fn letter(word: &str) -> &str {
    word.get(..1).unwrap_or_default()
}

fn class(cell: &GridCell) -> String {
    let unexpected = if cell.as_expected { "" } else { " x" };
    format!("c {}{unexpected}", letter(cell.outcome))
}

/// The sign and the word.
fn status(cell: &GridCell) -> String {
    let sign = ENDINGS.iter().find(|(word, _)| *word == cell.outcome).map_or("?", |(_, sign)| sign);
    let mark = if cell.as_expected { "" } else { "! " };
    format!("{mark}{sign} {}", cell.outcome)
}

/// A value of a metric.
fn printed(unit: Unit, value: f64) -> String {
    match unit {
        // Cells are compared with each other by their numbers.
        Unit::Times => times(value),
        unit => number(unit, value),
    }
}

#[cfg(test)]
#[path = "heat_tests.rs"]
mod tests;
