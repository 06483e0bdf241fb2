//! A crate whose modules are named as crates are.

#![forbid(unsafe_code)]
#![deny(warnings)]
#![allow(dead_code, unused_macros)]

mod alloc {}
mod core {}
mod std {}
mod wirecheck {}
mod serde {}
mod wirecheck_derive {}
mod format {}
mod __private {}

// Macros of the prelude, by the same names.
macro_rules! assert { () => {} }
macro_rules! vec { () => {} }

pub mod types {
    mod core {}
    mod std {}
    mod serde {}
    mod wirecheck {}

    /// A struct.
    #[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
    pub struct Job<T> {
        pub name: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub sizes: Vec<T>,
        #[serde(skip)]
        #[sendable(accept("skip", AnyFormat))]
        pub cache: u8,
        #[sendable(trust(AnyFormat))]
        pub trusted: u8,
        pub next: Option<Box<Job<T>>>,
    }

    /// An enum.
    #[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
    #[serde(tag = "kind", content = "of")]
    pub enum Choice {
        Nothing,
        One(u8),
        Named { it: u8 },
    }

    pub fn scaled(by: u32) -> u32 {
        ::wirecheck::closure!(|x: u32| x * by).call(2)
    }

    pub const HOLDS: bool = ::wirecheck::probe!(Job<u8>: ::wirecheck::Sendable<::wirecheck::Json>);
}

pub mod formats {
    /// A type that has the name of a format, and one that has the name of a condition.
    #[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
    pub struct Json;
    #[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
    pub struct __OptInOfJob0;
    #[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
    pub struct AnyFormat;
    #[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
    pub struct Buffered;

    /// The formats in a list are those of wirecheck, the types of fields are these.
    #[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
    pub struct Job {
        pub json: Json,
        pub claim: __OptInOfJob0,
        pub any: AnyFormat,
        pub buffered: Buffered,
        #[sendable(trust(Json, Cbor))]
        pub trusted: u8,
        #[serde(skip)]
        #[sendable(accept("skip", AnyFormat))]
        pub cache: u8,
    }

    pub const HOLDS: [(); 1] = [(); ::wirecheck::probe!(Job: ::wirecheck::Sendable<::wirecheck::Cbor>) as usize];
    pub const HOLDS_NOT: [(); 0] = [(); ::wirecheck::probe!(Job: ::wirecheck::Sendable<::wirecheck::Ron>) as usize];
}

// A function's names of the expansion.
pub fn captures(captures: u32, code: u32, listed: u32, typed: u32, closure: u32, capture: u32) -> u32 {
    ::wirecheck::closure!(|x: u32| x + captures + code + listed + typed + closure + capture).call(2)
}

mod items {
    // What the expansion names, as items in reach.
    pub fn __fields() {}
    pub fn sendable_field() {}
    pub trait Sendable {}
    pub trait Format {}
    pub trait NotNull {}
    pub trait MapKey {}

    #[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
    pub struct Job(pub u8);
}
