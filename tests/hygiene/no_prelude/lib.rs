//! A crate without a prelude.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings)]

/// A struct.
#[derive(
    ::std::clone::Clone,
    ::std::fmt::Debug,
    ::std::cmp::PartialEq,
    ::std::default::Default,
    ::serde::Serialize,
    ::serde::Deserialize,
    ::wirecheck::Sendable,
)]
pub struct Job<T> {
    pub name: ::std::string::String,
    #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
    pub sizes: ::std::vec::Vec<T>,
    #[serde(skip)]
    #[sendable(accept("skip", AnyFormat))]
    pub cache: u8,
    #[sendable(trust(AnyFormat))]
    pub trusted: u8,
    pub next: ::std::option::Option<::std::boxed::Box<Job<T>>>,
    pub of: ::std::marker::PhantomData<T>,
}

/// An enum.
#[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
#[serde(tag = "kind")]
pub enum Choice {
    Nothing,
    Named { it: u8 },
}

/// A newtype.
#[derive(::serde::Serialize, ::serde::Deserialize, ::wirecheck::Sendable)]
pub struct Id(pub u64);

pub fn scaled(by: u32) -> u32 {
    ::wirecheck::closure!(|x: u32| x * by).call(2)
}

pub fn summed(name: ::std::string::String) -> usize {
    ::wirecheck::closure!(|x: usize, y: usize| x + y + name.len()).call((2, 3))
}

pub const HOLDS: bool = ::wirecheck::probe!(Job<u8>: ::wirecheck::Sendable<::wirecheck::Json>);
