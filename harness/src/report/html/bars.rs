//! Horizontal bars, of one part or of several.

use super::axis::PixelAxis;
use maud::{Markup, html};

/// A bar.
pub(super) struct Bar {
    pub(super) label: String,
    /// The series of each part and its length, from the left.
    pub(super) parts: Vec<(usize, f64)>,
    /// The least and the most of several runs.
    pub(super) spread: Option<(f64, f64)>,
    /// The words at its end; the only ones where there is no bar.
    pub(super) text: String,
}

const WIDTH: f64 = 760.0;
const LEFT: f64 = 236.0;
const RIGHT: f64 = 660.0;
const ROW: f64 = 26.0;
const FOOT: f64 = 48.0;

/// The size of a drawing of these bars.
pub(super) fn size(bars: &[Bar]) -> (f64, f64) {
    (WIDTH, bars.len() as f64 * ROW + FOOT)
}

/// Draws them over an axis.
pub(super) fn draw(bars: &[Bar], name: &str, label: impl Fn(f64) -> String) -> Markup {
    let ends = bars.iter().map(|bar| bar.end().max(bar.spread.map_or(0.0, |(_, high)| high)));
    let axis = PixelAxis::linear(ends, LEFT, RIGHT);
    let foot = bars.len() as f64 * ROW + 4.0;
    html! {
        g.grid { @for value in axis.ticks() { line x1=(axis.at(value)) x2=(axis.at(value)) y1="0" y2=(foot) {} } }
        g.tick {
            @for value in axis.ticks() { text.middle x=(axis.at(value)) y=(foot + 16.0) { @if value == 0.0 { "0" } @else { (label(value)) } } }
        }
        @for (row, bar) in bars.iter().enumerate() {
            (bar.draw(&axis, row as f64 * ROW))
        }
        text.axis.middle x=(f64::midpoint(LEFT, RIGHT)) y=(foot + 38.0) { (name) }
    }
}

impl Bar {
    fn end(&self) -> f64 {
        self.parts.iter().map(|(_, part)| part.max(0.0)).sum()
    }

    /// Where its parts begin and end.
    fn pieces(&self, axis: &PixelAxis) -> Vec<(usize, f64, f64)> {
        let mut from = 0.0;
        let piece = |(series, part): &(usize, f64)| {
            let start = axis.at(from);
            from += part.max(0.0);
            // To a tenth of a pixel, like all.
            (*series, start, ((axis.at(from) - start) * 10.0).round() / 10.0)
        };
        self.parts.iter().map(piece).collect()
    }

    fn draw(&self, axis: &PixelAxis, top: f64) -> Markup {
        let middle = top + ROW / 2.0;
        let end = self.spread.map_or(0.0, |(_, high)| high).max(self.end());
        html! {
            text.tick.end x=(LEFT - 8.0) y=(middle + 4.0) { (self.label) }
            @for (series, start, width) in self.pieces(axis) {
                @if width > 0.0 {
                    rect.bar.{ "s" (series) } x=(start) y=(top + 4.0) width=(width) height=(ROW - 8.0) {}
                }
            }
            @if let Some((low, high)) = self.spread.filter(|(low, high)| low < high) {
                path.whisker d={
                    "M" (axis.at(low)) " " (middle - 4.0) "v8M" (axis.at(low)) " " (middle) "H" (axis.at(high)) "M" (axis.at(high)) " " (middle - 4.0) "v8"
                } {}
            }
            text.tick.start x=(axis.at(end) + 6.0) y=(middle + 4.0) { (self.text) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_to_the_sum() {
        let bar = Bar {
            label: "a".into(),
            parts: vec![(0, 1.0), (1, 0.0), (2, 3.0)],
            spread: None,
            text: "4".into(),
        };
        let axis = PixelAxis::linear([4.0], 100.0, 500.0);
        assert_eq!(bar.pieces(&axis), [(0, 100.0, 100.0), (1, 200.0, 0.0), (2, 200.0, 300.0)]);
    }

    #[test]
    fn a_bar_of_nothing_is_words() {
        let bar = Bar { label: "<peer>".into(), parts: Vec::new(), spread: None, text: "not run".into() };
        let drawn = draw(&[bar], "time", |value| value.to_string()).0;
        assert!(
            drawn.contains("&lt;peer&gt;") && drawn.contains("not run") && !drawn.contains("<rect"),
            "{drawn}"
        );
    }
}
