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
mod rule;
pub mod rules;

pub use capability::{CAPABILITIES, Capability, Need};
pub use formats::{FORMATS, Format};
pub use rule::{Concerns, Kind, Rule};
pub use rules::ALL;

/// The rule with this code or slug.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code == name || rule.slug == name)
}

#[cfg(test)]
mod tests;
