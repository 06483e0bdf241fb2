//! A crate without the standard library: generated code names `core` and the library, nothing else.

#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings)]

use core::marker::PhantomData;
use serde::{Deserialize, Serialize};
use wirecheck::{Json, Sendable, closure, probe};

/// A struct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Reading<T> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<T>,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub is_final: bool,
    #[serde(skip)]
    pub of: PhantomData<u8>,
    #[serde(skip)]
    #[sendable(accept = "skip")]
    pub cache: [u8; 4],
    #[sendable(trust)]
    pub trusted: (u8, char),
}

/// An enum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
#[sendable(formats(Json))]
pub enum Command {
    #[default]
    Stop,
    Wait { ticks: u64 },
}

/// It comes back as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[serde(untagged)]
pub enum Either {
    Number(i32),
    Flag(bool),
}

pub fn scaled(by: u32) -> u32 {
    closure!(|x: u32| x * by).call(2)
}

pub const HOLD: bool = probe!(Reading<Command>: Sendable<Json>) && probe!(Either: Sendable<Json>);
const _: () = core::assert!(HOLD);
