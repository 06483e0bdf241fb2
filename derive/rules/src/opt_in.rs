//! The opt-ins that messages offer: each with the formats in which it is known to hold.
//!
//! "Known" means that its truth does not depend on the format, or that it was tried. What depends on code of the author's
//! is offered for JSON alone: most of such code is written for it, and in other formats it broke one real value in four.

use crate::Rule;

/// The loss, or that there is none, is the same in each format.
const ALL: &str = "AnyFormat";
/// What is lost is lost in the same way wherever names of fields are written and asked for.
const NAMED: &str = "MessagePackNamed, Cbor, Json, Ron";
/// The variants that are left keep their names wherever variants are written by name.
const NAMED_VARIANTS: &str = "MessagePack, MessagePackNamed, Cbor, Json, Ron";
/// It was tried: where a struct is written without names, or a newtype in parentheses, more values look alike.
const COMPARED: &str = "MessagePackNamed, Cbor, Json";
/// The author has to say: what looked safe broke values of published crates in every format.
const OPEN: &str = "..";
/// It depends on code of the author's, or on another program.
const CODE: &str = "Json";

const KNOWN: &[(&str, &str)] = &[
    ("duplicate-name", CODE),
    ("flatten-denied", COMPARED),
    ("flatten-overlap", COMPARED),
    ("hand-written-conversion", ALL),
    ("one-sided-conversion", CODE),
    ("one-sided-skip", NAMED),
    ("one-sided-with", CODE),
    ("skip", ALL),
    ("skip-if-default", ALL),
    ("skipped-variant", NAMED_VARIANTS),
    ("split-rename", CODE),
    ("tag-overlap", COMPARED),
    ("untagged", OPEN),
];

impl Rule {
    /// What accepts the rule, with the formats in which that is known to hold, or with `..` if it is known for none; nothing if
    /// it cannot be accepted.
    ///
    /// ```
    /// let rule = wirecheck_rules::find("skip").unwrap();
    /// assert_eq!(rule.opt_in().as_deref(), Some("accept(\"skip\", AnyFormat)"));
    /// assert_eq!(wirecheck_rules::find("union").unwrap().opt_in(), None);
    /// ```
    pub fn opt_in(&self) -> Option<String> {
        let (slug, formats) = KNOWN.iter().find(|(slug, _)| *slug == self.slug && self.acceptable)?;
        Some(format!("accept(\"{slug}\", {formats})"))
    }
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, OPEN};
    use crate::{ALL, FORMATS, find};

    #[test]
    fn every_rule_that_can_be_accepted_has_formats() {
        let acceptable: Vec<&str> = ALL
            .iter()
            .filter(|rule| rule.acceptable)
            .map(|rule| rule.opt_in().map_or("", |_| rule.slug))
            .collect();
        let mut sorted = acceptable.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, KNOWN.iter().map(|(slug, _)| *slug).collect::<Vec<_>>());
    }

    #[test]
    fn the_formats_exist() {
        for (slug, formats) in KNOWN {
            for format in formats.split(", ") {
                let exists = FORMATS.iter().any(|known| known.type_name == format)
                    || ["AnyFormat", OPEN].contains(&format);
                assert!(exists, "{slug}: there is no format `{format}`");
            }
        }
    }

    #[test]
    fn a_message_that_offers_to_accept_offers_what_is_known() {
        for (slug, _) in KNOWN {
            let rule = find(slug).expect("a rule");
            if rule.help.contains("accept(") {
                let known = rule.opt_in().expect("it can be accepted");
                assert!(
                    rule.help.contains(&format!("`#[sendable({known})]`")),
                    "{}: {}",
                    rule.code,
                    rule.help
                );
            }
            assert!(!rule.help.contains("accept = "), "{}: {}", rule.code, rule.help);
        }
    }
}
