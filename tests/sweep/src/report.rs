//! The table of a sweep as Markdown.

use crate::calls;
use crate::fault::{Action, Fault, Side, Times};
use crate::judge::Outcome;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A fault, the scenario it was made in, and what came of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The scenario.
    pub scenario: String,
    /// The fault.
    pub fault: Fault,
    /// The judgement.
    pub outcome: Outcome,
}

/// How to make a run again.
pub fn replay(row: &Row) -> String {
    format!("cargo run -p wirecheck-sweep --bin sweep -- --scenario {} --fault {}", row.scenario, row.fault)
}

const COLUMNS: [&str; 6] = ["equal", "typed error", "ended by the runtime", "killed", "not made", "broken"];

/// The report. `head` says how it was made.
pub fn markdown(head: &str, rows: &[Row]) -> String {
    let mut text = String::from("# What comes of failing system calls\n\n");
    let _ = writeln!(text, "{head}\n");
    text.push_str(
        "Each run is one of the fixed programs of `tests/sweep/src/bin/scenario.rs` in which one fault is made: a call of one \
         side returns an error once (`EPIPE`) or from then on (`EPIPE+`), or kills its process (`kill`). The number is that \
         of runs. `worker` is the first worker, `workers` are all of them, and `child` is a new process before `exec`.\n\n\
         - *equal*: all results are as without the fault.\n\
         - *typed error*: what is not equal is an `Error`, in bounded time.\n\
         - *ended by the runtime*: Rust's runtime or the C library ended the program with its own message, as it ends every \
         program whose allocator or thread has no memory.\n\
         - *killed*: the fault was to kill the program, and nothing was left of it.\n\
         - *not made*: this run had fewer calls.\n\
         - *broken*: another result, a hang, a task run twice, a panic, or something left.\n\n",
    );
    totals(&mut text, rows);
    broken(&mut text, rows);
    for side in Side::ALL {
        table(&mut text, side, rows);
    }
    text
}

fn totals(text: &mut String, rows: &[Row]) {
    text.push_str(
        "| side | runs | equal | typed error | ended by the runtime | killed | not made | broken |\n",
    );
    text.push_str("|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for side in Side::ALL {
        let of_side: Vec<&Row> = rows.iter().filter(|row| row.fault.side == side).collect();
        let count = |name: &str| of_side.iter().filter(|row| row.outcome.name() == name).count().to_string();
        let counts: Vec<String> = COLUMNS.into_iter().map(count).collect();
        let _ = writeln!(text, "| {} | {} | {} |", side.name(), of_side.len(), counts.join(" | "));
    }
    text.push('\n');
}

fn broken(text: &mut String, rows: &[Row]) {
    text.push_str("## Broken\n\n");
    let mut any = false;
    for row in rows.iter().filter(|row| matches!(row.outcome, Outcome::Broken(_))) {
        any = true;
        let _ = writeln!(text, "- `--scenario {} --fault {}`: {}", row.scenario, row.fault, row.outcome);
    }
    text.push_str(if any { "\n" } else { "None.\n\n" });
}

fn table(text: &mut String, side: Side, rows: &[Row]) {
    // Call, column, error: runs.
    let mut cells: BTreeMap<(String, &str), BTreeMap<String, usize>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.fault.side == side) {
        let plus = if row.fault.times == Times::Onwards { "+" } else { "" };
        let error = match row.fault.action {
            Action::Kill => "kill".to_owned(),
            Action::Fail(errno) => format!("{errno:?}{plus}"),
        };
        let cell = cells.entry((calls::name(row.fault.call), row.outcome.name())).or_default();
        *cell.entry(error).or_default() += 1;
    }
    if cells.is_empty() {
        return;
    }
    let mut names: Vec<&String> = cells.keys().map(|(call, _)| call).collect();
    names.dedup();
    let _ = write!(
        text,
        "## {}\n\n| call | {} |\n|---|---|---|---|---|---|---|\n",
        side.name(),
        COLUMNS.join(" | ")
    );
    for name in names {
        let _ = write!(text, "| `{name}` |");
        for column in COLUMNS {
            let cell = cells.get(&(name.clone(), column)).into_iter().flatten();
            let cell: Vec<String> = cell.map(|(error, runs)| format!("{error} {runs}")).collect();
            let _ = write!(text, " {} |", cell.join(", "));
        }
        text.push('\n');
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Break;

    fn row(fault: &str, outcome: Outcome) -> Row {
        Row { scenario: "pool".to_owned(), fault: fault.parse().unwrap(), outcome }
    }

    #[test]
    fn each_run_is_counted_once_and_a_broken_one_can_be_made_again() {
        let hang = Outcome::Broken(vec![Break::Hang("poll".to_owned())]);
        let rows = [
            row("worker:read:EIO:1", Outcome::Error),
            row("worker:read:EIO:7", Outcome::Error),
            row("worker:read:EIO:2+", Outcome::Equal),
            row("worker:read:kill:1", Outcome::Equal),
            row("parent:poll:ENOMEM:3", hang),
        ];
        let text = markdown("How.", &rows);
        for line in [
            "| worker | 4 | 2 | 2 | 0 | 0 | 0 | 0 |",
            "| parent | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
            "- `--scenario pool --fault parent:poll:ENOMEM:3`: broken: hangs: poll",
            "| `read` | EIO+ 1, kill 1 | EIO 2 |  |  |  |  |",
            "| `poll` |  |  |  |  |  | ENOMEM 1 |",
        ] {
            assert!(text.lines().any(|found| found == line), "no line `{line}` in\n{text}");
        }
        assert!(!text.contains("None."));
        assert!(markdown("How.", &rows[..4]).contains("## Broken\n\nNone."));
    }
}
