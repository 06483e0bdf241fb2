//! Entries given as names and shapes side by side. Generated code with one expression an entry costs rustc more.

use super::{Field, Shape};

/// The fields of a plain struct: each is read by the name it is written under.
pub const fn entries<const N: usize>(names: [&'static str; N], shapes: [Shape; N]) -> [Field; N] {
    fields(names, shapes, false)
}

/// The variants of an enum, with their contents, which are always there.
pub const fn variants<const N: usize>(names: [&'static str; N], contents: [Shape; N]) -> [Field; N] {
    fields(names, contents, true)
}

const fn fields<const N: usize>(
    names: [&'static str; N],
    shapes: [Shape; N],
    are_required: bool,
) -> [Field; N] {
    let mut all = [Field::required("", Shape::Any); N];
    let mut at = 0;
    while at < N {
        let (name, shape) = (names[at], shapes[at]);
        all[at] = if are_required { Field::required(name, shape) } else { Field::new(name, shape) };
        at += 1;
    }
    all
}
