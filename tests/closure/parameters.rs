//! Parameters: how many, and in which patterns.

use crate::same;
use serde::{Deserialize, Serialize};
use wirecheck::{Sendable, closure};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Point {
    x: i64,
    y: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Id(u64);

#[test]
fn none() {
    let (by, list) = (2u64, vec![1u64]);
    same!([(), ()] => || by + list[0]);
    assert_eq!(closure!(|| ()).call(()), ());
}

#[test]
fn several() {
    let by = 2i64;
    same!([(5, 2), (1, 1)] => |a: i64, b: i64| (a - b) * by);
    same!([(1u8, "b".to_owned(), 'c')] => |a: u8, b: String, c: char| format!("{a}{b}{c}{by}"));
    same!([(1, 2, 3, 4, 5, 6)] => |a: i64, b: i64, c: i64, d: i64, e: i64, f: i64| a + b * c - d + e * f + by);
}

#[test]
fn patterns() {
    let by = 2i64;
    same!([((1, 2), [3, 0, 4])] => |(a, b): (i64, i64), [c, .., d]: [i64; 3]| a + b + c + d + by);
    same!([Point { x: 1, y: 2 }] => |Point { x, y: by }: Point| x - by);
    same!([Point { x: 1, y: 2 }] => |Point { x, .. }: Point| x - by);
    same!([(Id(1), Id(2))] => |Id(a): Id, _: Id| a as i64 + by);
    same!([Point { x: 1, y: 2 }] => |whole @ Point { .. }: Point| whole.x + whole.y * by);
    same!([Point { x: 1, y: 2 }] => |ref whole: Point| whole.x + whole.y * by);
}

#[test]
fn mutable_parameters() {
    let by = 2i64;
    same!([1, 5] => |mut x: i64| {
        x += by;
        x *= x;
        x
    });
    same!([(vec![3, 1, 2], 9)] => |mut list: Vec<i64>, mut extra: i64| {
        list.sort_unstable();
        extra += by;
        list.push(extra);
        list
    });
}

#[test]
fn without_their_types() {
    let by = 2.5f64;
    let (pool, _) = crate::pools();
    assert_eq!(pool.map(closure!(|x| x * by), [1.0, 2.0]).unwrap(), [2.5, 5.0]);
    assert_eq!(closure!(|_| by).call(()), 2.5);
    assert_eq!(closure!(|a: f64, b| a + by * b).call((1.0, 2.0)), 6.0);
}

#[test]
fn declared_results() {
    let by = 2u8;
    same!([200u8, 1] => |x: u8| -> Option<u8> { Some(x.checked_mul(by)? - 1) });
    same!([1u8] => |x: u8| -> Result<(u8, String), String> { if x > by { Err("no".into()) } else { Ok((x, by.to_string())) } });
    same!([1u8] => |x: u8| -> Vec<u8> { [x, by].into() });
    same!([1u8] => |_x: u8| { let _ = by; });
}
