//! Do not compile with the derive: `tag` and `content` on enums, `tag` on structs.

cases! { refused;
    struct_tag_denied: A = [A { a: 1 }] { #[serde(tag = "type", deny_unknown_fields)] struct A { a: u8 } };
    struct_tag_is_field: A = [A { r#type: 1 }] { #[serde(tag = "type")] struct A { r#type: u8 } };
    struct_tag_is_option_field: A = [A { r#type: None, b: 1 }] { #[serde(tag = "type")] struct A { r#type: Option<u8>, b: u8 } };
    struct_tag_is_alias: A = [A { a: 1 }] { #[serde(tag = "type")] struct A { #[serde(alias = "type")] a: u8 } };
    internal_of_wide: E = [E::A { a: u128::MAX }] { #[serde(tag = "kind")] enum E { A { a: u128 } } };
    internal_of_wide_signed: E = [E::A { a: -1 }] { #[serde(tag = "kind")] enum E { A { a: i128 } } };
}
