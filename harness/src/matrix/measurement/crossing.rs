//! [`Crossing`]: from which value on one thing is better than another, and how sure that is.

use crate::matrix::statistics::{bootstrap, median};

/// Something that is not better by this factor is not better: two measurements of the same thing differ as much.
pub(super) const MARGIN: f64 = 1.05;
/// An interval whose ends are further apart than this says too little for advice.
const WIDEST: f64 = 10.0;

/// What was measured at one value of the horizontal axis: runs of two things, of which the larger is better.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    pub(super) x: f64,
    pub(super) one: &'a [f64],
    pub(super) other: &'a [f64],
}

/// From which value on one thing is better than another, by 5 % at least and at every larger value.
///
/// Between two values the medians are interpolated, on logarithmic axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// 0 where it is always better, infinite where it is not better at the largest value.
    at: f64,
    /// The 95 % interval; `None` where there is only one run.
    interval: Option<(f64, f64)>,
    /// The smallest value that was measured.
    smallest: f64,
}

/// What a [`Crossing`] allows to say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Finding {
    /// It is better at every value.
    Always,
    /// It is better from the first value on, which lies between the other two.
    From(f64, f64, f64),
    /// It is not better at the largest value.
    Never,
    /// The runs differ too much to tell.
    Unclear,
}

impl Crossing {
    /// Of values in ascending order. `None` where there are none.
    pub(super) fn of(pairs: &[Pair<'_>]) -> Option<Self> {
        let smallest = pairs.first()?.x;
        let samples: Vec<&[f64]> = pairs.iter().flat_map(|pair| [pair.one, pair.other]).collect();
        let at = |runs: &mut dyn Iterator<Item = (f64, f64, f64)>| crossing(&runs.collect::<Vec<_>>());
        let middle = |runs: &[f64]| median(runs).unwrap_or(f64::NAN);
        let value = at(&mut pairs.iter().map(|pair| (pair.x, middle(pair.one), middle(pair.other))));
        let interval = bootstrap(&samples, |draw| {
            let both = draw.chunks_exact(2).map(|pair| (middle(&pair[0]), middle(&pair[1])));
            at(&mut pairs.iter().zip(both).map(|(pair, (one, other))| (pair.x, one, other)))
        });
        Some(Self { at: value, interval, smallest })
    }

    /// Where it is, whatever the interval: 0 for always, `None` for never.
    pub fn value(&self) -> Option<f64> {
        Some(self.at).filter(|at| at.is_finite())
    }

    /// What can be said of it. The interval decides, not the median.
    pub(super) fn finding(&self) -> Finding {
        match self.interval {
            Some((_, high)) if high <= 0.0 => Finding::Always,
            Some((low, _)) if low.is_infinite() => Finding::Never,
            Some((low, high)) if high.is_finite() && self.at > 0.0 => {
                // Below the smallest value nothing was measured.
                let low = low.max(self.smallest.min(self.at));
                if high <= low * WIDEST { Finding::From(self.at, low, high) } else { Finding::Unclear }
            }
            _ => Finding::Unclear,
        }
    }

    /// A few words for a table; `print` makes words of a value.
    pub(super) fn words(&self, print: impl Fn(f64) -> String) -> String {
        let end = |value: f64| match value {
            value if value <= 0.0 => "always".to_owned(),
            value if value.is_infinite() => "never".to_owned(),
            value => print(value),
        };
        match (self.finding(), self.interval) {
            (Finding::Always, _) => "always".to_owned(),
            (Finding::Never, _) => "never".to_owned(),
            (Finding::From(at, low, high), _) => {
                format!("from {} ({}-{})", print(at), print(low), print(high))
            }
            (Finding::Unclear, Some((low, high))) => format!("unclear ({}-{})", end(low), end(high)),
            (Finding::Unclear, None) => format!("{} (one run)", end(self.at)),
        }
    }
}

/// Where the first of two things is better than the second for good: 0 for always, infinite for never.
///
/// The points are `(x, one, other)` in ascending order of `x`.
fn crossing(points: &[(f64, f64, f64)]) -> f64 {
    // The logarithm of how much better it is: positive where it is better.
    let lead = |(_, one, other): &(f64, f64, f64)| (one / (other * MARGIN)).ln();
    // What is no number is not better.
    let is_behind = |point: &(f64, f64, f64)| !matches!(lead(point), lead if lead > 0.0);
    let Some(last) = points.iter().rposition(is_behind) else { return 0.0 };
    let Some(next) = points.get(last + 1) else { return f64::INFINITY };
    let (from, to) = (lead(&points[last]), lead(next));
    let part = if from.is_finite() && to.is_finite() { -from / (to - from) } else { 1.0 };
    let (low, high) = (points[last].0.max(f64::MIN_POSITIVE), next.0);
    (low.ln() + part * (high.ln() - low.ln())).exp()
}

const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];

/// The largest unit that a size has one of, and how many it is.
fn in_units(bytes: f64) -> (f64, usize) {
    let (mut value, mut unit) = (bytes, 0);
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        (value, unit) = (value / 1024.0, unit + 1);
    }
    (value, unit)
}

/// A size rounded to two digits: more would look exact.
pub(super) fn two_digits(bytes: f64) -> u64 {
    let (value, unit) = in_units(bytes);
    let step = match value {
        value if value < 10.0 => 0.1,
        value if value < 100.0 => 1.0,
        _ => 10.0,
    };
    ((value / step).round() * step * 1024_f64.powi(unit as i32)).round() as u64
}

/// A size in powers of 1024, such as `96 KiB`.
///
/// ```
/// use wirecheck::matrix::binary;
///
/// assert_eq!(binary(0), "0 B");
/// assert_eq!(binary(96 << 10), "96 KiB");
/// assert_eq!(binary(3 << 19), "1.5 MiB");
/// ```
pub fn binary(bytes: u64) -> String {
    let (value, unit) = in_units(bytes as f64);
    let text = format!("{value:.1}");
    format!("{} {}", text.strip_suffix(".0").unwrap_or(&text), UNITS[unit])
}

#[cfg(test)]
#[path = "crossing_tests.rs"]
mod tests;
