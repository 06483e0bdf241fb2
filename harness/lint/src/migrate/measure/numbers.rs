//! The files of the processes, read and merged. `shadow/shadow.rs` writes them.

use super::values::{TargetValues, Values};
use crate::build::Error;
use crate::migrate::target::TARGETS;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

// As in `shadow/shadow.rs`; a test compares them.
pub(super) const NUMBERS: usize = 7;
pub(super) const FIRST: usize = 4;
pub(super) const SLOT: usize = 4096;
pub(super) const NUMBERS_AT: usize = 3072;

/// What all processes have written to a folder, by the names of types, and how many they were.
pub(super) fn read(folder: &Path, asked: &[&str]) -> Result<(Vec<Values>, usize), Error> {
    let mut all: BTreeMap<String, Values> = BTreeMap::new();
    let mut processes = 0;
    for entry in fs::read_dir(folder).map_err(|error| Error::io(folder, &error))?.flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "shadow") {
            continue;
        }
        let data = fs::read(&path).map_err(|error| Error::io(&path, &error))?;
        processes += 1;
        for values in data.chunks(SLOT).filter_map(|slot| values(slot, asked)) {
            let known = all
                .entry(values.type_name.clone())
                .or_insert_with(|| Values { type_name: values.type_name.clone(), ..Values::default() });
            known.add(&values);
        }
    }
    Ok((all.into_values().collect(), processes))
}

/// A slot: none if the process ended before it wrote numbers.
fn values(slot: &[u8], asked: &[&str]) -> Option<Values> {
    let length = usize::try_from(u32::from_le_bytes(slot.get(..4)?.try_into().ok()?)).ok()?;
    let name = std::str::from_utf8(slot.get(4..4 + length)?).ok()?;
    let numbers: Vec<u64> = slot
        .get(NUMBERS_AT..NUMBERS_AT + 8 * (FIRST + TARGETS.len() * NUMBERS))?
        .chunks_exact(8)
        .filter_map(|bytes| Some(u64::from_le_bytes(bytes.try_into().ok()?)))
        .collect();
    let (first, rest) = numbers.split_at_checked(FIRST)?;
    let targets =
        TARGETS.iter().zip(rest.chunks_exact(NUMBERS)).filter(|(target, _)| asked.contains(&target.name));
    let targets = targets.filter_map(|(target, numbers)| {
        let [written, failed, bytes, nanos, equal, smallest, largest] = *numbers else { return None };
        Some(TargetValues { target: target.name, written, failed, bytes, nanos, equal, smallest, largest })
    });
    let &[passed, compared, bytes, nanos] = first else { return None };
    let name = name.trim_start_matches(['&']).trim_start_matches("mut ");
    Some(Values { type_name: name.to_owned(), passed, compared, bytes, nanos, targets: targets.collect() })
}
