//! Entries given as names and shapes side by side. Generated code with one expression an entry costs rustc more.

use super::{Field, Fields, Others, Shape};
use std::slice;

/// The fields of a plain struct: each is read by the name it is written under.
pub const fn entries<const N: usize>(names: &'static [&'static str; N], shapes: [Shape; N]) -> [Field; N] {
    fields(names, shapes, false)
}

/// The contents of variants: all structs but those that are left out, which take the next of `others`.
pub const fn contents<const N: usize, const OTHERS: usize>(
    structs: &'static [Fields; N],
    others: [Shape; OTHERS],
) -> [Shape; N] {
    let mut all = [Shape::Any; N];
    let (mut at, mut next) = (0, 0);
    while at < N {
        all[at] = if matches!(structs[at].others, Others::Single) {
            next += 1;
            others[next - 1]
        } else {
            Shape::Fields(&structs[at])
        };
        at += 1;
    }
    assert!(next == OTHERS, "a content without a variant");
    all
}

/// The structs in variants, which share a list of fields. A variant has one more than its number of fields as its size, or none if
/// it is no plain struct.
pub const fn structs<const N: usize>(sizes: &'static [usize; N], fields: &'static [Field]) -> [Fields; N] {
    let mut all = [Fields::SINGLE; N];
    let (mut rest, mut at) = (fields, 0);
    while at < N {
        if sizes[at] > 0 {
            let (own, others) = rest.split_at(sizes[at] - 1);
            all[at] = Fields::new(own);
            rest = others;
        }
        at += 1;
    }
    assert!(rest.is_empty(), "a field without a variant");
    all
}

/// Shapes of which nothing is known, but for those at these places.
pub const fn known_at<const N: usize, const KNOWN: usize>(
    places: &'static [usize; KNOWN],
    shapes: [Shape; KNOWN],
) -> [Shape; N] {
    let mut all = [Shape::Any; N];
    let mut at = 0;
    while at < KNOWN {
        all[places[at]] = shapes[at];
        at += 1;
    }
    all
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
