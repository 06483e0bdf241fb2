//! From a survey to what is said of the way out.

use super::contents::{MigratedCall, MigratedType, Migration};
use super::counterpart::{Row, keys};
use super::fate::Fate;
use super::moved::{Bytes, Moved};
use super::plan::plans;
use super::setup::Setup;
use super::sink::{Around, of_types};
use super::target::Target;
use crate::build::{Error, Options, look};
use crate::extract::{arguments, with_arguments};
use crate::judge::{Inputs, Judge};
use crate::report::{Files, outcome_of};
use crate::survey::{Kind, Root, Survey};
use std::collections::{BTreeMap, BTreeSet};

/// Builds the program, as [`survey`](crate::survey()) does, and says what leaving bincode means for it.
///
/// # Errors
///
/// See [`Error`].
pub fn migrated(
    options: &Options,
    targets: &[&'static Target],
    has_dependencies: bool,
) -> Result<Migration, Error> {
    let looked = look(options)?;
    let files = Files::new(&looked.program.root);
    Ok(migration(&looked.survey, &files, targets, has_dependencies))
}

/// What is said of a survey. With `has_dependencies`, also of types that only dependencies send among themselves.
pub fn migration(
    survey: &Survey,
    files: &Files,
    targets: &[&'static Target],
    has_dependencies: bool,
) -> Migration {
    let inputs = Inputs::read(survey);
    let judge = Judge::new(survey, &inputs);
    let mut declared = BTreeMap::new();
    for note in &survey.types {
        if let Kind::Derived(source) = note.kind
            && let Some(source) = survey.sources.get(source)
        {
            declared.insert(note.name.as_str(), source);
        }
    }
    let is_own = |name: &str| declared.get(name).is_some_and(|source| source.package.is_member);
    let mut roots: BTreeMap<&str, Vec<&Root>> = BTreeMap::new();
    for root in survey.roots.iter().filter(|root| is_bincode(root)) {
        roots.entry(&root.type_name).or_default().push(root);
    }
    roots.retain(|name, roots| {
        has_dependencies
            || is_own(name)
            || roots.iter().any(|root| root.package.is_member || root.chosen.is_some())
    });
    let mut read = Read { files, known: BTreeMap::new() };
    let types: Vec<MigratedType> = roots
        .into_iter()
        .map(|(type_name, roots)| {
            let mut calls: Vec<MigratedCall> = roots.into_iter().map(|root| call(root, &mut read)).collect();
            calls.sort();
            calls.dedup();
            let targets: Vec<Moved> =
                targets.iter().map(|target| moved(&judge, type_name, target, &calls)).collect();
            let mut found = MigratedType {
                type_name: type_name.to_owned(),
                place: declared.get(type_name).map(|source| source.place.clone()),
                fate: Fate::of_all(calls.iter().map(|call| call.fate)),
                calls,
                targets,
                plans: Vec::new(),
            };
            found.plans = plans(found.fate, found.layout(), &found.targets);
            found
        })
        .collect();
    let used: BTreeSet<&str> =
        types.iter().flat_map(|one| &one.calls).flat_map(|call| call.keys.iter().copied()).collect();
    let rows =
        super::counterpart::COUNTERPARTS.iter().filter(|row| used.contains(row.key)).collect::<Vec<&Row>>();
    Migration { targets: targets.to_vec(), types, rows, unseen: survey.unseen.clone(), measured: None }
}

fn is_bincode(root: &Root) -> bool {
    matches!(root.format.as_deref(), Some("bincode" | "bincode1"))
}

/// The files of the user's calls, parsed once.
struct Read<'a> {
    files: &'a Files,
    known: BTreeMap<String, Around>,
}

impl Read<'_> {
    fn around(&mut self, file: &str) -> &Around {
        let files = self.files;
        self.known
            .entry(file.to_owned())
            .or_insert_with(|| Around::new(files.text(file).as_deref().unwrap_or_default()))
    }
}

fn call(root: &Root, read: &mut Read<'_>) -> MigratedCall {
    let setup = Setup::of(&root.full);
    let inner = with_arguments(&root.full).map(|(_, inner)| arguments(inner)).unwrap_or_default();
    let by_type = of_types(&inner).map(|(fate, name)| (fate, format!("its argument is `{name}`")));
    let told = by_type.or_else(|| read.around(&root.call.file).fate(&root.call));
    let told = told.or_else(|| {
        let chosen = root.chosen.as_ref()?;
        read.around(&chosen.file).fate(chosen)
    });
    let (fate, why) = told.unwrap_or((Fate::Ask, String::new()));
    MigratedCall {
        place: root.call.clone(),
        chosen: root.chosen.clone(),
        function: function(&root.function),
        side: root.side,
        setup,
        keys: keys(&root.function, setup),
        fate,
        why,
    }
}

/// As people write it.
fn function(path: &str) -> String {
    if let Some(name) = path.strip_prefix("bincode::internal::") {
        return format!("bincode::Options::{name}");
    }
    match path.strip_prefix("bincode::features::serde::").and_then(|rest| rest.rsplit("::").next()) {
        Some(name) => format!("bincode::serde::{name}"),
        None => path.to_owned(),
    }
}

fn moved<'a>(judge: &Judge<'a>, type_name: &'a str, target: &Target, calls: &[MigratedCall]) -> Moved {
    let all: Option<Vec<Setup>> = calls.iter().map(|call| call.setup).collect();
    // Calls of several layouts keep their bytes, too, each with the configuration of its own.
    let bytes = match all {
        None => Bytes::Unknown,
        Some(all) if all.iter().all(|setup| target.has_layout_of(*setup)) => Bytes::Same,
        Some(_) => Bytes::Other,
    };
    let verdict = judge.verdict(type_name, target.judged());
    let (outcome, reason) = outcome_of(&verdict);
    Moved { target: target.name, outcome, evidence: verdict.evidence, reason, bytes }
}

#[cfg(test)]
#[path = "collect_tests.rs"]
mod tests;
