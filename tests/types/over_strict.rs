//! Cells that are refused and survive, each with its reason. One that does not belong here any more fails.
//!
//! Some have to be refused, because the author alone can know ([`asks_the_author`]): code of the author's own, what depends on values,
//! what only a parameter will tell, a meaning that a copy does not have. An opt-in at the type is all they need. The others could be decided better.

const WITH: &str = "`with` puts code in the place of the type, and a derive cannot read code: `trust`";
const CONVERSIONS: &str = "whether two conversions undo each other is not in their types: `accept`";
const UNKNOWN: &str = "nothing is known of a type without `Sendable`: `trust`";
const SHARED: &str = "the value survives, that it is shared does not: `snapshot`";
const PARAMETER: &str = "what a parameter stands for is not known at the derive: `accept`";
const MAP: &str = "whether a key has the name of another entry depends on the values: `accept`";
const DEFAULT: &str = "the default of the whole type is code of the author's: `accept`";
const FEATURE: &str = "sendable with the feature `serde_json`, which these tests do not turn on";
const NAMES: &str =
    "names next to what is flattened are text, those of the type inside are asked for as they stand";
const MARKER: &str = "a unit struct comes back in some places behind serde's buffer and not in others, and the buffer is one format";
const NO_ENTRIES: &str = "what is read as no entries at all is asked for as any value behind serde's buffer";
const KEYS: &str = "keys that are not text come back in some formats, and which is not worth a capability";
const COMPACT: &str = "the entries of what is flattened have names in every format; the type does not know that it is flattened";
const FIRST_ITEM: &str = "the tag is the first item of a list in this format, and no name is written";
const ONE_VARIANT: &str = "bitcode does not write the only variant, and loses count in long lists alone";
const VALUE: &str = "the shapes overlap; the values that would be confused cannot be written in this format";
const LAST: &str = "a field that is left out shifts those after it, and there happen to be none";
const KEPT: &str = "the codec takes a newtype of this name for one of its own, with a feature that any crate of the program may turn on";
const BOTH: &str = "messagepack messagepack-named";
const TEXTS: &str = "messagepack messagepack-named cbor json";
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
    ("names::rename_newtype_json_private", "json", KEPT),
    (
        "skip_if::own_is_zero",
        NAMED,
        "whether a function of the author's tests for the default is not in its type: `accept`",
    ),
    ("std_others::atomic", "*", SHARED),
    ("std_others::mutex", "*", SHARED),
    ("std_others::read_write_lock", "*", SHARED),
    ("flatten::container_renamed", "ron", NAMES),
    ("flatten::deny_outer_of_adjacent", "messagepack", COMPACT),
    ("flatten::of_adjacent", "messagepack", COMPACT),
    ("flatten::of_empty_struct", "ron", NO_ENTRIES),
    ("flatten::of_external_and_map", NAMED, MAP),
    ("flatten::of_generic_as_struct", NAMED, PARAMETER),
    ("flatten::of_internal_of_unit_alone", "cbor", NO_ENTRIES),
    ("flatten::of_json_values", NAMED, FEATURE),
    ("flatten::of_map_by_number", BOTH, KEYS),
    ("flatten::of_map_by_truth", BOTH, KEYS),
    ("flatten::of_newtype_of_struct", "ron", NO_ENTRIES),
    ("flatten::of_nothing", "cbor", NO_ENTRIES),
    ("flatten::of_struct_with_tag", "messagepack", COMPACT),
    ("flatten::of_two_externals_alike", NAMED, VALUE),
    ("flatten::of_unit_struct", "cbor messagepack messagepack-named", NO_ENTRIES),
    ("flatten::of_untagged_struct", "messagepack", COMPACT),
    ("hand_written::json_value", NAMED, FEATURE),
    ("in_circle::phantom", BOTH, MARKER),
    ("in_circle::unit_struct", BOTH, MARKER),
    ("in_flatten::phantom", BOTH, MARKER),
    ("in_flatten::unit_struct", BOTH, MARKER),
    ("in_flatten_adjacent::unit_struct", BOTH, MARKER),
    ("in_flatten_external::unit_struct", BOTH, MARKER),
    ("in_flatten_internal::unit_struct", BOTH, MARKER),
    ("in_flatten_option::phantom", BOTH, MARKER),
    ("in_flatten_option::unit_struct", BOTH, MARKER),
    ("in_flatten_twice::phantom", BOTH, MARKER),
    ("in_flatten_twice::unit_struct", BOTH, MARKER),
    ("in_internal::phantom", BOTH, MARKER),
    ("in_internal::unit_struct", BOTH, MARKER),
    ("in_internal_in_flatten::phantom", BOTH, MARKER),
    ("in_internal_in_flatten::unit_struct", BOTH, MARKER),
    ("in_internal_newtype::unit_struct", BOTH, MARKER),
    ("in_list_of_internal::phantom", BOTH, MARKER),
    ("in_list_of_internal::unit_struct", BOTH, MARKER),
    ("map_keys::newtype_of_enum", "bitcode", ONE_VARIANT),
    ("shapes::nested_deep", TEXTS, "nothing is known of what closes a cycle, so not that it is never null"),
    ("shapes::one_variant", "bitcode", ONE_VARIANT),
    ("skip_if::container_default_derived", "messagepack-named cbor json ron", DEFAULT),
    ("skip_if::inside_flattened", "messagepack", COMPACT),
    ("skip_if::list_as_slice", "messagepack", LAST),
    ("skip_if::list_default_new", "messagepack", LAST),
    ("skip_if::on_flattened_map", NAMED, MAP),
    ("tagged::internal_of_empty_struct", "ron", NO_ENTRIES),
    ("tagged::internal_of_internal_same_tag", "messagepack", FIRST_ITEM),
    ("tagged::internal_of_newtype_of_struct", "ron", NO_ENTRIES),
    ("tagged::internal_of_nothing", "cbor", NO_ENTRIES),
    ("tagged::internal_of_number_map", "cbor messagepack messagepack-named ron", KEYS),
    ("tagged::internal_of_unit_struct", "cbor messagepack messagepack-named", NO_ENTRIES),
    ("tagged::internal_tag_is_field", "messagepack", FIRST_ITEM),
    ("tagged::internal_tag_is_option_field", "messagepack", FIRST_ITEM),
    (
        "untagged::fields_of_lists",
        "messagepack",
        "the variants would look alike if they were flattened, and the type does not know that they are not",
    ),
    ("untagged::generic", NAMED, PARAMETER),
    ("untagged::generic_two", NAMED, PARAMETER),
    ("untagged::one_or_many", NAMED, PARAMETER),
    (
        "untagged::other_as_key",
        "json",
        "what an `other` variant stands for is not known, so not that it is text",
    ),
    ("untagged::text_c_string", "json", VALUE),
    ("untagged::text_letter", "ron", VALUE),
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
