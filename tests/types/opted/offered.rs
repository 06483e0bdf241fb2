//! Opted in with the formats that messages offer, where what the author says is true: the promise holds in these formats.

cases! { offered;
    skip: A = [A { a: 1, b: 0 }] { struct A { a: u8, #[serde(skip)] #[sendable(accept("skip", AnyFormat))] b: u8 } };
    skip_deserializing: A = [A { a: 0, b: 2 }] { struct A { #[serde(skip_deserializing)] #[sendable(accept("one-sided-skip", MessagePackNamed, Cbor, Json, Ron))] a: u8, b: u8 } };
    skipped_variant: E = [E::A(1), E::B { x: 2 }, E::C] { enum E { A(u8), #[serde(skip_deserializing)] #[sendable(accept("skipped-variant", MessagePack, MessagePackNamed, Cbor, Json, Ron))] Draft, B { x: u8 }, C } };
    skip_if_own: A = [A { a: 0 }, A { a: 1 }] { struct A { #[serde(default, skip_serializing_if = "is_zero")] #[sendable(accept("skip-if-default", AnyFormat))] a: u8 } } and { fn is_zero(a: &u8) -> bool { *a == 0 } };
    skip_if_own_last: A = [A(1, 0), A(1, 1)] { struct A(u8, #[serde(default, skip_serializing_if = "is_zero")] #[sendable(accept("skip-if-default", AnyFormat))] u8); } and { fn is_zero(a: &u8) -> bool { *a == 0 } };
    skip_if_container_default: A = [A { a: None, b: 0 }, A { a: Some(1), b: 1 }] { #[serde(default)] #[derive(Default)] struct A { #[serde(skip_serializing_if = "Option::is_none")] #[sendable(accept("skip-if-default", AnyFormat))] a: Option<u8>, b: u8 } };
    conversion: A = [A { x: 1 }] { #[serde(from = "u8", into = "u8")] #[sendable(accept("hand-written-conversion", AnyFormat))] struct A { x: u8 } } and {
        impl From<A> for u8 {
            fn from(a: A) -> Self {
                a.x
            }
        }
        impl From<u8> for A {
            fn from(x: u8) -> Self {
                Self { x }
            }
        }
    };
    flatten_map: A = [A { a: 1, m: map([(s("k"), 1)]) }, A { a: 1, m: map([]) }] { struct A { a: u8, #[serde(flatten)] #[sendable(accept("flatten-overlap", MessagePackNamed, Cbor, Json))] m: BTreeMap<String, u8> } };
    flatten_map_of_options: A = [A { a: 1, m: map([(s("k"), Some(s("x"))), (s("l"), None)]) }] { struct A { a: u8, #[serde(flatten)] #[sendable(accept("flatten-overlap", MessagePackNamed, Cbor, Json))] m: BTreeMap<String, Option<String>> } };
    flatten_generic: A<P> = [A { a: 1, m: P { x: 1, y: None } }] { struct A<T> { a: u8, #[serde(flatten)] #[sendable(accept("flatten-overlap", MessagePackNamed, Cbor, Json))] m: T } struct P { x: u8, y: Option<String> } };
    untagged_number_or_list: E<u8> = [E::One(1), E::Many(vec![1]), E::Many(vec![])] { #[serde(untagged)] #[sendable(accept("untagged", MessagePackNamed, Cbor, Json))] enum E<T> { One(T), Many(Vec<T>) } };
    untagged_struct_or_list: E<P> = [E::One(P { x: 1, y: Some(s("a")) }), E::Many(vec![P { x: 2, y: None }])] { #[serde(untagged)] #[sendable(accept("untagged", MessagePackNamed, Cbor, Json))] enum E<T> { One(T), Many(Vec<T>) } struct P { x: u8, y: Option<String> } };
    untagged_newtype_or_list: E<N> = [E::One(N(1)), E::Many(vec![N(2)])] { #[serde(untagged)] #[sendable(accept("untagged", MessagePackNamed, Cbor, Json))] enum E<T> { One(T), Many(Vec<T>) } struct N(u8); };
    untagged_full_or_part: E = [E::Full { a: 1, b: 2 }, E::Part { a: 1 }] { #[serde(untagged)] #[sendable(accept("untagged", MessagePackNamed, Cbor, Json))] enum E { Full { a: u8, b: u8 }, Part { a: u8 } } };
    tag_generic: E<P> = [E::A(P { x: 1, y: None }), E::B { z: 1 }] { #[serde(tag = "t")] #[sendable(accept("tag-overlap", MessagePackNamed, Cbor, Json))] enum E<T> { A(T), B { z: u8 } } struct P { x: u8, y: Option<String> } };
    tag_map: E = [E::A(map([(s("k"), 1)])), E::B { z: 1 }] { #[serde(tag = "t")] #[sendable(accept("tag-overlap", MessagePackNamed, Cbor, Json))] enum E { A(BTreeMap<String, u8>), B { z: u8 } } };
    serialized_in_order: A = [A { m: HashMap::from([(s("a"), 1), (s("b"), 2)]) }] { struct A { #[serde(serialize_with = "in_order")] #[sendable(accept("one-sided-with", Json))] m: HashMap<String, u8> } } and {
        fn in_order<S: Serializer>(m: &HashMap<String, u8>, serializer: S) -> Result<S::Ok, S::Error> {
            m.iter().collect::<BTreeMap<_, _>>().serialize(serializer)
        }
    };
    null_as_default: A = [A { v: vec![1], x: 2 }, A { v: vec![], x: 2 }] { struct A { #[serde(deserialize_with = "or_default")] #[sendable(accept("one-sided-with", Json))] v: Vec<u8>, x: u8 } } and {
        fn or_default<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
            Ok(Option::<Vec<u8>>::deserialize(deserializer)?.unwrap_or_default())
        }
    };
    one_or_many: A = [A { v: vec![s("a")], x: 2 }, A { v: vec![], x: 2 }] { struct A { #[serde(deserialize_with = "one_or_many")] #[sendable(accept("one-sided-with", Json))] v: Vec<String>, x: u8 } } and {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum OneOrMany {
            One(String),
            Many(Vec<String>),
        }
        fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
            Ok(match OneOrMany::deserialize(deserializer)? {
                OneOrMany::One(one) => vec![one],
                OneOrMany::Many(many) => many,
            })
        }
    };
    with_text: A = [A { a: 1 }, A { a: 255 }] { struct A { #[serde(with = "text")] #[sendable(trust(Json))] a: u8 } } and {
        mod text {
            use super::*;
            pub fn serialize<S: Serializer>(value: &u8, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&value.to_string())
            }
            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
    with_option_and_default: A = [A { x: None }, A { x: Some(1) }] { struct A { #[serde(default, skip_serializing_if = "Option::is_none", with = "plain")] #[sendable(trust(Json))] x: Option<u8> } } and {
        mod plain {
            use super::*;
            pub fn serialize<S: Serializer>(value: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
                value.serialize(serializer)
            }
            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
                Option::deserialize(deserializer)
            }
        }
    };
    json_value: A = [A { a: serde_json::json!({"a": [1, null, "x", 1.5]}) }] { struct A { #[sendable(trust(Json))] a: serde_json::Value } };
    socket_address: A = [A { a: "1.2.3.4:5".parse().unwrap() }, A { a: "[::1]:5".parse().unwrap() }] { struct A { #[sendable(trust(Json, Ron))] a: std::net::SocketAddr } };
    socket_address_in_buffer: E = [E::A("1.2.3.4:5".parse().unwrap()), E::N(1)] { #[serde(untagged)] #[sendable(accept("untagged", Json))] enum E { A(#[sendable(trust(Json, Ron))] std::net::SocketAddr), N(u8) } };
    in_a_type_of_the_reader: B = [B { a: A { a: 1, b: 0 }, c: 1 }] { struct B { #[serde(flatten)] a: A, c: u8 } struct A { a: u8, #[serde(skip)] #[sendable(accept("skip", Json, Cbor))] b: u8 } };
}
