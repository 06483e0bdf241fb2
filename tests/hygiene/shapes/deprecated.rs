//! What is deprecated is not mentioned once more by generated code.

#![deny(deprecated)]

use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[deprecated(note = "use the new one")]
#[derive(Serialize, Deserialize, Sendable)]
pub struct Struct {
    size: u8,
}

#[deprecated]
#[derive(Serialize, Deserialize, Sendable)]
pub enum Enum {
    One,
    Two(u8),
}

#[deprecated]
#[derive(Serialize, Deserialize, Sendable)]
pub struct Generic<T> {
    it: Option<T>,
}

#[derive(Serialize, Deserialize, Sendable)]
pub struct OneField {
    #[deprecated]
    old: u8,
    new: u8,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
pub enum OneVariant {
    #[deprecated]
    Old,
    New {
        #[deprecated]
        size: u8,
    },
}

#[allow(deprecated)]
#[derive(Serialize, Deserialize, Sendable)]
pub struct Holds(Struct, Enum);

#[allow(deprecated, reason = "it goes with the next version")]
#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
pub enum HoldsOne {
    Left(Struct),
    Right(u8),
}
