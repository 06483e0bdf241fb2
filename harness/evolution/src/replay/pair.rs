//! Which field or variant of a new type is which of the old one.

use crate::shape::{Field, Variant};

/// For each new field, the old one.
///
/// Where fields are found by name, it is the one that is written under a name that is read. Where they are found by position, it
/// is the one of the same name; of those without, one at the same place is taken to be renamed.
pub fn pair_fields(old: &[Field], new: &[Field], by_name: bool) -> Vec<Option<usize>> {
    let is_same = |a: &Field, b: &Field| {
        let is_read = b.reads.contains(&a.written);
        if by_name { is_read && !a.skips_write && !b.skips_read } else { is_read || a.ident == b.ident }
    };
    let mut pairs: Vec<Option<usize>> =
        new.iter().map(|field| old.iter().position(|known| is_same(known, field))).collect();
    if !by_name {
        let place = |fields: &[Field], at: usize, is_out: fn(&Field) -> bool| {
            (!is_out(&fields[at])).then(|| fields[..at].iter().filter(|field| !is_out(field)).count())
        };
        for at in 0..new.len() {
            let here = place(new, at, |field| field.skips_read);
            let is_free = |known: usize, pairs: &[Option<usize>]| !pairs.contains(&Some(known));
            if pairs[at].is_none() && here.is_some() {
                pairs[at] = (0..old.len()).find(|known| {
                    is_free(*known, &pairs) && place(old, *known, |field| field.skips_write) == here
                });
            }
        }
    }
    pairs
}

/// For each old variant, the new one.
pub fn pair_variants(old: &[Variant], new: &[Variant], by_name: bool) -> Vec<Option<usize>> {
    let is_same = |a: &Variant, b: &Variant| {
        let is_read = b.reads.contains(&a.written);
        if by_name { is_read && b.read_index.is_some() } else { is_read || a.ident == b.ident }
    };
    let mut pairs: Vec<Option<usize>> =
        old.iter().map(|variant| new.iter().position(|known| is_same(variant, known))).collect();
    if !by_name {
        for at in 0..old.len() {
            if pairs[at].is_none() && old[at].write_index.is_some() {
                let found = new.iter().position(|known| known.read_index == old[at].write_index);
                pairs[at] = found.filter(|known| !pairs.contains(&Some(*known)));
            }
        }
    }
    pairs
}
