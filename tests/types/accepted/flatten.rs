//! `flatten`: what, how many, and beside what.

cases! { accepted;
    of_struct: A = [A { a: 1, b: B { c: 2, d: s("x") } }] { struct A { a: u8, #[serde(flatten)] b: B } struct B { c: u8, d: String } };
    of_struct_first: A = [A { b: B { c: 2 }, a: 1 }] { struct A { #[serde(flatten)] b: B, a: u8 } struct B { c: u8 } };
    of_two_structs: A = [A { b: B { x: 1 }, c: C { y: 2 } }] { struct A { #[serde(flatten)] b: B, #[serde(flatten)] c: C } struct B { x: u8 } struct C { y: u8 } };
    of_struct_in_struct: A = [A { b: B { x: 1, c: C { y: 2 } } }] { struct A { #[serde(flatten)] b: B } struct B { x: u8, #[serde(flatten)] c: C } struct C { y: u8 } };
    of_empty_struct: A = [A { a: 1, b: B {} }] { struct A { a: u8, #[serde(flatten)] b: B } struct B {} };
    of_boxed_struct: A = [A { a: 1, b: Box::new(B { c: 2 }) }] { struct A { a: u8, #[serde(flatten)] b: Box<B> } struct B { c: u8 } };
    of_newtype_of_struct: A = [A { a: 1, b: N(B { c: 2 }) }] { struct A { a: u8, #[serde(flatten)] b: N } struct N(B); struct B { c: u8 } };
    of_transparent_struct: A = [A { a: 1, b: N { i: B { c: 2 } } }] { struct A { a: u8, #[serde(flatten)] b: N } #[serde(transparent)] struct N { i: B } struct B { c: u8 } };
    of_map_alone: A = [A { m: map([]) }, A { m: map([(s("k"), 1)]) }] { struct A { #[serde(flatten)] m: BTreeMap<String, u8> } };
    of_option: A = [A { a: 1, b: None }, A { a: 1, b: Some(B { c: 1 }) }] { struct A { a: u8, #[serde(flatten)] b: Option<B> } struct B { c: u8 } };
    of_option_of_enum: A = [A { a: 1, e: None }, A { a: 1, e: Some(E::X(1)) }] { struct A { a: u8, #[serde(flatten)] e: Option<E> } enum E { X(u8), Y { z: u8 } } };
    of_option_of_internal: A = [A { a: 1, e: None }, A { a: 1, e: Some(E::X) }] { struct A { a: u8, #[serde(flatten)] e: Option<E> } #[serde(tag = "t")] enum E { X, Y { z: u8 } } };
    of_external: A = [A { a: 1, e: E::X(1) }, A { a: 1, e: E::Y { z: 1 } }, A { a: 1, e: E::Z(1, 2) }] { struct A { a: u8, #[serde(flatten)] e: E } enum E { X(u8), Y { z: u8 }, Z(u8, u8) } };
    of_external_with_unit: A = [A { a: 1, e: E::X }, A { a: 1, e: E::Y(1) }] { struct A { a: u8, #[serde(flatten)] e: E } enum E { X, Y(u8) } };
    of_external_with_nothing: A = [A { a: 1, e: E::X(()) }] { struct A { a: u8, #[serde(flatten)] e: E } enum E { X(()) } };
    of_two_externals: A = [A { e: E::X(1), f: F::Y(2) }] { struct A { #[serde(flatten)] e: E, #[serde(flatten)] f: F } enum E { X(u8) } enum F { Y(u8) } };
    of_internal: A = [A { a: 1, e: E::X }, A { a: 1, e: E::Y { z: 1 } }] { struct A { a: u8, #[serde(flatten)] e: E } #[serde(tag = "t")] enum E { X, Y { z: u8 } } };
    of_adjacent: A = [A { a: 1, e: E::X }, A { a: 1, e: E::Y(1) }] { struct A { a: u8, #[serde(flatten)] e: E } #[serde(tag = "t", content = "c")] enum E { X, Y(u8) } };
    of_adjacent_structs: A = [A { a: 1, e: E::Y { z: 1 } }] { struct A { a: u8, #[serde(flatten)] e: E } #[serde(tag = "t", content = "c")] enum E { Y { z: u8 } } };
    of_untagged_struct: A = [A { a: 1, e: E::X { x: 1 } }, A { a: 1, e: E::Y { y: 1 } }] { struct A { a: u8, #[serde(flatten)] e: E } #[serde(untagged)] enum E { X { x: u8 }, Y { y: u8 } } };
    of_untagged_newtype: A = [A { a: 1, e: E::X(B { x: 1 }) }] { struct A { a: u8, #[serde(flatten)] e: E } #[serde(untagged)] enum E { X(B) } struct B { x: u8 } };
    of_struct_with_tag: A = [A { a: 1, b: B { c: 1 } }] { struct A { a: u8, #[serde(flatten)] b: B } #[serde(tag = "t")] struct B { c: u8 } };
    with_default: A = [A { a: 1, b: B { c: 0 } }] { struct A { a: u8, #[serde(flatten, default)] b: B } #[derive(Default)] struct B { c: u8 } };
    in_variant: E = [E::X { a: 1, b: B { c: 1 } }] { enum E { X { a: u8, #[serde(flatten)] b: B } } struct B { c: u8 } };
    in_internal_variant: E = [E::X { a: 1, b: B { c: 1 } }] { #[serde(tag = "t")] enum E { X { a: u8, #[serde(flatten)] b: B } } struct B { c: u8 } };
    in_untagged_variant: E = [E::X { b: B { c: 1 } }, E::Y(1)] { #[serde(untagged)] enum E { X { #[serde(flatten)] b: B }, Y(u8) } struct B { c: u8 } };
    in_adjacent_variant: E = [E::X { b: B { c: 1 } }] { #[serde(tag = "t", content = "c")] enum E { X { #[serde(flatten)] b: B } } struct B { c: u8 } };
    container_renamed: A = [A { a: 1, b: B { c: 2 } }] { #[serde(rename = "my a")] struct A { a: u8, #[serde(flatten)] b: B } #[serde(rename = "my b")] struct B { c: u8 } };
    fields_renamed: A = [A { a: 1, b: B { c: 2 } }] { struct A { #[serde(rename = "a a")] a: u8, #[serde(flatten)] b: B } struct B { #[serde(rename = "1")] c: u8 } };
    split_rename_inside: A = [A { a: 1, b: B { c: 2 } }] { struct A { a: u8, #[serde(flatten)] b: B } struct B { #[serde(rename(serialize = "x", deserialize = "y"))] c: u8 } };
}
