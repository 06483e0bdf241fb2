//! `closure!`: what is captured, and that the code is the code.

#![deny(warnings)]
#![forbid(unsafe_code)]

use serde::{Deserialize, Serialize};
use wirecheck::{Sendable, closure};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Point {
    x: f64,
    y: f64,
}

#[test]
fn captures_are_found() {
    let by = 2.5;
    let scale = closure!(|x: f64| x * by);
    assert_eq!(scale.captures(), &(2.5,));
    assert_eq!(scale.call(4.0), 10.0);

    let name = String::from("abc");
    let list = vec![1u32, 2, 3];
    let both = closure!(|x: usize| name.len() + list.iter().map(|y| *y as usize * x).sum::<usize>());
    assert_eq!(both.captures(), &("abc".to_owned(), vec![1, 2, 3]));
    assert_eq!(both.call(2), 15);
}

#[test]
fn captures_are_listed() {
    macro_rules! times {
        ($a:expr, $b:expr) => {
            $a * $b
        };
    }
    let by = 3u64;
    let other = 1u64;
    let code = closure!([by, other] |x: u64| times!(*by, x) + other);
    assert_eq!(code.captures(), &(3, 1));
    assert_eq!(code.call(5), 16);

    fn helper(x: u64) -> u64 {
        x + 1
    }
    let code = closure!([by] move |x: u64| [x].map(helper)[0] * by);
    assert_eq!(code.call(1), 6);
    assert_eq!(closure!([] |x: u64| [x].map(helper)[0]).call(1), 2);
}

#[test]
fn parameters() {
    let by = 2;
    assert_eq!(closure!(|| by + 1).call(()), 3);
    assert_eq!(closure!(|a: i32, b: i32| (a - b) * by).call((5, 2)), 6);
    assert_eq!(
        closure!(|(a, b): (i32, i32), [c, .., d]: [i32; 3]| a + b + c + d + by).call(((1, 2), [3, 0, 4])),
        12
    );
    assert_eq!(
        closure!(|mut x: i32| {
            x += by;
            x
        })
        .call(1),
        3
    );
    assert_eq!(closure!(|x: i32| -> Option<i32> { Some(x.checked_add(by)? - 1) }).call(1), Some(2));
    assert_eq!(closure!(move |Point { x, y: _ }: Point| x).call(Point { x: 1.0, y: 2.0 }), 1.0);
    assert_eq!(closure!(|x: i32| if x > 0 { return by } else { -1 }).call(1), 2);
}

#[test]
fn bodies() {
    let x = 1.0;
    let limit = Some(3);
    let code = closure!(|y: f64| Point { x, y });
    assert_eq!(code.call(2.0), Point { x: 1.0, y: 2.0 });

    let code = closure!(|n: u32| {
        let mut seen = 0;
        for i in 0..n {
            if let Some(limit) = limit
                && i >= limit
            {
                break;
            }
            seen += match i {
                0 => 10,
                other if Some(other) == limit => 100,
                _ => 1,
            };
        }
        seen
    });
    assert_eq!(code.captures(), &(Some(3),));
    assert_eq!(code.call(9), 12);

    let shadowed = 1;
    let code = closure!(|n: i32| {
        let shadowed = shadowed + n;
        shadowed * 2
    });
    assert_eq!(code.call(2), 6);
}

#[test]
fn macros_of_std() {
    let name = "n".to_owned();
    let width = 4;
    let code = closure!(|n: u32| format!("{name}={n:>width$} {:?} {n}", vec![width; 2]));
    assert_eq!(code.call(7), "n=   7 [4, 4] 7");
    let name = "n".to_owned();
    let code = closure!(|n: u32| {
        assert!(n < 10, "{name}");
        matches!(n, x if x as usize > width)
    });
    assert!(code.call(5));
    let name = "n".to_owned();
    let code = closure!(|n: u32| {
        use std::fmt::Write;
        let mut out = String::new();
        write!(out, "{name}{n}").unwrap();
        out
    });
    assert_eq!(code.call(1), "n1");
}

#[test]
fn names_of_the_expansion_are_its_own() {
    let captures = 1;
    let code = 2;
    let sum = closure!(|x: i32| x + captures + code);
    assert_eq!(sum.captures(), &(1, 2));
    assert_eq!(sum.call(3), 6);
}

#[test]
fn in_generic_functions() {
    fn scaler<T: Sendable + Copy + std::ops::Mul<Output = T> + Sendable<wirecheck::format::AnyFormat>>(
        by: T,
        x: T,
    ) -> T {
        closure!(|x: T| x * by).call(x)
    }
    assert_eq!(scaler(2, 3), 6);
}
