//! Lines over two axes.

use super::axis::{PixelAxis, thinned};
use super::figure::{class, colour, mark};
use crate::matrix::{Axis, Guide, Line, Mark, Point, Series, Unit};
use crate::report::value::number;
use maud::{Markup, html};
use std::fmt::Write as _;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 100.0;
const RIGHT: f64 = 740.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 344.0;
/// Words of marks above each other; more begin again at the foot.
const MOST_NOTES: usize = 18;

/// The plane.
pub(super) struct Plot {
    pub(super) x: PixelAxis,
    pub(super) y: PixelAxis,
    x_name: String,
    y_name: String,
    x_ticks: Vec<(f64, String)>,
    y_ticks: Vec<(f64, String)>,
}

impl Plot {
    pub(super) const SIZE: (f64, f64) = (WIDTH, HEIGHT);

    /// The plane of all points and guides of a series.
    pub(super) fn of(series: &Series) -> Self {
        let measured = series.lines.iter().flat_map(|line| &line.points).map(|point| (point.x, point.y));
        let computed = series.guides.iter().flat_map(|guide| &guide.points).copied();
        let points: Vec<(f64, f64)> = measured.chain(computed).collect();
        let axis = |axis: &Axis, values: Vec<f64>, start, end| {
            if axis.logarithmic {
                PixelAxis::log(values, start, end)
            } else {
                PixelAxis::linear(values, start, end)
            }
        };
        let x = axis(&series.x, points.iter().map(|(x, _)| *x).collect(), LEFT, RIGHT);
        let y = axis(&series.y, points.iter().map(|(_, y)| *y).collect(), BOTTOM, TOP);
        // Powers of two are no round values of a decimal axis.
        let x_values = if series.x.unit == Unit::BinaryBytes { thinned(series.xs()) } else { x.ticks() };
        let labelled = |unit: Unit, values: Vec<f64>| {
            values.into_iter().map(|value| (value, tick(unit, value))).collect()
        };
        let (x_ticks, y_ticks) = (labelled(series.x.unit, x_values), labelled(series.y.unit, y.ticks()));
        Self { x, y, x_name: series.x.name.clone(), y_name: series.y.name.clone(), x_ticks, y_ticks }
    }

    /// Everything that is in a series.
    pub(super) fn draw(&self, series: &Series) -> Markup {
        html! {
            (self.frame())
            @for guide in &series.guides { (self.guide(guide)) }
            @for (row, mark) in series.marks.iter().enumerate() { (self.crossing(mark, row)) }
            @for (number, line) in series.lines.iter().enumerate() {
                @for point in line.points.iter().filter(|point| point.low < point.high) { (self.spread(number, point)) }
                (self.line(number, line))
            }
        }
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
    fn line(&self, number: usize, line: &Line) -> Markup {
        let points: Vec<(f64, f64)> = line.points.iter().map(|point| (point.x, point.y)).collect();
        html! {
            path.line.(class(number)) d=(self.path(&points)) {}
            @for (x, y) in points { (mark(number, self.x.at(x), self.y.at(y))) }
        }
    }

    /// A line that nobody measured.
    fn guide(&self, guide: &Guide) -> Markup {
        let class = guide.line.map_or_else(|| "ideal".to_owned(), |line| format!("s{}", colour(line)));
        html! { path class={ "line theory " (class) } d=(self.path(&guide.points)) {} }
    }

    /// From the smallest to the largest run of a point.
    fn spread(&self, number: usize, point: &Point) -> Markup {
        let x = self.x.at(point.x);
        html! { line.spread.{ "s" (colour(number)) } x1=(x) x2=(x) y1=(self.y.at(point.low)) y2=(self.y.at(point.high)) {} }
    }

    /// A value of x that matters. `row` keeps the words of several apart.
    fn crossing(&self, mark: &Mark, row: usize) -> Markup {
        let at = self.x.at(mark.x);
        // To the right and at the foot, where lines that rise are not.
        let (class, shift) = if at > RIGHT - 220.0 { ("end", -6.0) } else { ("start", 6.0) };
        html! {
            line.crossing.{ "s" (colour(mark.line)) } x1=(at) x2=(at) y1=(TOP) y2=(BOTTOM) {}
            text.note.(class) x=(at + shift) y=(BOTTOM - 8.0 - 16.0 * (row % MOST_NOTES) as f64) { (mark.text) }
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

/// The words at a round value of an axis.
fn tick(unit: Unit, value: f64) -> String {
    match unit {
        // Not `2.0`: an axis has round values.
        Unit::Times => number(Unit::Count, value),
        unit => number(unit, value),
    }
}

#[cfg(test)]
#[path = "plot_tests.rs"]
mod tests;
