//! Do not compile with the derive: `flatten`: what, how many, and next to what.

cases! { refused;
    of_map_by_number: A = [A { m: map([(1, 1)]) }] { struct A { #[serde(flatten)] m: BTreeMap<u8, u8> } };
    of_map_by_truth: A = [A { m: map([(true, 1)]) }] { struct A { #[serde(flatten)] m: BTreeMap<bool, u8> } };
    of_list: A = [A { a: 1, l: vec![1] }] { struct A { a: u8, #[serde(flatten)] l: Vec<u8> } };
    of_number: A = [A { a: 1, l: 1 }] { struct A { a: u8, #[serde(flatten)] l: u8 } };
    of_tuple_struct: A = [A { a: 1, l: T(1, 2) }] { struct A { a: u8, #[serde(flatten)] l: T } struct T(u8, u8); };
    of_range_same_name: A = [A { start: 1, l: 1..2 }] { struct A { start: u8, #[serde(flatten)] l: Range<u8> } };
    of_untagged_unit: A = [A { a: 1, e: E::X }] { struct A { a: u8, #[serde(flatten)] e: E } #[serde(untagged)] enum E { X } };
    deny_with_map: A = [A { a: 1, m: map([(s("k"), 1)]) }] { #[serde(deny_unknown_fields)] struct A { a: u8, #[serde(flatten)] m: BTreeMap<String, u8> } };
    of_json_values: A = [A { m: map([(s("k"), serde_json::Value::Null)]) }] { struct A { #[serde(flatten)] m: BTreeMap<String, serde_json::Value> } };
    of_struct_of_wide: A = [A { a: 1, b: B { c: u128::MAX } }] { struct A { a: u8, #[serde(flatten)] b: B } struct B { c: u128 } };
    of_map_of_wide: A = [A { m: map([(s("k"), u128::MAX)]) }] { struct A { #[serde(flatten)] m: BTreeMap<String, u128> } };
}
