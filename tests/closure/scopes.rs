//! Shadowing: which variable a name means at a place.

use crate::same;

#[test]
fn a_let_shadows_from_the_next_statement() {
    let n = 1u64;
    same!([2] => |x: u64| {
        let before = n;
        let n = n + x;
        let n = n * 10;
        before + n
    });
}

#[test]
fn a_block_ends_its_names() {
    let n = 1u64;
    same!([2] => |x: u64| {
        let inner = {
            let n = x * 100;
            n
        };
        inner + n
    });
}

#[test]
fn parameters_shadow() {
    let (x, y) = (1000u64, 5u64);
    assert_eq!(x, 1000);
    same!([2] => |x: u64| x + y);
    same!([(2, 3)] => |x: u64, y: u64| x + y);
}

#[test]
fn closures_within() {
    let (by, add) = (3u64, 10u64);
    same!([vec![1, 2], vec![]] => |list: Vec<u64>| {
        let scale = |x: u64| x * by;
        let shifted = |by: u64| move |x: u64| x + by + add;
        list.iter().map(|x| scale(*x)).map(shifted(1)).filter(|x| x % 2 == by % 2).collect::<Vec<_>>()
    });
    same!([4] => |n: u64| (0..n).flat_map(|a| (0..by).map(move |b| (a, b))).filter(|(a, b)| a + b < add).count());
}

#[test]
fn closures_within_that_are_stored() {
    let (names, by) = (vec!["a".to_owned(), "b".to_owned()], 2u64);
    same!([1] => |x: u64| {
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        let boxed: Box<dyn Fn(u64) -> u64 + '_> = Box::new(|y| y * by + x);
        (find("b"), find("z"), boxed(4))
    });
}

#[test]
fn functions_and_constants_within_shadow() {
    let (helper, limit) = (1u64, 2u64);
    assert_eq!(helper + limit, 3);
    same!([5] => |x: u64| {
        fn helper(x: u64) -> u64 {
            x + 1
        }
        #[allow(non_upper_case_globals)]
        const limit: u64 = 50;
        [x].map(helper)[0] + limit
    });
}

#[test]
fn imports_within_are_no_variables() {
    same!([5u64] => |x: u64| {
        use std::cmp::{max as largest, min};
        [(x, 3), (x, 9)].map(|(a, b)| min(a, b) + largest(a, b)).into_iter().reduce(min)
    });
}

#[test]
fn match_arms_do_not_leak() {
    let (value, other) = (1u64, 2u64);
    same!([Some(10), None] => |x: Option<u64>| {
        let a = match x {
            Some(value) => value,
            None => value,
        };
        a + value + other
    });
    same!([3] => |n: u64| {
        let mut sum = 0;
        for value in 0..n {
            sum += value * other;
        }
        sum + value
    });
}

#[test]
fn a_capture_keeps_its_value_whatever_follows() {
    let mut by = 2u64;
    let task = wirecheck::closure!(|x: u64| x * by);
    by += 100;
    assert_eq!((task.call(3), by), (6, 102));
}
