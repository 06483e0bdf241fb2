use super::*;
use crate::matrix::{Data, Datum, Point};
use crate::report::html::SectionRow;
use std::collections::HashSet;

fn compat() -> Compat {
    ron::from_str(include_str!("../examples/compat.ron")).unwrap()
}

fn timing() -> Timing {
    ron::from_str(include_str!("../examples/timing.ron")).unwrap()
}

/// What follows a name of an attribute.
fn attributes<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(name).skip(1).filter_map(|rest| rest.split('"').next())
}

#[test]
fn every_id_is_there_once_and_every_link_leads_to_one() {
    let (compat, timing) = (compat(), timing());
    let section =
        Section::new("own", "Own & <other>").row(SectionRow::new(["`a`"]).text("see WC0012").code("1 < 2"));
    let html = Page::new(&compat).timing(&timing).section(&section).to_html();
    let (body, _) = html.split_once("<script type=\"application/json\"").unwrap();
    let places: Vec<_> = attributes(body, " id=\"").collect();
    let unique: HashSet<_> = places.iter().copied().collect();
    assert_eq!(places.len(), unique.len(), "{places:?}");
    for link in attributes(body, " href=\"#") {
        assert!(unique.contains(link), "#{link} leads nowhere");
    }
    for names in [" aria-labelledby=\"", " aria-describedby=\""] {
        for place in attributes(body, names).flat_map(str::split_whitespace) {
            assert!(unique.contains(place), "{place} is nowhere");
        }
    }
    for place in [
        "workloads",
        "types",
        "time",
        "measured-scaling",
        "measured-transfer-sweep",
        "measured-break-even",
        "measured-peers",
        "measured-async-mix",
        "own",
        "rules",
        "WC0012",
    ] {
        assert!(unique.contains(place), "{place}");
    }
}

#[test]
fn headings_are_in_order() {
    let (compat, timing) = (compat(), timing());
    let html = Page::new(&compat).timing(&timing).to_html();
    let levels: Vec<u32> =
        html.match_indices("<h").filter_map(|(at, _)| html[at + 2..].chars().next()?.to_digit(10)).collect();
    assert_eq!(levels[0], 1);
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn a_part_without_data_is_left_out() {
    let compat = Compat { types: Vec::new(), ..compat() };
    let html = Page::new(&compat).to_html();
    for place in ["types", "time", "measured-scaling", "measured-peers"] {
        assert!(!html.contains(&format!("id=\"{place}\"")), "{place}");
    }
    assert!(!html.contains("<figure"), "there are no figures without times");
    let old = Timing { cells: Vec::new(), sections: Vec::new(), ..timing() };
    let html = Page::new(&compat).timing(&old).to_html();
    assert!(!html.contains("<figure") && html.contains("Example CPU"));
    let none = Compat { cells: Vec::new(), ..compat };
    assert!(Page::new(&none).to_html().contains("<strong>0 of 0</strong>"));
}

#[test]
fn everything_in_a_report_is_text() {
    let mut compat = compat();
    let evil = "</script></style><img src=x onerror=alert(1)> \" ' &";
    for row in &mut compat.cells {
        row.workload = evil.into();
        row.format = evil.into();
        row.outcome = crate::matrix::Outcome::Failed { error: evil.into() };
    }
    compat.command = evil.into();
    let mut timing = timing();
    timing.machine.cpu = Some(evil.into());
    timing.commit = Some("\u{e4}".repeat(40));
    for row in &mut timing.cells {
        row.workload = evil.into();
        row.format = evil.into();
    }
    for found in &mut timing.sections {
        (found.name, found.title, found.about) = (evil.into(), evil.into(), evil.into());
        (found.advice, found.notes, found.failures) =
            (vec![evil.into()], vec![evil.into()], vec![evil.into()]);
        for part in &mut found.parts {
            (part.title, part.about) = (evil.into(), evil.into());
            match &mut part.data {
                Data::Table(table) => {
                    table.columns.iter_mut().for_each(|column| column.name = evil.into());
                    table.rows.iter_mut().for_each(|row| row[0] = Datum::text(evil));
                }
                Data::Series(series) => {
                    (series.x.name, series.y.name) = (evil.into(), evil.into());
                    series.lines.iter_mut().for_each(|line| line.name = evil.into());
                    series.marks.iter_mut().for_each(|mark| mark.text = evil.into());
                }
            }
        }
    }
    let section = Section::new("own", evil)
        .text(evil)
        .columns([evil])
        .row(SectionRow::new([evil]).text(evil).code(evil));
    let html = Page::new(&compat).title(evil).timing(&timing).section(&section).to_html();
    assert!(!html.contains("<img"), "it became an element");
    let count = |text: &str| html.matches(text).count();
    assert_eq!((count("<script"), count("</script>")), (3, 3));
    assert_eq!((count("<style"), count("</style>")), (1, 1));
}

#[test]
fn nothing_is_asked_of_the_network() {
    let (compat, timing) = (compat(), timing());
    let html = Page::new(&compat).timing(&timing).to_html();
    for part in [" src=", "url(", "@import", "<link", "https://fonts", "fetch("] {
        assert!(!html.contains(part), "{part}");
    }
}

#[test]
fn no_coordinate_is_no_number() {
    let mut timing = timing();
    for part in timing.sections.iter_mut().flat_map(|found| &mut found.parts) {
        match &mut part.data {
            Data::Table(table) => {
                for datum in table.rows.iter_mut().flatten().filter(|datum| datum.value().is_some()) {
                    *datum = Datum::Range { value: f64::NAN, low: -1.0, high: f64::INFINITY };
                }
            }
            Data::Series(series) => {
                let points = series.lines.iter_mut().filter_map(|line| line.points.first_mut());
                points
                    .for_each(|point| *point = Point { x: 0.0, y: f64::NAN, low: -1.0, high: f64::INFINITY });
                series.marks.iter_mut().for_each(|mark| mark.x = f64::INFINITY);
                series.guides.iter_mut().for_each(|guide| guide.points.push((f64::NAN, f64::NEG_INFINITY)));
            }
        }
    }
    for row in &mut timing.cells {
        row.phases =
            row.phases.map(|phases| crate::report::PhaseRow { encode: f64::NAN, queue: -1.0, ..phases });
        (row.wall, row.speed_up) = (-1.0, Some(f64::INFINITY));
    }
    let html = Page::new(&compat()).timing(&timing).to_html();
    let drawings: Vec<_> =
        html.split("<svg").skip(1).filter_map(|rest| rest.split("</svg>").next()).collect();
    assert!(drawings.len() > 10);
    for drawing in drawings {
        assert!(!drawing.contains("NaN") && !drawing.contains("inf\""), "{drawing}");
    }
}

#[test]
fn without_times_it_is_the_same_on_every_machine() {
    let compat = compat();
    assert_eq!(Page::new(&compat).to_html(), Page::new(&compat).to_html());
    assert!(!Page::new(&compat).to_html().contains("Machine"));
}
