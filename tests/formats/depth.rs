//! However deep a value is: it comes back, or the error is at its beginning.

use crate::shapes::*;
use crate::support::{refusal, round};
use std::mem::ManuallyDrop;
use wirecheck::{Codec, Json, Pool, Sendable};

/// No format reads that deep.
const FAR: usize = 8_000;

/// Looks at all depths near the limit, and at some of the others.
fn every_depth<F: Codec, T: Deep>(at_least: usize) {
    // Forgotten where it may be too deep: dropping it would take the stack that encoding does not.
    let goes = |levels: usize| F::encode_to_vec(&*ManuallyDrop::new(T::deep(levels))).is_ok();
    let (mut good, mut bad) = (0, FAR);
    assert!(goes(good) && !goes(bad));
    while bad - good > 1 {
        let middle = usize::midpoint(good, bad);
        if goes(middle) { good = middle } else { bad = middle }
    }
    let name = std::any::type_name::<T>().rsplit(':').next().unwrap();
    say(F::NAME, name, good);
    assert!(good >= at_least, "{} {name}: only {good} levels", F::NAME);
    let near = good.saturating_sub(3)..=good;
    for levels in (0..8).chain((8..good).step_by(good / 8 + 1)).chain(near) {
        let value = T::deep(levels);
        assert_eq!(round::<F, T>(&value).as_ref(), Ok(&value), "{} {name} at {levels}", F::NAME);
    }
    for levels in (bad..bad + 4).chain([bad * 2]) {
        let message = refusal::<F, T>(&ManuallyDrop::new(T::deep(levels)));
        assert!(message.contains(&format!("depth limit of {}", F::NAME)), "{name} at {levels}: {message}");
    }
}

fn plain<F: Codec>() {
    every_depth::<F, Boxed>(80);
    every_depth::<F, Listed>(60);
    every_depth::<F, Wrapped>(80);
    every_depth::<F, TupleVariant>(60);
    every_depth::<F, StructVariant>(60);
    every_depth::<F, Mapped>(60);
    every_depth::<F, Tupled>(80);
    every_depth::<F, Wide>(36);
}

/// Lists within tuples: two brackets a level, and JSON reads 127.
fn buffered<F: Codec>() {
    every_depth::<F, Flattened>(80);
    every_depth::<F, Untagged>(80);
    every_depth::<F, Internal>(80);
}

fn has_every_depth<F: Codec>(row: &wirecheck_rules::Format) {
    let can = |capability| row.can.contains(&capability);
    plain::<F>();
    every_depth::<F, Paired>(50);
    if can("NestedOptions") {
        every_depth::<F, Optional>(80);
    }
    if can("SelfDescribing") {
        buffered::<F>();
    }
    if can("SelfDescribing") && can("NamedFields") {
        every_depth::<F, Adjacent>(80);
    }
}

macro_rules! depths {
    ([] $($Format:ident { name: $name:literal, module: $module:ident, $($row:tt)* })*) => {$(
        #[test]
        fn $module() {
            let row = wirecheck_rules::FORMATS.iter().find(|row| row.name == $name).unwrap();
            has_every_depth::<wirecheck::format::$Format>(row);
        }
    )*};
}
wirecheck_rules::formats!(depths);

/// Exactly what serde_json reads: one bracket a level, 127 in all.
#[test]
fn json_is_as_deep_as_its_reader() {
    let value = Boxed::deep(126);
    assert_eq!(round::<Json, _>(&value).as_ref(), Ok(&value));
    assert!(refusal::<Json, _>(&Boxed::deep(127)).contains("127 levels"));
}

#[derive(serde::Serialize, serde::Deserialize, Sendable)]
struct Chain {
    next: Option<Box<Chain>>,
}

fn length(mut chain: Chain) -> usize {
    let mut length = 0;
    while let Some(next) = chain.next {
        chain = *next;
        length += 1;
    }
    length
}

/// The pool looks for the path once more, with more on the stack.
fn across<F: Codec>()
where
    Chain: Sendable<F>,
    usize: Sendable<F>,
{
    let chain =
        |levels| (0..levels).fold(Chain { next: None }, |inner, _| Chain { next: Some(Box::new(inner)) });
    let pool = Pool::<F>::in_format().workers(1).build().unwrap();
    assert_eq!(pool.map(length, [chain(60)]).unwrap(), [60]);
    let error = pool.map(length, [chain(FAR)]).unwrap_err();
    assert!(error.is_encode(), "{error}");
    let text = error.to_string();
    assert!(text.contains("depth limit") && text.contains("at `next"), "{text}");
}

#[test]
fn the_error_of_the_pool_names_limit_and_path() {
    in_each_format!(across);
}

#[allow(clippy::print_stdout, reason = "the figures of the README, with `--nocapture`")]
fn say(format: &str, shape: &str, levels: usize) {
    println!("{format:18} {shape:14} {levels:5} levels");
}
