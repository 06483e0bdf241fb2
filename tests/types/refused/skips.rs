//! Do not compile with the derive: `skip` and its halves, on fields and variants; what is absent here and there.

cases! { refused;
    skip: A = [A { a: 1, b: 2, c: 3 }] { struct A { a: u8, #[serde(skip)] b: u8, c: u8 } };
    skip_last: A = [A { a: 1, b: 2 }] { struct A { a: u8, #[serde(skip)] b: u8 } };
    skip_tuple: A = [A(1, 2, 3)] { struct A(u8, #[serde(skip)] u8, u8); };
    skip_in_variant: E = [E::A { a: 1, b: 2 }] { enum E { A { a: u8, #[serde(skip)] b: u8 } } };
    skip_default_fn: A = [A { a: 1, b: 2 }] { struct A { a: u8, #[serde(skip, default = "seven")] b: u8 } } and { fn seven() -> u8 { 7 } };
    skip_transparent: A = [A { a: 1, b: 2 }] { #[serde(transparent)] struct A { a: u8, #[serde(skip)] b: u8 } };
    skip_serializing: A = [A { a: 1, b: 2 }] { struct A { #[serde(skip_serializing)] a: u8, b: u8 } };
    skip_serializing_default: A = [A { a: 1, b: 2 }] { struct A { #[serde(skip_serializing, default)] a: u8, b: u8 } };
    skip_serializing_option: A = [A { a: Some(1), b: 2 }] { struct A { #[serde(skip_serializing)] a: Option<u8>, b: u8 } };
    skip_deserializing: A = [A { a: 1, b: 2 }] { struct A { #[serde(skip_deserializing)] a: u8, b: u8 } };
    skip_deserializing_last: A = [A { a: 1, b: 2 }] { struct A { a: u8, #[serde(skip_deserializing)] b: u8 } };
    skip_both_halves: A = [A { a: 1, b: 2 }] { struct A { a: u8, #[serde(skip_serializing, skip_deserializing)] b: u8 } };
    variant_skip_deserializing: E = [E::A, E::B] { enum E { #[serde(skip_deserializing)] A, B } };
    variant_skip_deserializing_last: E = [E::A, E::B] { enum E { A, #[serde(skip_deserializing)] B } };
}
