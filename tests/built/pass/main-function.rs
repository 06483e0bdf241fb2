//! The attribute keeps what it finds, and the program starts as ever.

#![forbid(unsafe_code)]
#![deny(warnings)]

#[wirecheck::main]
#[inline]
pub(crate) fn main() -> Result<(), std::fmt::Error> {
    Ok(())
}
