//! serde_json.

use crate::{and, random};
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value, json};
use wirecheck::format::{Bincode, Buffered, Cbor, Json, MessagePack, Ron};
use wirecheck::{Codec, Sendable, probe};
use wirecheck_tests_foreign::{Verdicts, types};

types! {
    value: Value = values() => Verdicts::DESCRIBED;
    number: Number = values().into_iter().filter_map(|it| it.as_number().cloned()).collect::<Vec<_>>()
        => Verdicts::DESCRIBED;
    map: Map<String, Value> = values().into_iter().filter_map(|it| it.as_object().cloned()).collect::<Vec<_>>()
        => Verdicts::DESCRIBED;
}

fn values() -> Vec<Value> {
    let edges = vec![
        json!(null),
        json!([null, [null], [], {}]),
        json!(u64::MAX),
        json!(i64::MIN),
        json!([255, 256, -129, 1e16, 1.0, -0.0, 5e-324, f64::MAX, 0.30000000000000004]),
        json!(["", "a\"\\\0é\u{1F600}", "null", "NaN", "12"]),
        json!({"b": 1, "a": null, "": {"true": [1.5], "x y": "z"}}),
    ];
    let leaves = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let trees = leaves.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(any::<String>(), inner, 0..4).prop_map(|it| it.into_iter().collect::<Value>()),
        ]
    });
    and(edges, random(trees))
}

#[test]
fn null_is_none_where_an_option_has_no_mark() {
    assert!(probe!(Option<Value>: Sendable<Ron>));
    assert!(!probe!(Option<Value>: Sendable<Json>));
    assert!(!probe!(Option<Value>: Sendable<Cbor>));
    assert!(!probe!(Option<Value>: Sendable<MessagePack>));
    assert!(probe!(Option<Number>: Sendable<Json>));
    assert!(probe!(Option<Map<String, Value>>: Sendable<Json>));
    let mut bytes = Vec::new();
    Ron::encode(&Some(Value::Null), &mut bytes).unwrap();
    assert_eq!(Ron::decode::<Option<Value>>(&bytes).unwrap(), Some(Value::Null));
}

#[test]
fn a_map_takes_the_other_entries() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
    struct Open {
        #[serde(flatten)]
        rest: Map<String, Value>,
    }
    assert!(probe!(Open: Sendable<Json>));
    assert!(!probe!(Open: Sendable<Bincode>));
    assert!(probe!(Open: Sendable<Buffered<Json>>));
    let open = Open { rest: json!({"a": [1, null], "b": {"c": 1.5}}).as_object().unwrap().clone() };
    let mut bytes = Vec::new();
    Json::encode(&open, &mut bytes).unwrap();
    assert_eq!(Json::decode::<Open>(&bytes).unwrap(), open);
}
