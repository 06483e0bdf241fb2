use super::*;
use crate::matrix::{Axis, Column, Guide, Mark, Point};

fn peers() -> DataTable {
    let mut table = DataTable::new([
        Column::text("library"),
        Column::new("wall", Unit::Seconds),
        Column::text("why not"),
    ]);
    table.push([Datum::text("wirecheck"), Datum::range(&[1.0, 1.1, 1.2])]);
    table.emphasise_last();
    table.push([Datum::text("<joblib>"), Datum::Missing, Datum::text("it is not installed")]);
    table.push([Datum::text("procspawn"), Datum::range(&[1.4, 1.5])]);
    table
}

fn series() -> Series {
    let point = |x: f64, y: f64| Point { x, y, low: y * 0.9, high: y * 1.1 };
    let axes =
        (Axis::logarithmic("size", Unit::BinaryBytes), Axis::logarithmic("rate", Unit::BytesPerSecond));
    let mut series = Series::new(axes.0, axes.1);
    for number in 0..7 {
        series = series.line(format!("route {number}"), [point(1024.0, 1e9), point(4096.0, 3e9)]);
    }
    series.guides.push(Guide { line: None, points: vec![(1024.0, 1e9), (4096.0, 1e9)] });
    series.marks.push(Mark { line: 6, x: 2048.0, text: "a <mark>".into() });
    series
}

#[test]
fn a_table_with_ranges_is_drawn_as_bars() {
    let drawing = of_ranges(&peers()).unwrap();
    let text = drawing.markup.0;
    assert_eq!(text.matches("<rect").count(), 2, "{text}");
    assert!(text.contains("bar s0") && text.contains("bar s2"), "the own row looks different: {text}");
    assert!(text.contains("it is not installed") && text.contains("&lt;joblib&gt;"), "{text}");
    assert_eq!(text.matches("whisker").count(), 2, "{text}");
    let plain =
        DataTable::new([Column::text("a"), Column::text("b")]).row([Datum::text("x"), Datum::text("y")]);
    assert!(of_ranges(&plain).is_none());
    let text = figure("f".into(), &Findings::new("n", "N").table("plain", plain).parts[0]).markup().0;
    assert!(text.contains("<table") && !text.contains("<svg") && !text.contains("<details"), "{text}");
}

#[test]
fn a_plot_has_a_line_for_each_series_and_the_sixth_looks_different_from_the_first() {
    let found = Findings::new("a_b", "A").series("plot", "how to read it", series());
    let text = body(&found).0;
    assert_eq!(text.matches("<path class=\"line s").count(), 7, "{text}");
    assert!(
        text.contains("line s0\"") && text.contains("line s0 again\"") && text.contains("mark s1 again\""),
        "{text}"
    );
    assert!(
        text.contains("a &lt;mark&gt;") && text.contains("line theory ideal") && text.contains("spread s0"),
        "{text}"
    );
    assert!(text.contains("1 KiB") && text.contains("1.00 GB/s"), "{text}");
    assert!(text.contains("figure id=\"measured-a-b-0\"") && text.contains("route 6"), "{text}");
}

#[test]
fn what_went_wrong_is_in_the_section() {
    let text = body(&Findings::new("n", "N").about("About `it`.").note("a note").failure("no space")).0;
    assert!(
        text.contains("About <code>it</code>.")
            && text.contains("A note.")
            && text.contains("<strong>Failed: </strong>No space."),
        "{text}"
    );
}
