//! From objects to notes.

use super::calls::Calls;
use super::lines::Lines;
use super::names::{arguments, by_own_trait, meeting, with_arguments};
use super::notes::{Call, Crate, Met, Noted, Notes};
use super::record::Record;
use crate::survey::Place;
use object::{Object, ObjectSection, ObjectSymbol};
use std::collections::{BTreeSet, HashMap};

/// What the objects of a crate say; `folder` is where the compiler ran, and lines are looked up only if it is given.
pub(crate) fn extract(of: Crate, objects: &[&[u8]], folder: Option<&str>) -> Notes {
    let mut calls = Calls::of(folder.is_none());
    let mut notes = Notes { of, ..Notes::default() };
    let files: Vec<object::File<'_>> =
        objects.iter().filter_map(|data| object::File::parse(*data).ok()).collect();
    for (number, file) in files.iter().enumerate() {
        notes.sources.extend(sources(file));
        calls.add(number, file);
    }
    Record::share(&mut notes.sources);
    notes.has_code = calls.symbols().next().is_some();
    let mut names = Names::default();
    let mut met = BTreeSet::new();
    let mut own = BTreeSet::new();
    for (function, symbol) in calls.symbols() {
        if symbol.contains("__wirecheck_note") {
            notes.types.extend(noted(calls.name(function), &mut names));
        } else if symbol.contains("serialize")
            && let Some((this, side, serializer)) = meeting(calls.name(function))
        {
            met.insert(Met { name: names.of(this), side, serializer: names.of(serializer) });
        } else if symbol.contains("bincode")
            && let Some(this) = by_own_trait(calls.name(function))
        {
            own.insert(names.of(this));
        }
    }
    notes.meetings = met.into_iter().collect();
    notes.by_own_trait = own.into_iter().collect();
    let leading = calls.leading();
    let lines: Vec<Option<Lines>> = match folder {
        Some(folder) if !leading.is_empty() => files.iter().map(|file| Lines::new(file, folder)).collect(),
        _ => Vec::new(),
    };
    let mut places: HashMap<Place, u32> = HashMap::new();
    let mut all = BTreeSet::new();
    for one in leading {
        let place = one.frame(&lines).map(|place| {
            let next = u32::try_from(places.len()).unwrap_or(u32::MAX);
            *places.entry(place).or_insert(next)
        });
        let from = names.of(calls.name(one.from));
        all.insert(Call { from, to: names.of(calls.name(one.to)), place });
    }
    notes.calls = all.into_iter().collect();
    let mut places: Vec<(Place, u32)> = places.into_iter().collect();
    places.sort_unstable_by_key(|(_, index)| *index);
    notes.places = places.into_iter().map(|(place, _)| place).collect();
    notes.names = names.all;
    notes
}

#[derive(Default)]
struct Names {
    all: Vec<String>,
    index: HashMap<String, u32>,
}

impl Names {
    fn of(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.index.get(name) {
            return known;
        }
        let index = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(name.to_owned());
        self.index.insert(name.to_owned(), index);
        index
    }
}

/// The types in the name of an empty function that the derive wrote.
fn noted(name: &str, names: &mut Names) -> Option<Noted> {
    let (path, types) = with_arguments(name)?;
    path.ends_with("::__wirecheck_note").then_some(())?;
    let [this, fields, converted, source] = arguments(types)[..] else { return None };
    let mut pointers = |tuple: &str| -> Option<Vec<u32>> {
        let inner = tuple.strip_prefix('(')?.strip_suffix(')')?;
        arguments(inner).into_iter().map(|one| Some(names.of(one.strip_prefix("*const ")?))).collect()
    };
    let (fields, converted) = (pointers(fields)?, pointers(converted)?);
    Some(Noted { name: names.of(this), fields, converted, source: source.parse().ok()? })
}

/// The inputs of derives: statics of one name.
fn sources(file: &object::File<'_>) -> Vec<Record> {
    let mut found = Vec::new();
    for symbol in file.symbols() {
        if symbol.is_undefined() || !symbol.name().is_ok_and(|name| name.contains("__WIRECHECK_SOURCE")) {
            continue;
        }
        let section = symbol.section_index().and_then(|index| file.section_by_index(index).ok());
        let Some(section) = section else { continue };
        let Ok(data) = section.data() else { continue };
        let Ok(start) = usize::try_from(symbol.address() - section.address()) else { continue };
        // Mach-O does not say how long it is; the text knows.
        let end = match usize::try_from(symbol.size()) {
            Ok(size) if size > 0 => start + size,
            _ => data.len(),
        };
        found.extend(data.get(start..end).and_then(Record::read));
    }
    found
}
