//! Random types: rustc says which cells the derive accepts, and the values what becomes of them.

use crate::agreement::describe;
use crate::buildable::wrong_lines;
use crate::names::{Parameters, Scope};
use crate::package;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use syn::{File, Type};
use wirecheck_lint::judge::{Inputs, Judge, Outcome};
use wirecheck_lint::{Options, Survey, survey};
use wirecheck_random_types::compile::{Compiler, Way};
use wirecheck_random_types::compose;
use wirecheck_random_types::emit::{definition, module, source};
use wirecheck_random_types::execute::{Cell, run};
use wirecheck_random_types::item::Case;
use wirecheck_random_types::toolchain::Toolchain;

/// How the verdicts of the two differ.
#[derive(Debug, Default)]
struct Differences {
    cells: usize,
    same: usize,
    /// Accepted, and values do not come back.
    unsound: Vec<String>,
    /// Accepted, refused by the derive, and its values come back.
    more_precise: usize,
    /// Refused, and the derive accepts it.
    over_strict: Vec<String>,
    /// Refused by another rule than at the derive.
    other_rule: Vec<String>,
    unproven: usize,
    unresolved: usize,
}

/// The word that types need which contain each other, for rustc's sake.
const RECURSIVE: &str = "#[sendable(recursive)]";

/// Compares so many types, from this seed on.
pub(super) fn compare(types: u64, seed: u64) -> Result<ExitCode, String> {
    // An opt-in is an attribute of the derive, which is not there.
    let is_plain = |case: &Case| !source(case).replace(RECURSIVE, "").contains("sendable(");
    let cases: Vec<Case> = (seed..seed + types).map(compose::case).filter(is_plain).collect();
    let (folder, cases) = buildable_program(cases)?;
    let options = Options {
        folder: Some(folder),
        cargo: ["--offline", "--bins"].map(Into::into).into(),
        ..Options::default()
    };
    let survey = survey(&options).map_err(|error| error.to_string())?;
    let inputs = Inputs::read(&survey);
    let judge = Judge::new(&survey, &inputs);
    let toolchain = Toolchain::new(false)?;
    let mut found = Differences::default();
    let compiler = Compiler { toolchain: &toolchain, name: "agree", way: Way::DirectAll };
    let compiled = compiler.compile(&cases)?;
    for (number, (code, _)) in &compiled.refused {
        found.refused(&survey, &judge, *number, &cases[*number], code);
    }
    let mut cells: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
    for program in &compiled.programs {
        for cell in run(program, true)? {
            cells.entry(cell.number).or_default().push(cell);
        }
    }
    for (number, cells) in &cells {
        found.compiled(&survey, &judge, *number, &cases[*number], cells);
    }
    toolchain.clean();
    Ok(found.report())
}

/// The package of those cases that build without our derive.
fn buildable_program(mut cases: Vec<Case>) -> Result<(PathBuf, Vec<Case>), String> {
    loop {
        let (folder, first_lines) = program(&cases)?;
        let wrong = wrong_lines(&folder, &folder.join("main.rs"))?;
        if wrong.is_empty() {
            return Ok((folder, cases));
        }
        // The case that begins above a line.
        let of_line = |line: &usize| first_lines.partition_point(|first| first <= line).checked_sub(1);
        let refused: BTreeSet<usize> = wrong.iter().filter_map(of_line).collect();
        for number in &refused {
            println!("left out: rustc refuses seed {} with serde alone", cases[*number].seed);
        }
        if refused.is_empty() {
            return Err("rustc refuses what is in no case".to_owned());
        }
        let mut number = 0..;
        cases.retain(|_| number.next().is_none_or(|number| !refused.contains(&number)));
    }
}

/// A package whose program reads and writes each type, without our derive; and the line at which each begins.
fn program(cases: &[Case]) -> Result<(PathBuf, Vec<usize>), String> {
    let mut text = String::from("#![allow(warnings)]\n");
    let mut calls = String::new();
    let mut first_lines = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        first_lines.push(text.lines().count() + 1);
        let with_cells = module(case, number, "cells!(");
        let types = with_cells.split("pub fn run(cells").next().unwrap_or_default();
        let types = types.replace(", Deserialize, Sendable", ", Deserialize").replace(RECURSIVE, "");
        let _ = write!(text, "{types}pub fn meet(text: &str) -> bool {{ let mut all = true;");
        for root in roots(case) {
            let _ = write!(text, " all &= crate::meet::<{root}>(text);");
        }
        text.push_str(" all }\n}\n");
        let _ = write!(calls, " all &= case{number}::meet(&text);");
    }
    let _ = write!(
        text,
        "fn meet<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> bool {{\n\
         serde_json::from_str::<T>(text).is_ok_and(|value| serde_json::to_string(&value).is_ok())\n}}\n\
         fn main() {{ let text = std::env::args().next().unwrap_or_default(); let mut all = true;{calls} \
         std::process::exit(i32::from(all)); }}\n",
    );
    let folder = package::folder("agree-random");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let file = folder.join("main.rs");
    fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok((package::write(&folder, "random", &file)?, first_lines))
}

