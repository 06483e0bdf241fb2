//! Do not compile with the derive: `skip_serializing_if`: what is tested, what stands in its place, and where.

cases! { refused;
    option_some: A = [A { a: None }, A { a: Some(1) }] { struct A { #[serde(skip_serializing_if = "Option::is_some")] a: Option<u8> } };
    list_without_default: A = [A { a: vec![] }] { struct A { #[serde(skip_serializing_if = "Vec::is_empty")] a: Vec<u8> } };
    list_default_not_empty: A = [A { a: vec![] }] { struct A { #[serde(default = "one", skip_serializing_if = "Vec::is_empty")] a: Vec<u8> } } and { fn one() -> Vec<u8> { vec![1] } };
    range_empty: A = [A { a: 5..1 }, A { a: 0..0 }] { struct A { #[serde(default, skip_serializing_if = "Range::is_empty")] a: Range<u8> } };
    own_is_zero: A = [A { a: 0 }, A { a: 1 }] { struct A { #[serde(default, skip_serializing_if = "is_zero")] a: u8 } } and { fn is_zero(a: &u8) -> bool { *a == 0 } };
    own_is_wrong: A = [A { a: 0 }, A { a: 1 }] { struct A { #[serde(default, skip_serializing_if = "is_one")] a: u8 } } and { fn is_one(a: &u8) -> bool { *a == 1 } };
    own_type_is_empty: A = [A { a: X { v: vec![], n: 1 } }] { struct A { #[serde(default, skip_serializing_if = "X::is_empty")] a: X } #[derive(Default)] struct X { v: Vec<u8>, n: u8 } } and {
        impl X {
            fn is_empty(&self) -> bool {
                self.v.is_empty()
            }
        }
    };
    shadowed_option: A = [A { a: Option(1) }] { struct A { #[serde(default, skip_serializing_if = "Option::is_none")] a: Option } #[derive(Default)] struct Option(u8); } and {
        impl Option {
            fn is_none(&self) -> bool {
                self.0 == 1
            }
        }
    };
    shadowed_vec: A = [A { a: Vec(1) }] { struct A { #[serde(default, skip_serializing_if = "Vec::is_empty")] a: Vec } #[derive(Default)] struct Vec(u8); } and {
        impl Vec {
            fn is_empty(&self) -> bool {
                self.0 == 1
            }
        }
    };
    container_default_derived: A = [A { a: None, b: vec![] }, A { a: Some(1), b: vec![1] }] { #[derive(Default)] #[serde(default)] struct A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8>, #[serde(skip_serializing_if = "Vec::is_empty")] b: Vec<u8> } };
    container_default_own: A = [A { a: vec![] }] { #[serde(default)] struct A { #[serde(skip_serializing_if = "Vec::is_empty")] a: Vec<u8> } } and {
        impl Default for A {
            fn default() -> Self {
                Self { a: vec![7] }
            }
        }
    };
    container_default_own_option: A = [A { a: None }] { #[serde(default)] struct A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8> } } and {
        impl Default for A {
            fn default() -> Self {
                Self { a: Some(7) }
            }
        }
    };
    tuple_struct: A = [A(None, 1), A(Some(1), 2)] { struct A(#[serde(skip_serializing_if = "Option::is_none")] Option<u8>, u8); };
    tuple_variant: E = [E::A(1, None, 2), E::A(1, Some(1), 2)] { enum E { A(u8, #[serde(skip_serializing_if = "Option::is_none")] Option<u8>, u8) } };
    on_flattened_map: A = [A { a: 1, b: map([]) }, A { a: 1, b: map([(s("k"), 1)]) }] { struct A { a: u8, #[serde(flatten, skip_serializing_if = "BTreeMap::is_empty")] b: BTreeMap<String, u8> } };
}
