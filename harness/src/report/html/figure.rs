//! A drawing with its title, its description, its legend, and the same numbers as a table.

use super::words::words;
use maud::{Markup, html};

/// A table of words.
pub(super) struct WordTable {
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// Something drawn.
pub(super) struct Drawing {
    /// Width and height in pixels.
    pub(super) size: (f64, f64),
    pub(super) markup: Markup,
    /// Numbers of series and their names.
    pub(super) legend: Vec<(usize, String)>,
    /// Whether the series are bars. Otherwise they are lines.
    pub(super) is_solid: bool,
}

/// A drawing, where there is one, with its title, its description and the same numbers as a table.
pub(super) struct Figure {
    /// Its place in the page; the places of its parts begin with it.
    pub(super) id: String,
    pub(super) title: String,
    /// How to read it, in sentences.
    pub(super) about: String,
    pub(super) drawing: Option<Drawing>,
    pub(super) table: WordTable,
}

impl Figure {
    pub(super) fn markup(&self) -> Markup {
        let Self { id, title, about, drawing, table } = self;
        html! {
            figure id=(id) {
                figcaption { strong { (title) } " " span.about { (words(about)) } }
                @match drawing {
                    None => (table.markup(title)),
                    Some(Drawing { size: (width, height), markup, legend, is_solid }) => {
                        @if !legend.is_empty() {
                            ul.key { @for (series, name) in legend { li { (swatch(*series, *is_solid)) (name) } } }
                        }
                        .scroll tabindex="0" role="group" aria-label={ "drawing: " (title) } {
                            svg viewBox={ "0 0 " (width) " " (height) } role="img" aria-labelledby={ (id) "-t " (id) "-d" } {
                                title id={ (id) "-t" } { (title) }
                                desc id={ (id) "-d" } { (about) }
                                (markup)
                            }
                        }
                        details { summary { "As a table" } (table.markup(title)) }
                    }
                }
            }
        }
    }
}

impl WordTable {
    fn markup(&self, caption: &str) -> Markup {
        html! {
            .scroll tabindex="0" role="group" aria-label={ "table: " (caption) } {
                table.plain {
                    caption.away { (caption) }
                    thead { tr { @for head in &self.heads { th scope="col" { (head) } } } }
                    tbody {
                        @for row in &self.rows {
                            tr {
                                @for (at, cell) in row.iter().enumerate() {
                                    @if at == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A piece of the line with its mark, or of the bar.
pub(super) fn swatch(series: usize, is_solid: bool) -> Markup {
    html! { svg.swatch viewBox="0 0 28 12" aria-hidden="true" { (sample(series, is_solid)) } }
}

/// The contents of a swatch of 28 by 12 pixels.
pub(super) fn sample(series: usize, is_solid: bool) -> Markup {
    html! {
        @if is_solid {
            rect.bar.{ "s" (colour(series)) } x="8" y="0" width="20" height="12" {}
        } @else {
            line.line.(class(series)) x1="0" y1="6" x2="28" y2="6" {}
            (mark(series, 14.0, 6.0))
        }
    }
}

/// There are five colours; the next five series have the same ones, and look different in another way.
pub(super) fn colour(series: usize) -> usize {
    series % 5
}

/// The class of a line: its colour; thinner from the sixth series on, and with dots from the eleventh on.
pub(super) fn class(series: usize) -> String {
    let round = match series / 5 {
        0 => "",
        1 => " again",
        _ => " again third",
    };
    format!("s{}{round}", colour(series))
}

/// A series has its mark, too: a circle, a square, a triangle, a diamond, a bar. From the sixth series on they are hollow.
pub(super) fn mark(series: usize, x: f64, y: f64) -> Markup {
    let class = format!("mark {}", class(series));
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    let [left, right, top, bottom] = [x - 4.0, x + 4.0, y - 4.0, y + 4.0].map(tenth);
    html! {
        @match series % 5 {
            0 => circle class=(class) cx=(x) cy=(y) r="3.6" {},
            1 => rect class=(class) x=(tenth(x - 3.4)) y=(tenth(y - 3.4)) width="6.8" height="6.8" {},
            2 => path class=(class) d={ "M" (x) " " (top) "L" (right) " " (bottom) "L" (left) " " (bottom) "Z" } {},
            3 => path class=(class) d={ "M" (x) " " (top) "L" (right) " " (y) "L" (x) " " (bottom) "L" (left) " " (y) "Z" } {},
            _ => rect class=(class) x=(tenth(x - 1.6)) y=(tenth(y - 4.6)) width="3.2" height="9.2" {},
        }
    }
}
