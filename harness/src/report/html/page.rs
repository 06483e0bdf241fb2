//! [`Page`]: the whole file.

use super::figure::Figure;
use super::grid::Grid;
use super::{Section, break_even, data, header, heat, peers, phases, rules, scaling, sweep, words};
use crate::matrix::{About, Suite};
use crate::report::{Compat, Timing};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What becomes one HTML file without anything beside it: matrices, plots, sections of one's own, and the rules.
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

/// A heading, the name of its place, and the figures under it.
type Plots = (&'static str, &'static str, &'static str, Vec<Figure>);

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

    /// Adds what the cells took, and the plots of it.
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

    /// Adds sections, in the place of those that were added before.
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
                    a.skip href="#main" { "To the content" }
                    div.head {
                        nav aria-label="On this page" {
                            @for grid in &grids { a href={ "#" (grid.id) } { (grid.title) } " " }
                            @for (id, name, _, _) in &plots { a href={ "#" (id) } { (name) } " " }
                            @for section in sections { a href={ "#" (section.id()) } { (section.title()) } " " }
                            a href="#rules" { "Rules" }
                        }
                        button.theme type="button" aria-pressed="false" { "Dark" }
                    }
                    main id="main" tabindex="-1" {
                        (header::header(title, compat, timing, &grids))
                        (controls(&grids))
                        @for grid in &grids { (heat::section(grid, &self.about(grid))) }
                        @for (id, name, about, figures) in &plots {
                            section id=(id) aria-labelledby={ (id) "-h" } {
                                h2 id={ (id) "-h" } { (name) }
                                p.lead { (words::words(about)) }
                                @for figure in figures { (figure.markup()) }
                            }
                        }
                        @for section in sections { (section.markup()) }
                        (rules::section())
                    }
                    footer { p { "Written by " (compat.generator) ". Everything on this page is in this file." } }
                    script type="application/json" id="data" { (PreEscaped(data::json(&grids))) }
                    script { (PreEscaped(include_str!("script.js"))) }
                }
            }
        }
    }

    /// What stands above a matrix.
    fn about(&self, grid: &Grid) -> Markup {
        html! {
            @if grid.id == "types" {
                p.lead { "What the compiler says of a type in a format, and what became of its samples." }
            } @else {
                p.lead {
                    "Every workload on every backend, its results compared exactly with those found without one. "
                    (words::words("`inline` is a plain loop, `thread` shares memory; `spawn` starts a process a task, `pool` keeps its processes."))
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

/// What a script is needed for is not there without one.
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

/// The plots that there is data for.
fn plots(timing: &Timing) -> Vec<Plots> {
    let all: [Plots; 6] = [
        (
            "time",
            "Where the time goes",
            "Encoding, moving, waiting, computing, decoding.",
            phases::figures(timing),
        ),
        ("scaling", "More workers", "How much faster it gets with each worker.", scaling::figures(timing)),
        (
            "transfer",
            "Large values",
            "Results of one worker that the caller keeps, by the way they take.",
            sweep::figure(timing).into_iter().collect(),
        ),
        (
            "even",
            "Break-even",
            "How long a task must be for a backend to be worth it.",
            break_even::figure(timing).into_iter().collect(),
        ),
        ("peers", "Other libraries", "The same workloads, in the same run.", peers::figures(timing)),
        ("mix", "Waits and sums", "Work that waits and work that computes, together.", peers::mixes(timing)),
    ];
    all.into_iter().filter(|(_, _, _, figures)| !figures.is_empty()).collect()
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
