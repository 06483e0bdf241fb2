//! The section of `reports/ecosystem.md`.

use super::list::Pinned;
use super::row::{FORMATS, Row};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The section, as Markdown. A crate that is not surveyed has a row with the reason.
pub(super) fn markdown(rows: &[(Pinned, Result<Row, String>)]) -> String {
    let mut text = String::from(
        "# Can the types of a crate travel?\n\n\
         `cargo run -p wirecheck-lint --example published` fetches these crates and surveys each as it is, as `cargo wirecheck lint`\n\
         does. Their own types are judged in these formats, whether or not they meet them. A cell has the number of types that come\n\
         back, and if there are any: `x` refused, `!` for a person to look at, `?` unproven (hand-written impls that nobody has\n\
         told us of). `calls` bring a type to one of the formats in the crate's own code. Each finding was looked up in the source:\n\
         why it is true is below, and in `harness/lint/examples/published/crates.ron`. `!` is a question to the author, and often he\n\
         is right. The time is of one run on a busy machine with 2 cores, where most dependencies were built before: it compares\n\
         nothing.\n\n| crate | types |",
    );
    for format in FORMATS {
        let _ = write!(text, " {format} |");
    }
    text.push_str(" calls | findings | time |\n|---|---:|");
    text.push_str(&"---|".repeat(FORMATS.len()));
    text.push_str("---:|---:|---:|\n");
    let (mut types, mut calls, mut findings, mut surveyed) = (0, 0, 0, 0);
    for (pinned, row) in rows {
        let name = format!("{} {}", pinned.name, pinned.version);
        match row {
            Ok(row) => {
                types += row.types;
                calls += row.calls;
                findings += row.findings.len();
                surveyed += 1;
                line(&mut text, &name, row);
            }
            Err(error) => {
                let reason = error.lines().next().unwrap_or_default().replace('|', "\\|");
                let _ =
                    writeln!(text, "| {name} | not surveyed: {reason} |{}", " |".repeat(FORMATS.len() + 3));
            }
        }
    }
    let _ = writeln!(
        text,
        "\n{surveyed} of {} crates are surveyed, with {types} types, {calls} calls and {findings} findings.",
        rows.len()
    );
    text.push_str(
        "\n## Findings\n\n| crate | rule | type | at | in | what was seen |\n|---|---|---|---|---|---|\n",
    );
    for (pinned, row) in rows {
        let Ok(row) = row else { continue };
        let seen: BTreeMap<_, _> =
            pinned.findings.iter().map(|seen| ((&seen.code, &seen.type_name, &seen.at), seen)).collect();
        for finding in &row.findings {
            let seen = seen.get(&(&finding.code, &finding.type_name, &finding.at));
            let why = seen.map_or("nobody has looked at it", |seen| seen.why.as_str());
            let known = seen.and_then(|seen| seen.known.as_deref());
            let known = known.map(|known| format!(" ({known})")).unwrap_or_default();
            let formats: Vec<&str> = finding.formats.iter().map(String::as_str).collect();
            let formats = if FORMATS.iter().all(|it| formats.contains(it)) {
                "all".to_owned()
            } else {
                formats.join(", ")
            };
            let severity = if finding.is_error { "" } else { " (to look at)" };
            let _ = writeln!(
                text,
                "| {} | {}{severity} | `{}` | `{}` | {formats} | {why}{known} |",
                pinned.name, finding.code, finding.type_name, finding.at
            );
        }
    }
    text
}

fn line(text: &mut String, name: &str, row: &Row) {
    let _ = write!(text, "| {name} | {} |", row.types);
    for format in FORMATS {
        let cell = row.cells.get(*format).map_or_else(String::new, |cells| {
            let parts = [("x", cells.refused), ("!", cells.review), ("?", cells.unproven)];
            let others = parts.iter().filter(|(_, count)| *count > 0);
            let others: String = others.map(|(sign, count)| format!(" {sign}{count}")).collect();
            format!("{}{others}", cells.accepted)
        });
        let _ = write!(text, " {cell} |");
    }
    let _ = writeln!(text, " {} | {} | {:.0} s |", row.calls, row.findings.len(), row.seconds);
}
