//! Findings as rustc writes its own: the attribute underlined, the call, the way from the one to the other, why, the fix.

use super::files::{Files, call_range, range};
use super::problem::{Call, Problem, Severity};
use super::report::Report;
use super::short::one_line;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use std::rc::Rc;

/// More calls of a finding are counted, and not shown.
const MOST_CALLS: usize = 3;

/// How wide and colourful the text may be.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether escape sequences are understood.
    pub colour: bool,
}

impl Default for Look {
    /// A file or a pipe.
    fn default() -> Self {
        Self { width: 140, colour: false }
    }
}

/// All findings, each as rustc writes an error.
pub fn human(report: &Report, files: &Files, look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width);
    let mut text = String::new();
    for problem in &report.problems {
        text.push_str(&renderer.render(&[group(problem, files)]));
        text.push_str("\n\n");
    }
    text
}

fn group<'a>(problem: &'a Problem, files: &Files) -> Group<'a> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Review => Level::WARNING,
    };
    let title = level.primary_title(one_line(&problem.message)).id(problem.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(element) = declaration(problem, files) {
        group = group.element(element);
    }
    for call in problem.calls.iter().take(MOST_CALLS) {
        group = group.element(call_element(call, files));
    }
    group.elements(notes(problem).into_iter().map(|(level, text)| level.message(text)))
}

/// The attribute or field, underlined in its file.
fn declaration<'a>(problem: &Problem, files: &Files) -> Option<Element<'a>> {
    let extent = problem.extent.as_ref()?;
    let place = &extent.place;
    let label = match (problem.formats_line(), problem.types.first()) {
        (formats, Some(name)) if !formats.is_empty() => format!("breaks `{name}` in {formats}"),
        (_, Some(name)) => format!("breaks `{name}`"),
        (_, None) => String::new(),
    };
    let marked = |text: Rc<str>| {
        let bytes = range(&text, extent)?;
        let annotation = AnnotationKind::Primary.span(bytes);
        let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
        Some(Snippet::source(text.to_string()).path(place.file.clone()).annotation(annotation).into())
    };
    files.text(&place.file).and_then(marked).or_else(|| Some(bare(place.file.clone(), place.line, place.column)))
}

fn call_element<'a>(call: &Call, files: &Files) -> Element<'a> {
    // Where a generic function calls the format, its caller chose the type.
    let place = call.chosen.as_ref().unwrap_or(&call.place);
    let label = if call.chosen.is_some() {
        format!("`{}` goes to `{}` from here", call.type_name, call.function)
    } else {
        format!("`{}` meets `{}` here", call.type_name, call.format)
    };
    let marked = |text: Rc<str>| {
        let bytes = call_range(&text, place)?;
        let annotation = AnnotationKind::Context.span(bytes).label(label);
        Some(Snippet::source(text.to_string()).path(place.file.clone()).annotation(annotation).into())
    };
    files.text(&place.file).and_then(marked).unwrap_or_else(|| bare(place.file.clone(), place.line, place.column))
}

/// A place whose file cannot be read.
fn bare<'a>(file: String, line: u32, column: u32) -> Element<'a> {
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let origin = Origin::path(file).line(number(line));
    let origin = if column == 0 { origin } else { origin.char_column(number(column)) };
    origin.into()
}

fn notes(problem: &Problem) -> Vec<(Level<'static>, String)> {
    let mut notes = Vec::new();
    if let Some(path) = problem.path_line() {
        notes.push((Level::NOTE, format!("path: {path}")));
    }
    let others = problem.types.len().saturating_sub(1);
    if others > 0 {
        let names = problem.types[1..].iter().take(MOST_CALLS).map(|name| format!("`{name}`"));
        let names = names.collect::<Vec<_>>().join(", ");
        let dots = if others > MOST_CALLS { ", .." } else { "" };
        notes.push((Level::NOTE, format!("of the same declaration: {names}{dots}")));
    }
    let further = problem.calls.len().saturating_sub(MOST_CALLS);
    if further > 0 {
        notes.push((Level::NOTE, format!("{further} more calls bring it to a format")));
    }
    if !problem.why.is_empty() {
        notes.push((Level::NOTE, format!("why: {}", problem.why)));
    }
    if !problem.fix.is_empty() {
        notes.push((Level::HELP, problem.fix.clone()));
    }
    notes.push((Level::HELP, problem.more()));
    notes
}

#[cfg(test)]
#[path = "human_tests.rs"]
mod tests;
