//! The two parts of `reports/ecosystem.md`: of the derive, and behind it of the lint. Two programs write them.

/// What stands between the two.
const LINT: &str = "<!-- From here on, the example `published` of wirecheck-lint writes. -->\n";

/// The file with another part of the derive.
#[allow(dead_code, reason = "each program writes one of them")]
pub(crate) fn with_derive(text: &str, part: &str) -> String {
    match text.split_once(LINT) {
        Some((_, lint)) => format!("{part}\n{LINT}{lint}"),
        None => part.to_owned(),
    }
}

/// The file with another part of the lint.
#[allow(dead_code, reason = "each program writes one of them")]
pub(crate) fn with_lint(text: &str, part: &str) -> String {
    let derive = text.split_once(LINT).map_or(text, |(derive, _)| derive).trim_end();
    format!("{derive}\n\n{LINT}{part}")
}
