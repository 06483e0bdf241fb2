//! Words that sentences of several measurements have in common.

use super::BackendKind;
use std::time::Duration;

/// A time without digits that nobody needs in a sentence.
pub(crate) fn brief(time: Duration) -> String {
    match time.as_nanos() {
        nanos @ ..1_000 => format!("{nanos} ns"),
        nanos @ ..1_000_000 => format!("{} us", nanos / 1_000),
        nanos @ ..10_000_000_000 => format!("{} ms", nanos / 1_000_000),
        nanos => format!("{} s", nanos / 1_000_000_000),
    }
}

/// A backend, with the format where there is one: `pool bincode`.
pub(crate) fn label(backend: BackendKind, format: &str) -> String {
    if backend.encodes() { format!("{backend} {format}") } else { backend.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_brief() {
        let texts = [350, 41_000, 12_000_000, 12_000_000_000].map(|nanos| brief(Duration::from_nanos(nanos)));
        assert_eq!(texts, ["350 ns", "41 us", "12 ms", "12 s"]);
    }

    #[test]
    fn a_format_is_named_where_there_is_one() {
        assert_eq!(
            (label(BackendKind::Pool, "ron"), label(BackendKind::Thread, "memory")),
            ("pool ron".into(), "thread".into())
        );
    }
}
