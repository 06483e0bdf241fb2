//! A small run with a fixed seed, and what the generator itself promises.

use std::collections::BTreeSet;
use wirecheck_random_types::campaign::Campaign;
use wirecheck_random_types::compose::case;
use wirecheck_random_types::emit::source;
use wirecheck_random_types::execute::Seen;
use wirecheck_random_types::tally::kind;
use wirecheck_random_types::toolchain::Toolchain;

/// Types that are accepted come back equal or fail to encode.
#[test]
fn the_promise_holds_for_random_types() {
    let toolchain = Toolchain::new(false).unwrap();
    let campaign = Campaign {
        seeds: 1..101,
        batch: 50,
        jobs: 2,
        limit: None,
        is_erased: true,
        run_refused: false,
        reduced: 1,
    };
    let found = campaign.run(&toolchain, &|_, _| ()).unwrap();
    toolchain.clean();
    let breaks: Vec<String> = found.breaks.iter().map(|broken| broken.text()).collect();
    assert!(breaks.is_empty(), "{}", breaks.join("\n"));
    // The run would prove nothing if everything were refused.
    assert!(found.tally.accepted > 200, "{:?}", found.tally);
    assert!(found.tally.all_equal > 180, "{:?}", found.tally);
}

/// Breaks are counted by what they have in common.
#[test]
fn a_kind_has_no_values_in_it() {
    let kind_of =
        |letter, what: &str| kind("cbor", &Seen { letter, value: "1".to_owned(), what: what.to_owned() });
    assert_eq!(kind_of('M', "17"), "M cbor: another value");
    assert_eq!(
        kind_of('D', "Semantic(None, \"Semantic(None, \\\"missing field `a` at 17\\\")\")"),
        "D cbor: missing field  at #"
    );
}

#[test]
fn a_seed_gives_the_same_type_always() {
    let texts: Vec<String> = (1..50).map(|seed| source(&case(seed))).collect();
    let again: Vec<String> = (1..50).map(|seed| source(&case(seed))).collect();
    assert_eq!(texts, again);
    assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len(), "each seed has a type of its own");
}

/// Every attribute is composed by some seed.
#[test]
fn every_attribute_is_composed() {
    let text: String = (1..2000).map(|seed| source(&case(seed))).collect();
    let words = [
        "rename = ",
        "rename(serialize",
        "rename_all = ",
        "rename_all_fields",
        "alias",
        "default)",
        "default = ",
        "deny_unknown_fields",
        "tag = ",
        "content = ",
        "untagged",
        "other",
        "transparent",
        "skip)",
        "skip_serializing)",
        "skip_deserializing)",
        "skip_serializing_if",
        "flatten",
        "with = ",
        "serialize_with",
        "deserialize_with",
        "from = ",
        "into = ",
        "try_from",
        "bound",
        "sendable(recursive)",
    ];
    let missing: Vec<_> = words.iter().filter(|word| !text.contains(**word)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Every type of the table is used by some seed.
#[test]
fn every_leaf_is_composed() {
    let text: String = (1..4000).map(|seed| source(&case(seed))).collect();
    let leaves = wirecheck_random_types::types::leaves();
    let missing: Vec<_> =
        leaves.iter().map(|leaf| &leaf.text).filter(|leaf| !text.contains(leaf.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(leaves.len() > 80, "{}", leaves.len());
}
