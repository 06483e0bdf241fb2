//! The guide: one page for each part of wirecheck.
//!
//! | page | answers |
//! |---|---|
//! | [`formats`] | Which wire format? What does each refuse? How do I add one? |
//! | [`derive`](mod@derive) | What does `#[derive(Sendable)]` promise? What do I write on a field that it refuses? |
//! | [`closures`] | What can a closure capture? How is it sent? |
//! | [`pools`] | Which backend? How do I run, stream, stop, limit and repeat tasks? What happens when one fails? |
//! | [`large_values`] | How do large values travel? How do tasks share an array without copies? |
//! | [`matrix`] | How do I test my own types in every format and my tasks on every backend? |
//! | [`reports`] | What does `cargo run --release` measure and write? |
//! | [`lint`] | Which types of my program break in which formats, without any change to it? How do I run that in CI? |
//! | [`cli`] | What does `cargo wirecheck` do? How do I build a command line for my own workloads? |
//! | [`faq`] | The questions that users of other libraries had, with answers |
//!
//! Only the documentation has this module; a build does not.

/// Wire formats: which one to use, what each refuses, how to add one.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("formats.md")]
pub mod formats {}

/// The derive: what it promises, and what to write on a field that it refuses.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("derive.md")]
pub mod derive {}

/// Functions and closures: what can be a task, and what it can capture.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("closures.md")]
pub mod closures {}

/// Pools and other backends: running, streaming, limiting, stopping and repeating tasks.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("pools.md")]
pub mod pools {}

/// Large values: how they travel, and how tasks share an array without copies.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("large_values.md")]
pub mod large_values {}

/// Testing your own types in every format and your tasks on every backend.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("matrix.md")]
pub mod matrix {}

/// The main job: what it measures and writes.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("reports.md")]
pub mod reports {}

/// The lint: what breaks in a program that never heard of wirecheck, and how it leaves bincode.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("lint.md")]
pub mod lint {}

/// The command line: `cargo wirecheck`, and one for your own workloads.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("cli.md")]
pub mod cli {}

/// Frequently asked questions.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("faq.md")]
pub mod faq {}
