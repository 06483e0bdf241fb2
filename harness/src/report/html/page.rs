//! [`Page`]: the whole file.

use super::grid::Grid;
use super::{Section, data, findings, header, heat, phases, rules, words};
use crate::matrix::{About, Suite};
use crate::report::{Compat, Timing};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// One HTML file that needs no others: matrices, plots, the program's own sections, and the rules.
///
/// A part without data is left out. Without [`timing`](Self::timing) nothing in the file depends on the machine or the clock.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    title: &'a str,
    compat: &'a Compat,
    timing: Option<&'a Timing>,
    workloads: &'a [About],
    sections: &'a [Section],
}

/// A part of the page with figures: its place, its heading, and what is below it.
struct Plots {
    id: String,
    title: String,
    body: Markup,
}

impl<'a> Page<'a> {
    /// A page of these cells.
    pub fn new(compat: &'a Compat) -> Self {
        Self { title: "Compatibility", compat, timing: None, workloads: &[], sections: &[] }
    }

    /// Its title. `Compatibility` when not set.
    #[must_use]
    pub fn title(mut self, title: &'a str) -> Self {
        self.title = title;
        self
    }

    /// Adds the times of the cells, and what was measured beyond them.
    #[must_use]
    pub fn timing(mut self, timing: &'a Timing) -> Self {
        self.timing = Some(timing);
        self
    }

    /// Adds what each workload does.
    #[must_use]
    pub fn workloads(mut self, suite: &'a Suite) -> Self {
        self.workloads = suite.workloads();
        self
    }

    /// Adds a section.
    #[must_use]
    pub fn section(self, section: &'a Section) -> Self {
        self.sections(std::slice::from_ref(section))
    }

    /// Adds sections, which replace those that were added before.
    #[must_use]
    pub fn sections(mut self, sections: &'a [Section]) -> Self {
        self.sections = sections;
        self
    }

    /// The file's text.
    pub fn to_html(&self) -> String {
        self.markup().into_string()
    }

    fn markup(&self) -> Markup {
        let Self { title, compat, timing, sections, .. } = *self;
        let grids = [Grid::of_workloads(compat, timing), Grid::of_types(compat)];
        let grids: Vec<&Grid> = grids.iter().flatten().collect();
        let plots = timing.map(plots).unwrap_or_default();
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content=(compat.generator);
                    meta name="color-scheme" content="light dark";
                    title { (title) ": " (compat.command) }
                    style { (PreEscaped(include_str!("style.css"))) }
                    script { (PreEscaped(include_str!("early.js"))) }
                }
                body {
                    a.skip href="#main" { "Skip to content" }
                    div.head {
                        nav aria-label="On this page" {
                            @for grid in &grids { a href={ "#" (grid.id) } { (grid.title) } " " }
                            @for Plots { id, title, .. } in &plots { a href={ "#" (id) } { (title) } " " }
                            @for section in sections { a href={ "#" (section.id()) } { (section.title()) } " " }
                            a href="#rules" { "Rules" }
                        }
                        button.theme type="button" aria-pressed="false" { "Dark" }
                    }
                    main id="main" tabindex="-1" {
                        (header::header(title, compat, timing, &grids))
                        (controls(&grids))
                        @for grid in &grids { (heat::section(grid, &self.about(grid))) }
                        @for Plots { id, title, body } in &plots {
                            section id=(id) aria-labelledby={ (id) "-h" } {
                                h2 id={ (id) "-h" } { (title) }
                                (body)
                            }
                        }
                        @for section in sections { (section.markup()) }
                        (rules::section())
                    }
                    footer { p { "Written by " (compat.generator) ". This file needs no others." } }
                    script type="application/json" id="data" { (PreEscaped(data::json(&grids))) }
                    script { (PreEscaped(include_str!("script.js"))) }
                }
            }
        }
    }

    /// The paragraphs above a matrix.
    fn about(&self, grid: &Grid) -> Markup {
        html! {
            @if grid.id == "types" {
                p.lead { "What the compiler says about a type in a format, and what happened to its samples." }
            } @else {
                p.lead {
                    "Every workload on every backend. The results are compared exactly with those that were computed without one. "
                    (words::words("`inline` is a plain loop, and `thread` shares memory; `spawn` starts a process for each task, and `pool` keeps its processes."))
                }
                @if !self.workloads.is_empty() {
                    details {
                        summary { "What the workloads do" }
                        dl.workloads {
                            @for About { name, about, published, .. } in self.workloads {
                                dt { (name) }
                                dd { (words::words(about)) "." @if let Some(published) = published { " Published: " (words::words(published)) "." } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The controls, which are hidden where there are no scripts.
fn controls(grids: &[&Grid]) -> Markup {
    let metrics = grids.iter().flat_map(|grid| &grid.metrics);
    let mut keys = Vec::new();
    for metric in metrics.filter(|metric| !matches!(metric.key, "tasks" | "samples")) {
        if !keys.iter().any(|(key, _)| *key == metric.key) {
            keys.push((metric.key, metric.name));
        }
    }
    html! {
        @if !grids.is_empty() {
            form.controls role="search" aria-label="Cells" {
                label { "Filter" input type="search" name="q" placeholder="pool ron" autocomplete="off" spellcheck="false"; }
                label { "Status"
                    select name="status" {
                        option value="" { "all" }
                        option value="unexpected" { "not as expected" }
                        @for word in ["pass", "wrong", "failed", "refused", "skipped"] { option value=(word) { (word) } }
                    }
                }
                @if !keys.is_empty() {
                    label { "Show"
                        select name="metric" {
                            option value="" { "status" }
                            @for (key, name) in keys { option value=(key) { (name.to_lowercase()) } }
                        }
                    }
                }
                button type="reset" { "Clear" }
                output aria-live="polite" {}
            }
        }
    }
}

/// Where the time goes, and what the measurements found.
fn plots(timing: &Timing) -> Vec<Plots> {
    let phases = phases::figures(timing);
    let time = (!phases.is_empty()).then(|| Plots {
        id: "time".to_owned(),
        title: "Where the time goes".to_owned(),
        body: html! {
            p.lead { "Encoding, transfer, waiting, computing, decoding." }
            @for figure in &phases { (figure.markup()) }
        },
    });
    let measured = timing.sections.iter().filter(|found| !found.is_empty());
    let measured = measured.map(|found| Plots {
        id: findings::id(found),
        title: found.title.clone(),
        body: findings::body(found),
    });
    time.into_iter().chain(measured).collect()
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
