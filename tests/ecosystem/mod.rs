//! The derive over published crates: what it takes, with which words, whether the values come back, and how long it takes.

#![allow(dead_code, unreachable_pub, reason = "the program and the test each use a part of it")]

pub mod author;
pub mod cells;
pub mod compiler;
pub mod krate;
pub mod report;
pub mod rewrite;
pub mod sections;
pub mod timing;

use std::fmt::{self, Display};

/// Why a crate is not measured.
#[derive(Debug)]
pub struct Failed(String);

impl Failed {
    pub fn new(reason: impl Display) -> Self {
        Self(reason.to_string())
    }
}

impl Display for Failed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
