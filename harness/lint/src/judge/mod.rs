//! Which types survive which formats: what `#[derive(Sendable)]` would say of types that nobody has marked.
//!
//! The derive proves a type by its attributes and by conditions on the types of its fields; rustc follows the conditions. Here
//! the attributes are read by the same code (`wirecheck-model`), shapes are compared by the same functions, and a walk over the
//! names of types does what rustc does: a type in a way of reading is a node, what its fields ask are the edges, and
//! what is wrong in any node that can be reached is a finding. A circle is no obstacle: each node is asked once.

mod allow;
mod claims;
mod compare;
mod copies;
mod derived;
mod evidence;
mod finding;
mod fix;
mod known;
mod node;
mod own_code;
mod params;
mod role;
mod roles;
mod shapes;
mod state;
mod subject;
mod type_name;
mod verdict;
mod walk;
mod way;

#[cfg(test)]
mod matrix_tests;

pub use allow::{Allowed, Allows, UnusedAllow};
pub use evidence::Evidence;
pub use finding::{Finding, Mark, Severity, Step};
pub use known::std_path;
pub use state::Judge;
pub use subject::Inputs;
pub use type_name::{PathName, TypeName};
pub use verdict::{Outcome, Unproven, Verdict};
