use super::names::{arguments, by_own_trait, crate_of, demangled, meeting, method, with_arguments};
use crate::survey::Side;

#[test]
fn a_symbol_says_its_types() {
    let symbol = "_RINvNtNtNtCs5EXIft9N8iF_7bitcode5serde3ser5inner9serializeINtCsbL7PiG1g4Fl_3sym4PairNtBX_4LeafEEBX_";
    assert_eq!(
        demangled(symbol).as_deref(),
        Some("bitcode::serde::ser::inner::serialize::<sym::Pair<sym::Leaf>>")
    );
    assert_eq!(demangled("main"), None);
    assert_eq!(demangled("_ZN3sym4main17h0123456789abcdefE"), None);
}

#[test]
fn a_meeting_is_a_type_a_side_and_a_serializer() {
    let name =
        "<&app::Pair<fn(u8) -> u8> as serde_core::ser::Serialize>::serialize::<&mut json::Serializer<W>>";
    assert_eq!(
        meeting(name),
        Some(("&app::Pair<fn(u8) -> u8>", Side::Serialize, "&mut json::Serializer<W>"))
    );
    let old = "<app::Leaf as serde::de::Deserialize>::deserialize::<D>";
    assert_eq!(meeting(old), Some(("app::Leaf", Side::Deserialize, "D")));
    // What is made inside of one is none.
    assert_eq!(meeting("<app::Leaf as serde::de::Deserialize>::deserialize::<D>::{closure#0}"), None);
    assert_eq!(
        meeting(
            "<<app::Leaf as serde::de::Deserialize>::deserialize::__Visitor as serde::de::Visitor>::visit_seq::<A>"
        ),
        None
    );
}

#[test]
fn names_are_cut_at_their_own_brackets() {
    assert_eq!(with_arguments("a::b::<C<u8>, fn() -> D>"), Some(("a::b", "C<u8>, fn() -> D")));
    assert_eq!(with_arguments("a::b"), None);
    assert_eq!(arguments("(a, b), C<d, e>, fn(u8, u8) -> u8, "), ["(a, b)", "C<d, e>", "fn(u8, u8) -> u8"]);
    assert_eq!(method("<<A as B>::c::D as e::F<G>>::h::<I>"), Some(("<A as B>::c::D", "e::F<G>", "h::<I>")));
    assert_eq!(crate_of("<&mut [app::Leaf] as core::T>::f"), Some("app"));
    assert_eq!(crate_of("<u8 as core::T>::f"), None);
}

#[test]
fn traits_of_a_format_are_not_those_of_serde() {
    let encode =
        "<app::Leaf<u8> as bincode::enc::Encode>::encode::<bincode::enc::encoder::EncoderImpl<W, C>>";
    assert_eq!(by_own_trait(encode), Some("app::Leaf<u8>"));
    let decode = "<app::Leaf as bincode::de::Decode<()>>::decode::<bincode::de::decoder::DecoderImpl<R, C>>";
    assert_eq!(by_own_trait(decode), Some("app::Leaf"));
    let serde = "<app::Leaf as serde_core::ser::Serialize>::serialize::<bincode::ser::Serializer<W>>";
    assert_eq!(by_own_trait(serde), None);
    assert_eq!(by_own_trait("bincode::enc::Encode::encode"), None);
}
