//! What the derive wrote of its input, read again.

use crate::survey::{Side, TextLine};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The input of a derive as the static in an object has it; `patch/inserted.rs` writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) id: u64,
    pub(crate) side: Side,
    /// How many fields each variant has; of a struct, one number.
    pub(crate) fields: Vec<u32>,
    pub(crate) is_enum: bool,
    /// The words of attributes with a type.
    pub(crate) converted: Vec<String>,
    /// Of the name: file, line and column.
    pub(crate) name: (u32, u32, u32),
    pub(crate) files: Vec<String>,
    pub(crate) lines: Vec<TextLine>,
    pub(crate) text: String,
    /// The record of the other derive of the same type; then the input is left out here.
    pub(crate) twin: Option<u64>,
}

impl Record {
    /// Leaves the input out where an earlier record has the same.
    pub(crate) fn share(records: &mut [Self]) {
        let mut known = HashMap::new();
        for record in records {
            let key = (record.name, record.files.clone(), record.text.clone());
            if let Some(twin) = known.get(&key).copied() {
                record.twin = Some(twin);
                (record.files, record.lines, record.text) = Default::default();
            } else {
                known.insert(key, record.id);
            }
        }
    }

    /// None for bytes that are no record.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut parts = text.splitn(8, '\n');
        let id = parts.next()?.parse().ok()?;
        let side = match parts.next()? {
            "S" => Side::Serialize,
            "D" => Side::Deserialize,
            _ => return None,
        };
        let shape = parts.next()?;
        let is_enum = shape.starts_with('e');
        let fields = numbers(shape.get(1..)?, ',')?;
        let converted = parts.next()?.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let name = match numbers(parts.next()?, ':')?[..] {
            [file, line, column] => (file, line, column),
            _ => return None,
        };
        let files = parts.next()?.split('\t').map(str::to_owned).collect();
        let lines = parts.next()?.split(' ').map(|line| {
            let (file, line) = line.split_once(':')?;
            Some(TextLine { file: file.parse().ok()?, line: line.parse().ok()? })
        });
        let lines = lines.collect::<Option<_>>()?;
        Some(Self {
            id,
            side,
            fields,
            is_enum,
            converted,
            name,
            files,
            lines,
            text: parts.next()?.to_owned(),
            twin: None,
        })
    }
}

fn numbers(text: &str, between: char) -> Option<Vec<u32>> {
    text.split(between).filter(|number| !number.is_empty()).map(|number| number.parse().ok()).collect()
}
