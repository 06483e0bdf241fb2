//! The table of kinds of changes and formats.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use wirecheck_evolution::replay::Wire;

#[derive(Default)]
pub(crate) struct Table {
    /// By kind and format: how often each verdict was said.
    cells: BTreeMap<(String, String), BTreeMap<String, usize>>,
    exact: usize,
    optimistic: Vec<String>,
    pessimistic: BTreeMap<String, usize>,
    unwritten: usize,
    stalled: Vec<String>,
}

impl Table {
    pub(crate) fn add(&mut self, output: &str) {
        for line in output.lines() {
            let words: Vec<&str> = line.split('\t').collect();
            match words.as_slice() {
                ["unwritten", ..] => self.unwritten += 1,
                ["stalled", kind] => self.stalled.push((*kind).to_owned()),
                [which, kind, wire, said, seen] => {
                    let cell = self.cells.entry(((*kind).to_owned(), (*wire).to_owned())).or_default();
                    *cell.entry((*said).to_owned()).or_default() += 1;
                    match *which {
                        "exact" => self.exact += 1,
                        "optimistic" => {
                            self.optimistic.push(format!("{kind} in {wire}: said {said}, seen {seen}"))
                        }
                        _ => {
                            let key = format!("{kind} in {wire}: said {said}, seen {seen}");
                            *self.pessimistic.entry(key).or_default() += 1;
                        }
                    }
                }
                _ => {}
            }
        }
    }

    pub(crate) fn line(&self) -> String {
        let pessimistic: usize = self.pessimistic.values().sum();
        let all = self.exact + self.optimistic.len() + pessimistic;
        format!(
            "{all} verdicts: {} exact, {} optimistic, {pessimistic} pessimistic ({:.2} %); {} more that the old type cannot write",
            self.exact,
            self.optimistic.len(),
            100.0 * pessimistic as f64 / all.max(1) as f64,
            self.unwritten
        )
    }

    pub(crate) fn page(&self, command: &str) -> String {
        let mut text = format!(
            "# What changes of types do to bytes\n\nWritten by `{command}`. Declarations are changed at random, both versions are \
             compiled, and what is said of them is held against what happens to 400 values in each direction. \
             Lists of types that take no bytes are left out: a wrong length makes a real `Vec<()>` go on for ever.\n\n{}.\n\nA cell has \
             every verdict that was said, the most frequent one first: it depends on what follows the change, and on the values. *Old reads new* is \
             the other direction of the same change.\n\n",
            self.line()
        );
        let _ = writeln!(
            text,
            "| change | {} |",
            Wire::ALL.iter().map(|wire| wire.name()).collect::<Vec<_>>().join(" | ")
        );
        let _ = writeln!(text, "|---{}|", "|---".repeat(Wire::ALL.len()));
        let mut kinds: Vec<&String> = self.cells.keys().map(|(kind, _)| kind).collect();
        kinds.dedup();
        for kind in kinds {
            let cell = |wire: &Wire| {
                let Some(cell) = self.cells.get(&(kind.clone(), wire.name().to_owned())) else {
                    return "-".to_owned();
                };
                let mut all: Vec<(&String, &usize)> = cell.iter().collect();
                all.sort_by(|a, b| b.1.cmp(a.1));
                all.iter().map(|(verdict, _)| verdict.as_str()).collect::<Vec<_>>().join(", ")
            };
            let _ =
                writeln!(text, "| {kind} | {} |", Wire::ALL.iter().map(cell).collect::<Vec<_>>().join(" | "));
        }
        if !self.stalled.is_empty() {
            text.push_str("\n## Stopped after two minutes: not counted in the formats that were left\n\n");
            for line in &self.stalled {
                let _ = writeln!(text, "- {line}");
            }
        }
        if !self.optimistic.is_empty() {
            text.push_str("\n## Worse than it was said\n\n");
            for line in &self.optimistic {
                let _ = writeln!(text, "- {line}");
            }
        }
        if !self.pessimistic.is_empty() {
            text.push_str("\n## Better than it was said\n\n");
            for (line, count) in &self.pessimistic {
                let _ = writeln!(text, "- {count} x {line}");
            }
        }
        text
    }
}
