//! Entries given as names and shapes side by side. Generated code with one expression an entry costs rustc more.

use super::{Field, Fields, Shape};
use std::slice;

/// The fields of a plain struct: each is read by the name it is written under.
pub const fn entries<const N: usize>(names: &'static [&'static str; N], shapes: [Shape; N]) -> [Field; N] {
    fields(names, shapes, false)
}

/// The names of variants, each with its content, which is always there.
pub const fn with_names<const N: usize>(names: &'static [&'static str; N], shapes: [Shape; N]) -> [Field; N] {
    fields(names, shapes, true)
}

/// The variants of an enum, each an entry of its own.
pub const fn variants<const N: usize>(named: &'static [Field; N]) -> [Fields; N] {
    let mut all = [Fields::new(&[]); N];
    let mut at = 0;
    while at < N {
        all[at] = Fields { own: slice::from_ref(&named[at]), ..Fields::SINGLE };
        at += 1;
    }
    all
}

/// The shapes of an enum: `others`, and those of its variants after them. `ALL` is how many they are together.
pub const fn one_of<const OTHERS: usize, const N: usize, const ALL: usize>(
    others: [Shape; OTHERS],
    variants: &'static [Fields; N],
) -> [Shape; ALL] {
    let mut all = [Shape::Any; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < OTHERS { others[at] } else { Shape::Fields(&variants[at - OTHERS]) };
        at += 1;
    }
    all
}

const fn fields<const N: usize>(
    names: &'static [&'static str; N],
    shapes: [Shape; N],
    are_required: bool,
) -> [Field; N] {
    let mut all = [Field::required("", &[], Shape::Any); N];
    let mut at = 0;
    while at < N {
        let shape = shapes[at];
        let required = are_required || !shape.may_be_null();
        all[at] = Field { written: names[at], read: slice::from_ref(&names[at]), required, shape };
        at += 1;
    }
    all
}