/// The type that is sent, and those that may not be in it.
fn roots(case: &Case) -> impl Iterator<Item = &str> {
    let types = case.items.iter().filter(|item| !item.has_param).map(|item| item.name.as_str());
    std::iter::once(case.root.as_str()).chain(types)
}

impl Differences {
    /// A case that does not compile with the derive: one of its types is refused, which may not be in the root.
    fn refused<'a>(&mut self, survey: &'a Survey, judge: &Judge<'a>, number: usize, case: &Case, code: &str) {
        let mut all: Vec<Vec<Outcome>> = vec![Vec::new(); wirecheck_rules::FORMATS.len()];
        for root in roots(case) {
            let verdicts = self.verdicts(survey, judge, number, case, root);
            all.iter_mut().zip(verdicts).for_each(|(outcomes, outcome)| outcomes.push(outcome));
        }
        for (format, outcomes) in wirecheck_rules::FORMATS.iter().map(|format| format.name).zip(all) {
            self.cells += 1;
            let refused = |outcome: &&Outcome| matches!(outcome, Outcome::Refused(_));
            let by_code =
                |outcome: &Outcome| matches!(outcome, Outcome::Refused(found) if found.rule.code == code);
            if outcomes.iter().any(by_code) {
                self.same += 1;
            } else if let Some(outcome) = outcomes.iter().find(refused) {
                let text = format!("{} {format}: {code}; {}\n{}", case.seed, describe(outcome), source(case));
                self.other_rule.push(text);
            } else if outcomes.iter().any(|outcome| matches!(outcome, Outcome::Unproven(_))) {
                self.unproven += 1;
            } else if !code.starts_with("WC") {
                // rustc gives up on types that contain each other, which is no rule.
                self.more_precise += 1;
            } else {
                self.unsound.push(format!("{} {format}: {code}, accepted\n{}", case.seed, source(case)));
            }
        }
    }

    fn compiled<'a>(
        &mut self,
        survey: &'a Survey,
        judge: &Judge<'a>,
        number: usize,
        case: &Case,
        cells: &[Cell],
    ) {
        let outcomes = self.verdicts(survey, judge, number, case, &case.root);
        for (format, outcome) in wirecheck_rules::FORMATS.iter().map(|format| format.name).zip(outcomes) {
            let Some(cell) = cells.iter().find(|cell| cell.format == format) else { continue };
            self.cells += 1;
            match &outcome {
                Outcome::Unproven(_) => self.unproven += 1,
                Outcome::Accepted if cell.is_accepted => self.same += 1,
                Outcome::Refused(_) if !cell.is_accepted => self.same += 1,
                Outcome::Accepted if cell.broken().is_none() => self.more_precise += 1,
                Outcome::Accepted => {
                    let text = format!("{} {format}: accepted; {:?}\n{}", case.seed, cell.seen, source(case));
                    self.unsound.push(text);
                }
                Outcome::Refused(_) => {
                    let text = format!("{} {format}: {}\n{}", case.seed, describe(&outcome), source(case));
                    self.over_strict.push(text);
                }
            }
        }
    }

    /// The verdicts of a type of a case, one for each format; none if it cannot be resolved.
    fn verdicts<'a>(
        &mut self,
        survey: &'a Survey,
        judge: &Judge<'a>,
        number: usize,
        case: &Case,
        root: &str,
    ) -> Vec<Outcome> {
        let items: String = case.items.iter().map(definition).collect();
        let mut scope = Scope::default();
        for item in syn::parse_str::<File>(&items).map(|file| file.items).unwrap_or_default() {
            scope.add(&item, &format!("random::case{number}"), true);
        }
        let root = syn::parse_str::<Type>(root).ok();
        let name = root.and_then(|root| scope.resolve(&root, &Parameters::new(), ""));
        let Some(name) = name.as_deref().and_then(|name| seen(survey, name)) else {
            self.unresolved += 1;
            return Vec::new();
        };
        wirecheck_rules::FORMATS.iter().map(|format| judge.verdict(name, format.name).outcome).collect()
    }

    fn report(&self) -> ExitCode {
        let lists = [
            ("over-strict", &self.over_strict),
            ("other rule", &self.other_rule),
            ("unsound", &self.unsound),
        ];
        for (what, list) in lists {
            println!("{what}: {}\n{}\n", list.len(), list.join("\n"));
        }
        let Self { cells, same, more_precise, unproven, unresolved, .. } = self;
        println!(
            "{cells} verdicts: {same} the same, {more_precise} more precise, {unproven} unproven, {} over-strict, {} by another \
             rule, {} unsound; {unresolved} types not resolved",
            self.over_strict.len(),
            self.other_rule.len(),
            self.unsound.len(),
        );
        if self.unsound.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// The name as the survey has it.
fn seen<'a>(survey: &'a Survey, name: &str) -> Option<&'a str> {
    survey.types.iter().find(|note| note.name == name).map(|note| note.name.as_str())
}
