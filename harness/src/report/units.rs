//! Times and sizes for people: three digits and a unit.

use std::time::Duration;

/// A time.
///
/// ```
/// use std::time::Duration;
/// use wirecheck::report::seconds;
///
/// assert_eq!(seconds(Duration::from_millis(1234)), "1.23 s");
/// assert_eq!(seconds(Duration::from_micros(45_600)), "45.6 ms");
/// assert_eq!(seconds(Duration::from_nanos(789)), "789 ns");
/// ```
pub fn seconds(time: Duration) -> String {
    scaled(time.as_nanos() as f64, 1_000.0, &["ns", "us", "ms", "s"])
}

/// A number of bytes, in powers of 1000.
///
/// ```
/// use wirecheck::report::bytes;
///
/// assert_eq!(bytes(0), "0 B");
/// assert_eq!(bytes(999), "999 B");
/// assert_eq!(bytes(999_999), "1.00 MB");
/// ```
pub fn bytes(count: u64) -> String {
    scaled(count as f64, 1_000.0, &["B", "kB", "MB", "GB", "TB"])
}

/// Seconds that come from a file, and may be anything.
pub(super) fn duration(value: f64) -> String {
    Duration::try_from_secs_f64(value).map_or_else(|_| "-".to_owned(), seconds)
}

/// Rounds seconds to nanoseconds: a clock resolves no more here, and more digits would only look exact.
pub(super) fn digits(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

fn scaled(mut value: f64, step: f64, units: &[&str]) -> String {
    let mut units = units.iter();
    let mut unit = units.next().unwrap_or(&"");
    // What would be printed as 1000 is 1 of the next unit.
    while value >= step - 0.5 {
        let Some(next) = units.next() else { break };
        (value, unit) = (value / step, next);
    }
    let whole = value.fract() == 0.0 && (unit == &"B" || unit == &"ns");
    let digits = match value {
        _ if whole => 0,
        value if value < 9.995 => 2,
        value if value < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.digits$} {unit}")
}
