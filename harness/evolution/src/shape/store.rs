//! Declared types by what they are made of.

use super::def::Def;
use super::print::print_def;
use super::ty::{Id, Ty};
use std::collections::{BTreeMap, BTreeSet};

/// Groups of declared types, each under the hash of its text.
///
/// A group is one type, or several that lead to each other. Types of other groups are named by hash, so equal hashes mean that
/// everything below is equal, too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    groups: BTreeMap<u64, Vec<Def>>,
}

impl Store {
    /// A declared type.
    pub fn get(&self, id: Id) -> Option<&Def> {
        self.groups.get(&id.group)?.get(usize::try_from(id.member).ok()?)
    }

    /// All groups, by their hashes.
    pub fn groups(&self) -> impl Iterator<Item = (u64, &[Def])> {
        self.groups.iter().map(|(hash, group)| (*hash, group.as_slice()))
    }

    /// Whether a group is there.
    pub fn has(&self, group: u64) -> bool {
        self.groups.contains_key(&group)
    }

    /// Adds a group under a hash.
    pub(crate) fn insert(&mut self, hash: u64, group: Vec<Def>) {
        self.groups.insert(hash, group);
    }

    /// Adds all of another store.
    pub fn extend(&mut self, other: &Self) {
        self.groups.extend(other.groups.iter().map(|(hash, group)| (*hash, group.clone())));
    }

    /// Leaves out what none of these types leads to.
    pub fn keep(&mut self, roots: &[Ty]) {
        let mut kept = BTreeSet::new();
        let mut open: Vec<u64> = Vec::new();
        let mut note = |ty: &Ty, open: &mut Vec<u64>| {
            ty.map(&mut |id| {
                if kept.insert(id.group) {
                    open.push(id.group);
                }
            });
        };
        roots.iter().for_each(|root| note(root, &mut open));
        while let Some(group) = open.pop() {
            for def in self.groups.get(&group).into_iter().flatten() {
                def.map(&mut |id| note(&Ty::Named(*id), &mut open));
            }
        }
        self.groups.retain(|hash, _| kept.contains(hash));
    }

    /// The name of a declared type as a reference: `Role@41ab..`, in its own group `Role@.0`.
    pub fn reference(&self, id: Id, from: Option<u64>) -> String {
        let name = self.get(id).map_or("?", Def::short);
        reference(name, id, from)
    }

    /// The text of a group, without its head.
    pub fn group_text(&self, hash: u64) -> String {
        let group = self.groups.get(&hash).map_or(&[][..], Vec::as_slice);
        group.iter().map(|def| print_def(def, &|id| self.reference(*id, Some(hash)))).collect()
    }

    /// The text of a type, for people: declared types by their names alone.
    pub fn show(&self, ty: &Ty) -> String {
        super::print::print_type(ty, &|id| self.get(*id).map_or("?", Def::short).to_owned())
    }
}

/// A declared type as it is named in text.
pub(crate) fn reference(name: &str, id: Id, from: Option<u64>) -> String {
    let name: String = name.chars().filter(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    match (from == Some(id.group), id.member) {
        (true, member) => format!("{name}@.{member}"),
        (false, 0) => format!("{name}@{:016x}", id.group),
        (false, member) => format!("{name}@{:016x}.{member}", id.group),
    }
}

/// The hash of a group's text.
pub(crate) fn hash(text: &str) -> u64 {
    let bytes = blake3::hash(text.as_bytes());
    bytes.as_bytes().iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}
