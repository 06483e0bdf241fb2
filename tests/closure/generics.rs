//! In generic functions.

use std::fmt::Display;
use std::ops::Mul;
use wirecheck::{AnyFormat, Backend, Bincode, Codec, Error, Inline, Json, Ron, Sendable, closure};

fn here<T: Sendable + Sendable<AnyFormat> + Copy + Mul<Output = T>>(by: T, x: T) -> T {
    closure!(|x: T| x * by).call(x)
}

#[test]
fn a_value_of_a_parameter() {
    assert_eq!(here(2, 3), 6);
    assert_eq!(here(2.5, 3.0), 7.5);
}

/// Asks for the format in use and for no other.
fn scaled<F: Codec, B: Backend<F>, T>(backend: &B, by: T, inputs: Vec<T>) -> Result<Vec<T>, Error>
where
    T: Sendable<F> + Copy + Mul<Output = T> + Sync,
{
    backend.map(closure!(|x: T| x * by), inputs)
}

#[test]
fn sendable_in_the_format_in_use_is_enough() {
    let (bincode, ron) = crate::pools();
    assert_eq!(scaled::<Bincode, _, _>(bincode, 3u64, vec![1, 2]).unwrap(), [3, 6]);
    assert_eq!(scaled::<Ron, _, _>(ron, 0.5f64, vec![1.0, 2.0]).unwrap(), [0.5, 1.0]);
    assert_eq!(scaled::<Json, _, _>(&Inline::new(), 3u8, vec![1, 2]).unwrap(), [3, 6]);
}

/// In types that contain it, next to others.
fn labelled<F: Codec, B: Backend<F>, T>(
    backend: &B,
    all: Vec<Option<T>>,
    label: &str,
) -> Result<Vec<String>, Error>
where
    T: Display + Sync,
    Vec<Option<T>>: Sendable<F>,
    (Vec<Option<T>>, String): Sendable<F>,
    usize: Sendable<F>,
    String: Sendable<F>,
{
    let label = label.to_owned();
    let task = closure!(|at: usize| match &all[at] {
        Some(value) => format!("{label}{value}"),
        None => label.clone(),
    });
    backend.map(task, vec![0usize, 1])
}

#[test]
fn within_other_types() {
    let (bincode, ron) = crate::pools();
    assert_eq!(labelled::<Bincode, _, _>(bincode, vec![Some(1u8), None], "n").unwrap(), ["n1", "n"]);
    assert_eq!(labelled::<Ron, _, _>(ron, vec![Some('c'), None], "n").unwrap(), ["nc", "n"]);
}

/// Each instance is code of its own.
fn named<T: Sendable + Sendable<AnyFormat> + Display + Clone + Sync>(value: T) -> Vec<String> {
    const COUNT: usize = 2;
    let (bincode, _) = crate::pools();
    bincode.map(closure!(|x: u8| format!("{}{value}{x}", std::any::type_name::<T>())), [1u8; COUNT]).unwrap()
}

#[test]
fn instances_are_told_apart() {
    assert_eq!(named(7u16), ["u1671", "u1671"]);
    assert_eq!(named('c'), ["charc1", "charc1"]);
}

#[test]
fn constants_and_associated_types() {
    fn sum<const N: usize, I>(items: I) -> u64
    where
        I: IntoIterator<Item = u64>,
    {
        let all: Vec<u64> = items.into_iter().collect();
        let task = closure!(|x: u64| -> I::Item { all.iter().take(N).sum::<u64>() + x });
        task.call(N as u64)
    }
    assert_eq!(sum::<2, _>([1, 2, 3]), 5);
}
