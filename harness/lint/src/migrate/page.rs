//! The page for a browser: the table of all types, then each with its calls and its plan, then what each function becomes.

use super::contents::{MigratedCall, MigratedType, Migration};
use super::measure::Values;
use super::moved::Moved;
use crate::report::{Outcome, class, code, document};
use crate::survey::Side;
use maud::{Markup, html};

/// The page, with the look of the reports.
pub fn migration_page(migration: &Migration) -> String {
    let main = html! {
        (header(migration))
        (controls())
        (matrix(migration))
        @for (at, one) in migration.types.iter().enumerate() { (section(at, one, migration.values(&one.type_name))) }
        (others(migration))
        (counterparts(migration))
        (formats(migration))
        (unseen(migration))
    };
    let mut nav = vec![("types", "Types"), ("calls", "Calls"), ("formats", "Formats")];
    if !migration.unseen.is_empty() {
        nav.push(("unseen", "Unseen"));
    }
    document("Leaving bincode", &nav, &main)
}

fn header(migration: &Migration) -> Markup {
    let compared: u64 =
        migration.measured.iter().flat_map(|all| &all.types).map(|values| values.compared).sum();
    let kept = migration
        .types
        .iter()
        .filter(|one| one.targets.iter().any(|moved| moved.bytes == super::Bytes::Same));
    html! {
        header.top {
            h1 { "Leaving bincode" }
            p.summary { strong { (kept.count()) " of " (migration.types.len()) } " types have a format that writes the bytes that there are." }
            dl.facts {
                div { dt { "Types" } dd { (migration.types.len()) } }
                div { dt { "Calls" } dd { (migration.calls()) } }
                div { dt { "Formats" } dd { (migration.targets.len()) } }
                @if migration.measured.is_some() { div { dt { "Values compared" } dd { (compared) } } }
                div { dt { "Unseen" } dd { (migration.unseen.len()) } }
            }
            @if let Some(measured) = &migration.measured {
                p { "Measured by " code { (measured.command) } ". Processes with values: " (measured.processes) ". Times of a build without optimisation say little." }
            }
        }
    }
}

/// Hidden where there are no scripts.
fn controls() -> Markup {
    html! {
        form.controls role="search" aria-label="Cells" {
            label { "Filter" input type="search" name="q" placeholder="state postcard" autocomplete="off" spellcheck="false"; }
            button type="reset" { "Clear" }
            output aria-live="polite" {}
        }
    }
}

