//! From which size on one way is better than another, and what that means for a program.

use super::{Sweep, Way};
use crate::backend::Transfer;
use std::fmt;

/// Where the line of one way rises above that of another for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// It is above at every size that was measured.
    Always,
    /// It is above at every size that was measured and is larger than so many bytes.
    Above(u64),
    /// It is not above at the largest size.
    Never,
}

impl fmt::Display for Crossing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str("always"),
            Self::Above(bytes) => write!(f, "above {}", binary(*bytes)),
            Self::Never => f.write_str("never"),
        }
    }
}

/// A way that is not faster than another by so much is not better: two runs of the same differ as much.
const MARGIN: f64 = 1.05;

impl Sweep {
    /// From which size on `one` is better than `other`: faster by 5 % at least. `None` where they have no size in common.
    ///
    /// Between two sizes the medians are interpolated, on logarithmic axes.
    pub fn crossing(&self, one: Way, other: Way) -> Option<Crossing> {
        let both = |point: &super::SweepPoint| Some((point.size, point.rate, self.rate(other, point.size)?));
        let points: Vec<_> = self.line(one).filter_map(both).collect();
        (!points.is_empty()).then(|| crossing(&points))
    }

    /// The share of the best way that [`Transfer::Auto`] reaches where it is worst, and the size where that is.
    pub fn worst_of_auto(&self) -> Option<(f64, u64)> {
        let best = |size| FIXED.iter().filter_map(|way| self.rate(Way::Sent(*way), size)).reduce(f64::max);
        let share = |point: &super::SweepPoint| Some((point.rate / best(point.size)?, point.size));
        self.line(Way::Sent(Transfer::Auto))
            .filter_map(share)
            .min_by(|(one, _), (other, _)| one.total_cmp(other))
    }

    /// What to do on this machine, in one line. `None` where nothing was measured that could be compared.
    pub fn advice(&self) -> Option<String> {
        let over = |one, other| self.crossing(Way::Sent(one), Way::Sent(other));
        let start = |way| match over(way, Transfer::Inline)? {
            Crossing::Never => None,
            Crossing::Always => Some((0, way)),
            Crossing::Above(bytes) => Some((bytes, way)),
        };
        let mut better: Vec<(u64, Transfer)> =
            [Transfer::SharedMemory, Transfer::File].into_iter().filter_map(start).collect();
        better.sort_by_key(|(bytes, _)| *bytes);
        let largest = self.line(Way::Sent(Transfer::Inline)).map(|point| point.size).max()?;
        Some(match better[..] {
            [] => {
                over(Transfer::SharedMemory, Transfer::Inline)
                    .or_else(|| over(Transfer::File, Transfer::Inline))?;
                format!("the socket (inline) is as good as any way up to {} on this machine", binary(largest))
            }
            [first] => wins(first),
            [first, second, ..] => match over(second.1, first.1) {
                // It overtakes the other, which had overtaken the socket before.
                Some(Crossing::Above(bytes)) if bytes > second.0 => {
                    format!("{}, and above {} {}", wins(first), binary(bytes), noun(second.1))
                }
                Some(Crossing::Above(_) | Crossing::Always) => wins(second),
                Some(Crossing::Never) | None => wins(first),
            },
        })
    }
}

/// The ways that do not choose among the others.
const FIXED: [Transfer; 3] = [Transfer::Inline, Transfer::File, Transfer::SharedMemory];

fn noun(way: Transfer) -> &'static str {
    match way {
        Transfer::File => "a file",
        other => Way::Sent(other).name(),
    }
}

fn wins((bytes, way): (u64, Transfer)) -> String {
    match bytes {
        0 => format!("{} wins at every size measured on this machine", noun(way)),
        bytes => format!("above {} {} wins on this machine", binary(bytes), noun(way)),
    }
}

/// Of sizes, in ascending order, with both rates.
fn crossing(points: &[(u64, f64, f64)]) -> Crossing {
    // The logarithm of how much better it is: positive where it is above.
    let lead = |(_, one, other): &(u64, f64, f64)| (one / (other * MARGIN)).ln();
    // What is no number is no win.
    let behind = |point: &(u64, f64, f64)| !matches!(lead(point), lead if lead > 0.0);
    let Some(last) = points.iter().rposition(behind) else { return Crossing::Always };
    let Some(next) = points.get(last + 1) else { return Crossing::Never };
    let (from, to) = (lead(&points[last]), lead(next));
    let part = if from.is_finite() && to.is_finite() { -from / (to - from) } else { 1.0 };
    let (low, high) = (points[last].0 as f64, next.0 as f64);
    Crossing::Above(two_digits((low.ln() + part * (high.ln() - low.ln())).exp()))
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

/// More would look exact.
fn two_digits(bytes: f64) -> u64 {
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
