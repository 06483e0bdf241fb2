//! Types that do not compile with the derive: here they are without it, and `verdict.rs` builds them with it.

themes! {
    flatten hand_written map_keys shapes skip_if skips std_others tagged untagged
}
