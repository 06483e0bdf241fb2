use super::*;

fn series(points: &[(f64, f64)]) -> Series {
    let points = points.iter().map(|(x, y)| Point { x: *x, y: *y, low: *y, high: *y });
    Series::new(Axis::linear("<workers>", Unit::Count), Axis::linear("y", Unit::Times))
        .line("a", points.collect::<Vec<_>>())
}

fn mark(x: f64) -> Mark {
    Mark { line: 0, x, text: "here".into() }
}

#[test]
fn a_point_is_where_its_numbers_are() {
    let plot = Plot::of(&series(&[(4.0, 2.0)]));
    assert_eq!(plot.path(&[(0.0, 0.0), (4.0, 2.0)]), format!("M{LEFT} {BOTTOM}L{RIGHT} {TOP}"));
    assert_eq!(
        plot.path(&[(2.0, 1.0)]),
        format!("M{} {}", f64::midpoint(LEFT, RIGHT), f64::midpoint(TOP, BOTTOM))
    );
    assert_eq!(plot.path(&[]), "");
}

#[test]
fn every_point_has_its_mark_and_every_round_value_its_label() {
    let series = series(&[(1.0, 1.0), (2.0, 1.5), (4.0, 2.0)]);
    let text = Plot::of(&series).draw(&series).0;
    assert_eq!(text.matches("<circle").count(), 3, "{text}");
    assert!(text.contains(">0.5<") && text.contains(">4<") && text.contains("&lt;workers&gt;"), "{text}");
    assert!(!text.contains("NaN") && !text.contains("inf") && !text.contains("spread"), "{text}");
}

#[test]
fn words_at_the_right_edge_are_to_the_left() {
    let plot = Plot::of(&series(&[(4.0, 2.0)]));
    assert!(plot.crossing(&mark(3.9), 0).0.contains("note end"));
    assert!(plot.crossing(&mark(0.1), 0).0.contains("note start"));
}

#[test]
fn a_guide_is_in_the_plane_too() {
    let mut series = series(&[(4.0, 2.0)]);
    series.guides.push(Guide { line: None, points: vec![(0.0, 0.0), (4.0, 4.0)] });
    let plot = Plot::of(&series);
    assert_eq!(plot.path(&[(4.0, 4.0)]), format!("M{RIGHT} {TOP}"));
    assert!(plot.draw(&series).0.contains("theory ideal"));
}
