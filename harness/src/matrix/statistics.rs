//! [`Estimate`]: a figure from a few runs, and the interval in which it lies.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A figure from a few runs, with its 95 % confidence interval.
///
/// The interval comes from the bootstrap: the runs are drawn again, with replacement, a thousand times, and the figure is
/// computed from each draw. The draws are the same each time, so the same runs always give the same interval.
///
/// ```
/// use wirecheck::matrix::Estimate;
///
/// let speed_up = Estimate::ratio_of_medians(&[2.0, 2.1, 1.9], &[1.0, 1.1, 1.0]).expect("both have runs");
/// assert_eq!(speed_up.to_string(), "2.0 (1.7-2.1)");
/// assert!(speed_up.is_above(1.5) && !speed_up.is_above(1.9));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The figure of all runs together.
    pub value: f64,
    /// The lower and the upper end. `None` where there is only one run, which says nothing about the others.
    pub interval: Option<(f64, f64)>,
}

/// How often the runs are drawn.
const DRAWS: usize = 1_000;
/// The same for every interval: a report does not depend on chance.
const SEED: u64 = 0x5EED_0F5A_3B1E;

impl Estimate {
    /// How many times as large the median of `numerator` is as that of `denominator`. `None` where one of them has no runs
    /// or a median of 0.
    pub fn ratio_of_medians(numerator: &[f64], denominator: &[f64]) -> Option<Self> {
        let ratio = |samples: &[Vec<f64>]| {
            let (above, below) = (median(samples.first()?)?, median(samples.get(1)?)?);
            Some(above / below).filter(|ratio| ratio.is_finite() && *ratio > 0.0)
        };
        let samples = [numerator, denominator];
        let value = ratio(&samples.map(<[f64]>::to_vec))?;
        Some(Self { value, interval: bootstrap(&samples, |draw| ratio(draw).unwrap_or(value)) })
    }

    /// Whether the whole interval is above a limit. Never so without an interval.
    pub fn is_above(&self, limit: f64) -> bool {
        self.interval.is_some_and(|(low, _)| low > limit)
    }

    /// Whether the whole interval is below a limit. Never so without an interval.
    pub fn is_below(&self, limit: f64) -> bool {
        self.interval.is_some_and(|(_, high)| high < limit)
    }

    /// The inverse: of a speed-up, how many times as slow it is.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { value: 1.0 / self.value, interval: self.interval.map(|(low, high)| (1.0 / high, 1.0 / low)) }
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = short(self.value);
        match self.interval {
            Some((low, high)) => f.pad(&format!("{value} ({}-{})", short(low), short(high))),
            None => f.pad(&format!("{value} (one run)")),
        }
    }
}

/// A ratio in two digits; without a fraction from 10 on.
pub(crate) fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 9.95 => format!("{value:.0}"),
        size if size >= 0.995 => format!("{value:.1}"),
        size if size >= 0.095 => format!("{value:.2}"),
        size if size >= 0.0095 => format!("{value:.3}"),
        _ => format!("{value:.4}"),
    }
}

/// The middle one, or the mean of the two in the middle; the values need no order. `None` where there are none.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    Some(if sorted.len().is_multiple_of(2) { f64::midpoint(sorted[middle - 1], upper) } else { upper })
}

/// The 95 % interval of what `statistic` makes of samples: each draw has as many values as its sample, with replacement.
///
/// A statistic may be infinite. `None` where a sample has fewer than two values.
pub(crate) fn bootstrap(
    samples: &[&[f64]],
    mut statistic: impl FnMut(&[Vec<f64>]) -> f64,
) -> Option<(f64, f64)> {
    if samples.is_empty() || samples.iter().any(|sample| sample.len() < 2) {
        return None;
    }
    let mut random = Random(SEED);
    let mut draw: Vec<Vec<f64>> = samples.iter().map(|sample| sample.to_vec()).collect();
    let mut found: Vec<f64> = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        for (sample, drawn) in samples.iter().zip(&mut draw) {
            drawn.iter_mut().for_each(|value| *value = sample[random.below(sample.len())]);
        }
        found.push(statistic(&draw));
    }
    found.sort_by(f64::total_cmp);
    Some((found[DRAWS / 40], found[DRAWS - 1 - DRAWS / 40]))
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and good enough to draw runs with.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// A number below `limit`, which is small: the bias is far below what a thousand draws show.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

#[cfg(test)]
#[path = "statistics_tests.rs"]
mod tests;
