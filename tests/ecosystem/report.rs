//! The table.

use super::Failed;
use super::author::Outcome;
use super::cells::Cell;
use super::krate::{Krate, Pinned};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What is known of a crate.
#[derive(Serialize, Deserialize)]
pub struct Row {
    pub pinned: Pinned,
    types: usize,
    without_word: usize,
    words: BTreeMap<String, usize>,
    /// Words whose formats the author chose, of those.
    tried: usize,
    taken_back: Vec<String>,
    refused: BTreeMap<String, usize>,
    bare: Vec<String>,
    cells: Vec<Cell>,
    /// Seconds with serde alone, and with the derive.
    times: (f64, f64),
}

impl Row {
    pub fn new(
        pinned: Pinned,
        krate: &Krate,
        outcome: &Outcome,
        cells: Vec<Cell>,
        times: (f64, f64),
    ) -> Self {
        let (mut without_word, mut words) = (0, BTreeMap::new());
        let mut tried = 0;
        for (file, item) in &outcome.types {
            let edits = &krate.sources[*file].1.edits[*item];
            if edits.derive.is_none() {
                continue;
            }
            without_word += usize::from(edits.words.values().all(BTreeSet::is_empty));
            for (node, word) in
                edits.words.iter().flat_map(|(node, words)| words.iter().map(move |it| (*node, it)))
            {
                *words.entry(word.clone()).or_default() += 1;
                tried += usize::from(outcome.tried.contains(&((*file, *item), node, word.clone())));
            }
        }
        let mut refused = BTreeMap::new();
        for code in outcome.refused.values() {
            *refused.entry(code.clone()).or_default() += 1;
        }
        let (types, bare) = (outcome.types.len(), outcome.bare.clone());
        let taken_back = outcome.taken_back.clone();
        Self { pinned, types, without_word, words, tried, taken_back, refused, bare, cells, times }
    }

    pub fn broken(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| cell.broken > 0)
    }

    fn accepted(&self) -> usize {
        self.cells.iter().filter(|cell| cell.is_accepted).count()
    }

    /// The accepted cells that some value went through.
    fn run(&self) -> usize {
        self.cells.iter().filter(|cell| cell.is_accepted && cell.values > 0).count()
    }

    fn columns(&self) -> [usize; 10] {
        let sum = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>();
        [
            self.types,
            self.without_word,
            self.types - self.without_word - sum(&self.refused),
            sum(&self.words),
            self.tried,
            sum(&self.refused),
            self.cells.len(),
            self.accepted(),
            self.run(),
            self.broken().count(),
        ]
    }
}

/// The report, as Markdown. A crate that is not measured has a row with the reason.
pub fn markdown(crates: &[(Pinned, Result<Row, Failed>)]) -> String {
    let rows: Vec<&Row> = crates.iter().filter_map(|(_, row)| row.as_ref().ok()).collect();
    let mut text = String::from(
        "# Published crates\n\n\
         `cargo run -p wirecheck-tests --example ecosystem` fetches these crates and adds `#[derive(Sendable)]` next to serde's\n\
         two derives. It writes the word that a message offers where it points. Where a message leaves the formats to the author\n\
         (`trust(..)`), it tries `Json`, and gives the type up if a value does not come back; `of these tried` counts these words.\n\
         It gives a type up where no word is offered. A type of the crate with a hand-written serde impl gets the derive and a\n\
         shape where `crates.ron` tells them.\n\n\
         Values are made by a deserializer that reads from a seed. They go through every format that the compiler accepts the\n\
         type in; generic types and types within functions are not run. A time is the median of the processor time of\n\
         `cargo check`.\n\n\
         | crate | types | no word | with words | words | of these tried | refused | cells | accepted | of these run | broken | serde alone | with the derive | ratio |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut total = [0; 10];
    let (mut alone, mut with) = (0.0, 0.0);
    for (pinned, row) in crates {
        let name = format!("{} {}", pinned.name, pinned.version);
        let row = match row {
            Ok(row) => row,
            Err(failed) => {
                let reason = failed.to_string().replace('\n', " ").replace('|', "\\|");
                let _ = writeln!(text, "| {name} | not measured: {reason} |{}", " |".repeat(total.len() + 2));
                continue;
            }
        };
        let columns = row.columns();
        total.iter_mut().zip(columns).for_each(|(total, column)| *total += column);
        alone += row.times.0;
        with += row.times.1;
        line(&mut text, &name, &columns, row.times);
    }
    line(&mut text, "**all**", &total, (alone, with));
    text.push_str("\n## Words and refusals\n\n");
    for row in &rows {
        let count = |counts: &BTreeMap<String, usize>| {
            let all: Vec<String> = counts.iter().map(|(what, times)| format!("{times} `{what}`")).collect();
            if all.is_empty() { "none".to_owned() } else { all.join(", ") }
        };
        let _ = writeln!(
            text,
            "- {}: words {}; refused {}",
            row.pinned.name,
            count(&row.words),
            count(&row.refused)
        );
    }
    let bare: Vec<String> = rows
        .iter()
        .flat_map(|row| row.bare.iter().map(|what| format!("- {}: {what}", row.pinned.name)))
        .collect();
    let broken: Vec<String> = rows
        .iter()
        .flat_map(|row| row.broken().map(|cell| format!("- `{}` in {}: {}", cell.ty, cell.format, cell.how)))
        .collect();
    let taken_back: Vec<String> = rows
        .iter()
        .flat_map(|row| row.taken_back.iter().map(|what| format!("- {}: {what}", row.pinned.name)))
        .collect();
    for (title, lines) in
        [("Messages without a code", bare), ("Tried and given up", taken_back), ("Broken cells", broken)]
    {
        let lines = if lines.is_empty() { "None.".to_owned() } else { lines.join("\n") };
        let _ = write!(text, "\n## {title}\n\n{lines}\n");
    }
    text
}

fn line(text: &mut String, name: &str, columns: &[usize], (alone, with): (f64, f64)) {
    let columns: Vec<String> = columns.iter().map(usize::to_string).collect();
    let ratio = if alone > 0.0 { with / alone } else { 0.0 };
    let _ = writeln!(text, "| {name} | {} | {alone:.2} s | {with:.2} s | {ratio:.2} |", columns.join(" | "));
}
