//! What wirecheck refuses, and what it asks of a wire format: the one table behind the derive, the reports and
//! the documentation.
//!
//! A rule has a code that never changes its meaning. The derive takes every text it prints from here.
//!
//! ```
//! let rule = wirecheck_rules::find("split-rename").unwrap();
//! assert_eq!(rule.code, "WC0011");
//! assert_eq!(wirecheck_rules::find("WC0011"), Some(rule));
//! ```

mod capability;
mod formats;
mod opt_in;
mod page;
mod rule;
pub mod rules;
mod search;

pub use capability::{CAPABILITIES, Capability, Need};
pub use formats::{FORMATS, Format};
pub use page::{list, sentence};
pub use rule::{Concerns, Reporter, Rule};
pub use rules::ALL;
pub use search::{find, look_up, similar};

#[cfg(test)]
mod tests;
