//! Lines over two axes.

use super::axis::Axis;
use super::figure::mark;
use maud::{Markup, html};
use std::fmt::Write as _;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 100.0;
const RIGHT: f64 = 740.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 344.0;

/// The plane.
pub(super) struct Plot {
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) x_name: &'static str,
    pub(super) y_name: &'static str,
    pub(super) x_ticks: Vec<(f64, String)>,
    pub(super) y_ticks: Vec<(f64, String)>,
}

impl Plot {
    pub(super) const SIZE: (f64, f64) = (WIDTH, HEIGHT);

    /// Both from nothing.
    pub(super) fn linear(points: &[(f64, f64)]) -> Self {
        let x = Axis::linear(points.iter().map(|(x, _)| *x), LEFT, RIGHT);
        let y = Axis::linear(points.iter().map(|(_, y)| *y), BOTTOM, TOP);
        Self { x, y, x_name: "", y_name: "", x_ticks: Vec::new(), y_ticks: Vec::new() }
    }

    /// Both logarithmic.
    pub(super) fn log(points: &[(f64, f64)]) -> Self {
        let x = Axis::log(points.iter().map(|(x, _)| *x), LEFT, RIGHT);
        let y = Axis::log(points.iter().map(|(_, y)| *y), BOTTOM, TOP);
        Self { x, y, x_name: "", y_name: "", x_ticks: Vec::new(), y_ticks: Vec::new() }
    }

    /// Names the axes, and labels their round values.
    pub(super) fn labelled(
        mut self,
        (x_name, x_text): (&'static str, fn(f64) -> String),
        (y_name, y_text): (&'static str, fn(f64) -> String),
    ) -> Self {
        self.x_ticks = self.x.ticks().into_iter().map(|value| (value, x_text(value))).collect();
        self.y_ticks = self.y.ticks().into_iter().map(|value| (value, y_text(value))).collect();
        (self.x_name, self.y_name) = (x_name, y_name);
        self
    }

    /// Grid, labels and names.
    pub(super) fn frame(&self) -> Markup {
        html! {
            g.grid {
                @for (value, _) in &self.y_ticks {
                    line x1=(LEFT) x2=(RIGHT) y1=(self.y.at(*value)) y2=(self.y.at(*value)) {}
                }
                @for (value, _) in &self.x_ticks {
                    line y1=(TOP) y2=(BOTTOM) x1=(self.x.at(*value)) x2=(self.x.at(*value)) {}
                }
            }
            g.tick {
                @for (value, text) in &self.y_ticks {
                    text.end x=(LEFT - 8.0) y=(self.y.at(*value) + 4.0) { (text) }
                }
                @for (value, text) in &self.x_ticks {
                    text.middle x=(self.x.at(*value)) y=(BOTTOM + 20.0) { (text) }
                }
            }
            text.axis.middle x=(f64::midpoint(LEFT, RIGHT)) y=(HEIGHT - 12.0) { (self.x_name) }
            text.axis.middle transform={ "translate(16 " (f64::midpoint(TOP, BOTTOM)) ") rotate(-90)" } { (self.y_name) }
        }
    }

    /// A line with a mark at every point.
    pub(super) fn series(&self, series: usize, points: &[(f64, f64)]) -> Markup {
        html! {
            path.line.{ "s" (series) } d=(self.path(points)) {}
            @for (x, y) in points { (mark(series, self.x.at(*x), self.y.at(*y))) }
        }
    }

    /// A line that nobody measured.
    pub(super) fn theory(&self, class: &str, points: &[(f64, f64)]) -> Markup {
        html! { path class={ "line theory " (class) } d=(self.path(points)) {} }
    }

    /// From the lowest to the highest of two points of a series: how far runs were apart.
    pub(super) fn spread(&self, series: usize, x: f64, low: f64, high: f64) -> Markup {
        html! { line.spread.{ "s" (series) } x1=(self.x.at(x)) x2=(self.x.at(x)) y1=(self.y.at(low)) y2=(self.y.at(high)) {} }
    }

    /// A value of x that matters. `row` keeps the words of several apart.
    pub(super) fn crossing(&self, series: usize, x: f64, row: usize, text: &str) -> Markup {
        let at = self.x.at(x);
        // To the right and at the foot, where lines that rise are not.
        let (class, shift) = if at > RIGHT - 220.0 { ("end", -6.0) } else { ("start", 6.0) };
        html! {
            line.crossing.{ "s" (series) } x1=(at) x2=(at) y1=(TOP) y2=(BOTTOM) {}
            text.note.(class) x=(at + shift) y=(BOTTOM - 8.0 - 16.0 * row as f64) { (text) }
        }
    }

    fn path(&self, points: &[(f64, f64)]) -> String {
        let mut path = String::new();
        for (at, (x, y)) in points.iter().enumerate() {
            let letter = if at == 0 { 'M' } else { 'L' };
            // Writing to a String cannot fail.
            let _ = write!(path, "{letter}{} {}", self.x.at(*x), self.y.at(*y));
        }
        path
    }
}

#[cfg(test)]
#[path = "plot_tests.rs"]
mod tests;
