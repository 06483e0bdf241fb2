//! The survey.

use super::formats::folded;
use super::graph::Graph;
use super::kinds::{kind, known};
use super::layouts::laid_out;
use super::possible::with_possible;
use super::roots::roots;
use super::sources::Sources;
use crate::build::Program;
use crate::extract::{Noted, Notes, Record, crate_of};
use crate::survey::{Converted, FieldNote, Kind, Meeting, Side, Survey, TypeNote, Unseen};
use std::collections::{BTreeMap, BTreeSet};

/// One survey of the notes of all crates.
pub(crate) fn merge(program: &Program, mut notes: Vec<Notes>) -> Survey {
    let mut sources = Sources::new(program, &mut notes);
    let mut types: BTreeMap<(String, Side), TypeNote> = BTreeMap::new();
    for notes in &notes {
        for noted in &notes.types {
            let Some((source, side, record)) = sources.of(noted.source) else { continue };
            let note = derived(notes, noted, source, side, record);
            types.insert((note.name.clone(), side), note);
        }
    }
    for note in types.values() {
        let Kind::Derived(source) = note.kind else { continue };
        let source = &mut sources.all[source];
        if source.module.is_none() {
            let path = note.name.split('<').next().unwrap_or_default();
            source.module = path.rsplit_once("::").map(|(module, _)| module.to_owned());
        }
    }
    let mut meetings: BTreeMap<(&str, Side, Option<&str>, bool), &str> = BTreeMap::new();
    for notes in &notes {
        let name = |index: u32| notes.names.get(index as usize).map_or("", String::as_str);
        for met in &notes.meetings {
            let (Some(this), Some(found)) = (known(name(met.name)), folded(name(met.serializer))) else {
                continue;
            };
            meetings.entry((this, met.side, found.format, found.is_buffered)).or_insert(found.serializer);
        }
    }
    for (this, side, ..) in meetings.keys() {
        types.entry(((*this).to_owned(), *side)).or_insert_with(|| TypeNote {
            name: (*this).to_owned(),
            side: *side,
            kind: kind(this),
            fields: Vec::new(),
            converted: Converted::default(),
        });
    }
    let meetings: Vec<Meeting> = meetings
        .into_iter()
        .map(|((this, side, format, is_buffered), serializer)| Meeting {
            type_name: this.to_owned(),
            side,
            serializer: serializer.to_owned(),
            format: format.map(str::to_owned),
            is_buffered,
            is_possible: false,
        })
        .collect();
    let roots = roots(program, &Graph::new(&notes));
    let types: Vec<TypeNote> = types.into_values().collect();
    let (meetings, roots) = laid_out(with_possible(meetings), roots, &types);
    let mut unseen = program.unseen.clone();
    unseen.extend(dark(program, &notes, &sources, &types));
    Survey { sources: sources.all, types, meetings, roots, unseen }
}

fn derived(notes: &Notes, noted: &Noted, source: usize, side: Side, record: &Record) -> TypeNote {
    let name = |index: &u32| notes.names.get(*index as usize).cloned().unwrap_or_default();
    let places = record.fields.iter().zip(0u32..).flat_map(|(count, variant)| {
        let variant = record.is_enum.then_some(variant);
        (0..*count).map(move |field| (variant, field))
    });
    let fields = places
        .zip(&noted.fields)
        .map(|((variant, field), type_name)| FieldNote { variant, field, type_name: name(type_name) })
        .collect();
    let mut converted = Converted::default();
    for (word, type_name) in record.converted.iter().zip(&noted.converted) {
        let slot = match word.as_str() {
            "into" => &mut converted.into,
            "from" => &mut converted.from,
            "try_from" => &mut converted.try_from,
            _ => &mut converted.remote,
        };
        *slot = Some(name(type_name));
    }
    TypeNote { name: name(&noted.name), side, kind: Kind::Derived(source), fields, converted }
}

/// What nobody made code of.
fn dark(program: &Program, notes: &[Notes], sources: &Sources, types: &[TypeNote]) -> Vec<Unseen> {
    let mut found = BTreeSet::new();
    let used: BTreeSet<usize> = types
        .iter()
        .filter_map(|note| match note.kind {
            Kind::Derived(source) => Some(source),
            Kind::ByHand | Kind::Std => None,
        })
        .collect();
    for (index, source) in sources.all.iter().enumerate() {
        if source.package.is_member && !used.contains(&index) {
            found.insert(Unseen {
                what: name_in(&source.text),
                place: Some(source.place.clone()),
                reason:
                    "it has parameters, and nothing that was built writes or reads it with types for them"
                        .to_owned(),
            });
        }
    }
    found.extend(notes.iter().flat_map(|notes| by_own_trait(program, notes)));
    for notes in notes.iter().filter(|notes| !notes.has_code) {
        if let Some(package) = program.package_of(&notes.of.folder).filter(|package| package.is_member) {
            found.insert(Unseen {
                what: package.name.clone(),
                place: None,
                reason: "a crate of this package has no code of its own".to_owned(),
            });
        }
    }
    found.into_iter().collect()
}

/// What serde does not see: bincode 2 has traits of its own, with a derive, and their bytes are not those of serde's.
fn by_own_trait(program: &Program, notes: &Notes) -> Vec<Unseen> {
    if program.package_of(&notes.of.folder).is_none_or(|package| !package.is_member) {
        return Vec::new();
    }
    let name = |index: &u32| notes.names.get(*index as usize).map_or("", String::as_str);
    let is_own = |name: &&str| {
        kind(name) == Kind::ByHand && known(name).is_some() && crate_of(name) != Some("bincode")
    };
    let unseen = |name: &str| {
        Unseen {
        what: name.to_owned(),
        place: None,
        reason: "bincode writes or reads it by its own `Encode` or `Decode`, which are not serde's and are not judged"
            .to_owned(),
    }
    };
    notes.by_own_trait.iter().map(name).filter(is_own).map(unseen).collect()
}

/// The name that the type has in its source.
fn name_in(text: &str) -> String {
    let mut words = text.split(|letter: char| letter != '_' && !letter.is_alphanumeric());
    words.find(|word| matches!(*word, "struct" | "enum"));
    words.find(|word| !word.is_empty()).unwrap_or_default().to_owned()
}

#[cfg(test)]
#[path = "merged_tests.rs"]
mod tests;