fn matrix(migration: &Migration) -> Markup {
    let count: usize = migration.types.iter().map(|one| one.targets.len()).sum();
    html! {
        section.matrix id="types" aria-labelledby="types-h" data-count=(count) {
            h2 id="types-h" { "Types" }
            p.lead { "What becomes of each type in each format; = where the bytes stay the same by the layout." }
            @if migration.types.is_empty() {
                p { "No call of bincode through serde was found." }
            } @else {
                .scroll tabindex="0" role="region" aria-label="Types, one line for each type" {
                    table.heat id="types-map" {
                        caption.away { "What becomes of each type in each format" }
                        thead { tr { th scope="col" { "type" } @for target in &migration.targets { th scope="col" { (target.name) } } } }
                        tbody {
                            @for one in &migration.types {
                                tr {
                                    th scope="row" { (one.type_name) }
                                    @for moved in &one.targets { (cell(moved, migration.values(&one.type_name))) }
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

fn verdict(moved: &Moved) -> String {
    match moved.outcome {
        Outcome::Accepted => moved.evidence.to_string(),
        outcome => outcome.word().to_owned(),
    }
}

fn cell(moved: &Moved, values: Option<&Values>) -> Markup {
    let bytes = moved.bytes_line(values);
    let same = if bytes.starts_with("same") { " =" } else { "" };
    let title = match &moved.reason {
        Some(reason) => format!("{reason}; bytes: {bytes}"),
        None => format!("bytes: {bytes}"),
    };
    html! {
        td.c.{ (class(moved.outcome)) } tabindex="-1" data-status=(moved.outcome.word()) data-format=(moved.target) title=(title) {
            (moved.outcome.sign()) " " (verdict(moved)) (same)
        }
    }
}

fn section(at: usize, one: &MigratedType, values: Option<&Values>) -> Markup {
    html! {
        section aria-labelledby={ "type-" (at) } {
            h2 id={ "type-" (at) } { code { (one.type_name) } }
            p.lead {
                "Its bytes: " strong { (one.fate.word()) } "."
                @if let Some(place) = &one.place { " Declared at " code { (place) } "." }
            }
            ol { @for plan in &one.plans {
                li { strong { (plan.kind.words()) } @if !plan.targets.is_empty() { " (" (plan.targets.join(", ")) ")" } ": " (code(&plan.text)) "." }
            } }
            .scroll tabindex="0" role="region" aria-label="Calls" {
                table.plain {
                    thead { tr { th scope="col" { "call" } th scope="col" { "function" } th scope="col" { "set up as" } th scope="col" { "its bytes" } } }
                    tbody { @for call in &one.calls { (row(call)) } }
                }
            }
            .scroll tabindex="0" role="region" aria-label="Formats" {
                table.plain {
                    thead { tr { th scope="col" { "in" } th scope="col" { "verdict" } th scope="col" { "bytes" } @if values.is_some() { th scope="col" { "measured" } } } }
                    tbody {
                        @for moved in &one.targets {
                            tr {
                                th scope="row" { (moved.target) }
                                td.note { (moved.outcome.sign()) " " (verdict(moved)) @if let Some(reason) = &moved.reason { ": " (code(reason)) } }
                                td.note { (moved.bytes_line(values)) }
                                @if let Some(values) = values { td.note { (values.line(moved.target).unwrap_or_default()) } }
                            }
                        }
                    }
                }
            }
            @if let Some(values) = values { p.small { "Measured: " (values.head()) "." } }
        }
    }
}

fn row(call: &MigratedCall) -> Markup {
    let way = match call.side {
        Side::Serialize => "writes by ",
        Side::Deserialize => "reads by ",
    };
    html! {
        tr {
            th scope="row" { (call.line()) }
            td.note { (way) code { (call.function) } }
            td.note { @match call.setup { Some(setup) => (setup), None => "when it runs" } }
            td.note { (call.fate.word()) @if !call.why.is_empty() { ": " (code(&call.why)) } }
        }
    }
}

fn others(migration: &Migration) -> Markup {
    let others = migration.other_values();
    html! {
        @if !others.is_empty() {
            section aria-labelledby="others-h" {
                h2 id="others-h" { "Measured, and no call was seen" }
                ul { @for values in others { li { code { (values.type_name) } ": " (values.head()) } } }
            }
        }
    }
}

fn counterparts(migration: &Migration) -> Markup {
    html! {
        section id="calls" aria-labelledby="calls-h" {
            h2 id="calls-h" { "What the calls become" }
            p.lead { code { "CONFIG" } " is the configuration of the layout, " code { "SerdeCompat" } " that of serde-wincode." }
            @for row in &migration.rows {
                h3 { code { (row.key) } }
                p { (code(row.about)) "." }
                .scroll tabindex="0" role="region" aria-label=(row.key) {
                    table.plain {
                        thead { tr { th scope="col" { "in" } th scope="col" { "code" } th scope="col" { "to know" } } }
                        tbody {
                            @for target in &migration.targets {
                                @if let Some(found) = row.counterpart(target) {
                                    tr {
                                        th scope="row" { (target.name) }
                                        td.note { @match found.code { Some(text) => code { (text) }, None => "none" } }
                                        td.note { (code(found.advice)) @if !found.advice.is_empty() { ". " } a href=(found.source) { "Source" } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn formats(migration: &Migration) -> Markup {
    html! {
        section id="formats" aria-labelledby="formats-h" {
            h2 id="formats-h" { "Formats" }
            ul { @for target in &migration.targets { li { strong { (target.name) } " (" (target.packages) "): " (code(target.about)) "." } } }
        }
    }
}

fn unseen(migration: &Migration) -> Markup {
    html! {
        @if !migration.unseen.is_empty() {
            section id="unseen" aria-labelledby="unseen-h" {
                h2 id="unseen-h" { "Unseen" }
                ul { @for unseen in &migration.unseen {
                    li { code { (unseen.what) } @if let Some(place) = &unseen.place { " at " code { (place) } } ": " (unseen.reason) }
                } }
            }
        }
    }
}
