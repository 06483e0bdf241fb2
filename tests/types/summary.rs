//! What holds of all cells together.

use super::measure::with_room;
use super::over_strict::{OVER_STRICT, asks_the_author, reason};
use super::results::{Judged, all, judge, result};
use super::{report, verdict};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use wirecheck::{Bincode1, Codec};

pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("types::summary::enough_types", enough_types),
        Trial::test("types::summary::names_are_unique", names_are_unique),
        Trial::test("types::summary::no_broken_promise", no_broken_promise),
        Trial::test(
            "types::summary::over_strict_cells_are_few_and_listed",
            over_strict_cells_are_few_and_listed,
        ),
        Trial::test("types::summary::what_is_refused_does_not_compile", what_is_refused_does_not_compile),
        Trial::test("types::summary::the_report_is_fresh", the_report_is_fresh),
        Trial::test(
            "types::summary::bincode1_writes_what_version_1_writes",
            bincode1_writes_what_version_1_writes,
        ),
    ]
}

/// The numbers of all cells that were judged so.
pub fn cells(wanted: Judged) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (number, case) in all().iter().enumerate() {
        found.extend(
            (0..case.cells.len())
                .filter(|format| judge(number, *format) == wanted)
                .map(|format| (number, format)),
        );
    }
    found
}

fn enough_types() -> Result<(), Failed> {
    let types = all().len();
    if types < 1_200 {
        return Err(format!("{types} types are not 1,200").into());
    }
    Ok(())
}

fn names_are_unique() -> Result<(), Failed> {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> =
        all().iter().map(|case| case.path()).filter(|path| !seen.insert(path.clone())).collect();
    if twice.is_empty() { Ok(()) } else { Err(format!("more than once: {twice:?}").into()) }
}

fn no_broken_promise() -> Result<(), Failed> {
    let broken: Vec<String> = cells(Judged::Broken)
        .into_iter()
        .map(|(case, format)| {
            let message = result(case, format).message();
            format!("{} in {}:\n{message}", all()[case].path(), all()[case].cells[format].format)
        })
        .collect();
    if broken.is_empty() {
        Ok(())
    } else {
        Err(format!("{} broken:\n{}", broken.len(), broken.join("\n")).into())
    }
}

fn over_strict_cells_are_few_and_listed() -> Result<(), Failed> {
    let mut wrong = Vec::new();
    let cells_in_all: usize = all().iter().map(|case| case.cells.len()).sum();
    let over: Vec<(String, &str)> = cells(Judged::OverStrict)
        .into_iter()
        .map(|(case, format)| (all()[case].path(), all()[case].cells[format].format))
        .collect();
    let undecided = over.iter().filter(|(path, format)| !asks_the_author(path, format)).count();
    if undecided * 100 >= cells_in_all {
        wrong.push(format!("{undecided} of {cells_in_all} cells are over-strict, which is not under 1 %"));
    }
    for (path, format) in &over {
        if reason(path, format).is_none() {
            wrong.push(format!(
                "{path} in {format} is refused and survives, without a reason in over_strict.rs"
            ));
        }
    }
    for (path, formats, _) in OVER_STRICT {
        let is_over = |format: &str| {
            over.iter().any(|(found, in_format)| found == path && (format == "*" || format == *in_format))
        };
        let stale = formats.split(' ').filter(|format| !is_over(format));
        wrong.extend(
            stale.map(|format| {
                format!("{path} in {format} is not over-strict: take it out of over_strict.rs")
            }),
        );
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn what_is_refused_does_not_compile() -> Result<(), Failed> {
    let compiled: Vec<&String> =
        verdict::refusals().iter().filter(|(_, codes)| codes.is_empty()).map(|(path, _)| path).collect();
    if compiled.is_empty() {
        Ok(())
    } else {
        Err(format!("these are accepted by the derive, and belong in accepted/: {compiled:#?}").into())
    }
}

fn the_report_is_fresh() -> Result<(), Failed> {
    report::check().map_err(Failed::from)
}

/// Byte for byte, every value of every type; what is refused here is written by no one who reads it.
fn bincode1_writes_what_version_1_writes() -> Result<(), Failed> {
    let mut wrong = Vec::new();
    let mut same = 0_usize;
    for case in all() {
        // Any cell will do: each has the values.
        let cell = case.cells.first().ok_or("a type without cells")?;
        let mut compare = |value: &dyn erased_serde::Serialize| {
            let ours = catch_unwind(AssertUnwindSafe(|| Bincode1::encode_to_vec(value)));
            let Ok(Ok(ours)) = ours else { return };
            match bincode1::serialize(value) {
                Ok(theirs) if ours == theirs => same += 1,
                theirs => wrong.push(format!("{}: {ours:?}, and version 1 writes {theirs:?}", case.path())),
            }
        };
        // A `Deserialize` of its author may panic at a value that is made up; those before it were compared.
        let _ = catch_unwind(AssertUnwindSafe(|| with_room(|| cell.run.each(&mut compare))));
    }
    if same < 1_000 {
        wrong.push(format!("only {same} values were compared"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
