//! What the Markdown and the HTML of times have in common: names, figures, and what is made of the figures.

use super::{ScalingRow, Timing, TimingRow, seconds};
use crate::matrix::BackendKind;
use std::time::Duration;

/// Seconds that come from a file: they may be anything.
pub(super) fn duration(value: f64) -> String {
    Duration::try_from_secs_f64(value).map_or_else(|_| "-".to_owned(), seconds)
}

/// How many times as fast.
pub(super) fn times(value: f64) -> String {
    if value < 0.1 { format!("{value:.4}x") } else { format!("{value:.2}x") }
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// From which task on.
pub(super) fn from(task: Option<f64>) -> String {
    match task {
        None => "never".to_owned(),
        Some(0.0) => "always".to_owned(),
        Some(task) => format!("from {}", duration(task)),
    }
}

/// A backend, and the format where there is one.
pub(super) fn place(backend: BackendKind, format: &str) -> String {
    if backend.encodes() { format!("{backend} {format}") } else { backend.to_string() }
}

/// The name of a cell as `Cell` prints it: of the parts that a file has.
pub(super) fn full_name(
    (workload, backend, format): (&str, BackendKind, &str),
    more: [Option<&String>; 2],
) -> String {
    let more = more.into_iter().flatten().map(|more| format!("::{more}"));
    format!("{workload}::{backend}::{format}{}", more.collect::<String>())
}

/// The name of a cell within its workload.
pub(super) fn cell(row: &TimingRow) -> String {
    let way = row.transfer.as_ref().map(|way| format!(", {}", way.replace('_', " "))).unwrap_or_default();
    let fault =
        row.fault.as_ref().map(|fault| format!(", fault {}", fault.replace('_', " "))).unwrap_or_default();
    place(row.backend, &row.format) + &way + &fault
}

/// Each once, in the order of the first.
pub(super) fn unique(all: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// The fastest pool that a run has of a workload.
pub(super) fn fastest<'a>(timing: &'a Timing, workload: &str) -> Option<&'a TimingRow> {
    let pools =
        timing.cells.iter().filter(|row| row.workload == workload && row.backend == BackendKind::Pool);
    pools
        .filter(|row| row.outcome == "pass" && row.wall > 0.0 && row.fault.is_none())
        .min_by(|one, other| one.wall.total_cmp(&other.wall))
}

/// Workers, and how many times as fast as one: the fewest are taken for as fast as they are many.
pub(super) fn speed_ups(row: &ScalingRow) -> Vec<(f64, f64)> {
    let Some(first) = row.points.first() else { return Vec::new() };
    let one = first.wall * first.workers as f64;
    let points = row.points.iter().map(|point| (point.workers as f64, one / point.wall));
    points.filter(|(_, speed_up)| speed_up.is_finite()).collect()
}

/// Seconds since 1970 as a day and a time: `2026-01-31 12:34 UTC`.
pub(super) fn day(unix_time: u64) -> String {
    let (days, seconds) = (unix_time / 86_400, unix_time % 86_400);
    // Years from March, so that the leap day is the last; 400 of them have 146,097 days.
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = year + 400 * era + next;
    format!("{year}-{month:02}-{date:02} {:02}:{:02} UTC", seconds / 3_600, seconds / 60 % 60)
}

/// With a capital and a period.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map_or_else(String::new, |first| first.to_uppercase().collect());
    let end = if text.is_empty() || text.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ScalingPoint;

    #[test]
    fn knows_leap_years() {
        assert_eq!(day(0), "1970-01-01 00:00 UTC");
        assert_eq!(day(951_782_399), "2000-02-28 23:59 UTC");
        assert_eq!(day(951_782_400), "2000-02-29 00:00 UTC");
        assert_eq!(day(1_709_251_200), "2024-03-01 00:00 UTC");
        assert_eq!(day(1_798_761_599), "2026-12-31 23:59 UTC");
        assert_eq!(day(4_107_542_400), "2100-03-01 00:00 UTC");
    }

    #[test]
    fn what_is_no_time_is_a_dash() {
        assert_eq!([-1.0, f64::NAN, f64::INFINITY, 0.0015].map(duration), ["-", "-", "-", "1.50 ms"]);
        assert_eq!(
            (from(None), from(Some(0.0)), from(Some(0.002))),
            ("never".into(), "always".into(), "from 2.00 ms".into())
        );
        assert_eq!(
            (sentence("above a"), sentence(""), sentence("Done.")),
            ("Above a.".into(), "".into(), "Done.".into())
        );
    }

    #[test]
    fn speed_up_is_beside_the_fewest_workers() {
        let point = |workers, wall| ScalingPoint { workers, wall, low: wall, high: wall };
        let row = ScalingRow {
            workload: "sums".into(),
            backend: BackendKind::Pool,
            format: "ron".into(),
            points: vec![point(1, 4.0), point(2, 2.0), point(4, 1.6), point(8, 0.0)],
            serial: Some(0.2),
            bound: Some(5.0),
        };
        assert_eq!(speed_ups(&row), [(1.0, 1.0), (2.0, 2.0), (4.0, 2.5)], "no time is no speed");
    }
}
