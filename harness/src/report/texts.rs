//! Words that the Markdown and the HTML have in common.

use crate::matrix::BackendKind;
use crate::matrix::text::label;

/// How many times as fast.
pub(super) fn times(value: f64) -> String {
    if value < 0.1 { format!("{value:.4}x") } else { format!("{value:.2}x") }
}

/// The name of a cell as `Cell` prints it: of the parts that a file has.
pub(super) fn full_name(
    (workload, backend, format): (&str, BackendKind, &str),
    more: [Option<&String>; 2],
) -> String {
    let more = more.into_iter().flatten().map(|more| format!("::{more}"));
    format!("{workload}::{backend}::{format}{}", more.collect::<String>())
}

/// The name of a cell within its workload: `pool bincode, shared memory`.
pub(super) fn cell_label(
    backend: BackendKind,
    format: &str,
    transfer: Option<&String>,
    fault: Option<&String>,
) -> String {
    let spaced = |name: &String| name.replace('_', " ");
    let transfer = transfer.map(|mode| format!(", {}", spaced(mode))).unwrap_or_default();
    let fault = fault.map(|fault| format!(", fault {}", spaced(fault))).unwrap_or_default();
    label(backend, format) + &transfer + &fault
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
    fn a_sentence_has_a_capital_and_a_period() {
        assert_eq!(["above a", "", "Done."].map(sentence), ["Above a.", "", "Done."]);
    }

    #[test]
    fn a_cell_is_named_within_its_workload() {
        let (mode, fault) = ("shared_memory".to_owned(), "kill_during".to_owned());
        assert_eq!(cell_label(BackendKind::Pool, "ron", Some(&mode), None), "pool ron, shared memory");
        assert_eq!(
            cell_label(BackendKind::Thread, "memory", None, Some(&fault)),
            "thread, fault kill during"
        );
    }
}
