use super::*;
use proptest::prelude::*;

/// Runs at 1, 4, 16, .. of two things.
fn found(runs: &[(&[f64], &[f64])]) -> Crossing {
    let pairs: Vec<Pair<'_>> = (0..)
        .zip(runs)
        .map(|(power, &(one, other))| Pair { x: f64::from(1 << (2 * power)), one, other })
        .collect();
    Crossing::of(&pairs).unwrap()
}

#[test]
fn a_crossing_is_interpolated_on_logarithmic_axes() {
    // The lead changes from a half to the double between 4 and 16: less the margin, a little above 8.
    let at = crossing(&[(1.0, 0.1, 1.0), (4.0, 0.5, 1.0), (16.0, 2.0, 1.0)]);
    assert!((8.0..8.5).contains(&at), "{at}");
}

#[test]
fn a_win_has_to_last() {
    let at = crossing(&[(1.0, 3.0, 1.0), (4.0, 3.0, 1.0), (16.0, 0.5, 1.0), (64.0, 3.0, 1.0)]);
    assert!((16.0..64.0).contains(&at), "{at}");
    assert_eq!(crossing(&[(1.0, 3.0, 1.0), (4.0, 1.04, 1.0)]), f64::INFINITY, "4 % are noise");
    assert_eq!(crossing(&[(1.0, f64::NAN, 1.0), (4.0, 3.0, 1.0)]), 4.0, "what is no number is no win");
    assert_eq!(Crossing::of(&[]), None);
}

#[test]
fn runs_that_agree_allow_a_statement() {
    let slow = [0.5, 0.5, 0.5];
    let fast = [2.0, 2.0, 2.0];
    let one = [1.0, 1.0, 1.0];
    assert_eq!(found(&[(&fast, &one), (&fast, &one)]).finding(), Finding::Always);
    assert_eq!(found(&[(&slow, &one), (&slow, &one)]).finding(), Finding::Never);
    let between = found(&[(&slow, &one), (&fast, &one)]);
    let Finding::From(at, low, high) = between.finding() else { panic!("{between:?}") };
    assert!(1.0 < low && low <= at && at <= high && high < 4.0, "{between:?}");
    assert_eq!(between.words(|x| format!("{x:.1} s")), "from 2.1 s (2.1 s-2.1 s)");
}

#[test]
fn runs_that_differ_too_much_allow_none() {
    // At the larger value it wins in some runs and loses in others.
    let (slow, mixed, one) = ([0.5, 0.5, 0.5], [0.5, 2.0, 2.0], [1.0, 1.0, 1.0]);
    let doubtful = found(&[(&slow, &one), (&mixed, &one)]);
    assert_eq!(doubtful.finding(), Finding::Unclear, "{doubtful:?}");
    assert!(doubtful.value().is_some(), "the medians alone would have said so");
    assert_eq!(doubtful.words(|x| format!("{x:.1}")), "unclear (2.1-never)");
    let single = found(&[(&slow[..1], &one[..1]), (&[2.0], &one[..1])]);
    assert_eq!(
        (single.finding(), single.words(|x| format!("{x:.1}"))),
        (Finding::Unclear, "2.1 (one run)".into())
    );
    let never = found(&[(&slow[..1], &one[..1])]);
    assert_eq!((never.value(), never.words(|x| x.to_string())), (None, "never (one run)".into()));
}

#[test]
fn an_interval_over_a_decade_is_no_advice() {
    let (mixed, fast, one) = ([0.1, 0.1, 10.0, 10.0, 10.0], [10.0; 5], [1.0; 5]);
    let wide = found(&[(&mixed, &one), (&mixed, &one), (&mixed, &one), (&fast, &one)]);
    assert_eq!(wide.finding(), Finding::Unclear, "{wide:?}");
}

fn rates() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((1e3..1e11_f64, 1e3..1e11_f64), 1..12)
}

fn points(rates: &[(f64, f64)]) -> Vec<(f64, f64, f64)> {
    (0..).zip(rates).map(|(power, (one, other))| ((1024_u64 << (2 * power)) as f64, *one, *other)).collect()
}

proptest! {
    #[test]
    fn above_a_crossing_every_value_is_won_and_the_one_below_is_not(rates in rates()) {
        let points = points(&rates);
        let is_won = |point: &(f64, f64, f64)| point.1 > point.2 * MARGIN;
        match crossing(&points) {
            at if at <= 0.0 => prop_assert!(points.iter().all(is_won)),
            at if at.is_infinite() => prop_assert!(!is_won(points.last().unwrap())),
            at => {
                prop_assert!(points.iter().filter(|point| point.0 > at * 1.000_001).all(is_won));
                let below = points.iter().rev().find(|point| point.0 < at * 1.000_001 && !is_won(point));
                let next = points.iter().find(|point| point.0 > at * 0.999_999);
                prop_assert!(below.is_some() && next.is_some(), "{} of {:?}", at, points);
            }
        }
    }

    #[test]
    fn two_things_are_never_both_better(rates in rates()) {
        let there = points(&rates);
        let back: Vec<_> = there.iter().map(|(x, one, other)| (*x, *other, *one)).collect();
        prop_assert!(crossing(&there).is_infinite() || crossing(&back).is_infinite());
    }

    #[test]
    fn a_crossing_does_not_depend_on_the_speed_of_the_machine(rates in rates(), power in -20..20) {
        let faster: Vec<_> =
            rates.iter().map(|(one, other)| (one * 2_f64.powi(power), other * 2_f64.powi(power))).collect();
        prop_assert_eq!(crossing(&points(&rates)), crossing(&points(&faster)));
    }

    #[test]
    fn the_interval_holds_the_crossing_of_equal_runs(rates in rates()) {
        let runs: Vec<_> = rates.iter().map(|(one, other)| ([*one; 3], [*other; 3])).collect();
        let pairs: Vec<_> = points(&rates).iter().zip(&runs).map(|(point, (one, other))| Pair { x: point.0, one, other }).collect();
        let found = Crossing::of(&pairs).unwrap();
        prop_assert_eq!(found.interval, Some((found.at, found.at)));
        let is_clear = found.finding() != Finding::Unclear;
        prop_assert!(is_clear, "{:?}", found);
    }

    #[test]
    fn sizes_are_printed_in_two_digits(bytes in 1..u64::MAX >> 20) {
        let rounded = two_digits(bytes as f64);
        prop_assert!((rounded as f64 / bytes as f64 - 1.0).abs() <= 0.0501, "{} {}", bytes, rounded);
        let text = binary(rounded);
        let (number, unit) = text.split_once(' ').unwrap();
        prop_assert!(UNITS.contains(&unit) && number.parse::<f64>().is_ok(), "{}", text);
        // The powers of ten below 1024 are no powers of two: `1020 KiB`.
        prop_assert!(number.trim_end_matches('0').replace('.', "").len() <= 3, "{}", text);
    }
}
