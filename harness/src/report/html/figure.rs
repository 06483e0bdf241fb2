//! A drawing with its title, its description, its legend, and the same numbers as a table.

use maud::{Markup, html};

/// Numbers as text, for those who do not look at drawings.
pub(super) struct Table {
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// What is drawn, and what is said of it.
pub(super) struct Figure {
    /// Of the page; also the beginning of its parts' names.
    pub(super) id: String,
    pub(super) title: String,
    /// What is to be seen, in sentences.
    pub(super) about: String,
    /// Width and height in pixels.
    pub(super) size: (f64, f64),
    pub(super) drawing: Markup,
    /// Numbers of series and their names.
    pub(super) legend: Vec<(usize, String)>,
    /// Bars and no lines.
    pub(super) solid: bool,
    pub(super) table: Table,
}

impl Figure {
    pub(super) fn markup(&self) -> Markup {
        let Self { id, title, about, size: (width, height), drawing, legend, solid, table } = self;
        html! {
            figure id=(id) {
                figcaption { strong { (title) } " " span.about { (about) } }
                @if !legend.is_empty() {
                    ul.key { @for (series, name) in legend { li { (swatch(*series, *solid)) (name) } } }
                }
                .scroll tabindex="0" role="group" aria-label={ "drawing: " (title) } {
                    svg viewBox={ "0 0 " (width) " " (height) } role="img" aria-labelledby={ (id) "-t " (id) "-d" } {
                        title id={ (id) "-t" } { (title) }
                        desc id={ (id) "-d" } { (about) }
                        (drawing)
                    }
                }
                details { summary { "As a table" } (table.markup(title)) }
            }
        }
    }
}

impl Table {
    pub(super) fn markup(&self, caption: &str) -> Markup {
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
fn swatch(series: usize, solid: bool) -> Markup {
    html! {
        svg.swatch viewBox="0 0 28 12" aria-hidden="true" {
            @if solid {
                rect.bar.{ "s" (series) } x="8" y="0" width="20" height="12" {}
            } @else {
                line.line.{ "s" (series) } x1="0" y1="6" x2="28" y2="6" {}
                (mark(series, 14.0, 6.0))
            }
        }
    }
}

/// A series is told by its mark too: a circle, a square, a triangle, a diamond, a bar.
pub(super) fn mark(series: usize, x: f64, y: f64) -> Markup {
    let class = format!("mark s{series}");
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
