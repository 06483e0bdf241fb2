//! Refused when constants are evaluated: `tag` and `content` on enums, `tag` on structs.

cases! { refused;
    internal_of_map: E = [E::A(map([(s("k"), 1)])), E::A(map([(s("kind"), 1)]))] { #[serde(tag = "kind")] enum E { A(BTreeMap<String, u8>) } };
    internal_of_number_map: E = [E::A(map([(1, 1)]))] { #[serde(tag = "kind")] enum E { A(BTreeMap<u8, u8>) } };
    internal_of_number: E = [E::A(1)] { #[serde(tag = "kind")] enum E { A(u8) } };
    internal_of_text: E = [E::A(s("x"))] { #[serde(tag = "kind")] enum E { A(String) } };
    internal_of_list: E = [E::A(vec![1])] { #[serde(tag = "kind")] enum E { A(Vec<u8>) } };
    internal_of_option: E = [E::A(None), E::A(Some(X { c: 1 }))] { #[serde(tag = "kind")] enum E { A(Option<X>) } struct X { c: u8 } };
    internal_of_tuple_struct: E = [E::A(X(1, 2))] { #[serde(tag = "kind")] enum E { A(X) } struct X(u8, u8); };
    internal_of_newtype_of_number: E = [E::A(N(1))] { #[serde(tag = "kind")] enum E { A(N) } struct N(u8); };
    internal_of_internal_same_tag: E = [E::A(F::X { a: 1 })] { #[serde(tag = "kind")] enum E { A(F) } #[serde(tag = "kind")] enum F { X { a: u8 } } };
    internal_tag_is_field: E = [E::A(X { kind: 1 })] { #[serde(tag = "kind")] enum E { A(X) } struct X { kind: u8 } };
    internal_tag_is_option_field: E = [E::A(X { kind: None })] { #[serde(tag = "kind")] enum E { A(X) } struct X { kind: Option<u8> } };
    internal_of_tagged_struct_same: E = [E::A(X { a: 1 })] { #[serde(tag = "t")] enum E { A(X) } #[serde(tag = "t")] struct X { a: u8 } };
}
