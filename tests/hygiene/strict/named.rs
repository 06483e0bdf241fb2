//! Types with names that others have too.

use serde::{Deserialize, Serialize};
use wirecheck::Sendable as Proof;

/// As in the prelude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct Option(pub u8);
/// As in the prelude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct Vec(pub Option);
/// As in the prelude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct String {
    /// A field.
    pub vec: Vec,
}
/// As in the prelude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub enum Result {
    /// As in the prelude.
    Ok(String),
    /// As in the prelude.
    Err(Box),
    /// As in the prelude.
    Some {
        /// A field.
        none: Option,
    },
    /// As in the prelude.
    None,
}
/// As in the prelude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct Box(pub u8);
/// As in the prelude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct Send;
/// As in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct Sendable(pub Send);
/// As in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct Format(pub Sendable);
/// As in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct Recursive(pub Format);
/// As in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct AnyFormat(pub Recursive);
/// As a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct F(pub u8);
/// As a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct T(pub F);
/// As in the expansion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct __F(pub T);
/// With parameters as the expansion and the traits have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Proof)]
pub struct Parameters<F, T, D, S, E> {
    /// A field.
    pub f: F,
    /// A field.
    pub t: T,
    /// A field.
    pub d: D,
    /// A field.
    pub s: S,
    /// A field.
    pub e: E,
    /// A type of the module.
    pub it: __F,
}

const fn needs<Type: Proof<wirecheck::Json>>() {}

/// What they are used with.
pub const USES: () = {
    needs::<Result>();
    needs::<AnyFormat>();
    needs::<__F>();
    needs::<Parameters<u8, u16, u32, u64, bool>>();
};
