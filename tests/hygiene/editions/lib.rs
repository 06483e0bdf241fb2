//! A crate of an older edition.

#![deny(warnings, rust_2018_idioms, unused)]

use serde::{Deserialize, Serialize};
use wirecheck::{closure, probe, Json, Sendable};

/// A word of later editions as a name.
#[derive(Clone, Debug, Serialize, Deserialize, Sendable)]
pub struct Job<T> {
    pub gen: u8,
    pub sizes: Vec<T>,
    #[serde(skip)]
    #[sendable(accept("skip", AnyFormat))]
    pub cache: u8,
    #[sendable(trust(AnyFormat))]
    pub trusted: u8,
    pub next: Option<Box<Job<T>>>,
}

/// An enum.
#[derive(Clone, Debug, Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
pub enum Choice {
    Nothing,
    Named { it: u8 },
}

pub fn scaled(by: u32, name: String) -> usize {
    let gen = closure!(|x: u32| x * by).call(2) as usize;
    closure!(|more: usize| name.len() + more + gen).call(1)
}

pub fn told(name: String) -> String {
    closure!(|greeting: String| format!("{}, {}", greeting, name)).call("hello".to_owned())
}

pub const HOLDS: bool = probe!(Job<u8>: Sendable<Json>);
