//! Random types, judged: rustc says which cells the derive accepts, and the values what becomes of them.

use super::super::{Inputs, Judge, Outcome};
use super::{describe, resolve};
use std::collections::BTreeMap;
use syn::{File, Type};
use wirecheck_random_types::compile::{Compiler, Way};
use wirecheck_random_types::compose;
use wirecheck_random_types::emit::{definition, source};
use wirecheck_random_types::execute::{Cell, run};
use wirecheck_random_types::item::Case;
use wirecheck_random_types::toolchain::Toolchain;

/// What a cell says that a verdict does not.
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

#[test]
#[ignore = "compiles and runs programs of random types; WIRECHECK_RANDOM=\"SEED TYPES\" says which"]
fn the_judge_agrees_with_the_derive_on_random_types() {
    let wish = std::env::var("WIRECHECK_RANDOM").unwrap_or_else(|_| "1 200".to_owned());
    let numbers: Vec<u64> = wish.split(' ').map(|number| number.parse().expect("two numbers")).collect();
    let [seed, types] = numbers.as_slice() else { panic!("two numbers: {wish}") };
    let toolchain = Toolchain::new(false).expect("a toolchain");
    let mut found = Differences::default();
    let seeds: Vec<u64> = (*seed..seed + types).collect();
    for (number, seeds) in seeds.chunks(200).enumerate() {
        let cases: Vec<Case> = seeds.iter().map(|seed| compose::case(*seed)).collect();
        let name = format!("judge-{number}");
        let compiler = Compiler { toolchain: &toolchain, name: &name, way: Way::DirectAll };
        let compiled = compiler.compile(&cases).expect("rustc");
        for (number, (code, _)) in &compiled.refused {
            found.refused(&cases[*number], code);
        }
        let mut cells: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
        for program in &compiled.programs {
            for cell in run(program, true).expect("a program that starts") {
                cells.entry(cell.number).or_default().push(cell);
            }
        }
        for (number, cells) in &cells {
            found.compiled(&cases[*number], cells);
        }
    }
    toolchain.clean();
    let lists =
        [("over-strict", &found.over_strict), ("other rule", &found.other_rule), ("unsound", &found.unsound)];
    for (what, list) in lists {
        let shown: Vec<&str> = list.iter().take(40).map(String::as_str).collect();
        eprintln!("{what}: {}\n{}\n", list.len(), shown.join("\n"));
    }
    let Differences { cells, same, more_precise, unproven, unresolved, .. } = found;
    eprintln!(
        "{cells} cells, {same} the same, {more_precise} more precise, {unproven} unproven; {unresolved} types unresolved"
    );
    assert!(found.unsound.is_empty());
    assert!(found.over_strict.len() * 50 <= cells);
}

impl Differences {
    /// A case that does not compile with the derive: one of its types is refused, which may not be in the root.
    fn refused(&mut self, case: &Case, code: &str) {
        let types = case.items.iter().filter(|item| !item.has_param).map(|item| item.name.as_str());
        let mut all: Vec<Vec<Outcome>> = vec![Vec::new(); wirecheck_rules::FORMATS.len()];
        for root in std::iter::once(case.root.as_str()).chain(types) {
            let verdicts = self.verdicts(case, root);
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

    fn compiled(&mut self, case: &Case, cells: &[Cell]) {
        let outcomes = self.verdicts(case, &case.root);
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
    fn verdicts(&mut self, case: &Case, root: &str) -> Vec<Outcome> {
        let items: String = case.items.iter().map(definition).collect();
        let items = syn::parse_str::<File>(&items).expect("items").items;
        let root: Type = syn::parse_str(root).expect("a type");
        let module = format!("random::case{}", case.seed);
        let Some((root, survey)) = resolve::survey_of_items(&items, &root, &module) else {
            self.unresolved += 1;
            return Vec::new();
        };
        let inputs = Inputs::read(&survey);
        let judge = Judge::new(&survey, &inputs);
        wirecheck_rules::FORMATS.iter().map(|format| judge.verdict(&root, format.name).outcome).collect()
    }
}
