use super::super::terminal::Terminal;
use crate::matrix::{Axis, Column, DataTable, Datum, Estimate, Findings, Point, Series, Unit};

fn fits(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
}

fn found(table: DataTable) -> Findings {
    Findings::new("caches", "Caches").table("All of them", table)
}

#[test]
fn columns_are_aligned_and_ranges_are_printed_where_there_is_room() {
    let table = DataTable::new([Column::text("way"), Column::new("wall", Unit::Seconds)])
        .row([Datum::text("cold"), Datum::range(&[1.0, 2.0, 3.0])])
        .row([Datum::text("warm, and twice"), Datum::Missing]);
    let text = Terminal::new(false)
        .findings(&found(table).about("The first run.").advice("run it twice").note("only here"));
    assert_eq!(
        text,
        "caches Caches\n  The first run.\n  way                                   wall\n  cold             2.00 s (1.00 s to 3.00 s)\n  \
         warm, and twice\n  run it twice\n  only here\n"
    );
}

#[test]
fn what_does_not_fit_is_shortened_and_then_written_as_sentences() {
    let columns = |count: usize| {
        let numbers = (0..count).map(|number| Column::new(format!("column {number}"), Unit::Seconds));
        DataTable::new([Column::text("what")].into_iter().chain(numbers))
    };
    let row = |count: usize| {
        [Datum::text("a row")].into_iter().chain((0..count).map(|_| Datum::range(&[1.0, 2.0, 3.0])))
    };
    let brief = Terminal::new(false).findings(&found(columns(5).row(row(5))));
    assert!(brief.contains("2.00 s") && !brief.contains(" to "), "{brief}");
    fits(&brief);
    let sentences = Terminal::new(false).findings(&found(columns(12).row(row(12))));
    assert!(sentences.contains("  a row: column 0 2.00 s, column 1 2.00 s,"), "{sentences}");
    fits(&sentences);
}

#[test]
fn an_interval_is_never_left_out() {
    let names = (0..4).map(|number| Column::new(format!("speed-up {number}"), Unit::Times));
    let table = DataTable::new([Column::text("what")].into_iter().chain(names));
    let estimate = || Datum::Estimate(Estimate { value: 1.9, interval: Some((1.8, 2.0)) });
    let text = Terminal::new(false).findings(&found(table.row([
        Datum::text("a"),
        estimate(),
        estimate(),
        estimate(),
        estimate(),
    ])));
    assert_eq!(text.matches("1.9 (1.8-2.0)").count(), 4, "{text}");
    fits(&text);
}

#[test]
fn details_and_empty_findings_are_left_out() {
    let point = Point { x: 1.0, y: 1.0, low: 1.0, high: 1.0 };
    let series = Series::new(Axis::linear("workers", Unit::Count), Axis::linear("time", Unit::Seconds))
        .line("pool", [point]);
    let text = Terminal::new(false)
        .findings(&Findings::new("a", "A").series("shown", "", series.clone()).detail("hidden", "", series));
    assert!(text.contains("pool") && !text.contains("hidden"), "{text}");
    assert_eq!(Terminal::new(false).findings(&Findings::new("a", "A")), "");
}
