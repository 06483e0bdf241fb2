//! Types the derive accepts; a format may refuse them all the same.

#[macro_use]
mod leaf;

themes! {
    declared depth flatten in_adjacent in_flatten in_flatten_adjacent in_flatten_external in_flatten_internal
    in_flatten_map in_internal in_internal_newtype in_struct_tag in_untagged in_untagged_alone
    map_keys names shapes skip_if skips std_collections std_numbers std_options std_others std_text
    tagged untagged
}
