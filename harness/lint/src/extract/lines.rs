//! From an instruction in an object to the line of its source.

use crate::survey::Place;
use addr2line::Context;
use gimli::{Dwarf, EndianArcSlice, RunTimeEndian, SectionId};
use object::{Object, ObjectSection, ObjectSymbol, RelocationTarget, SectionIndex};
use std::collections::HashMap;
use std::sync::Arc;

type Slice = EndianArcSlice<RunTimeEndian>;

/// The line table of an object: not linked, so each of its sections begins at 0 and is moved to an address of its own here.
pub(crate) struct Lines {
    context: Context<Slice>,
    starts: HashMap<SectionIndex, u64>,
    /// Where the compiler ran: paths are told from there.
    folder: String,
}

impl Lines {
    /// None if the object has no line table.
    pub(crate) fn new(file: &object::File<'_>, folder: &str) -> Option<Self> {
        let mut starts = HashMap::new();
        let mut next = 0x1000;
        for section in file.sections().filter(|section| section.kind() == object::SectionKind::Text) {
            starts.insert(section.index(), next);
            next += section.size().next_multiple_of(16) + 16;
        }
        let endian = if file.is_little_endian() { RunTimeEndian::Little } else { RunTimeEndian::Big };
        let load = |id: SectionId| -> Result<Slice, gimli::Error> {
            let data = section(file, id.name(), &starts).unwrap_or_default();
            Ok(EndianArcSlice::new(Arc::from(data), endian))
        };
        file.section_by_name(".debug_line").or_else(|| file.section_by_name("__debug_line"))?;
        let dwarf = Dwarf::load(load).ok()?;
        let context = Context::from_dwarf(dwarf).ok()?;
        Some(Self { context, starts, folder: format!("{}/", folder.trim_end_matches('/')) })
    }

    /// The innermost place that is not in a crate of others, or the outermost.
    pub(crate) fn place(&self, section: SectionIndex, offset: u64) -> Option<Place> {
        let address = self.starts.get(&section)? + offset;
        let mut frames = self.context.find_frames(address).skip_all_loads().ok()?;
        let mut found = None;
        while let Ok(Some(frame)) = frames.next() {
            let Some(location) = frame.location else { continue };
            let (Some(file), Some(line)) = (location.file, location.line) else { continue };
            let is_foreign =
                ["/registry/src/", "/rustc/", "/git/checkouts/"].iter().any(|part| file.contains(part));
            let file = file.strip_prefix(&self.folder).unwrap_or(file).to_owned();
            found = Some(Place { file, line, column: location.column.unwrap_or(0) });
            if !is_foreign {
                break;
            }
        }
        found
    }
}

/// A section of debug information, with its relocations applied.
fn section(file: &object::File<'_>, name: &str, starts: &HashMap<SectionIndex, u64>) -> Option<Vec<u8>> {
    let section = file.section_by_name(name)?;
    let mut data = section.uncompressed_data().ok()?.into_owned();
    for (offset, relocation) in section.relocations() {
        let RelocationTarget::Symbol(target) = relocation.target() else { continue };
        let Ok(symbol) = file.symbol_by_index(target) else { continue };
        let start = symbol.section_index().and_then(|index| starts.get(&index)).copied().unwrap_or(0);
        let Ok(at) = usize::try_from(offset) else { continue };
        let size = usize::from(relocation.size() / 8);
        let Some(bytes) = data.get_mut(at..at + size) else { continue };
        let mut value = start.wrapping_add(symbol.address()).wrapping_add_signed(relocation.addend());
        if relocation.has_implicit_addend() {
            value = value.wrapping_add(number(bytes, file.is_little_endian()));
        }
        let value = value.to_le_bytes();
        if size <= value.len() {
            bytes.copy_from_slice(&value[..size]);
            if !file.is_little_endian() {
                bytes.reverse();
            }
        }
    }
    Some(data)
}

fn number(bytes: &[u8], is_little: bool) -> u64 {
    let shift = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    if is_little { bytes.iter().rev().fold(0, shift) } else { bytes.iter().fold(0, shift) }
}
