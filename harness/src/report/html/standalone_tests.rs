use super::*;
use crate::matrix::{Axis, Column, DataTable, Datum, Mark, Point, Series, Unit};

fn series() -> Series {
    let point = |x: f64, y: f64| Point { x, y, low: y * 0.9, high: y * 1.1 };
    let axes = (
        Axis::logarithmic("size of one result", Unit::BinaryBytes),
        Axis::logarithmic("rate", Unit::BytesPerSecond),
    );
    let mut series = Series::new(axes.0, axes.1)
        .line("in process", [point(1024.0, 2e9), point(16_384.0, 2e9)])
        .line("shared memory", [point(1024.0, 0.2e9), point(16_384.0, 3e9)]);
    series.marks.push(Mark { line: 1, x: 4096.0, text: "from 4 KiB".into() });
    series
}

fn found() -> Findings {
    Findings::new("transfer_sweep", "Large values").series("A & B <fast> \"title\"", "", series())
}

/// Whether every tag is closed by its own, every attribute quoted, and no bare character left that XML keeps for itself.
fn check(svg: &str) -> Result<(), String> {
    let (mut open, mut rest) = (Vec::new(), svg);
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        for part in text.split('&').skip(1) {
            let name = part.split(';').next().filter(|_| part.contains(';'));
            if !matches!(name, Some("amp" | "lt" | "gt" | "quot" | "apos")) {
                return Err(format!("a bare & before {part:?}"));
            }
        }
        let end = tag.find('>').ok_or("a tag without an end")?;
        let inner = &tag[1..end];
        rest = &tag[end + 1..];
        if inner.starts_with('?') || inner.starts_with('!') {
            continue;
        }
        if inner.contains('<') || !inner.matches('"').count().is_multiple_of(2) {
            return Err(format!("a bad tag: {inner}"));
        }
        if let Some(name) = inner.strip_prefix('/') {
            match open.pop() {
                Some(opened) if opened == name => {}
                other => return Err(format!("{name} closes {other:?}")),
            }
        } else if !inner.ends_with('/') {
            open.push(inner.split_whitespace().next().unwrap_or_default());
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("never closed: {open:?}")) }
}

#[test]
fn it_is_well_formed_whatever_the_machine_is_called() {
    let [PlotFile { part: 0, file, svg }] = &plots(&found(), "A & B <fast> \"CPU\"")[..] else {
        panic!("one plot")
    };
    assert_eq!((file.as_str(), check(svg)), ("transfer_sweep.svg", Ok(())), "{svg}");
    assert!(svg.starts_with("<svg") && svg.contains("A &amp; B &lt;fast&gt;"), "{svg}");
    // The check itself sees what is wrong.
    assert!(check(&svg.replace("&amp;", "&")).is_err());
    assert!(check(&svg.replacen("</text>", "", 1)).is_err());
}

#[test]
fn it_brings_its_title_its_legend_and_its_background() {
    let svg = &plots(&found(), "a machine")[0].svg;
    for text in [
        "1 KiB",
        "16 KiB",
        "GB/s",
        "size of one result",
        "in process",
        "shared memory",
        "a machine",
        "from 4 KiB",
    ] {
        assert!(svg.contains(text), "{text} is missing: {svg}");
    }
    let background = svg.find("fill=\"#ffffff\"").unwrap();
    assert!(background < svg.find("<text").unwrap(), "the background comes first");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    assert_eq!(
        plots(&found(), "a machine"),
        plots(&found(), "a machine"),
        "the same figures give the same file"
    );
}

#[test]
fn every_drawing_has_a_file_and_a_plain_table_has_none() {
    let plain = DataTable::new([Column::text("a")]).row([Datum::text("x")]);
    let ranges = DataTable::new([Column::text("a"), Column::new("wall", Unit::Seconds)])
        .row([Datum::text("x"), Datum::range(&[1.0, 2.0])]);
    let found = found().table("plain", plain).table("bars", ranges);
    let files: Vec<_> = plots(&found, "").into_iter().map(|plot| plot.file).collect();
    assert_eq!(files, ["transfer_sweep-1.svg", "transfer_sweep-3.svg"], "the number is that of the part");
    assert_eq!(plots(&Findings::new("n", "N"), ""), []);
}

#[test]
fn a_long_legend_has_several_rows() {
    let mut series = series();
    for number in 0..20 {
        series = series.line(format!("backend and format {number}"), []);
    }
    let svg = plots(&Findings::new("n", "N").series("t", "", series), "")[0].svg.clone();
    let rows: std::collections::BTreeSet<&str> = svg
        .split("translate(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next()?.split(' ').nth(1))
        .collect();
    assert!(rows.len() > 3, "{rows:?}");
    assert_eq!(check(&svg), Ok(()));
}
