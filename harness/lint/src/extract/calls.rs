//! Which functions use which, in the objects of one crate.

use super::lines::Lines;
use super::names::{crate_of, demangled, is_rust, meeting, method};
use object::{Object, ObjectSection, ObjectSymbol, RelocationTarget, SectionIndex, SectionKind, SymbolKind};
use std::cell::OnceCell;
use std::collections::HashMap;
use wirecheck_rules::{FORMATS, Format};

/// All functions that objects name, and the uses. Names are only made of the symbols that matter, which are few.
#[derive(Default)]
pub(crate) struct Calls<'data> {
    symbols: Vec<&'data str>,
    names: Vec<OnceCell<String>>,
    index: HashMap<&'data str, u32>,
    /// Those that lead to a meeting from outside of the crate, as far as is known.
    is_end: Vec<bool>,
    all: Vec<Use>,
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

impl<'data> Calls<'data> {
    /// No uses yet; of a crate of somebody else, only those of serde and the formats matter.
    pub(crate) fn of(is_foreign: bool) -> Self {
        Self { is_foreign, ..Self::default() }
    }

    /// All symbols, by the numbers of functions.
    pub(crate) fn symbols(&self) -> impl Iterator<Item = (u32, &'data str)> {
        (0u32..).zip(self.symbols.iter().copied())
    }

    /// The name of a function.
    pub(crate) fn name(&self, function: u32) -> &str {
        let function = function as usize;
        self.names[function].get_or_init(|| demangled(self.symbols[function]).unwrap_or_default())
    }

    fn add_symbol(&mut self, symbol: &'data str, is_here: bool) -> u32 {
        if let Some(&known) = self.index.get(symbol) {
            return known;
        }
        let index = u32::try_from(self.symbols.len()).unwrap_or(u32::MAX);
        self.index.insert(symbol, index);
        self.symbols.push(symbol);
        self.names.push(OnceCell::new());
        // What a crate below has already made for the same types is not made again here.
        let is_shared = !is_here && symbol.contains("_RI") && self.is_shared(self.name(index));
        let is_meeting = symbol.contains("serialize") && meeting(self.name(index)).is_some();
        self.is_end.push(is_shared || is_meeting);
        index
    }

    fn is_shared(&self, name: &str) -> bool {
        let is_std = matches!(crate_of(name), Some("core" | "alloc" | "std") | None);
        let is_serde = || name.contains("serde") || FORMATS.iter().any(|format| mentions(name, format));
        name.ends_with('>') && !is_std && (!self.is_foreign || is_serde())
    }

    /// Adds the functions and uses of an object.
    pub(crate) fn add(&mut self, number: usize, file: &object::File<'data>) {
        let mut functions: HashMap<SectionIndex, Vec<(u64, u32)>> = HashMap::new();
        let mut by_symbol = HashMap::new();
        for symbol in file.symbols() {
            if !matches!(symbol.kind(), SymbolKind::Text | SymbolKind::Unknown) && !symbol.is_undefined() {
                continue;
            }
            let name = symbol.name().unwrap_or_default();
            if !is_rust(name) {
                continue;
            }
            let index = self.add_symbol(name, !symbol.is_undefined());
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
        let mut used: Vec<Vec<usize>> = vec![Vec::new(); self.symbols.len()];
        for (index, one) in self.all.iter().enumerate().filter(|(_, one)| leads[one.to as usize]) {
            used[one.from as usize].push(index);
        }
        let is_start = |name: &str| {
            let is_serde =
                |name_of_trait: &str| matches!(crate_of(name_of_trait), Some("serde" | "serde_core"));
            let is_theirs = |name: &str| match crate_of(name) {
                None | Some("core" | "alloc" | "std" | "serde" | "serde_core") => true,
                Some(found) => FORMATS.iter().any(|format| format.package.replace('-', "_") == found),
            };
            !method(name).is_some_and(|(_, name_of_trait, _)| is_serde(name_of_trait)) && !is_theirs(name)
        };
        let mut is_open: Vec<bool> =
            (0u32..).zip(&used).map(|(index, used)| !used.is_empty() && is_start(self.name(index))).collect();
        let mut open: Vec<usize> = (0..self.symbols.len()).filter(|index| is_open[*index]).collect();
        let mut found = Vec::new();
        while let Some(next) = open.pop() {
            for one in used[next].iter().map(|index| self.all[*index]) {
                found.push(one);
                let to = one.to as usize;
                if !is_open[to] && meeting(self.name(one.to)).is_none() {
                    is_open[to] = true;
                    open.push(to);
                }
            }
        }
        found
    }

    /// The functions that lead to a meeting.
    fn leads(&self) -> Vec<bool> {
        let mut callers: Vec<Vec<u32>> = vec![Vec::new(); self.symbols.len()];
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
