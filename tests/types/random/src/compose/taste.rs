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
    /// How much more often than structs these items are structs with a flattened field.
    pub(super) flattening: usize,
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

/// What a case is about. In a theme the same few things meet again and again, each time in another way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Theme {
    /// Entries among entries.
    Flatten,
    /// Variants that are told apart by what they look like.
    Untagged,
    /// Tags in tags.
    Tagged,
    /// Many types, and each attribute now and then.
    Wide,
}

/// Leaves that look alike, or like a part of each other, once they are written.
const PLAIN: &[&str] = &[
    "u8",
    "i8",
    "u64",
    "u128",
    "bool",
    "String",
    "char",
    "f32",
    "()",
    "Duration",
    "Vec<u8>",
    "NonZero<u8>",
    "Ipv4Addr",
    "CString",
    "PhantomData<String>",
    "Value",
    "Uuid",
];

impl Taste {
    pub(super) fn new(random: &mut Random) -> Self {
        let theme = random.weighted(&[
            (4, Theme::Flatten),
            (3, Theme::Untagged),
            (2, Theme::Tagged),
            (3, Theme::Wide),
        ]);
        let is_plain = theme != Theme::Wide && random.chance(75);
        let (leaves, keys) = types(random, is_plain);
        let tagging = match theme {
            Theme::Untagged => [1, 1, 1, 9],
            Theme::Tagged => [2, 6, 4, 1],
            Theme::Flatten | Theme::Wide => [0; 4].map(|_: usize| *random.one_of(&[1, 1, 4, 10])),
        };
        let is_flat = theme == Theme::Flatten;
        let is_untagged = theme == Theme::Untagged;
        let mut often = |list: &[usize]| *random.one_of(list);
        Self {
            leaves,
            keys,
            items: often(if theme == Theme::Wide { &[1, 2, 3, 3, 4, 5] } else { &[2, 3, 3, 4, 5] }),
            generic: often(&[0, 0, 30]),
            chains: often(if theme == Theme::Wide { &[0, 20] } else { &[50, 90] }),
            flattening: often(if is_flat { &[6, 12] } else { &[0, 2] }),
            recursion: often(&[0, 0, 15]),
            cycles: often(&[0, 0, 0, 15]),
            has_keys: often(&[0, 0, 1]) == 1,
            proxies: often(&[0, 0, 0, 1]) == 1,
            tagging,
            has_shared_names: often(&[0, 0, 0, 1]) == 1,
            rename: often(&[0, 0, 5, 30]),
            odd_names: often(&[0, 0, 0, 40]),
            split_names: often(&[0, 0, 0, 0, 10]),
            rename_all: often(&[0, 0, 40]),
            alias: often(&[0, 0, 20]),
            default: often(&[0, 10, 50]),
            deny: often(if is_flat || is_untagged { &[0, 40, 70] } else { &[0, 0, 50] }),
            struct_tag: often(&[0, 0, 20]),
            transparent: often(&[0, 30, 60]),
            flatten: often(if is_flat { &[30, 60] } else { &[0, 20, 50] }),
            skip: often(&[0, 0, 0, 0, 0, 5]),
            skip_if: often(&[0, 0, 10, 50]),
            with: often(&[0, 0, 0, 15]),
            untagged_variant: often(if is_untagged { &[20, 50] } else { &[0, 0, 30] }),
            other: often(&[0, 0, 30]),
            bound: often(&[0, 30]),
        }
    }
}

/// The leaves of a case, and those of them that are keys.
fn types(random: &mut Random, is_plain: bool) -> (Vec<Ty>, Vec<Ty>) {
    let mut all = leaves();
    let strings: Vec<Ty> = all.iter().filter(|ty| ty.text == "String").cloned().collect();
    let mut some: Vec<Ty> = Vec::new();
    if is_plain {
        all.retain(|ty| PLAIN.contains(&ty.text.as_str()));
    } else {
        // Numbers and text are everywhere.
        some.extend(all.iter().filter(|ty| matches!(ty.text.as_str(), "u8" | "String" | "bool")).cloned());
    }
    some.extend((0..2 + random.below(if is_plain { 3 } else { 8 })).map(|_| random.one_of(&all).clone()));
    let mut keys: Vec<Ty> = some.iter().filter(|ty| ty.is_key && random.chance(60)).cloned().collect();
    keys.extend(strings);
    (some, keys)
}
