//! The text for a terminal.

use super::contents::{MigratedType, Migration};
use super::measure::Values;
use super::plan::PlanKind;
use crate::report::Outcome;
use crate::survey::Side;
use std::fmt::Write as _;

/// Each type with its calls, targets and plan; then what each function becomes.
pub fn migration_text(migration: &Migration) -> String {
    if migration.types.is_empty() {
        return "no call of bincode through serde was found\n".to_owned();
    }
    let mut text = String::new();
    for one in &migration.types {
        about(one, migration.values(&one.type_name), &mut text);
    }
    for values in migration.other_values() {
        let _ = writeln!(
            text,
            "{}: measured, and no call was seen that writes it\n  {}\n",
            values.type_name,
            values.head()
        );
    }
    text.push_str("What the calls become (`CONFIG` is the configuration of the layout):\n");
    for row in &migration.rows {
        let _ = writeln!(text, "\n  {}: {}", row.key, row.about);
        for target in &migration.targets {
            let Some(found) = row.counterpart(target) else { continue };
            let code = found.code.unwrap_or("none");
            let advice =
                if found.advice.is_empty() { String::new() } else { format!("  ({})", found.advice) };
            let _ = writeln!(text, "    {:width$}  {code}{advice}", target.name, width = widest(migration));
        }
    }
    text.push_str("\nThe formats:\n");
    for target in &migration.targets {
        let _ = writeln!(
            text,
            "    {:width$}  {}: {}",
            target.name,
            target.packages,
            target.about,
            width = widest(migration)
        );
    }
    text.push('\n');
    text
}

fn widest(migration: &Migration) -> usize {
    migration.targets.iter().map(|target| target.name.len()).max().unwrap_or_default()
}

fn about(one: &MigratedType, values: Option<&Values>, text: &mut String) {
    let place = one.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    let _ = writeln!(text, "{}{place}: {}", one.type_name, one.fate.word());
    for call in &one.calls {
        let way = match call.side {
            Side::Serialize => "writes",
            Side::Deserialize => "reads",
        };
        let setup = call.setup.map_or_else(|| "set up when it runs".to_owned(), |setup| setup.to_string());
        let _ = writeln!(text, "  {way} {} by {}: {setup}", call.line(), call.function);
        let why = if call.why.is_empty() {
            "where the bytes are kept, if anywhere, is not seen"
        } else {
            &call.why
        };
        let _ = writeln!(text, "    {}: {why}", call.fate.word());
    }
    let width = one.targets.iter().map(|moved| moved.target.len()).max().unwrap_or_default();
    for moved in &one.targets {
        let word = match moved.outcome {
            Outcome::Accepted => moved.evidence.to_string(),
            outcome => outcome.word().to_owned(),
        };
        let _ = write!(
            text,
            "  {:width$}  {} {word:9}  bytes: {}",
            moved.target,
            moved.outcome.sign(),
            moved.bytes_line(values)
        );
        match &moved.reason {
            Some(reason) => {
                let _ = writeln!(text, "; {reason}");
            }
            None => text.push('\n'),
        }
    }
    if let Some(values) = values {
        let _ = writeln!(text, "  measured: {}", values.head());
        for target in &values.targets {
            if let Some(line) = values.line(target.target) {
                let _ = writeln!(text, "    {:width$}  {line}", target.target);
            }
        }
    }
    for (at, plan) in one.plans.iter().enumerate() {
        let start = if at == 0 { "plan" } else { "  or" };
        let targets = if plan.kind == PlanKind::Mend {
            String::new()
        } else {
            format!(" ({})", plan.targets.join(", "))
        };
        let _ = writeln!(text, "  {start}: {}{targets}: {}", plan.kind.words(), plan.text);
    }
    text.push('\n');
}
