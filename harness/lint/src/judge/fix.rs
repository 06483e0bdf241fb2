//! What to write instead, for programs without our derive: changes to the type and to serde's attributes.

use wirecheck_rules::{FORMATS, Rule};

/// What the help of a rule is without the derive, where all of it is about the derive.
const WITHOUT_DERIVE: &[(&str, &str)] = &[
    ("bad-attribute", "mend the attribute of the derive, or remove it"),
    ("duplicate", "send the value itself, or a `Box` of it"),
    (
        "hand-written-conversion",
        "derive the type without a conversion, or test that `from` undoes `into` for every value, and say so \
      with `// wirecheck: allow(WC0022) = \"..\"`",
    ),
    (
        "hand-written-with",
        "test a round trip of the module's functions in this format, and say so with \
      `// wirecheck: allow(WC0009) = \"..\"`",
    ),
    ("map-key", "send the pairs, `Vec<(K, V)>`"),
    ("no-formats-listed", "list the formats that you have tried"),
    ("not-null", "name the cases with an enum, or send it in a format that marks every `Option`"),
    ("one-sided-with", "give both, `serialize_with` and `deserialize_with`, or one module with `with`"),
    ("other-serde-derive", "test a round trip of what the other derive writes"),
    ("remote", "test a round trip of the fields that use it"),
    ("sendable", "test a round trip of its hand-written impls"),
    ("shares-memory", "send a copy of the values"),
    (
        "skip",
        "move the field out of the type that is sent, or say that the default may arrive, with \
      `// wirecheck: allow(WC0005) = \"..\"`",
    ),
    ("snapshot", "send the value itself, and not the lock"),
];

/// Words of the derive and of tasks.
const OURS: &[&str] = &[
    "sendable",
    "Sendable",
    "accept",
    "`trust",
    "closure!",
    "in generic code",
    "the task",
    "iterate in",
    "`formats",
];

/// The help of a rule, without what the derive alone knows.
pub(crate) fn fix(rule: &Rule) -> String {
    if let Some((_, text)) = WITHOUT_DERIVE.iter().find(|(slug, _)| *slug == rule.slug) {
        return (*text).to_owned();
    }
    let is_of_all = |part: &&str| !OURS.iter().any(|word| part.contains(word));
    let parts = rule.help.split('\n').flat_map(|line| line.split("; "));
    let parts: Vec<&str> = parts.filter(is_of_all).collect();
    if parts.is_empty() { rule.help.replace('\n', "; ") } else { parts.join("; ") }
}

/// A text of a rule about a type and a format, with the names that users of serde know. `this` is what `Self` stands for.
pub(crate) fn plain(text: &str, this: &str, type_name: &str, format: &str) -> String {
    let mut text = text
        .replace("`{T}`", &format!("`{type_name}`"))
        .replace("`{A}`", &format!("`{type_name}`"))
        .replace("`{F}`", format)
        .replace("`{Self}`", this)
        .replace("{{}}", "{}")
        .replace("the derive cannot know", "no type tells");
    for format in FORMATS {
        text = text.replace(&format!("`{}`", format.type_name), format.name);
    }
    text
}

#[cfg(test)]
#[path = "fix_tests.rs"]
mod tests;
