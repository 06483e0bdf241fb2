//! The section of one measurement: its sentences, and a figure for each part.

use super::bars::{self, Bar};
use super::figure::{Drawing, Figure, WordTable};
use super::plot::Plot;
use super::words::words;
use crate::matrix::{Data, DataTable, Datum, Findings, Part, Series, Unit};
use crate::report::texts::sentence;
use crate::report::value::{self, Detail, number, table_of};
use maud::{Markup, html};

/// The place of a section in the page's address. The other places of a page begin in another way.
pub(super) fn id(found: &Findings) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    format!("measured-{}", found.name.chars().map(plain).collect::<String>())
}

/// The section below its heading.
pub(super) fn body(found: &Findings) -> Markup {
    html! {
        @if !found.about.is_empty() { p.lead { (words(&found.about)) } }
        @for note in &found.notes { p.lead { (words(&sentence(note))) } }
        @for failure in &found.failures { p { strong { "Failed: " } (words(&sentence(failure))) } }
        @for figure in figures(found) { (figure.markup()) }
    }
}

/// One for each part.
pub(super) fn figures(found: &Findings) -> Vec<Figure> {
    let id = id(found);
    found.parts.iter().enumerate().map(|(number, part)| figure(format!("{id}-{number}"), part)).collect()
}

fn figure(id: String, part: &Part) -> Figure {
    let (drawing, (heads, rows)) = match &part.data {
        Data::Table(table) => (of_ranges(table), value::words(table, Detail::Full)),
        // The ranges of a series are in its drawing.
        Data::Series(series) => (Some(of_series(series)), value::words(&table_of(series), Detail::Brief)),
    };
    let table = WordTable { heads, rows };
    Figure { id, title: part.title.clone(), about: part.about.clone(), drawing, table }
}

fn of_series(series: &Series) -> Drawing {
    Drawing {
        size: Plot::SIZE,
        markup: Plot::of(series).draw(series),
        legend: series.lines.iter().map(|line| line.name.clone()).enumerate().collect(),
        is_solid: false,
    }
}

/// Bars of the first column that has ranges. `None` where none has.
fn of_ranges(table: &DataTable) -> Option<Drawing> {
    let is_range = |row: &Vec<Datum>, at: usize| matches!(row.get(at), Some(Datum::Range { .. }));
    let (at, column) =
        table.columns.iter().enumerate().find(|(at, _)| table.rows.iter().any(|row| is_range(row, *at)))?;
    let bars: Vec<Bar> =
        table.rows.iter().enumerate().map(|(number, row)| bar(table, number, row, at)).collect();
    let unit = column.unit;
    Some(Drawing {
        size: bars::size(&bars),
        markup: bars::draw(&bars, &column.name, |value| number(unit, value)),
        legend: Vec::new(),
        is_solid: true,
    })
}

fn bar(table: &DataTable, number: usize, row: &[Datum], at: usize) -> Bar {
    const EMPHASISED: usize = 0;
    const OTHER: usize = 2;
    let is_emphasised = table.emphasised.is_empty() || table.emphasised.contains(&number);
    let series = if is_emphasised { EMPHASISED } else { OTHER };
    let (parts, spread) = match row[at] {
        Datum::Range { value, low, high } => (vec![(series, value)], Some((low, high))),
        ref other => (other.value().map(|value| (series, value)).into_iter().collect(), None),
    };
    // Without a value, what else the row says.
    let words = table.columns.iter().zip(row).skip(1).filter(|(column, _)| column.unit == Unit::Text);
    let words = words.map(|(column, datum)| value::datum(column.unit, datum, Detail::Brief));
    let text = match row[at].value() {
        Some(value) => value::number(table.columns[at].unit, value),
        None => words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", "),
    };
    Bar { label: value::datum(table.columns[0].unit, &row[0], Detail::Brief), parts, spread, text }
}

#[cfg(test)]
#[path = "findings_tests.rs"]
mod tests;
