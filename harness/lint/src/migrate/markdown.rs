//! The same as Markdown, for an issue or a pull request.

use super::contents::{MigratedType, Migration};
use super::measure::Values;
use crate::report::Outcome;
use crate::survey::Side;
use std::fmt::Write as _;

/// A table of types, then a section for each, then what each function becomes.
pub fn migration_markdown(migration: &Migration) -> String {
    let mut text = String::from("# Leaving bincode\n\n");
    if migration.types.is_empty() {
        text.push_str("No call of bincode through serde was found.\n");
        return text;
    }
    let names: Vec<&str> = migration.targets.iter().map(|target| target.name).collect();
    let _ = writeln!(text, "{} types, {} calls.\n", migration.types.len(), migration.calls());
    let _ = writeln!(text, "| type | bytes | {} | plan |", names.join(" | "));
    let _ = writeln!(text, "|---|---|{}---|", "---|".repeat(names.len()));
    for one in &migration.types {
        let cells: Vec<String> = one
            .targets
            .iter()
            .map(|moved| format!("{} {}", moved.outcome.sign(), moved.bytes.words()))
            .collect();
        let plan = one.plans.first().map(|plan| plan.kind.words()).unwrap_or_default();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {plan} |",
            code(&one.type_name),
            one.fate.word(),
            cells.join(" | ")
        );
    }
    for one in &migration.types {
        section(one, migration.values(&one.type_name), &mut text);
    }
    let others = migration.other_values();
    if !others.is_empty() {
        text.push_str("\n## Measured, and no call was seen\n\n");
        for values in others {
            let _ = writeln!(text, "- {}: {}", code(&values.type_name), values.head());
        }
    }
    text.push_str("\n## What the calls become\n\n`CONFIG` is the configuration of the layout.\n");
    for row in &migration.rows {
        let _ = writeln!(text, "\n`{}`: {}.\n\n| in | code | |\n|---|---|---|", row.key, row.about);
        for target in &migration.targets {
            let Some(found) = row.counterpart(target) else { continue };
            let shown = found.code.map_or_else(|| "none".to_owned(), code);
            let _ = writeln!(
                text,
                "| {} | {shown} | {} ([source]({})) |",
                target.name,
                cell(found.advice),
                found.source
            );
        }
    }
    text.push_str("\n## The formats\n\n");
    for target in &migration.targets {
        let _ = writeln!(text, "- **{}** ({}): {}.", target.name, target.packages, target.about);
    }
    text
}

fn section(one: &MigratedType, values: Option<&Values>, text: &mut String) {
    let _ = writeln!(text, "\n## {}\n", code(&one.type_name));
    if let Some(place) = &one.place {
        let _ = writeln!(text, "Declared at `{place}`.\n");
    }
    text.push_str("| call | function | set up as | its bytes |\n|---|---|---|---|\n");
    for call in &one.calls {
        let way = match call.side {
            Side::Serialize => "writes",
            Side::Deserialize => "reads",
        };
        let setup = call.setup.map_or_else(|| "when it runs".to_owned(), |setup| setup.to_string());
        let why = if call.why.is_empty() { "not seen" } else { &call.why };
        let _ = writeln!(
            text,
            "| `{}` | {way}: {} | {setup} | {}: {} |",
            call.line(),
            code(&call.function),
            call.fate.word(),
            cell(why)
        );
    }
    text.push_str("\n| in | verdict | bytes | why | measured |\n|---|---|---|---|---|\n");
    for moved in &one.targets {
        let word = match moved.outcome {
            Outcome::Accepted => moved.evidence.to_string(),
            outcome => outcome.word().to_owned(),
        };
        let why = moved.reason.as_deref().map(cell).unwrap_or_default();
        let measured = values.and_then(|values| values.line(moved.target)).unwrap_or_default();
        let bytes = moved.bytes_line(values);
        let _ = writeln!(
            text,
            "| {} | {} {word} | {bytes} | {why} | {measured} |",
            moved.target,
            moved.outcome.sign()
        );
    }
    if let Some(values) = values {
        let _ = writeln!(text, "\nMeasured: {}.", values.head());
    }
    text.push('\n');
    for plan in &one.plans {
        let targets =
            if plan.targets.is_empty() { String::new() } else { format!(" ({})", plan.targets.join(", ")) };
        let _ = writeln!(text, "- **{}**{targets}: {}", plan.kind.words(), plan.text);
    }
}

fn code(text: &str) -> String {
    format!("`{}`", cell(text))
}

/// What may stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
