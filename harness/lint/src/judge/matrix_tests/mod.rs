//! The type matrix of the project, judged: `reports/types.md` has what the derive said and what happened to the values.
//!
//! The sources are read as they stand, and the types of fields are resolved by their names. The example `agree` does the same
//! with what the compiler says.

mod agreement;
mod cases;
mod expected;
mod names;
mod resolve;

use self::agreement::{Agreement, agreement, describe};
use self::cases::Standing;
use self::expected::rows;
use super::std_path;
use super::{Inputs, Judge, Outcome};
use std::collections::BTreeMap;

#[test]
fn the_judge_agrees_with_the_derive() {
    let rows = rows();
    let mut counts: BTreeMap<Agreement, Vec<String>> = BTreeMap::new();
    let (mut found, mut unresolved) = (0, Vec::new());
    for case in cases::all() {
        let Some(row) = rows.get(&(case.path(), case.standing == Standing::Refused)) else {
            panic!("{} is not in reports/types.md", case.path());
        };
        if case.path() == "declared::none_left_out_above" {
            // An attribute macro adds to it: it is not what the derive has seen.
            continue;
        }
        let Some((root, survey)) = resolve::survey(&case) else {
            unresolved.push(case.path());
            continue;
        };
        found += 1;
        let inputs = Inputs::read(&survey);
        let judge = Judge::new(&survey, &inputs);
        for (format, name) in wirecheck_rules::FORMATS.iter().map(|format| format.name).enumerate() {
            let verdict = judge.verdict(&root, name);
            let agreement = agreement(row, format, &verdict.outcome);
            let said = describe(&verdict.outcome);
            let text = format!("{} {name}: {} {}; {said}", case.path(), row.cells[format], row.derive);
            counts.entry(agreement).or_default().push(text);
        }
    }
    let count = |agreement| counts.get(&agreement).map_or(0, Vec::len);
    let list = |agreement| counts.get(&agreement).map(|all| all.join("\n")).unwrap_or_default();
    if std::env::var_os("WIRECHECK_LIST").is_some() {
        let all: Vec<String> = counts
            .iter()
            .filter(|(agreement, _)| **agreement != Agreement::Same)
            .map(|(agreement, all)| format!("{agreement:?}: {}\n{}", all.len(), all.join("\n")))
            .collect();
        panic!(
            "{found} resolved, same {}\n{}\nunresolved: {unresolved:?}",
            count(Agreement::Same),
            all.join("\n")
        );
    }
    assert!(found > 1100, "{found} types: {unresolved:?}");
    assert_eq!(count(Agreement::Unsound), 0, "{}", list(Agreement::Unsound));
    assert_eq!(count(Agreement::OverStrict), 0, "{}", list(Agreement::OverStrict));
    let all = counts.values().map(Vec::len).sum::<usize>();
    assert!(
        count(Agreement::Same) * 100 >= all * 97,
        "{} of {all}\n{}",
        count(Agreement::Same),
        list(Agreement::OtherRule)
    );
}
