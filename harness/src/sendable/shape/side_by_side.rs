//! Entries given as names and shapes side by side. Generated code with one expression an entry costs rustc more.
//!
//! Whatever leads on to other shapes is referred to once. When rustc collects what a constant needs, it follows each reference,
//! also to what it has seen: shapes that share a list would be followed once for each of them, at each level.

use super::{Field, Shape};
use std::slice;

/// The fields of a plain struct: each is read by the name it is written under.
pub const fn entries<const N: usize>(names: &'static [&'static str; N], shapes: [Shape; N]) -> [Field; N] {
    let mut all = [Field::required("", &[], Shape::Any); N];
    let mut at = 0;
    while at < N {
        let shape = shapes[at];
        let required = !shape.may_be_null();
        all[at] = Field { written: names[at], read: slice::from_ref(&names[at]), required, shape };
        at += 1;
    }
    all
}
