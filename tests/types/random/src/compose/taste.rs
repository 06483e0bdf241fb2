//! What one case uses, and how often.

use crate::random::Random;
use crate::types::{Ty, leaves};

/// Chances in percent.
pub(super) struct Taste {
    /// The leaves that it uses, and those of them that are keys.
    pub(super) leaves: Vec<Ty>,
    pub(super) keys: Vec<Ty>,
    /// The most items.
    pub(super) items: usize,
    /// Items that are generic.
    pub(super) generic: usize,
    /// Items that hold the one before behind a buffer.
    pub(super) chains: usize,
    /// Fields with the name of their own type, and fields of earlier types with the name of the last.
    pub(super) recursion: usize,
    pub(super) cycles: usize,
    /// Whether items derive what keys need.
    pub(super) has_keys: bool,
    /// Whether items go through another type with `from` and `into`.
    pub(super) proxies: bool,
    /// Enums: external, internal, adjacent, untagged.
    pub(super) tagging: [usize; 4],
    /// Whether fields of different types have the same names.
    pub(super) has_shared_names: bool,
    pub(super) rename: usize,
    pub(super) odd_names: usize,
    pub(super) split_names: usize,
    pub(super) rename_all: usize,
    pub(super) alias: usize,
    pub(super) default: usize,
    pub(super) deny: usize,
    pub(super) struct_tag: usize,
    pub(super) transparent: usize,
    pub(super) flatten: usize,
    pub(super) skip: usize,
    pub(super) skip_if: usize,
    pub(super) with: usize,
    pub(super) untagged_variant: usize,
    pub(super) other: usize,
    pub(super) bound: usize,
}

impl Taste {
    pub(super) fn new(random: &mut Random) -> Self {
        let all = leaves();
        let mut some: Vec<Ty> = (0..4 + random.below(6)).map(|_| random.one_of(&all).clone()).collect();
        // Numbers and text are everywhere.
        some.extend(all.iter().filter(|ty| matches!(ty.text.as_str(), "u8" | "String" | "bool")).cloned());
        let mut keys: Vec<Ty> = some.iter().filter(|ty| ty.is_key && random.chance(60)).cloned().collect();
        keys.extend(all.iter().filter(|ty| ty.text == "String").cloned());
        let tagging = [0; 4].map(|_: usize| *random.one_of(&[1, 1, 4, 10]));
        let mut often = |list: &[usize]| *random.one_of(list);
        Self {
            leaves: some,
            keys,
            items: often(&[1, 2, 3, 3, 4, 5]),
            generic: often(&[0, 0, 30]),
            chains: often(&[0, 20, 60]),
            recursion: often(&[0, 0, 15]),
            cycles: often(&[0, 0, 0, 15]),
            has_keys: often(&[0, 0, 1]) == 1,
            proxies: often(&[0, 0, 0, 1]) == 1,
            tagging,
            has_shared_names: often(&[0, 0, 1]) == 1,
            rename: often(&[0, 5, 30]),
            odd_names: often(&[0, 0, 0, 40]),
            split_names: often(&[0, 0, 0, 0, 10]),
            rename_all: often(&[0, 0, 40]),
            alias: often(&[0, 0, 20]),
            default: often(&[0, 10, 50]),
            deny: often(&[0, 0, 50]),
            struct_tag: often(&[0, 0, 20]),
            transparent: often(&[0, 30, 60]),
            flatten: often(&[0, 20, 50]),
            skip: often(&[0, 0, 0, 0, 5]),
            skip_if: often(&[0, 10, 50]),
            with: often(&[0, 0, 0, 15]),
            untagged_variant: often(&[0, 0, 30]),
            other: often(&[0, 0, 30]),
            bound: often(&[0, 30]),
        }
    }
}
