//! The findings on the page: each with its lines, its way, and the page of its rule.

use crate::report::{Files, Problem, Report, look_up_page};
use crate::survey::Place;
use maud::{Markup, html};

/// The section, unless nothing was found.
pub(super) fn findings(report: &Report, files: &Files) -> Markup {
    html! {
        @if !report.problems.is_empty() {
            section id="findings" aria-labelledby="findings-h" {
                h2 id="findings-h" { "Findings" }
                @for problem in &report.problems { (finding(problem, files)) }
            }
        }
    }
}

fn finding(problem: &Problem, files: &Files) -> Markup {
    html! {
        article.rule {
            h3 { (problem.code) " " code { (problem.name) } " " (problem.severity) }
            p { @if let Some(name) = problem.types.first() { code { (name) } ": " } (code(&problem.message)) "." }
            @if !problem.formats.is_empty() { p { "In " (code(&problem.formats_line())) "." } }
            @if let Some(extent) = &problem.extent { (line("Declared", &extent.place, files)) }
            @for call in problem.calls.iter().take(3) {
                (line(&format!("Goes through {}", call.function), call.chosen.as_ref().unwrap_or(&call.place), files))
            }
            @if let Some(path) = problem.path_line() { p { "Path: " (code(&path)) } }
            details {
                summary { "Why, and what to write instead" span.away { ": " (problem.code) } }
                p { "Why: " (code(&problem.why)) "." }
                p { "Help: " (code(&problem.fix)) "." }
                @if let Some(rule) = wirecheck_rules::find(&problem.code) {
                    (pair(rule.fails, rule.passes))
                } @else if let Some(page) = look_up_page(&problem.code) {
                    (pair(page.fails, page.passes))
                }
            }
        }
    }
}

fn pair(fails: &str, passes: &str) -> Markup {
    html! {
        .pair {
            div { p.small { "Refused" } pre tabindex="0" { code { (fails) } } }
            div { p.small { "Accepted" } pre tabindex="0" { code { (passes) } } }
        }
    }
}

/// A line of a file, with its place.
fn line(what: &str, place: &Place, files: &Files) -> Markup {
    let text = files.text(&place.file);
    let number = usize::try_from(place.line).unwrap_or_default();
    let text = text.as_ref().and_then(|text| text.lines().nth(number.checked_sub(1)?));
    html! {
        p.small { (what) " at " code { (place) } }
        @if let Some(text) = text { pre tabindex="0" { code { (text.trim()) } } }
    }
}

/// A sentence in which text in backticks is code.
pub(crate) fn code(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    // A last backtick without a partner is one.
    let paired = parts.len() - usize::from(parts.len().is_multiple_of(2));
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @if at >= paired { "`" }
            @if at % 2 == 1 && at < paired { code { (part) } } @else { (part) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn code_is_code_and_everything_is_escaped() {
        assert_eq!(code("a `b < c` d & e").0, "a <code>b &lt; c</code> d &amp; e");
        assert_eq!(code("one ` alone").0, "one ` alone");
    }
}
