//! Holds the judge against the derive, on the type matrix of the project: `cargo run -p wirecheck-lint --example agree`; and on
//! random types: `-- --random 100 1`.
//!
//! The survey is made as for any program, of one that writes and reads each type. What the derive said of each type, and what
//! became of its values, is in `reports/types.md`. Fails if the judge accepts what does not come back.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

#[path = "../../src/judge/matrix_tests/agreement.rs"]
mod agreement;
mod buildable;
#[path = "../../src/judge/matrix_tests/cases.rs"]
mod cases;
#[path = "../../src/judge/matrix_tests/expected.rs"]
mod expected;
#[path = "../../src/judge/matrix_tests/names.rs"]
mod names;
mod package;
mod random;

use agreement::{Agreement, agreement, describe};
use names::{Parameters, Scope};
use std::collections::BTreeMap;
use std::process::ExitCode;
use wirecheck_lint::judge::{Inputs, Judge, Outcome, std_path};
use wirecheck_lint::{Options, Survey, survey, wrapper};

/// The path of the folders of themes, in the test that has them.
const THEMES: &str = "types::types";

fn main() -> ExitCode {
    if wrapper::is_wrapper() {
        return match wrapper::run() {
            Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(101)),
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::from(101)
            }
        };
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    let result = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => matrix(),
        ["--random", types, seed] => match (types.parse(), seed.parse()) {
            (Ok(types), Ok(seed)) => random::compare(types, seed),
            _ => Err("`--random` takes a number of types and a seed".to_owned()),
        },
        _ => Err("the arguments are none, or `--random TYPES SEED`".to_owned()),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn matrix() -> Result<ExitCode, String> {
    let file = package::krate().join("examples/agree/program.rs");
    let folder = package::write(&package::folder("agree"), "types", &file)?;
    let cargo = ["--offline", "--bins"].map(Into::into).into();
    let options = Options { folder: Some(folder), cargo, ..Options::default() };
    survey(&options).map(|survey| compare(&survey)).map_err(|error| error.to_string())
}

fn compare(survey: &Survey) -> ExitCode {
    let rows = expected::rows();
    let cases = cases::all();
    let inputs = Inputs::read(survey);
    let judge = Judge::new(survey, &inputs);
    let mut unresolved = Vec::new();
    let named: Vec<_> = cases
        .iter()
        .filter_map(|case| {
            let root = Scope::of_case(case, THEMES).resolve(&case.root, &Parameters::new(), "");
            if root.is_none() {
                unresolved.push(case.path());
            }
            Some((case, root?))
        })
        .collect();
    let mut found: BTreeMap<Agreement, Vec<String>> = BTreeMap::new();
    for (case, root) in &named {
        let Some(row) = rows.get(&(case.path(), case.standing == cases::Standing::Refused)) else {
            unresolved.push(case.path());
            continue;
        };
        for (index, format) in wirecheck_rules::FORMATS.iter().enumerate() {
            let outcome = judge.verdict(root, format.name).outcome;
            let said = describe(&outcome);
            let text =
                format!("{} {}: {} {}; {said}", case.path(), format.name, row.cells[index], row.derive);
            found.entry(agreement(row, index, &outcome)).or_default().push(text);
        }
    }
    report(&found, &unresolved)
}

fn report(found: &BTreeMap<Agreement, Vec<String>>, unresolved: &[String]) -> ExitCode {
    for (agreement, cells) in found.iter().filter(|(agreement, _)| **agreement != Agreement::Same) {
        println!("{agreement:?}:\n  {}", cells.join("\n  "));
    }
    println!("types whose names were not resolved: {}", unresolved.join(", "));
    let all: usize = found.values().map(Vec::len).sum();
    for (agreement, cells) in found {
        println!("{:>6} {agreement:?} ({:.2} %)", cells.len(), 100.0 * cells.len() as f64 / all as f64);
    }
    println!("{all:>6} verdicts");
    if found.contains_key(&Agreement::Unsound) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
