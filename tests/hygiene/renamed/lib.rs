//! A crate that knows the library by another name, and one through a third crate.

#![forbid(unsafe_code)]
#![deny(warnings)]

use serde::{Deserialize, Serialize};

/// By another name.
#[derive(Clone, Debug, Serialize, Deserialize, wc::Sendable)]
#[sendable(crate = "wc")]
pub struct Renamed {
    pub name: String,
    #[sendable(trust(AnyFormat))]
    pub trusted: u8,
    pub next: Option<Box<Renamed>>,
}

/// By another name, from the root.
#[derive(Clone, Debug, Serialize, Deserialize, wc::Sendable)]
#[sendable(crate = "::wc")]
pub enum Absolute<T> {
    One(T),
    Many(Vec<Absolute<T>>),
}

/// Through a third crate.
#[derive(Clone, Debug, Serialize, Deserialize, middle::Sendable)]
#[sendable(crate = "middle::reexported::wirecheck")]
pub struct Through {
    pub renamed: Renamed,
    pub absolute: Absolute<u8>,
}

// A macro of a third crate writes the derive.
middle::message! { pub struct Message { text: String, parts: Vec<u8> } }

pub const HOLDS: bool = wc::probe!(Through: wc::Sendable<wc::Json>);
