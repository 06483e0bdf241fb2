use super::*;

#[test]
fn a_point_is_where_its_numbers_are() {
    let plot = Plot::linear(&[(4.0, 2.0)]);
    assert_eq!(plot.path(&[(0.0, 0.0), (4.0, 2.0)]), format!("M{LEFT} {BOTTOM}L{RIGHT} {TOP}"));
    assert_eq!(
        plot.path(&[(2.0, 1.0)]),
        format!("M{} {}", f64::midpoint(LEFT, RIGHT), f64::midpoint(TOP, BOTTOM))
    );
    assert_eq!(plot.path(&[]), "");
}

#[test]
fn every_point_has_its_mark_and_every_round_value_its_label() {
    let plot =
        Plot::linear(&[(4.0, 2.0)]).labelled(("workers", |x| format!("<{x}>")), ("y", |y| y.to_string()));
    let points = [(1.0, 1.0), (2.0, 1.5), (4.0, 2.0)];
    assert_eq!(plot.series(0, &points).0.matches("<circle").count(), 3);
    let frame = plot.frame().0;
    assert!(frame.contains("&lt;4&gt;") && frame.contains("workers"), "{frame}");
    assert!(!frame.contains("NaN") && !frame.contains("inf"), "{frame}");
}

#[test]
fn words_at_the_right_edge_stand_to_the_left() {
    let plot = Plot::linear(&[(4.0, 2.0)]);
    assert!(plot.crossing(0, 3.9, 0, "here").0.contains("note end"));
    assert!(plot.crossing(0, 0.1, 0, "here").0.contains("note start"));
}
