//! Compiles cases together. Those that rustc refuses are left out, with its reason, and the others are compiled again.

use crate::emit;
use crate::item::Case;
use crate::predict;
use crate::toolchain::Toolchain;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Cases that do not compile, by their number: the code of the first error, and its text.
pub type Refusals = BTreeMap<usize, (String, String)>;

/// A program of several cases.
#[derive(Debug)]
pub struct Program {
    /// The file.
    pub path: PathBuf,
    /// The cases in it, by their number.
    pub numbers: Vec<usize>,
}

/// What became of a list of cases.
#[derive(Debug, Default)]
pub struct Compiled {
    /// Programs of those that compile.
    pub programs: Vec<Program>,
    /// Those that do not.
    pub refused: Refusals,
}

/// How the types meet the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Compiled for each format that accepts them.
    Direct,
    /// Compiled for each format.
    DirectAll,
    /// Compiled for this format, if it accepts them.
    In(&'static str),
    /// Compiled once: several times as fast, see the support crate's `erased`.
    Erased,
}

impl Way {
    /// The macro of the support crate, and its first arguments.
    fn call(self) -> String {
        match self {
            Self::Direct => "cells!(".to_owned(),
            Self::DirectAll => "all_cells!(".to_owned(),
            Self::In(format) => format!("one_cell!({format}, "),
            Self::Erased => "erased_cells!(".to_owned(),
        }
    }
}

/// How a list is compiled.
#[derive(Clone, Copy, Debug)]
pub struct Compiler<'a> {
    /// What it is compiled against.
    pub toolchain: &'a Toolchain,
    /// A name of its own for the files.
    pub name: &'a str,
    /// How the types meet the formats.
    pub way: Way,
}

impl Compiler<'_> {
    /// Compiles the cases; a number is the index in the list.
    ///
    /// # Errors
    /// If rustc does not start, or a file cannot be written.
    pub fn compile(&self, cases: &[Case]) -> Result<Compiled, String> {
        let mut compiled = Compiled::default();
        let mut numbers = Vec::new();
        for (number, case) in cases.iter().enumerate() {
            match predict::refusal(case) {
                Some(reason) => drop(compiled.refused.insert(number, reason)),
                None => numbers.push(number),
            }
        }
        let mut lists = vec![numbers];
        while let Some(mut numbers) = lists.pop() {
            if numbers.is_empty() {
                continue;
            }
            let path = self.file(compiled.programs.len());
            let found = self.once(cases, &numbers, &path)?;
            match found {
                None => compiled.programs.push(Program { path, numbers }),
                Some(errors) if !errors.is_empty() => {
                    numbers.retain(|number| !errors.contains_key(number));
                    compiled.refused.extend(errors);
                    lists.push(numbers);
                }
                // Errors that point at no case: whose they are shows when there are fewer.
                Some(_) if numbers.len() == 1 => {
                    compiled.refused.insert(numbers[0], ("unknown".to_owned(), String::new()));
                }
                Some(_) => {
                    let half = numbers.split_off(numbers.len() / 2);
                    lists.extend([numbers, half]);
                }
            }
        }
        Ok(compiled)
    }

    fn file(&self, number: usize) -> PathBuf {
        self.toolchain.work.join(format!("{}-{number}", self.name))
    }

    /// Nothing if it compiles, and the cases that errors point at if not.
    fn once(&self, cases: &[Case], numbers: &[usize], path: &Path) -> Result<Option<Refusals>, String> {
        let mut text = String::new();
        let mut starts = Vec::new();
        for number in numbers {
            starts.push((text.lines().count() + 1, *number));
            text.push_str(&emit::module(&cases[*number], *number, &self.way.call()));
        }
        starts.push((text.lines().count() + 1, usize::MAX));
        text.push_str(&emit::main(numbers));
        let source = path.with_extension("rs");
        fs::write(&source, &text).map_err(|error| format!("{}: {error}", source.display()))?;
        let output = self.toolchain.rustc(&source, path).output();
        let output = output.map_err(|error| format!("rustc does not start: {error}"))?;
        if output.status.success() {
            return Ok(None);
        }
        let mut errors = BTreeMap::new();
        for line in String::from_utf8_lossy(&output.stderr).lines() {
            let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            if message["level"] != "error" {
                continue;
            }
            let mut lines = Vec::new();
            spans(&message, &mut lines);
            let owner = lines.iter().find_map(|line| {
                let at = starts.partition_point(|(start, _)| start <= line);
                starts
                    .get(at.checked_sub(1)?)
                    .map(|(_, number)| *number)
                    .filter(|number| *number != usize::MAX)
            });
            if let Some(number) = owner {
                let text = message["rendered"].as_str().unwrap_or_default().to_owned();
                errors.entry(number).or_insert((code(&message, &text), text));
            }
        }
        Ok(Some(errors))
    }
}

/// `WC0013`, or rustc's own code.
fn code(message: &serde_json::Value, text: &str) -> String {
    let is_ours = |word: &&str| {
        word.len() == 6 && word.starts_with("WC") && word[2..].bytes().all(|it| it.is_ascii_digit())
    };
    let ours = text.split(|c: char| !c.is_ascii_alphanumeric()).find(is_ours);
    let code = ours.or(message["code"]["code"].as_str());
    // serde's derive has no codes.
    code.or(message["message"].as_str()).unwrap_or_default().to_owned()
}

/// Lines of the program that a message points to, those of the primary place first.
fn spans(value: &serde_json::Value, found: &mut Vec<usize>) {
    match value {
        serde_json::Value::Object(fields) => {
            let is_ours = value["file_name"]
                .as_str()
                .is_some_and(|name| name.ends_with(".rs") && name.contains("/programs/"));
            if let (true, Some(line)) = (is_ours, value["line_start"].as_u64()) {
                let line = usize::try_from(line).unwrap_or(usize::MAX);
                if value["is_primary"] == true { found.insert(0, line) } else { found.push(line) }
            }
            fields.values().for_each(|value| spans(value, found));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| spans(value, found)),
        _ => {}
    }
}
