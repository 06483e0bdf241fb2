//! The block that a run prints for a measurement: its tables, its advice and its notes.

use super::terminal::{BOLD, DIM, Terminal, WIDTH, wrap};
use super::value::{Detail, is_numeric, table_of, words};
use crate::matrix::{Data, DataTable, Findings};

impl Terminal {
    /// The block of one measurement; empty where it found nothing.
    pub fn findings(&self, found: &Findings) -> String {
        if found.is_empty() {
            return String::new();
        }
        let mut text = format!("{} {}\n", self.paint(BOLD, &found.name), self.paint(DIM, &found.title));
        if !found.about.is_empty() {
            text.push_str(&self.paragraph(DIM, "  ", &found.about));
        }
        let parts: Vec<_> = found.parts.iter().filter(|part| !part.is_detail).collect();
        for part in &parts {
            if parts.len() > 1 {
                text.push_str(&self.paragraph(DIM, "  ", &part.title));
            }
            text.push_str(&match &part.data {
                Data::Table(table) => self.table(table),
                Data::Series(series) => self.table(&table_of(series)),
            });
        }
        for advice in &found.advice {
            text.push_str(&self.paragraph(BOLD, "  ", advice));
        }
        for note in &found.notes {
            text.push_str(&self.paragraph(DIM, "  ", note));
        }
        text
    }

    /// Columns that fit the width, or, where they cannot, a sentence for each row.
    fn table(&self, table: &DataTable) -> String {
        for detail in [Detail::Full, Detail::Brief] {
            let (heads, rows) = words(table, detail);
            let widths: Vec<usize> = (0..heads.len())
                .map(|at| rows.iter().chain([&heads]).map(|row| row[at].chars().count()).max().unwrap_or(0))
                .collect();
            if widths.iter().map(|width| width + 2).sum::<usize>() <= WIDTH {
                let line = |row: &[String]| {
                    let cells = row.iter().zip(&widths).zip(&table.columns).enumerate();
                    let cells = cells.map(|(at, ((text, width), column))| {
                        let to_the_right = at > 0 && is_numeric(column.unit);
                        if to_the_right { format!("  {text:>width$}") } else { format!("  {text:<width$}") }
                    });
                    cells.collect::<String>().trim_end().to_owned()
                };
                let head = self.paint(DIM, &line(&heads)) + "\n";
                return rows.iter().fold(head, |text, row| text + &line(row) + "\n");
            }
        }
        let (heads, rows) = words(table, Detail::Brief);
        let sentence = |row: &Vec<String>| {
            let values = heads.iter().zip(row).skip(1).filter(|(_, text)| !text.is_empty());
            let values: Vec<String> = values.map(|(head, text)| format!("{head} {text}")).collect();
            self.paragraph("", "  ", &format!("{}: {}", row[0], values.join(", ")))
        };
        rows.iter().map(sentence).collect()
    }

    /// A sentence, broken into lines and painted.
    pub(super) fn paragraph(&self, code: &str, indent: &str, sentence: &str) -> String {
        let mut lines = String::new();
        // Writing to a String cannot fail.
        let _ = wrap(&mut lines, indent, sentence, WIDTH);
        if code.is_empty() {
            lines
        } else {
            lines.lines().map(|line| self.paint(code, line) + "\n").collect()
        }
    }
}

#[cfg(test)]
#[path = "terminal_findings_tests.rs"]
mod tests;
