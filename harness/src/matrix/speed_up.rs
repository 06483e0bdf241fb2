//! What the number of workers allows a speed-up to be.

use super::Estimate;

/// A speed-up may be above the number of workers by this factor: two measurements of the same thing differ as much.
const MARGIN: f64 = 1.05;

/// Whether a speed-up can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// It is no larger than the number of workers.
    Possible,
    /// It is larger than the number of workers.
    Impossible,
    /// It comes from one run only, so nothing follows from it.
    OneRun,
}

/// Whether a speed-up on this number of workers can be.
pub(crate) fn trust(speed_up: &Estimate, workers: usize) -> Trust {
    if speed_up.value > workers as f64 * MARGIN {
        Trust::Impossible
    } else if speed_up.interval.is_none() {
        Trust::OneRun
    } else {
        Trust::Possible
    }
}

impl Trust {
    /// Why not to trust an impossible speed-up, in a sentence. `reference` is what it was compared with.
    pub(crate) fn doubt(self, speed_up: &Estimate, workers: usize, reference: &str) -> Option<String> {
        let on = if workers == 1 { "1 worker".to_owned() } else { format!("{workers} workers") };
        (self == Self::Impossible).then(|| {
            format!(
                "{speed_up} times as fast on {on} is more than the number of workers: do not trust it. Probably something else \
                 slowed the machine down during {reference}; run again on an idle machine"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: f64, interval: Option<(f64, f64)>) -> Estimate {
        Estimate { value, interval }
    }

    #[test]
    fn more_than_the_number_of_workers_cannot_be() {
        let reported = of(7.77, Some((7.5, 8.0)));
        assert_eq!(trust(&reported, 2), Trust::Impossible);
        assert_eq!(trust(&reported, 8), Trust::Possible);
        assert_eq!(trust(&of(7.77, None), 2), Trust::Impossible, "one run is enough to see that");
        assert_eq!(trust(&of(2.04, Some((2.0, 2.1))), 2), Trust::Possible, "4 % are noise");
        assert_eq!(trust(&of(1.9, None), 2), Trust::OneRun);
        let text = trust(&reported, 2).doubt(&reported, 2, "the plain loop").unwrap();
        assert!(
            text.starts_with("7.8 (7.5-8.0) times as fast on 2 workers is more than the number of workers"),
            "{text}"
        );
        assert_eq!(trust(&reported, 8).doubt(&reported, 8, "the plain loop"), None);
    }
}
