//! However deep a value is: it comes back, or the error is at its beginning.

use crate::shapes::*;
use crate::support::{refusal, round};
use std::mem::ManuallyDrop;
use wirecheck::format::ByteSink;
use wirecheck::{
    Bincode, Bitcode, Cbor, Codec, Json, MessagePack, MessagePackNamed, Pool, Postcard, Ron, Sendable,
};

/// No format reads that deep.
const FAR: usize = 8_000;

/// Looks at all depths near the limit, and at some of the others.
fn every_depth<F: Codec, T: Deep>(at_least: usize) {
    // Forgotten where it may be too deep: dropping it would take the stack that encoding does not.
    let goes = |levels: usize| F::encode(&*ManuallyDrop::new(T::deep(levels)), &mut ByteSink::new()).is_ok();
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

#[test]
fn bincode() {
    plain::<Bincode>();
    every_depth::<Bincode, Optional>(80);
    every_depth::<Bincode, Paired>(60);
}

#[test]
fn postcard() {
    plain::<Postcard>();
    every_depth::<Postcard, Optional>(80);
    every_depth::<Postcard, Paired>(60);
}

#[test]
fn bitcode() {
    plain::<Bitcode>();
    every_depth::<Bitcode, Optional>(80);
    every_depth::<Bitcode, Paired>(60);
}

#[test]
fn messagepack() {
    plain::<MessagePack>();
    buffered::<MessagePack>();
    every_depth::<MessagePack, Paired>(60);
}

#[test]
fn messagepack_named() {
    plain::<MessagePackNamed>();
    buffered::<MessagePackNamed>();
    every_depth::<MessagePackNamed, Adjacent>(80);
    every_depth::<MessagePackNamed, Paired>(60);
}

#[test]
fn cbor() {
    plain::<Cbor>();
    buffered::<Cbor>();
    every_depth::<Cbor, Adjacent>(80);
    every_depth::<Cbor, Paired>(60);
}

#[test]
fn json() {
    plain::<Json>();
    buffered::<Json>();
    every_depth::<Json, Adjacent>(80);
    every_depth::<Json, Paired>(60);
    // Exactly what serde_json reads: one bracket a level, 127 in all.
    let value = Boxed::deep(126);
    assert_eq!(round::<Json, _>(&value).as_ref(), Ok(&value));
    assert!(refusal::<Json, _>(&Boxed::deep(127)).contains("127 levels"));
}

#[test]
fn ron() {
    plain::<Ron>();
    buffered::<Ron>();
    every_depth::<Ron, Optional>(80);
    every_depth::<Ron, Adjacent>(80);
    every_depth::<Ron, Paired>(50);
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
    across::<Bincode>();
    across::<Postcard>();
    across::<Bitcode>();
    across::<MessagePack>();
    across::<MessagePackNamed>();
    across::<Cbor>();
    across::<Json>();
    across::<Ron>();
}

#[allow(clippy::print_stdout, reason = "the figures of the README, with `--nocapture`")]
fn say(format: &str, shape: &str, levels: usize) {
    println!("{format:18} {shape:14} {levels:5} levels");
}
