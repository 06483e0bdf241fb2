//! Values of a measurement as words: every renderer prints them in the same way.

use super::units::{bytes, duration};
use crate::matrix::{DataTable, Datum, Series, Unit, binary, short};

/// How much of a value to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// With ranges and intervals.
    Full,
    /// Without the ranges of runs, where there is little room. Intervals stay.
    Brief,
}

/// A number in a unit; `-` where it is none.
pub(super) fn number(unit: Unit, value: f64) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    match unit {
        Unit::Text | Unit::Count => format!("{}", (value * 100.0).round() / 100.0),
        Unit::Seconds => duration(value),
        Unit::Bytes => bytes(value as u64),
        Unit::BinaryBytes => binary(value as u64),
        Unit::BytesPerSecond => format!("{}/s", bytes(value as u64)),
        Unit::Times => short(value),
        Unit::Share => format!("{:.0} %", value * 100.0),
    }
}

/// A value of a table; empty where there is none.
pub(super) fn datum(unit: Unit, datum: &Datum, detail: Detail) -> String {
    let number = |value: f64| number(unit, value);
    match datum {
        Datum::Missing => String::new(),
        Datum::Text(text) => text.clone(),
        Datum::Number(value) => number(*value),
        Datum::Range { value, low, high } if detail == Detail::Full && low < high => {
            format!("{} ({} to {})", number(*value), number(*low), number(*high))
        }
        Datum::Range { value, .. } => number(*value),
        Datum::Estimate(estimate) => match estimate.interval {
            Some((low, high)) => format!("{} ({}-{})", number(estimate.value), number(low), number(high)),
            None => format!("{} (one run)", number(estimate.value)),
        },
    }
}

/// The figures of a plot as a table.
pub(super) fn table_of(series: &Series) -> DataTable {
    series.table(number)
}

/// The heads and the rows of a table, as words.
pub(super) fn words(table: &DataTable, detail: Detail) -> (Vec<String>, Vec<Vec<String>>) {
    let heads = table.columns.iter().map(|column| column.name.clone()).collect();
    let row = |row: &Vec<Datum>| {
        table.columns.iter().zip(row).map(|(column, value)| datum(column.unit, value, detail)).collect()
    };
    (heads, table.rows.iter().map(row).collect())
}

/// Whether the values of a column are aligned to the right.
pub(super) fn is_numeric(unit: Unit) -> bool {
    unit != Unit::Text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::{Axis, Column, Estimate, Point};

    #[test]
    fn every_unit_has_its_words() {
        let texts = [
            (Unit::Count, 2.0),
            (Unit::Seconds, 0.0015),
            (Unit::Bytes, 9.6e6),
            (Unit::BinaryBytes, 98_304.0),
            (Unit::BytesPerSecond, 3.05e9),
            (Unit::Times, 1.94),
            (Unit::Share, 0.2),
        ]
        .map(|(unit, value)| number(unit, value));
        assert_eq!(texts, ["2", "1.50 ms", "9.60 MB", "96 KiB", "3.05 GB/s", "1.9", "20 %"]);
        assert_eq!([Unit::Seconds, Unit::Times].map(|unit| number(unit, f64::NAN)), ["-", "-"]);
    }

    #[test]
    fn a_range_is_printed_where_there_is_room_and_an_interval_always() {
        let range = Datum::range(&[1.0, 2.0, 4.0]);
        assert_eq!(datum(Unit::Seconds, &range, Detail::Full), "2.00 s (1.00 s to 4.00 s)");
        assert_eq!(datum(Unit::Seconds, &range, Detail::Brief), "2.00 s");
        assert_eq!(datum(Unit::Seconds, &Datum::range(&[2.0]), Detail::Full), "2.00 s");
        let sure = Datum::Estimate(Estimate { value: 1.9, interval: Some((1.8, 2.0)) });
        assert_eq!(datum(Unit::Times, &sure, Detail::Brief), "1.9 (1.8-2.0)");
        let single = Datum::Estimate(Estimate { value: 0.2, interval: None });
        assert_eq!(datum(Unit::Share, &single, Detail::Brief), "20 % (one run)");
        assert_eq!(datum(Unit::Share, &Datum::Missing, Detail::Full), "");
    }

    #[test]
    fn a_plot_is_a_table_with_few_columns() {
        let point = |x: f64| Point { x, y: 2.0 * x, low: x, high: 3.0 * x };
        let axes =
            || (Axis::logarithmic("size", Unit::BinaryBytes), Axis::logarithmic("time", Unit::Seconds));
        let series = Series::new(axes().0, axes().1)
            .line("pool", [1024.0, 2048.0, 4096.0].map(point))
            .line("spawn", [point(1024.0)]);
        let (heads, rows) = words(&table_of(&series), Detail::Brief);
        assert_eq!(heads, ["size", "pool", "spawn"]);
        assert_eq!((rows.len(), &rows[2]), (3, &["4 KiB", "8192 s", ""].map(str::to_owned).to_vec()));
        let wide = Series::new(axes().0, axes().1).line("a", [point(1.0)]).line("b", [point(1.0)]);
        let table = table_of(&wide);
        assert_eq!(table.columns[1], Column::new("1 B", Unit::Seconds));
        assert_eq!(words(&table, Detail::Brief).1[1], ["b", "2.00 s"]);
    }
}
