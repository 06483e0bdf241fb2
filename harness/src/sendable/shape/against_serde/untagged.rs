//! Two variants of an untagged enum: a value of the second must not be read as the first.

use super::values::{self, Value, each_of_entries, each_value};
use super::{Tally, Wire};
use crate::sendable::shape::accepts::accepts;
use crate::sendable::shape::list::Structs;
use serde::{Deserialize, Serialize};
use values::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Either<A, B> {
    First(A),
    Second(B),
}

/// The same, flattened: the entries of the outermost struct have names in every format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Around<A, B> {
    #[serde(flatten)]
    it: Either<A, B>,
}

fn variants<A: Value, B: Value>() -> (String, Vec<Either<A, B>>) {
    let values = B::all().into_iter().map(Either::Second).collect();
    (format!("a {} read as a {}", B::NAME, A::NAME), values)
}

fn with_names<A: Value, B: Value>(tally: &mut Tally) {
    let (what, values) = variants::<A, B>();
    let is_accepted = !accepts(&A::shape(), &B::shape(), Structs::Named);
    tally.add(&what, is_accepted, &Wire::json(), &values);
}

fn as_lists<A: Value, B: Value>(tally: &mut Tally) {
    let (what, values) = variants::<A, B>();
    let is_accepted = !accepts(&A::shape(), &B::shape(), Structs::Lists);
    tally.add(&what, is_accepted, &Wire::compact(), &values);
}

fn flattened<A: Value, B: Value>(tally: &mut Tally) {
    let (what, values) = variants::<A, B>();
    let values: Vec<_> = values.into_iter().map(|it| Around { it }).collect();
    let is_accepted = !accepts(&A::shape(), &B::shape(), Structs::ListsInside);
    tally.add(&what, is_accepted, &Wire::compact(), &values);
}

/// Calls a function with each pair of a list of types.
macro_rules! each_pair {
    ($each:ident, $test:ident, $tally:ident) => {{
        fn with_first<A: Value>(tally: &mut Tally) {
            macro_rules! with_second {
                ($second:ty) => {
                    $test::<A, $second>(tally);
                };
            }
            $each!(with_second);
        }
        macro_rules! each_first {
            ($first:ty) => {
                with_first::<$first>(&mut $tally);
            };
        }
        $each!(each_first);
    }};
}

#[test]
fn variants_are_told_apart_or_refused() {
    let mut tally = Tally::default();
    each_pair!(each_value, with_names, tally);
    tally.check(15);
}

#[test]
fn variants_are_told_apart_or_refused_where_structs_are_lists() {
    let mut tally = Tally::default();
    each_pair!(each_value, as_lists, tally);
    tally.check(20);
}

#[test]
fn flattened_variants_are_told_apart_or_refused_where_structs_are_lists() {
    let mut tally = Tally::default();
    each_pair!(each_of_entries, flattened, tally);
    tally.check(20);
}
