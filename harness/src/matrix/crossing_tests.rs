use super::*;
use crate::matrix::SweepPoint;
use proptest::prelude::*;

const INLINE: Way = Way::Sent(Transfer::Inline);
const FILE: Way = Way::Sent(Transfer::File);
const SHARED: Way = Way::Sent(Transfer::SharedMemory);
const AUTO: Way = Way::Sent(Transfer::Auto);

/// Sizes 1, 4, 16, .. KiB.
fn sweep(lines: &[(Way, &[f64])]) -> Sweep {
    let point = |way, (power, rate): (u32, &f64)| SweepPoint::exact(1024 << (2 * power), way, *rate);
    let points = lines.iter().flat_map(|(way, rates)| (0..).zip(*rates).map(|at| point(*way, at)));
    Sweep { points: points.collect(), failures: Vec::new() }
}

fn advice(lines: &[(Way, &[f64])]) -> String {
    sweep(lines).advice().unwrap()
}

#[test]
fn a_crossing_is_interpolated_on_logarithmic_axes() {
    // The lead changes from a half to the double between 4 and 16 KiB: less the margin, a little above 8 KiB.
    let found = sweep(&[(INLINE, &[1.0, 1.0, 1.0]), (SHARED, &[0.1, 0.5, 2.0])]).crossing(SHARED, INLINE);
    assert_eq!(found.unwrap().to_string(), "above 8.4 KiB");
}

#[test]
fn a_win_has_to_last() {
    let once = sweep(&[(INLINE, &[1.0, 1.0, 1.0, 1.0]), (FILE, &[3.0, 3.0, 0.5, 3.0])]);
    let Some(Crossing::Above(bytes)) = once.crossing(FILE, INLINE) else { panic!("{once:?}") };
    assert!((16 << 10..64 << 10).contains(&bytes), "{bytes}");
    let lost = sweep(&[(INLINE, &[1.0, 1.0]), (FILE, &[3.0, 1.04])]);
    assert_eq!(lost.crossing(FILE, INLINE), Some(Crossing::Never), "4 % are noise");
    assert_eq!(sweep(&[(INLINE, &[1.0])]).crossing(FILE, INLINE), None);
    let no_number = sweep(&[(INLINE, &[1.0, 1.0]), (FILE, &[f64::NAN, 3.0])]);
    assert_eq!(no_number.crossing(FILE, INLINE), Some(Crossing::Above(4 << 10)));
}

#[test]
fn advice_is_one_line_for_the_machine() {
    let flat: &[f64] = &[1.0; 6];
    assert_eq!(
        advice(&[(INLINE, flat), (SHARED, &[0.1, 0.2, 0.5, 1.1, 3.0, 4.0]), (FILE, flat)]),
        "above 59 KiB shared memory wins on this machine"
    );
    assert_eq!(
        advice(&[(INLINE, flat), (SHARED, flat), (FILE, flat)]),
        "the socket (inline) is as good as any way up to 1 MiB on this machine"
    );
    assert_eq!(
        advice(&[(INLINE, flat), (SHARED, &[2.0; 6]), (FILE, &[0.1; 6])]),
        "shared memory wins at every size measured on this machine"
    );
    assert_eq!(
        advice(&[
            (INLINE, flat),
            (SHARED, &[0.5, 2.0, 2.0, 2.0, 2.0, 2.0]),
            (FILE, &[0.1, 0.5, 1.5, 1.5, 1.5, 4.0]),
        ]),
        "above 2.1 KiB shared memory wins on this machine, and above 410 KiB a file"
    );
    assert_eq!(
        advice(&[(INLINE, flat), (SHARED, &[0.5, 2.0, 2.0, 2.0]), (FILE, &[0.5, 4.0, 4.0, 4.0])]),
        "above 1.6 KiB a file wins on this machine"
    );
    assert_eq!(sweep(&[(AUTO, flat)]).advice(), None);
    assert_eq!(sweep(&[(INLINE, flat)]).advice(), None);
}

#[test]
fn auto_is_held_against_the_best() {
    let found = sweep(&[(INLINE, &[4.0, 2.0]), (SHARED, &[1.0, 8.0]), (AUTO, &[4.0, 6.0])]);
    assert_eq!(found.worst_of_auto(), Some((0.75, 4 << 10)));
    assert_eq!(sweep(&[(INLINE, &[4.0])]).worst_of_auto(), None);
}

fn rates() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((1e3..1e11_f64, 1e3..1e11_f64), 1..12)
}

fn points(rates: &[(f64, f64)]) -> Vec<(u64, f64, f64)> {
    (0..).zip(rates).map(|(power, (one, other))| (1024_u64 << (2 * power), *one, *other)).collect()
}

proptest! {
    #[test]
    fn above_a_crossing_every_size_is_won_and_the_one_below_is_not(rates in rates()) {
        let points = points(&rates);
        let won = |point: &(u64, f64, f64)| point.1 > point.2 * MARGIN;
        match crossing(&points) {
            Crossing::Always => prop_assert!(points.iter().all(won)),
            Crossing::Never => prop_assert!(!won(points.last().unwrap())),
            Crossing::Above(bytes) => {
                // Rounding to two digits moves it by 5 % at most, maybe past a size.
                let (low, high) = (bytes as f64 / 1.06, bytes as f64 * 1.06);
                prop_assert!(points.iter().filter(|point| point.0 as f64 > high).all(won));
                let below = points.iter().rev().find(|point| (point.0 as f64) < high && !won(point));
                let next = points.iter().find(|point| point.0 as f64 > low);
                prop_assert!(below.is_some() && next.is_some(), "{} of {:?}", bytes, points);
            }
        }
    }

    #[test]
    fn two_ways_are_never_both_better(rates in rates()) {
        let there = points(&rates);
        let back: Vec<_> = there.iter().map(|(size, one, other)| (*size, *other, *one)).collect();
        prop_assert!(crossing(&there) == Crossing::Never || crossing(&back) == Crossing::Never);
    }

    #[test]
    fn a_crossing_does_not_depend_on_the_speed_of_the_machine(rates in rates(), power in -20..20) {
        let faster: Vec<_> =
            rates.iter().map(|(one, other)| (one * 2_f64.powi(power), other * 2_f64.powi(power))).collect();
        prop_assert_eq!(crossing(&points(&rates)), crossing(&points(&faster)));
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

    #[test]
    fn advice_names_no_way_that_never_wins(rates in rates()) {
        let (one, other): (Vec<f64>, Vec<f64>) = rates.into_iter().unzip();
        let found = sweep(&[(INLINE, &one), (SHARED, &other)]);
        let text = found.advice().unwrap();
        let never = found.crossing(SHARED, INLINE) == Some(Crossing::Never);
        prop_assert_eq!(never, !text.contains("shared memory"), "{}", text);
        prop_assert!(!text.contains("file") && !text.contains('\n'), "{}", text);
    }
}
