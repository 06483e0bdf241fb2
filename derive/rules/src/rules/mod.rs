//! One file a rule; the list is written by hand and sorted by code.
//!
//! Codes stay in groups: what the derive and the macros say has them below `WC0038`, what a format lacks from `WC0038`,
//! what a type or a task lacks from `WC0060`, what is refused for ever from `WC0070` and again from
//! `WC0092`, what an opt-in asks from `WC0090`, what memory of several processes asks from `WC0098`. `WC0099` is said
//! when the program runs. What types of other crates lose has them from `WC0100`, what types that contain each other ask
//! from `WC0110`.

use crate::Rule;

pub mod asked;
pub mod attribute_macro_below;
pub mod bad_attribute;
pub mod borrowed_type;
pub mod closure_async;
pub mod closure_borrows;
pub mod closure_changes;
pub mod closure_hidden;
pub mod closure_list;
pub mod closure_self;
pub mod closure_shape;
pub mod duplicate_name;
pub mod endless_entries;
pub mod flatten_denied;
pub mod flatten_overlap;
pub mod format_not_listed;
pub mod hand_written_conversion;
pub mod hand_written_with;
pub mod main_shape;
pub mod no_formats_listed;
pub mod one_sided_conversion;
pub mod one_sided_skip;
pub mod one_sided_with;
pub mod other_serde_derive;
pub mod refused;
pub mod remote;
pub mod skip;
pub mod skip_if_default;
pub mod skipped_variant;
pub mod split_rename;
pub mod tag_overlap;
pub mod too_many_captures;
pub mod union;
pub mod unknown_word;
pub mod untagged;
pub mod unused_accept;

/// Every rule, sorted by code.
pub const ALL: &[&Rule] = &[
    &unknown_word::RULE,
    &bad_attribute::RULE,
    &borrowed_type::RULE,
    &union::RULE,
    &skip::RULE,
    &one_sided_skip::RULE,
    &skipped_variant::RULE,
    &one_sided_with::RULE,
    &hand_written_with::RULE,
    &one_sided_conversion::RULE,
    &split_rename::RULE,
    &duplicate_name::RULE,
    &untagged::RULE,
    &skip_if_default::RULE,
    &flatten_overlap::RULE,
    &unused_accept::RULE,
    &closure_async::RULE,
    &closure_shape::RULE,
    &closure_self::RULE,
    &too_many_captures::RULE,
    &main_shape::RULE,
    &hand_written_conversion::RULE,
    &tag_overlap::RULE,
    &format_not_listed::RULE,
    &no_formats_listed::RULE,
    &attribute_macro_below::RULE,
    &endless_entries::RULE,
    &remote::RULE,
    &flatten_denied::RULE,
    &closure_changes::RULE,
    &closure_hidden::RULE,
    &closure_borrows::RULE,
    &closure_list::RULE,
    &asked::copied_capture::RULE,
    &other_serde_derive::RULE,
    &asked::takes_type_name::RULE,
    &asked::tells_apart::RULE,
    &asked::self_describing::RULE,
    &asked::named_fields::RULE,
    &asked::positional_fields::RULE,
    &asked::any_name::RULE,
    &asked::named_variants::RULE,
    &asked::positional_variants::RULE,
    &asked::many_variants::RULE,
    &asked::unit_variant_entries::RULE,
    &asked::nested_options::RULE,
    &asked::unit_structs::RULE,
    &asked::any_map_key::RULE,
    &asked::number_keys::RULE,
    &asked::wide_integers::RULE,
    &asked::buffered_one_form::RULE,
    &asked::newtypes::RULE,
    &asked::buffered_empty_shapes::RULE,
    &asked::buffered_units::RULE,
    &asked::codec::RULE,
    &asked::buffered_markers::RULE,
    &asked::shares_memory::RULE,
    &asked::sendable::RULE,
    &asked::not_null::RULE,
    &asked::map_key::RULE,
    &asked::short_array::RULE,
    &asked::task::RULE,
    &asked::remote_task::RULE,
    &asked::stateless_code::RULE,
    &asked::plain_captures::RULE,
    &asked::flatten::RULE,
    &asked::text_key::RULE,
    &refused::open_file::RULE,
    &refused::open_socket::RULE,
    &refused::started_here::RULE,
    &refused::thread_handle::RULE,
    &refused::channel_end::RULE,
    &refused::process_local::RULE,
    &refused::held_lock::RULE,
    &refused::local_clock::RULE,
    &refused::loses_scope::RULE,
    &refused::loses_exhaustion::RULE,
    &refused::raw_pointer::RULE,
    &refused::shared_ownership::RULE,
    &refused::code_as_data::RULE,
    &refused::borrowed::RULE,
    &refused::iterating::RULE,
    &refused::awaiting::RULE,
    &refused::trait_object::RULE,
    &refused::opaque_error::RULE,
    &refused::thread_local::RULE,
    &refused::filled_later::RULE,
    &asked::snapshot::RULE,
    &asked::duplicate::RULE,
    &refused::unguarded::RULE,
    &refused::place_in_program::RULE,
    &refused::build_identity::RULE,
    &refused::seeded::RULE,
    &refused::child_end::RULE,
    &refused::runner::RULE,
    &asked::plain::RULE,
    &asked::bare_closure::RULE,
    &refused::leap_second::RULE,
    &refused::zone_without_name::RULE,
    &refused::mixed_units::RULE,
    &refused::unstable_text::RULE,
    &refused::more_than_text::RULE,
    &asked::parts::RULE,
    &asked::is_read::RULE,
];
