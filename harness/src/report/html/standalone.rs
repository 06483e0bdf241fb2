//! A plot as a separate file, for Markdown and for readers who want the picture alone.

use super::figure::{Drawing, Figure, sample};
use super::findings;
use crate::matrix::Findings;
use maud::{PreEscaped, html};

const MARGIN: f64 = 24.0;
/// The title, the line below it, and some room.
const HEAD: f64 = 74.0;
const LEGEND_ROW: f64 = 24.0;
/// The width of a letter of the legend, approximately: a file cannot measure its text.
const LETTER: f64 = 7.2;

/// A plot.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PlotFile {
    /// Which part of the findings it shows, counted from 0.
    pub(crate) part: usize,
    /// The name of the file.
    pub(crate) file: String,
    /// The text of the file.
    pub(crate) svg: String,
}

/// The plots of a measurement; a part that is a plain table has none. `origin` is a line about the machine.
pub(crate) fn plots(found: &Findings, origin: &str) -> Vec<PlotFile> {
    let figures = findings::figures(found);
    let is_alone = figures.iter().filter(|figure| figure.drawing.is_some()).count() == 1;
    let plot = |(part, figure): (usize, &Figure)| {
        let drawing = figure.drawing.as_ref()?;
        let name = if is_alone { found.name.clone() } else { format!("{}-{}", found.name, part + 1) };
        // The name of a measurement is one component of a path, whatever it is.
        let file = format!("{}.svg", name.replace(['/', '\\'], "-"));
        Some(PlotFile { part, file, svg: svg(&figure.title, origin, drawing) })
    };
    figures.iter().enumerate().filter_map(plot).collect()
}

/// A file that looks the same on any page, dark or light: it brings its own background.
fn svg(title: &str, origin: &str, drawing: &Drawing) -> String {
    let (width, height) = drawing.size;
    let places = legend(drawing, width);
    let rows = places.iter().map(|(_, _, row)| row + 1).max().unwrap_or(0);
    let top = HEAD + rows as f64 * LEGEND_ROW;
    let (all_width, all_height) = (width + 2.0 * MARGIN, top + height + MARGIN);
    let markup = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (all_width) " " (all_height) } width=(all_width) height=(all_height) role="img" {
            title { (title) }
            style { (PreEscaped(include_str!("plot.css"))) }
            rect width=(all_width) height=(all_height) fill="#ffffff" {}
            text.title x=(MARGIN) y="32" { (title) }
            text.axis x=(MARGIN) y="54" { (origin) }
            @for ((series, name), (x, _, row)) in drawing.legend.iter().zip(&places) {
                g transform={ "translate(" (MARGIN + x) " " (HEAD + *row as f64 * LEGEND_ROW - 8.0) ")" } {
                    (sample(*series, drawing.is_solid))
                    text x="34" y="10" { (name) }
                }
            }
            g transform={ "translate(" (MARGIN) " " (top) ")" } { (drawing.markup) }
        }
    };
    markup.into_string()
}

/// The place of each name of the legend: from where to where, and in which row.
fn legend(drawing: &Drawing, width: f64) -> Vec<(f64, f64, usize)> {
    let (mut x, mut row) = (0.0, 0);
    let place = |(_, name): &(usize, String)| {
        let wide = 34.0 + name.chars().count() as f64 * LETTER + 18.0;
        if x > 0.0 && x + wide > width {
            (x, row) = (0.0, row + 1);
        }
        x += wide;
        (((x - wide) * 10.0).round() / 10.0, x, row)
    };
    drawing.legend.iter().map(place).collect()
}

#[cfg(test)]
#[path = "standalone_tests.rs"]
mod tests;
