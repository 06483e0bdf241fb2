//! The frame of a page: one file that needs no others, with the look of the reports of the matrix.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A page with links to its sections.
pub(crate) fn document(title: &str, nav: &[(&str, &str)], main: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(generator());
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(include_str!("style.css"))) }
                script { (PreEscaped(include_str!("early.js"))) }
            }
            body {
                a.skip href="#main" { "Skip to content" }
                div.head {
                    nav aria-label="On this page" {
                        @for (id, name) in nav { a href={ "#" (id) } { (name) } " " }
                    }
                    button.theme type="button" aria-pressed="false" { "Dark" }
                }
                main id="main" tabindex="-1" { (main) }
                footer { p { "Written by " (generator()) ". This file needs no others." } }
                script { (PreEscaped(include_str!("script.js"))) }
            }
        }
    };
    page.into_string()
}

fn generator() -> &'static str {
    concat!("wirecheck ", env!("CARGO_PKG_VERSION"))
}
