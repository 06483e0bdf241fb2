//! Opted in: with `accept`.

cases! { opted;
    skip: A = [A { a: 1, b: 0 }, A { a: 1, b: 2 }] { struct A { a: u8, #[serde(skip)] #[sendable(accept("skip", AnyFormat))] b: u8 } };
    skip_variant_field: E = [E::A { a: 1, b: 0 }] { enum E { A { a: u8, #[serde(skip)] #[sendable(accept("skip", AnyFormat))] b: u8 } } };
    skip_serializing: A = [A { a: 1, b: 2 }] { struct A { #[serde(skip_serializing, default)] #[sendable(accept("one-sided-skip", AnyFormat))] a: u8, b: u8 } };
    skip_if_own: A = [A { a: 0 }, A { a: 1 }] { struct A { #[serde(default, skip_serializing_if = "is_zero")] #[sendable(accept("skip-if-default", AnyFormat))] a: u8 } } and { fn is_zero(a: &u8) -> bool { *a == 0 } };
    flatten_map: A = [A { a: 1, m: map([(s("k"), 1)]) }, A { a: 1, m: map([(s("a"), 1)]) }] { struct A { a: u8, #[serde(flatten)] #[sendable(accept("flatten-overlap", AnyFormat))] m: BTreeMap<String, u8> } };
    untagged: E = [E::A(1), E::B(1)] { #[serde(untagged)] #[sendable(accept("untagged", AnyFormat))] enum E { A(u64), B(u8) } };
    untagged_generic: E<u8> = [E::One(1), E::Many(vec![1])] { #[serde(untagged)] #[sendable(accept("untagged", AnyFormat))] enum E<T> { One(T), Many(Vec<T>) } };
    one_sided_conversion: A = [A { x: 1 }] { #[serde(into = "u8")] #[sendable(accept("one-sided-conversion", AnyFormat))] struct A { x: u8 } } and {
        impl From<A> for u8 {
            fn from(a: A) -> Self {
                a.x
            }
        }
    };
}
