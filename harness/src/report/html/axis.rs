//! Numbers to coordinates.

/// A range of values along a range of pixels. SVG's y grows downwards: there `start` is the larger.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PixelAxis {
    log: bool,
    pub(super) from: f64,
    pub(super) to: f64,
    start: f64,
    end: f64,
}

/// The most marks on an axis: their labels must not touch.
const MOST_TICKS: usize = 9;

impl PixelAxis {
    /// From 0 to the next round number.
    pub(super) fn linear(values: impl IntoIterator<Item = f64>, start: f64, end: f64) -> Self {
        let most = values.into_iter().filter(|value| value.is_finite()).fold(0.0, f64::max);
        let most = if most > 0.0 { most } else { 1.0 };
        let step = step(most);
        Self { log: false, from: 0.0, to: (most / step - 1e-9).ceil() * step, start, end }
    }

    /// From below the smallest to above the largest, by a factor. Values that are not positive are left out.
    pub(super) fn log(values: impl IntoIterator<Item = f64>, start: f64, end: f64) -> Self {
        const ROOM: f64 = 1.4;
        let positive = values.into_iter().filter(|value| value.is_finite() && *value > 0.0);
        let (low, high) =
            positive.fold((f64::MAX, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if high > 0.0 { (low, high) } else { (1.0, 10.0) };
        Self { log: true, from: low / ROOM, to: high * ROOM, start, end }
    }

    /// The place of a value, to a tenth of a pixel. Values outside are at the end.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = if self.log {
            (value / self.from).ln() / (self.to / self.from).ln()
        } else {
            (value - self.from) / (self.to - self.from)
        };
        // NaN, too, has a place.
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        ((self.start + share * (self.end - self.start)) * 10.0).round() / 10.0
    }

    /// Round values between the ends.
    pub(super) fn ticks(&self) -> Vec<f64> {
        if !self.log {
            let step = step(self.to);
            let count = (self.to / step).round() as usize;
            return (0..=count).map(|number| number as f64 * step).collect();
        }
        let powers = self.from.log10().floor() as i32..=self.to.log10().ceil() as i32;
        let within = |digits: &[f64]| -> Vec<f64> {
            let all =
                powers.clone().flat_map(|power| digits.iter().map(move |digit| digit * 10_f64.powi(power)));
            all.filter(|value| (self.from..=self.to).contains(value)).collect()
        };
        let fine = within(&[1.0, 2.0, 5.0]);
        if fine.len() <= MOST_TICKS {
            return fine;
        }
        thinned(within(&[1.0]))
    }
}

/// Every second, third, .. where there are too many.
pub(super) fn thinned(values: Vec<f64>) -> Vec<f64> {
    let every = values.len().div_ceil(MOST_TICKS).max(1);
    values.into_iter().step_by(every).collect()
}

/// 1, 2 or 5 times a power of ten: about five of them are `most`.
fn step(most: f64) -> f64 {
    let raw = most / 5.0;
    let power = 10_f64.powf(raw.log10().floor());
    let digit = raw / power;
    power * [1.0, 2.0, 5.0].into_iter().find(|round| digit <= round * 1.000_001).unwrap_or(10.0)
}

#[cfg(test)]
#[path = "axis_tests.rs"]
mod tests;
