//! Which functions use which, in the objects of one crate.

use super::lines::Lines;
use super::names::{crate_of, demangled, meeting, method};
use object::{Object, ObjectSection, ObjectSymbol, RelocationTarget, SectionIndex, SectionKind, SymbolKind};
use std::collections::HashMap;
use wirecheck_rules::{FORMATS, Format};

/// All functions that objects name, and the uses.
#[derive(Default)]
pub(crate) struct Calls {
    pub(crate) names: Vec<String>,
    index: HashMap<String, u32>,
    /// Those that lead to a meeting from outside of the crate, as far as is known.
    is_end: Vec<bool>,
    pub(crate) all: Vec<Use>,
    is_foreign: bool,
}

/// Whether a name has something of the crate of a format.
fn mentions(name: &str, format: &Format) -> bool {
    name.contains(&format!("{}::", format.package.replace('-', "_")))
}

/// A place in an object where a function uses another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use {
    pub(crate) from: u32,
    pub(crate) to: u32,
    object: usize,
    section: SectionIndex,
    offset: u64,
}

impl Use {
    /// The place in the source, from the lines of its object.
    pub(crate) fn frame(&self, lines: &[Option<Lines>]) -> Option<crate::survey::Place> {
        lines.get(self.object)?.as_ref()?.place(self.section, self.offset)
    }
}

impl Calls {
    /// No uses yet; of a crate of somebody else, only those of serde and the formats matter.
    pub(crate) fn of(is_foreign: bool) -> Self {
        Self { is_foreign, ..Self::default() }
    }

    fn name(&mut self, name: String, is_here: bool) -> u32 {
        if let Some(&known) = self.index.get(&name) {
            return known;
        }
        let index = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        // What a crate below has already made for the same types is not made again here.
        let is_serde = || name.contains("serde") || FORMATS.iter().any(|format| mentions(&name, format));
        let is_shared = || {
            let is_std = matches!(crate_of(&name), Some("core" | "alloc" | "std") | None);
            !is_here && name.ends_with('>') && !is_std && (!self.is_foreign || is_serde())
        };
        self.is_end.push(meeting(&name).is_some() || is_shared());
        self.index.insert(name.clone(), index);
        self.names.push(name);
        index
    }

    /// Adds the functions and uses of an object.
    pub(crate) fn add(&mut self, number: usize, file: &object::File<'_>) {
        let mut functions: HashMap<SectionIndex, Vec<(u64, u32)>> = HashMap::new();
        let mut by_symbol = HashMap::new();
        for symbol in file.symbols() {
            if !matches!(symbol.kind(), SymbolKind::Text | SymbolKind::Unknown) && !symbol.is_undefined() {
                continue;
            }
            let Some(name) = symbol.name().ok().and_then(demangled) else { continue };
            let index = self.name(name, !symbol.is_undefined());
            by_symbol.insert(symbol.index(), index);
            if let Some(section) = symbol.section_index() {
                functions.entry(section).or_default().push((symbol.address(), index));
            }
        }
        for functions in functions.values_mut() {
            functions.sort_unstable();
        }
        let at = |section, address| {
            let functions: &Vec<(u64, u32)> = functions.get(&section)?;
            let next = functions.partition_point(|(start, _)| *start <= address);
            Some(functions[next.checked_sub(1)?].1)
        };
        for section in file.sections().filter(|section| section.kind() == SectionKind::Text) {
            let start = section.address();
            for (offset, relocation) in section.relocations() {
                let RelocationTarget::Symbol(target) = relocation.target() else { continue };
                let to = by_symbol.get(&target).copied().or_else(|| {
                    let symbol = file.symbol_by_index(target).ok()?;
                    (symbol.kind() == SymbolKind::Section).then_some(())?;
                    // A call counts from the end of its four bytes.
                    let address = u64::try_from(relocation.addend().saturating_add(4)).ok()?;
                    at(symbol.section_index()?, address)
                });
                let (Some(to), Some(from)) = (to, at(section.index(), start + offset)) else { continue };
                if from != to {
                    self.all.push(Use { from, to, object: number, section: section.index(), offset });
                }
            }
        }
    }

    /// The uses on the way from code that is not serde's to the first meeting. What a type does with its fields is not: those
    /// are known from the derive.
    pub(crate) fn leading(&self) -> Vec<Use> {
        let leads = self.leads();
        let mut used: Vec<Vec<usize>> = vec![Vec::new(); self.names.len()];
        for (index, one) in self.all.iter().enumerate().filter(|(_, one)| leads[one.to as usize]) {
            used[one.from as usize].push(index);
        }
        let is_start = |name: &String| {
            let is_serde =
                |name_of_trait: &str| matches!(crate_of(name_of_trait), Some("serde" | "serde_core"));
            let is_theirs = |name: &str| match crate_of(name) {
                None | Some("core" | "alloc" | "std" | "serde" | "serde_core") => true,
                Some(found) => FORMATS.iter().any(|format| format.package.replace('-', "_") == found),
            };
            !method(name).is_some_and(|(_, name_of_trait, _)| is_serde(name_of_trait)) && !is_theirs(name)
        };
        let mut is_open: Vec<bool> = self.names.iter().map(is_start).collect();
        let mut open: Vec<usize> = (0..self.names.len()).filter(|index| is_open[*index]).collect();
        let mut found = Vec::new();
        while let Some(next) = open.pop() {
            for one in used[next].iter().map(|index| self.all[*index]) {
                found.push(one);
                let to = one.to as usize;
                if !is_open[to] && meeting(&self.names[to]).is_none() {
                    is_open[to] = true;
                    open.push(to);
                }
            }
        }
        found
    }

    /// The functions that lead to a meeting.
    fn leads(&self) -> Vec<bool> {
        let mut callers: Vec<Vec<u32>> = vec![Vec::new(); self.names.len()];
        for one in &self.all {
            callers[one.to as usize].push(one.from);
        }
        let mut leads = self.is_end.clone();
        let mut open: Vec<u32> =
            (0u32..).zip(&leads).filter(|(_, leads)| **leads).map(|(index, _)| index).collect();
        while let Some(next) = open.pop() {
            for &caller in &callers[next as usize] {
                if !std::mem::replace(&mut leads[caller as usize], true) {
                    open.push(caller);
                }
            }
        }
        leads
    }
}
