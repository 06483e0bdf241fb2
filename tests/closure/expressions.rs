//! Every form of expression.

use crate::same;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wirecheck::Sendable;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Sendable)]
struct Point {
    x: i64,
    y: i64,
    name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Pair(i64, i64);

#[test]
fn arithmetic_and_comparison() {
    let (by, low, high) = (3, -2, 40);
    same!([-5, 0, 7] => |x: i64| (x * by - low) % high + -by + !low);
    same!([-5, 0, 7] => |x: i64| x < low || x > high && by != 3);
    let shift = 2;
    same!([1u32, 9] => |x: u32| x << shift >> 1 | (shift ^ 5) & x);
}

#[test]
fn strings_are_compared_and_measured_in_place() {
    let name = String::from("beta");
    let inputs = ["alpha".to_owned(), "beta".to_owned()];
    same!(inputs.clone() => |x: String| (x == name, name < x, x.as_str() >= name.as_str(), name.len()));
    let name = String::from("beta");
    same!(inputs => |x: String| x + &name + "!" + &name[1..]);
}

#[test]
fn compound_assignment_reads_a_capture() {
    let (by, text) = (4u64, String::from("ab"));
    same!([1, 2] => |x: u64| {
        let mut sum = x;
        sum += by;
        sum *= by;
        sum -= text.len() as u64;
        let mut all = String::new();
        all += &text;
        all.push_str(&text);
        (sum, all)
    });
}

#[test]
fn fields_methods_and_indices() {
    let point = Point { x: 1, y: 2, name: "p".into() };
    let pair = Pair(3, 4);
    let list = vec![10, 20, 30];
    let at = 1;
    same!([0usize, 1] => |i: usize| point.x + point.y * pair.0 + pair.1 + list[i] + list[at] + list[i..=at + 1][0]);
    let table = BTreeMap::from([("a".to_owned(), vec![1, 2]), ("b".to_owned(), vec![3])]);
    same!(["a".to_owned(), "z".to_owned()] => |key: String| table.get(&key).map_or(0, |all| all.iter().sum::<i32>()));
}

#[test]
fn structs_in_short_and_with_a_base() {
    let (x, name) = (5, "n".to_owned());
    same!([1, 2] => |y: i64| Pair { 0: x, 1: y });
    let base = Point { x: 1, y: 2, name: "base".into() };
    same!([1, 2] => |y: i64| Point { x, name: name.clone(), y });
    same!([1, 2] => |y: i64| Point { y, name: String::new(), ..base });
    let base = Point::default();
    same!([1, 2] => |y: i64| Point { y, ..base.clone() });
}

#[test]
fn tuples_arrays_and_repeats() {
    let (a, b) = (1u8, 2u8);
    same!([3u8] => |x: u8| ((a, x), [b, x, a], [a; 4], [x; 2]));
    same!([3u8] => |x: u8| vec![vec![a; x as usize], vec![b, x, a]]);
}

#[test]
fn ranges() {
    let (start, end) = (2usize, 5usize);
    let text = String::from("abcdefgh");
    same!([0usize, 3] => |x: usize| {
        let all: Vec<usize> = (start..end).chain(x..=end).collect();
        (all, text[start..].len(), text[..end].to_owned(), (start..end).contains(&x))
    });
    let span = 1u8..4;
    same!([2u8, 4] => |x: u8| (span.contains(&x), span.start + x, span.clone().sum::<u8>()));
}

#[test]
fn references_and_their_ends() {
    let (by, list) = (7u64, vec![1u64, 2, 3]);
    same!([1, 7] => |x: u64| {
        let by = &by;
        let all = &list;
        let slice: &[u64] = &all[..2];
        *by + x + slice.iter().sum::<u64>() + u64::from(&x == by)
    });
    let boxed = Box::new(5u64);
    same!([1] => |x: u64| x + *boxed);
    let optional = Some(4u64);
    same!([1] => |x: u64| x + optional.as_ref().copied().unwrap_or(*&3));
}

#[test]
fn casts_and_calls() {
    fn add(a: f64, b: u8) -> f64 {
        a + f64::from(b)
    }
    let (scale, small) = (2.5f64, 7u8);
    same!([1.0, -3.5] => |x: f64| add(x * scale, small) + f64::from(small as i8) + f64::max(scale, x));
    let power = 3;
    same!([2u64] => |x: u64| x.pow(power) + u64::pow(x, power) + Some(power).map_or(0, u64::from));
}

#[test]
fn blocks_and_unsafe_free_items_within() {
    let by = 2u64;
    same!([1, 2] => |x: u64| {
        const STEP: u64 = 10;
        static OFFSET: u64 = 100;
        struct Local(u64);
        impl Local {
            fn value(&self) -> u64 {
                self.0
            }
        }
        fn by_two(by: u64) -> u64 {
            by * 2
        }
        let inner = { let by = by + STEP; by };
        Local(by_two(x) + inner + OFFSET).value() + const { 3 + 4 } + by
    });
}
