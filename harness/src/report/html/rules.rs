//! What every diagnostic means, a page a rule: the same as `rules.md`.

use super::words::words;
use maud::{Markup, html};
use wirecheck_rules::{ALL, Rule, sentence};

pub(super) fn section() -> Markup {
    html! {
        section id="rules" aria-labelledby="rules-h" {
            h2 id="rules-h" { "Rules" }
            p.lead { "What is refused at compile time. Every message begins with one of these codes." }
            @for rule in ALL { (page(rule)) }
        }
    }
}

fn page(rule: &Rule) -> Markup {
    html! {
        article.rule id=(rule.code) {
            h3 { a href={ "#" (rule.code) } { (rule.code) } " " code { (rule.slug) } }
            p { (words(&sentence(&rule.plain(rule.summary)))) "." }
            details {
                summary { "Why, and what to write instead" span.away { ": " (rule.code) } }
                p { "Why: " (words(&rule.plain(rule.why))) "." }
                .pair {
                    div { p.small { "Refused" } pre tabindex="0" { code { (rule.fails) } } }
                    div { p.small { "Accepted" } pre tabindex="0" { code { (rule.passes) } } }
                }
                ul {
                    @for way in rule.help.lines() { li { "help: " (words(&rule.plain(way))) } }
                    @if !rule.python.is_empty() { li { "python: " (words(rule.python)) } }
                    @if let Some(opt_in) = rule.opt_in() {
                        li { "if it is meant: " code { "#[sendable(" (opt_in) ")]" } ", with the formats in which it holds" }
                    } @else {
                        li { "it cannot be accepted" }
                    }
                    li { "formats: " (words(&rule.formats())) }
                    li { "said by: " (words(&rule.reporter.to_string())) }
                }
            }
        }
    }
}
