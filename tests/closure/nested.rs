//! `closure!` within `closure!`, and captures of captures.

use crate::same;
use wirecheck::{Inline, closure};

#[test]
fn a_task_made_in_a_task() {
    let (by, names) = (3u64, vec!["a".to_owned(), "b".to_owned()]);
    let task = closure!(|n: u64| {
        let names = names.clone();
        Inline::new().map(closure!(|x: u64| format!("{}{}", names[0], x * by + n)), 0..n).unwrap()
    });
    assert_eq!(task.captures().1, 3);
    assert_eq!(task.call(2), ["a2", "a5"]);
    let (pool, ron) = crate::pools();
    assert_eq!(pool.map(task.clone(), [1, 2]).unwrap(), [vec!["a1"], vec!["a2", "a5"]]);
    assert_eq!(ron.map(task, [1]).unwrap(), [vec!["a1"]]);
}

#[test]
fn at_the_end_and_in_a_let() {
    let by = 3u64;
    let task = closure!(|n: u64| {
        let inner = closure!(|x: u64| x * by + n);
        inner.call(2) + closure!([by] |x: u64| x + by).call(1)
    });
    assert_eq!((task.captures(), task.call(1)), (&(3,), 11));
    assert_eq!(closure!(|n: u64| closure!(|x: u64| x * by).call(n)).call(2), 6);
}

#[test]
fn three_deep() {
    let (a, b) = (1u64, 2u64);
    let task = closure!(|x: u64| {
        let c = a + x;
        closure!(|y: u64| {
            let d = b + y;
            closure!(|z: u64| a * 1000 + b * 100 + c * 10 + d + z).call(x)
        })
        .call(x)
    });
    assert_eq!((task.captures(), task.call(3)), (&(1, 2), 1000 + 200 + 40 + 5 + 3));
}

#[test]
fn a_pool_in_a_worker() {
    let by = 3u64;
    let (pool, _) = crate::pools();
    let task = closure!(|n: u64| {
        let inner = wirecheck::Pool::builder().workers(1).build().map_err(|error| error.to_string())?;
        inner.map(closure!(|x: u64| x * by), 0..n).map_err(|error| error.to_string())
    });
    assert_eq!(pool.map(task, [3]).unwrap(), [Ok(vec![0, 3, 6])]);
}

#[test]
fn a_variable_bound_from_a_capture_is_captured_by_a_plain_closure() {
    let (by, list) = (2u64, vec![1u64, 2]);
    same!([3] => |x: u64| {
        let total: u64 = list.iter().map(|y| y * by).sum();
        let again = || total + by + list.len() as u64;
        (0..x).map(|y| y + again()).sum::<u64>()
    });
}
