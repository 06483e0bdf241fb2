use super::*;

#[test]
fn the_interval_of_equal_runs_is_the_figure_itself() {
    let found = Estimate::ratio_of_medians(&[4.0; 5], &[2.0; 5]).unwrap();
    assert_eq!((found.value, found.interval), (2.0, Some((2.0, 2.0))));
    assert!(found.is_above(1.9) && found.is_below(2.1) && !found.is_above(2.0) && !found.is_below(2.0));
}

#[test]
fn runs_that_differ_widen_the_interval_and_never_beyond_their_range() {
    let narrow = Estimate::ratio_of_medians(&[2.0, 2.02, 1.98, 2.01, 1.99], &[1.0; 5]).unwrap();
    let wide = Estimate::ratio_of_medians(&[2.0, 3.0, 1.0, 2.5, 1.5], &[1.0; 5]).unwrap();
    let width = |found: &Estimate| found.interval.map(|(low, high)| high - low).unwrap();
    assert!(width(&narrow) < 0.05 && width(&wide) > 0.8, "{narrow:?} {wide:?}");
    let (low, high) = wide.interval.unwrap();
    assert!((1.0..2.0).contains(&low) && high > 2.0 && high <= 3.0, "{wide:?}");
}

#[test]
fn one_slow_run_of_the_reference_shows_in_the_interval() {
    // The plain loop was once held up for long: the figure may be right or three times too large.
    let found = Estimate::ratio_of_medians(&[3.0, 1.0, 1.0], &[0.5, 0.5, 0.5]).unwrap();
    assert_eq!(found.value, 2.0);
    assert!(found.interval.unwrap().1 >= 4.0, "{found:?}");
}

#[test]
fn the_same_runs_give_the_same_interval() {
    let of = || Estimate::ratio_of_medians(&[3.0, 4.0, 5.5], &[1.0, 1.2, 0.7]);
    assert_eq!(of(), of());
}

#[test]
fn one_run_has_no_interval_and_no_runs_no_figure() {
    let one = Estimate::ratio_of_medians(&[3.0], &[1.0, 1.0]).unwrap();
    assert_eq!((one.value, one.interval, one.to_string()), (3.0, None, "3.0 (one run)".to_owned()));
    assert!(!one.is_above(0.0) && !one.is_below(100.0), "nothing follows from one run");
    for (above, below) in [(&[][..], &[1.0][..]), (&[1.0], &[]), (&[1.0, 1.0], &[0.0, 0.0]), (&[0.0], &[1.0])]
    {
        assert_eq!(Estimate::ratio_of_medians(above, below), None, "{above:?} {below:?}");
    }
}

#[test]
fn the_inverse_turns_the_interval() {
    let slow = Estimate { value: 0.5, interval: Some((0.25, 0.8)) };
    assert_eq!(slow.inverse(), Estimate { value: 2.0, interval: Some((1.25, 4.0)) });
}

#[test]
fn figures_have_two_digits() {
    let texts = [123.4, 9.96, 1.94, 0.5, 0.0123, 0.00123].map(short);
    assert_eq!(texts, ["123", "10", "1.9", "0.50", "0.012", "0.0012"]);
}

#[test]
fn a_median_needs_no_order() {
    assert_eq!((median(&[3.0, 1.0, 2.0]), median(&[4.0, 1.0]), median(&[])), (Some(2.0), Some(2.5), None));
}
