//! The table as a page for a browser, with the look of the reports: one file that needs no others.

use super::document::document;
use super::findings::findings;
use crate::report::{Cell, Files, Outcome, Part, Report, Totals};
use maud::{Markup, html};
use std::collections::HashMap;

const TITLE: &str = "Types and formats";
const OUTCOMES: [Outcome; 4] = [Outcome::Accepted, Outcome::Refused, Outcome::Review, Outcome::Unproven];

/// The page. Its style is that of the reports of the matrix.
pub fn types_page(report: &Report, files: &Files) -> String {
    let has = |id, title, is_there: bool| is_there.then_some((id, title));
    let nav = [
        has("types", "Types", true),
        has("findings", "Findings", !report.problems.is_empty()),
        has("unproven", "Unproven", !report.unproven.is_empty()),
        has("unseen", "Unseen", !report.unseen.is_empty()),
        has("parts", "Parts", !report.parts.is_empty()),
    ];
    let main = html! {
        (header(report))
        (controls())
        (matrix(report))
        (findings(report, files))
        (unproven(report))
        (unseen(report))
        (parts(report))
    };
    document(TITLE, &nav.into_iter().flatten().collect::<Vec<_>>(), &main)
}

fn header(report: &Report) -> Markup {
    let totals = Totals::of(report);
    let facts = [
        ("Types", totals.types),
        ("Formats", totals.formats),
        ("Findings", totals.errors),
        ("To review", totals.reviews),
        ("Allowed by a comment", totals.allowed),
        ("Unproven", totals.unproven),
        ("Unseen", totals.unseen),
    ];
    let accepted = report.cells.iter().filter(|cell| cell.outcome == Outcome::Accepted).count();
    html! {
        header.top {
            h1 { (TITLE) }
            p.summary { strong { (accepted) " of " (report.cells.len()) } " cells are accepted: each value comes back equal, or is an error where it is encoded." }
            dl.facts { @for (name, fact) in facts { div { dt { (name) } dd { (fact) } } } }
        }
    }
}

/// Hidden where there are no scripts.
fn controls() -> Markup {
    html! {
        form.controls role="search" aria-label="Cells" {
            label { "Filter" input type="search" name="q" placeholder="config bincode" autocomplete="off" spellcheck="false"; }
            label { "Status"
                select name="status" {
                    option value="" { "all" }
                    @for outcome in OUTCOMES { option value=(outcome.word()) { (outcome.word()) } }
                }
            }
            button type="reset" { "Clear" }
            output aria-live="polite" {}
        }
    }
}

fn matrix(report: &Report) -> Markup {
    let (types, formats) = (report.types(), report.formats());
    let key = |cell: &Cell| (cell.type_name.clone(), cell.format.clone());
    let cells: HashMap<_, _> = report.cells.iter().map(|cell| (key(cell), cell)).collect();
    html! {
        section.matrix id="types" aria-labelledby="types-h" data-count=(report.cells.len()) {
            h2 id="types-h" { "Types" }
            p.lead { "Each type in each format that it meets. What is accepted says what that rests on." }
            ul.legend aria-label="Legend" {
                @for outcome in OUTCOMES { li { span.chip.{ (class(outcome)) } aria-hidden="true" { (outcome.sign()) } (outcome.word()) } }
            }
            @if types.is_empty() {
                p { "No type meets a format." }
            } @else {
                .scroll tabindex="0" role="region" aria-label="Types, one line for each type" {
                    table.heat id="types-map" {
                        caption.away { "What becomes of each type in each format" }
                        thead { tr { th scope="col" { "type" } @for format in &formats { th scope="col" { (format) } } } }
                        tbody {
                            @for name in types {
                                tr {
                                    th scope="row" { (name) }
                                    @for format in &formats {
                                        @match cells.get(&(name.to_owned(), (*format).to_owned())) {
                                            Some(cell) => (shown(cell)),
                                            None => td.none {},
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                .detail id="types-detail" hidden {}
            }
        }
    }
}

fn shown(cell: &Cell) -> Markup {
    let outcome = cell.outcome;
    let word =
        if outcome == Outcome::Accepted { cell.evidence.to_string() } else { outcome.word().to_owned() };
    html! {
        td.c.{ (class(outcome)) } tabindex="-1" data-status=(outcome.word()) data-format=(cell.format) title=[&cell.reason] {
            (outcome.sign()) " " (word)
        }
    }
}

/// The colours of the reports: those of what passed, is wrong, is refused, is skipped.
pub(crate) fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "p",
        Outcome::Refused => "f",
        Outcome::Review => "r",
        Outcome::Unproven => "s",
    }
}

fn unproven(report: &Report) -> Markup {
    let rows = report
        .unproven
        .iter()
        .map(|unproven| [unproven.type_name.clone(), unproven.formats.join(", "), unproven.reason.clone()]);
    let about = "Types of which nothing is known: somebody wrote their serde impls by hand.";
    list("unproven", "Unproven", about, ["type", "formats", "why"], rows.collect())
}

fn unseen(report: &Report) -> Markup {
    let rows = report.unseen.iter().map(|unseen| {
        let place = unseen.place.as_ref().map(ToString::to_string).unwrap_or_default();
        [unseen.what.clone(), place, unseen.reason.clone()]
    });
    list("unseen", "Unseen", "What could not be looked into.", ["what", "where", "why"], rows.collect())
}

fn parts(report: &Report) -> Markup {
    let row =
        |part: &Part| [part.type_name.clone(), part.field.clone().unwrap_or_default(), part.part.clone()];
    let rows = report.parts.iter().map(row).collect();
    list("parts", "Parts", "What each type is made of.", ["type", "field", "type of the field"], rows)
}

/// A section with a table, unless there is nothing in it.
fn list(id: &str, title: &str, about: &str, columns: [&str; 3], rows: Vec<[String; 3]>) -> Markup {
    html! {
        @if !rows.is_empty() {
            section id=(id) aria-labelledby={ (id) "-h" } {
                h2 id={ (id) "-h" } { (title) }
                p.lead { (about) }
                .scroll tabindex="0" role="region" aria-label=(title) {
                    table.plain {
                        thead { tr { @for column in columns { th scope="col" { (column) } } } }
                        tbody {
                            @for [first, second, third] in rows {
                                tr { th scope="row" { (first) } td.where { (second) } td.note { (third) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
