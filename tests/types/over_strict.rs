//! Cells that are refused and survive, each with its reason. One that does not belong here any more fails.
//!
//! Some have to be refused, because the author alone can know ([`asks_the_author`]): code of the author's own, what depends on values,
//! what only a parameter will tell, a meaning that a copy does not have. An opt-in at the type is all they need. The others could be decided better.

const WITH: &str = "`with` puts code in the place of the type, and a derive cannot read code: `trust`";
const CONVERSIONS: &str = "whether two conversions undo each other is not in their types: `accept`";
const UNKNOWN: &str = "nothing is known of a type without `Sendable`: `trust`";
const SHARED: &str = "the value survives, that it is shared does not: `snapshot`";
const NAMED: &str = "messagepack messagepack-named cbor json ron";

/// `theme::name` and the formats (`*` for all), and why it is refused all the same.
pub const OVER_STRICT: &[(&str, &str, &str)] = &[
    ("hand_written::from_and_into", "*", CONVERSIONS),
    ("hand_written::no_impl_at_all", "*", UNKNOWN),
    ("hand_written::option_through_with", "*", WITH),
    ("hand_written::remote", "*", WITH),
    ("hand_written::remote_getter", "*", WITH),
    ("hand_written::try_from_and_into", "*", CONVERSIONS),
    ("hand_written::unknown_length", NAMED, UNKNOWN),
    ("hand_written::with", "*", WITH),
    ("hand_written::with_on_variant", "*", WITH),
    ("map_keys::through_text", "*", CONVERSIONS),
    (
        "shapes::mutual_without_a_word",
        "*",
        "rustc cannot prove a cycle of types: `recursive` on one field of it",
    ),
    (
        "skip_if::own_is_zero",
        NAMED,
        "whether a function of the author's tests for the default is not in its type: `accept`",
    ),
    ("std_others::atomic", "*", SHARED),
    ("std_others::mutex", "*", SHARED),
    ("std_others::read_write_lock", "*", SHARED),
];

/// Whether it waits for a word of the author, and for nothing that could be known without.
pub fn asks_the_author(path: &str, format: &str) -> bool {
    reason(path, format).is_some_and(|reason| reason.ends_with(['`']) && reason.contains(": `"))
}

/// The reason of a cell.
pub fn reason(path: &str, format: &str) -> Option<&'static str> {
    let covers = |formats: &str| formats == "*" || formats.split(' ').any(|one| one == format);
    OVER_STRICT
        .iter()
        .find(|(listed, formats, _)| *listed == path && covers(formats))
        .map(|(_, _, reason)| *reason)
}
