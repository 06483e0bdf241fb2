//! Patterns bind, and what they bind is no capture.

use crate::same;
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
enum Shape {
    Circle { r: u64 },
    Rect(u64, u64),
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Named {
    id: u64,
    tags: Vec<String>,
}

const SPECIAL: u64 = 7;

#[test]
fn alternatives_and_bindings() {
    let r = 100u64;
    let inputs = [Shape::Circle { r: 1 }, Shape::Rect(2, 3), Shape::Nothing];
    same!(inputs.clone() => |shape: Shape| match shape {
        Shape::Circle { r } | Shape::Rect(r, _) if r < 2 => r,
        whole @ Shape::Rect(..) => if whole == Shape::Nothing { 0 } else { r },
        _ => r + 1,
    });
    let shape = Shape::Rect(4, 5);
    same!([1] => |x: u64| match shape {
        Shape::Circle { r } => r + x,
        Shape::Rect(w, h) => w * h + x,
        Shape::Nothing => x,
    });
}

#[test]
fn constants_in_patterns_are_not_bound() {
    let other = 9u64;
    same!([7, 8] => |x: u64| match x {
        SPECIAL => other,
        other => other + 1,
    });
}

#[test]
fn slices() {
    let (first, rest) = (100u64, vec![5u64, 6]);
    same!([vec![], vec![1], vec![1, 2, 3]] => |list: Vec<u64>| {
        let found = match list.as_slice() {
            [] => first,
            [first] => *first,
            [first, rest @ .., last] => first + last + rest.len() as u64,
        };
        found + rest[0]
    });
    let rest = vec![5u64, 6];
    same!([1] => |x: u64| if let [a, b] = rest[..] { a + b + x } else { 0 });
}

#[test]
fn lets_with_types_and_patterns() {
    let (a, b, c, d) = (1u64, 2u64, 3u64, 4u64);
    same!([10] => |x: u64| {
        let sum: u64 = a + b;
        let (a, mut c): (u64, u64) = (c, d);
        c += x;
        let Named { id: b, tags: _ } = Named { id: b, tags: vec![] };
        sum * 1000 + a * 100 + b * 10 + c + d
    });
}

#[test]
fn a_capture_taken_apart() {
    let named = Named { id: 3, tags: vec!["x".into(), "yz".into()] };
    same!([1] => |x: u64| {
        let Named { id, tags } = &named;
        let Named { id: copy, .. } = named;
        let Named { tags: ref again, .. } = named;
        x + id + copy + tags.len() as u64 + again.len() as u64
    });
    let named = Named { id: 3, tags: vec!["x".into(), "yz".into()] };
    same!([1] => |x: u64| {
        let Named { id, tags } = named.clone();
        tags.into_iter().map(|tag| tag.len() as u64).sum::<u64>() + id + x
    });
}

#[test]
fn references_in_patterns() {
    let (list, by) = (vec![(1u64, 'a'), (2, 'b')], 3u64);
    same!([5] => |x: u64| list.iter().map(|&(n, c)| n * by + c as u64).sum::<u64>() + x);
    let list = vec![('a', 'b')];
    same!(['b', 'z'] => |wanted: char| list.iter().find(|(_, c)| *c == wanted).map(|&(by, _)| by));
    let optional = Some(Some(4u64));
    same!([5] => |x: u64| if let Some(Some(n)) = &optional { n + x } else { x });
    same!([5] => |x: u64| matches!(optional, Some(Some(n)) if n < x));
}

#[test]
fn raw_names_are_names() {
    let r#type = 2u64;
    let r#match = "m".to_owned();
    same!([3] => |r#in: u64| r#type * r#in + r#match.len() as u64);
    let r#match = "m".to_owned();
    let width = 4;
    same!([3] => |x: u64| format!("{type}{match}{x:>width$}"));
}
