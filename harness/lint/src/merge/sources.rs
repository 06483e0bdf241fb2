//! The inputs of derives.

use crate::build::Program;
use crate::extract::{Notes, Record};
use crate::survey::{Package, Place, Side, Source};
use std::collections::HashMap;

/// All inputs, one for a type, and where to find those of a record.
#[derive(Default)]
pub(crate) struct Sources {
    pub(crate) all: Vec<Source>,
    /// By the number of a record: the input, and the record.
    pub(crate) records: HashMap<u64, (usize, Record)>,
}

impl Sources {
    pub(crate) fn new(program: &Program, notes: &mut [Notes]) -> Self {
        let mut sources = Self::default();
        let mut known: HashMap<(Place, String), usize> = HashMap::new();
        for notes in notes {
            let package = program.package_of(&notes.of.folder).cloned().unwrap_or_else(|| Package {
                name: notes.of.package.clone(),
                version: notes.of.version.clone(),
                is_member: false,
            });
            for record in std::mem::take(&mut notes.sources) {
                if let Some((index, _)) = record.twin.and_then(|twin| sources.records.get(&twin)) {
                    let index = *index;
                    sources.records.insert(record.id, (index, record));
                    continue;
                }
                let (file, line, column) = record.name;
                let file = record.files.get(file as usize).cloned().unwrap_or_default();
                let place = Place { file, line, column };
                // Each derive of a type sees the same, and so does each crate that a file is part of.
                let index = *known.entry((place.clone(), record.text.clone())).or_insert_with(|| {
                    sources.all.push(Source {
                        package: package.clone(),
                        place,
                        text: record.text.clone(),
                        lines: record.lines.clone(),
                        files: record.files.clone(),
                        module: None,
                    });
                    sources.all.len() - 1
                });
                sources.records.insert(record.id, (index, record));
            }
        }
        sources
    }

    /// The input that a record is of, and its side.
    pub(crate) fn of(&self, id: u64) -> Option<(usize, Side, &Record)> {
        let (index, record) = self.records.get(&id)?;
        Some((*index, record.side, record))
    }
}
