use super::*;

#[test]
fn a_linear_axis_begins_at_nothing_and_ends_at_a_round_number() {
    let axis = PixelAxis::linear([0.3, 7.3, f64::NAN], 100.0, 600.0);
    assert_eq!((axis.from, axis.to), (0.0, 8.0));
    assert_eq!(axis.ticks(), [0.0, 2.0, 4.0, 6.0, 8.0]);
    assert_eq!((axis.at(0.0), axis.at(4.0), axis.at(8.0)), (100.0, 350.0, 600.0));
    assert_eq!(PixelAxis::linear([2.0], 0.0, 1.0).to, 2.0);
}

#[test]
fn a_vertical_axis_goes_up() {
    let axis = PixelAxis::linear([10.0], 300.0, 20.0);
    assert_eq!((axis.at(0.0), axis.at(10.0)), (300.0, 20.0));
}

#[test]
fn a_decade_is_as_wide_as_another() {
    let axis = PixelAxis::log([1e-6, 1e-2], 0.0, 1000.0);
    let at = [1e-6, 1e-5, 1e-4, 1e-3].map(|value| axis.at(value));
    let widths: Vec<f64> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(widths.iter().all(|width| (width - widths[0]).abs() < 0.21), "{widths:?}");
    assert!(at[0] > 0.0 && axis.at(1e-2) < 1000.0, "there is room at the ends");
    let ticks = axis.ticks();
    assert_eq!(ticks.len(), 5);
    assert!((ticks[0] - 1e-6).abs() < 1e-12, "{ticks:?}");
}

#[test]
fn a_short_logarithmic_axis_has_finer_marks() {
    let ticks = PixelAxis::log([1.0, 9.0], 0.0, 1.0).ticks();
    assert_eq!(ticks, [1.0, 2.0, 5.0, 10.0]);
}

#[test]
fn what_has_no_place_is_at_the_end_and_never_no_number() {
    let axis = PixelAxis::log([1.0, 10.0], 0.0, 100.0);
    for value in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
        assert_eq!(axis.at(value), 0.0, "{value}");
    }
    assert_eq!(axis.at(f64::INFINITY), 100.0);
    let empty = [
        PixelAxis::log([], 0.0, 100.0),
        PixelAxis::linear([], 0.0, 100.0),
        PixelAxis::log([0.0, f64::NAN], 0.0, 100.0),
    ];
    for axis in empty {
        assert!(axis.at(1.0).is_finite() && !axis.ticks().is_empty(), "{axis:?}");
    }
}

#[test]
fn labels_do_not_touch() {
    let wide = PixelAxis::log([1e-20, 1e20], 0.0, 100.0);
    assert!(wide.ticks().len() <= MOST_TICKS, "{:?}", wide.ticks());
    assert_eq!(thinned((0..20).map(f64::from).collect()), [0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0]);
}
