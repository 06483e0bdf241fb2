//! Findings as rustc writes its own: the attribute underlined, the call, the way from the one to the other, why, the fix.

use super::contents::Report;
use super::extent::Extent;
use super::files::{Files, call_range, range};
use super::problem::{Problem, Severity};
use super::short::one_line;
use crate::survey::Place;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

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
    for (file, marks) in marks_by_file(problem) {
        group = group.elements(in_file(file, &marks, files));
    }
    group.elements(notes(problem).into_iter().map(|(level, text)| level.message(text)))
}

/// Something to underline.
struct Mark<'a> {
    place: &'a Place,
    /// Of a declaration; a call has none.
    extent: Option<&'a Extent>,
    label: String,
}

/// What to underline in each file, the declaration first.
fn marks_by_file(problem: &Problem) -> Vec<(&str, Vec<Mark<'_>>)> {
    let declaration = problem.extent.as_ref();
    let declaration = declaration.map(|extent| Mark {
        place: &extent.place,
        extent: Some(extent),
        label: match problem.types.first() {
            Some(name) if problem.formats.is_empty() => format!("breaks `{name}`"),
            Some(name) => format!("breaks `{name}` in {}", problem.formats_line()),
            None => String::new(),
        },
    });
    let calls = problem.calls.iter().take(MOST_CALLS).map(|call| match &call.chosen {
        // Where a generic function calls the format, its caller chose the type.
        Some(place) => {
            let label = format!("`{}` goes to `{}` from here", call.type_name, call.function);
            Mark { place, extent: None, label }
        }
        None => {
            let label = format!("`{}` meets `{}` here", call.type_name, call.format);
            Mark { place: &call.place, extent: None, label }
        }
    });
    let mut files: Vec<(&str, Vec<Mark<'_>>)> = Vec::new();
    for mark in declaration.into_iter().chain(calls) {
        let file = mark.place.file.as_str();
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((file, vec![mark])),
        }
    }
    files
}

/// The marks of a file under its lines; where it cannot be read, or has other lines now, the places alone.
fn in_file<'a>(file: &str, marks: &[Mark<'_>], files: &Files) -> Vec<Element<'a>> {
    let text = files.text(file);
    let annotations = text.as_ref().and_then(|text| {
        let annotation = |mark: &Mark<'_>| {
            let (kind, bytes) = match mark.extent {
                Some(extent) => (AnnotationKind::Primary, range(text, extent)?),
                None => (AnnotationKind::Context, call_range(text, mark.place)?),
            };
            let annotation = kind.span(bytes);
            Some(if mark.label.is_empty() { annotation } else { annotation.label(mark.label.clone()) })
        };
        marks.iter().map(annotation).collect::<Option<Vec<_>>>()
    });
    match (text, annotations) {
        (Some(text), Some(annotations)) => {
            vec![Snippet::source(text.to_string()).path(file.to_owned()).annotations(annotations).into()]
        }
        _ => marks.iter().map(|mark| bare(mark.place)).collect(),
    }
}

/// A place whose file cannot be read.
fn bare<'a>(place: &Place) -> Element<'a> {
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let origin = Origin::path(place.file.clone()).line(number(place.line));
    let origin = if place.column == 0 { origin } else { origin.char_column(number(place.column)) };
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
