//! What differs from run to run and from machine to machine, taken out of the words of a snapshot.

/// Numbers of processes, times, sizes and absolute paths become `[process]`, `[time]`, `[bytes]` and `[path]`.
pub(super) fn redact(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let begins = !shown.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        let length = if first.is_ascii_digit() && begins {
            number(rest, &mut shown)
        } else if first == '/' && begins {
            path(rest, &mut shown)
        } else {
            shown.push(first);
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    shown
}

/// Units of measure: a number before one changes from run to run.
const UNITS: [(&str, &str); 12] = [
    ("ns", "[time]"),
    ("us", "[time]"),
    ("µs", "[time]"),
    ("ms", "[time]"),
    ("s", "[time]"),
    ("seconds", "[time]"),
    ("B", "[bytes]"),
    ("bytes", "[bytes]"),
    ("KiB", "[bytes]"),
    ("MiB", "[bytes]"),
    ("GiB", "[bytes]"),
    ("TiB", "[bytes]"),
];

fn number(text: &str, shown: &mut String) -> usize {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let after = &text[digits..];
    let (gap, unit) = match after.strip_prefix(' ') {
        Some(unit) => (1, unit),
        None => (0, after),
    };
    let unit = &unit[..unit.find(|c: char| !c.is_alphanumeric()).unwrap_or(unit.len())];
    if let Some((name, redacted)) = UNITS.iter().find(|(name, _)| *name == unit) {
        shown.push_str(redacted);
        return digits + gap + name.len();
    }
    let named = shown.trim_end().ends_with("process") && shown.ends_with(' ');
    shown.push_str(if named { "[process]" } else { &text[..digits] });
    digits
}

/// A path has a second component; a lone `/` is a word.
fn path(text: &str, shown: &mut String) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || "\"'`,;:()[]{}".contains(c)).unwrap_or(text.len());
    let is_path = text[1..end].contains('/') && !text[..end].starts_with("//");
    shown.push_str(if is_path { "[path]" } else { &text[..end] });
    end
}

#[cfg(test)]
#[path = "redact_tests.rs"]
mod tests;
