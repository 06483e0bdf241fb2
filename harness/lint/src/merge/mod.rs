//! From the notes of all crates to one survey.

mod formats;
mod graph;
mod kinds;
mod layouts;
mod merged;
mod possible;
mod roots;
mod sources;

#[cfg(test)]
mod formats_tests;
#[cfg(test)]
mod layouts_tests;
#[cfg(test)]
mod roots_tests;

pub(crate) use merged::merge;
