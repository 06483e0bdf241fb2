//! Types the derive accepts; a format may refuse them all the same.

#[macro_use]
mod leaf;

themes! {
    declared depth flatten in_adjacent in_adjacent_in_untagged in_circle in_flatten in_flatten_adjacent in_flatten_external
    in_flatten_internal in_flatten_map in_flatten_option in_flatten_twice in_internal
    in_internal_in_flatten in_internal_newtype in_list_of_internal in_struct_tag in_untagged
    in_untagged_alone in_untagged_in_internal
    map_keys names shapes skip_if skips std_collections std_numbers std_options std_others std_text
    tagged untagged
}
