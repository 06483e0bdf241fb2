//! `skip_serializing_if`: what is tested, what stands in its place, and where.

cases! { accepted;
    option_none: A = [A { a: None, b: 1 }, A { a: Some(1), b: 1 }] { struct A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8>, b: u8 } };
    option_none_last: A = [A { a: 1, b: None }] { struct A { a: u8, #[serde(skip_serializing_if = "Option::is_none")] b: Option<u8> } };
    option_none_only: A = [A { a: None }] { struct A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8> } };
    option_none_default: A = [A { a: None, b: 1 }] { struct A { #[serde(default, skip_serializing_if = "Option::is_none")] a: Option<u8>, b: u8 } };
    option_full_path: A = [A { a: None, b: 1 }] { struct A { #[serde(skip_serializing_if = "std::option::Option::is_none")] a: Option<u8>, b: u8 } };
    option_core_path: A = [A { a: None, b: 1 }] { struct A { #[serde(skip_serializing_if = "::core::option::Option::is_none")] a: Option<u8>, b: u8 } };
    option_typed_path: A = [A { a: None, b: 1 }] { struct A { #[serde(skip_serializing_if = "Option::<u8>::is_none")] a: Option<u8>, b: u8 } };
    option_twice: A = [A { a: None }, A { a: Some(None) }] { struct A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<Option<u8>> } };
    list: A = [A { a: vec![], b: 1 }, A { a: vec![1], b: 1 }] { struct A { #[serde(default, skip_serializing_if = "Vec::is_empty")] a: Vec<u8>, b: u8 } };
    list_default_new: A = [A { a: vec![] }] { struct A { #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")] a: Vec<u8> } };
    text: A = [A { a: s(""), b: 1 }, A { a: s("x"), b: 1 }] { struct A { #[serde(default, skip_serializing_if = "String::is_empty")] a: String, b: u8 } };
    text_as_str: A = [A { a: s(""), b: 1 }] { struct A { #[serde(default, skip_serializing_if = "str::is_empty")] a: String, b: u8 } };
    list_as_slice: A = [A { a: vec![] }] { struct A { #[serde(default, skip_serializing_if = "<[u8]>::is_empty")] a: Vec<u8> } };
    map_empty: A = [A { a: map([]), b: 1 }, A { a: map([(s("k"), 1)]), b: 1 }] { struct A { #[serde(default, skip_serializing_if = "BTreeMap::is_empty")] a: BTreeMap<String, u8>, b: u8 } };
    hash_map_full_path: A = [A { a: HashMap::new(), b: 1 }] { struct A { #[serde(default, skip_serializing_if = "std::collections::HashMap::is_empty")] a: HashMap<String, u8>, b: u8 } };
    set_empty: A = [A { a: HashSet::new(), b: 1 }] { struct A { #[serde(default, skip_serializing_if = "HashSet::is_empty")] a: HashSet<u8>, b: u8 } };
    deque_empty: A = [A { a: VecDeque::new(), b: 1 }] { struct A { #[serde(default, skip_serializing_if = "VecDeque::is_empty")] a: VecDeque<u8>, b: u8 } };
    not: A = [A { a: false, b: 1 }, A { a: true, b: 1 }] { struct A { #[serde(default, skip_serializing_if = "std::ops::Not::not")] a: bool, b: u8 } };
    not_short: A = [A { a: false, b: 1 }, A { a: true, b: 1 }] { struct A { #[serde(default, skip_serializing_if = "Not::not")] a: bool, b: u8 } } and { use std::ops::Not; };
    tuple_struct_last: A = [A(1, None), A(1, Some(2))] { struct A(u8, #[serde(default, skip_serializing_if = "Option::is_none")] Option<u8>); };
    struct_variant: E = [E::A { a: None, b: 1 }, E::A { a: Some(1), b: 2 }] { enum E { A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8>, b: u8 } } };
    struct_variant_internal: E = [E::A { a: None, b: 1 }] { #[serde(tag = "t")] enum E { A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8>, b: u8 } } };
    struct_variant_adjacent: E = [E::A { a: None, b: 1 }, E::A { a: Some(1), b: 1 }] { #[serde(tag = "t", content = "c")] enum E { A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8>, b: u8 } } };
    with_flatten: A = [A { a: None, b: B { c: 1 } }] { struct A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8>, #[serde(flatten)] b: B } struct B { c: u8 } };
    inside_flattened: A = [A { a: 1, b: B { c: None, d: 2 } }] { struct A { a: u8, #[serde(flatten)] b: B } struct B { #[serde(skip_serializing_if = "Option::is_none")] c: Option<u8>, d: u8 } };
    newtype_struct: A = [A(None), A(Some(1))] { struct A(#[serde(skip_serializing_if = "Option::is_none")] Option<u8>); };
    several: A = [A { a: None, b: vec![], c: s(""), d: 1 }] { struct A { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8>, #[serde(default, skip_serializing_if = "Vec::is_empty")] b: Vec<u8>, #[serde(default, skip_serializing_if = "String::is_empty")] c: String, d: u8 } };
    generic: A<u8> = [A { a: None }, A { a: Some(1) }] { struct A<T> { #[serde(skip_serializing_if = "Option::is_none")] a: Option<T> } };
    generic_of_option: A<Option<u8>> = [A { a: None }, A { a: Some(None) }] { struct A<T> { #[serde(skip_serializing_if = "Option::is_none")] a: Option<T> } };
}
