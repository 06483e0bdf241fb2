//! The table for a terminal.

use crate::report::{Cell, Look, Outcome, Part, Report};
use std::fmt::Write as _;

/// A line for each type, a column for each format, then why what is not accepted is not.
pub fn types_table(report: &Report, look: Look) -> String {
    let (types, formats) = (report.types(), report.formats());
    if types.is_empty() {
        return "no type meets a format\n".to_owned();
    }
    let widest = types.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    // Long names are cut from the left: the end says which type it is.
    let columns: usize = formats.iter().map(|format| width(format) + 2).sum();
    let room = look.width.saturating_sub(columns).max(24);
    let first = widest.min(room);
    let mut text = format!("{:first$}", "type");
    for format in &formats {
        let _ = write!(text, "  {format:width$}", width = width(format));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    for name in &types {
        let mut line = format!("{:first$}", cut(name, first));
        for format in &formats {
            let cell = report.cells.iter().find(|cell| cell.type_name == *name && cell.format == *format);
            let shown = cell.map(shown).unwrap_or_default();
            let pad = " ".repeat(width(format).saturating_sub(shown.chars().count()));
            let shown = match cell {
                Some(cell) if look.colour => format!("\u{1b}[{}m{shown}\u{1b}[0m", colour(cell.outcome)),
                _ => shown,
            };
            let _ = write!(line, "  {shown}{pad}");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    reasons(&mut text, report);
    text
}

/// What each type is made of: a line for the type, one for each part.
pub fn parts_list(report: &Report) -> String {
    let mut text = String::new();
    let mut last = "";
    for Part { type_name, field, part } in &report.parts {
        if type_name != last {
            let _ = writeln!(text, "\n{type_name}");
            last = type_name;
        }
        let _ = match field {
            Some(field) => writeln!(text, "  {field}: {part}"),
            None => writeln!(text, "  {part}"),
        };
    }
    text
}

/// Why what is not accepted is not: each reason once, with the types and formats that it is about.
fn reasons(text: &mut String, report: &Report) {
    let mut told: Vec<(&str, Vec<&Cell>)> = Vec::new();
    for cell in &report.cells {
        let Some(reason) = &cell.reason else { continue };
        match told.iter_mut().find(|(known, _)| known == reason) {
            Some((_, cells)) => cells.push(cell),
            None => told.push((reason, vec![cell])),
        }
    }
    for (reason, cells) in told {
        let _ = writeln!(text, "\n{reason}");
        for cell in cells {
            let _ = writeln!(text, "  {} in {}", cell.type_name, cell.format);
        }
    }
}

/// The outcome, and what it rests on.
fn shown(cell: &Cell) -> String {
    match cell.outcome {
        Outcome::Accepted => format!("{} {}", cell.outcome.sign(), cell.evidence),
        outcome => format!("{} {}", outcome.sign(), outcome.word()),
    }
}

/// Of a column: its longest cell is `? unproven`.
fn width(format: &str) -> usize {
    format.len().max(10)
}

fn cut(name: &str, room: usize) -> String {
    let count = name.chars().count();
    if count <= room {
        return name.to_owned();
    }
    let rest: String = name.chars().skip(count + 2 - room).collect();
    format!("..{rest}")
}

fn colour(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Accepted => 32,
        Outcome::Refused => 31,
        Outcome::Review => 33,
        Outcome::Unproven => 90,
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
