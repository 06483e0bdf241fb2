//! Derive and macros of wirecheck.
