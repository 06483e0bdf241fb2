//! What wirecheck knows of a type from its source.
//!
//! The derive reads types through this crate, and so can a tool that is no compiler plug-in: it takes what `syn`
//! parses, and answers with data.
//!
//! ```
//! use wirecheck_model::Model;
//!
//! let source = "
//!     #[serde(tag = \"kind\")]
//!     enum Event {
//!         Started { at: u64 },
//!         #[serde(skip_deserializing)]
//!         Stopped,
//!     }";
//! let input = syn::parse_str(source).unwrap();
//! let model = Model::new(&input);
//!
//! // The rules that it breaks, with a place each.
//! let codes: Vec<&str> = model.diagnostics.iter().map(|found| found.rule.code).collect();
//! assert_eq!(codes, ["WC0007"]);
//!
//! // What it needs of a format, with a reason each.
//! let needs: Vec<&str> = model.needs.iter().map(|found| found.need.attribute).collect();
//! assert_eq!(needs, ["tag on an enum"]);
//!
//! // What it declares, one fact a line.
//! let shape = model.shape().to_string();
//! assert!(shape.starts_with("Event: enum, tag \"kind\"\nEvent.0: variant, Started\nEvent.0: index, 0\n"));
//! ```
//!
//! What depends on other types is for the caller to ask: [`Model::comparisons`] and
//! [`Field::requirement`](container::Field::requirement) say what has to hold.

mod asked;
mod attr;
mod case;
mod check;
mod claim;
mod comparison;
pub mod container;
mod declared_shape;
mod diagnostic;
mod model;
pub mod names;
mod needs;
mod opt_in;
pub mod roles;
pub mod shape;
mod std_defaults;
mod suggest;
pub mod symbol;

#[cfg(test)]
mod tests;

pub use attr::{Attrs, Target, Word};
pub use claim::Claim;
pub use comparison::{Compared, Comparison};
pub use container::Container;
pub use declared_shape::DeclaredShape;
pub use diagnostic::{Diagnostic, Diagnostics, message, to_error};
pub use model::Model;
pub use needs::FormatNeed;
pub use opt_in::{Accept, Trust};
pub use shape::{TypeShape, ValueShape};
pub use std_defaults::{has_one_value, known_test};
