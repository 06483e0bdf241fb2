//! Types that contain each other, and types inside themselves: proven in full, each in the formats in which it is read.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;
use wirecheck::format::Format;
use wirecheck::sendable::{Parts, Whole, describe};
use wirecheck::{Bincode, Cbor, Codec, Json, MessagePack, Ron, Sendable, probe};

macro_rules! types {
    ($($item:item)*) => { $(#[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)] $item)* };
}

/// In which of the formats a type is accepted.
macro_rules! accepted {
    ($ty:ty: $($format:ident)*) => { [$(probe!($ty: Sendable<$format>)),*] };
}

fn comes_back<F: Codec, T: Sendable<F> + PartialEq + Debug>(value: &T) {
    assert_eq!(&F::decode::<T>(&F::encode_to_vec(value).unwrap()).unwrap(), value);
}

mod one_mark {
    use super::*;
    types! {
        #[sendable(recursive)]
        pub(super) struct Dir { pub(super) files: Vec<Entry> }
        pub(super) enum Entry { File(String), Dir(Dir) }
    }
}

#[test]
fn one_word_proves_a_circle_of_types() {
    use one_mark::*;
    assert_eq!(accepted!(Dir: Bincode Json Cbor MessagePack Ron), [true; 5]);
    assert_eq!(accepted!(Entry: Bincode Json Cbor MessagePack Ron), [true; 5]);
    let dir = Dir { files: vec![Entry::File("a".into()), Entry::Dir(Dir { files: vec![] })] };
    comes_back::<Bincode, _>(&dir);
    comes_back::<Json, _>(&dir);
}

#[test]
fn a_marked_type_is_proven_for_a_format_that_is_a_parameter() {
    use one_mark::*;
    fn sent<T: Sendable<F>, F: Format>() -> &'static str {
        std::any::type_name::<T>()
    }
    // No condition on `F` but that it is a format: what is asked holds in every one.
    fn both<F: Format>() -> [&'static str; 2] {
        [sent::<Dir, F>(), sent::<Entry, F>()]
    }
    assert!(both::<Json>()[0].ends_with("one_mark::Dir"));
    assert_eq!(both::<Json>(), both::<Bincode>());
}

mod on_a_field {
    use super::*;
    types! {
        pub(super) struct Dir { pub(super) files: Vec<Entry> }
        pub(super) enum Entry { File(String), Dir(#[sendable(recursive)] Dir) }
        // What is behind the word is checked too.
        pub(super) struct Step { limit: Option<Option<u8>>, then: Option<Box<Plan>> }
        pub(super) struct Plan { #[sendable(recursive)] steps: Vec<Step>, n: u8 }
    }
}

#[test]
fn the_word_on_a_field_waives_nothing() {
    use on_a_field::*;
    assert_eq!(accepted!(Dir: Bincode Json Ron), [true; 3]);
    assert_eq!(accepted!(Entry: Bincode Json Ron), [true; 3]);
    assert_eq!(accepted!(Plan: Bincode Json Ron), [true, false, true]);
    assert_eq!(accepted!(Step: Bincode Json Ron), [true, false, true]);
}

mod many_members {
    use super::*;
    types! {
        #[sendable(recursive)]
        pub(super) struct Wide { a: Vec<Tall>, b: Vec<Tall>, c: Vec<Tall>, n: u8, d: Vec<Tall>, text: String }
        #[sendable(recursive)]
        pub(super) enum Tall {
            One { a: Vec<Wide>, n: u8 }, Two(Box<Wide>), Three(Box<Wide>), Four(Box<Wide>), Text(String),
            Five { b: Vec<Wide> }, Six(Box<Wide>), Nothing,
        }
    }
}

/// Of types that may lead back nothing is known; of the others it is, at their places.
#[test]
fn the_shape_of_a_marked_type_has_what_is_known() {
    use many_members::*;
    let wide = describe::<Wide, Json>().to_string();
    assert_eq!(
        wide,
        "$: fields
$.a: optional
$.a: anything
$.b: optional
$.b: anything
$.c: optional
$.c: anything
$.n: required
$.n: integer 0..=255
$.d: optional
$.d: anything
$.text: required
$.text: text
"
    );
    let tall = describe::<Tall, Json>().to_string();
    assert!(tall.starts_with("$: one of 8 shapes\n$|0: one of 1 texts\n$|0: text \"Nothing\"\n"), "{tall}");
    let lines = [
        "$|1.One: fields",
        "$|1.One.a: anything",
        "$|1.One.n: integer 0..=255",
        "$|2.Two: anything",
        "$|4.Four: anything",
        "$|5.Text: text",
        "$|6.Five: fields",
        "$|6.Five.b: anything",
        "$|7.Six: anything",
    ];
    for line in lines {
        assert!(tall.lines().any(|it| it == line), "{line}: {tall}");
    }
}

mod two_marks {
    use super::*;
    types! {
        #[sendable(recursive)]
        pub(super) struct R { p: Box<P> }
        #[sendable(recursive)]
        pub(super) struct P { r: Vec<R>, q: Vec<Q> }
        pub(super) struct Q { p: Vec<P>, deep: Option<Option<u8>> }
    }
}

#[test]
fn two_words_in_a_row_let_nothing_through() {
    use two_marks::*;
    assert_eq!(accepted!(R: Bincode Json Ron), [true, false, true]);
    assert_eq!(accepted!(P: Bincode Json Ron), [true, false, true]);
    assert_eq!(accepted!(Q: Bincode Json Ron), [true, false, true]);
}

mod in_the_buffer {
    use super::*;
    types! {
        #[serde(tag = "t")]
        pub(super) enum E<X> { Leaf, Kids { k: Vec<X> } }
        // Keys that are numbers come back from the buffer of some formats only.
        pub(super) struct T { pub(super) counts: BTreeMap<u32, u64>, pub(super) e: E<T> }
        #[sendable(recursive)]
        pub(super) struct U { n: u32, e: E<U> }
        #[sendable(recursive)]
        pub(super) struct Wild { me: Vec<Tagged>, counts: BTreeMap<u32, u8> }
        #[serde(tag = "t")]
        pub(super) enum Tagged { A { w: Box<Wild>, n: u8 } }
    }
}

#[test]
fn a_type_is_asked_as_what_it_is_read_from() {
    use in_the_buffer::*;
    assert_eq!(accepted!(T: Bincode Json Cbor MessagePack Ron), [false, false, true, true, true]);
    assert_eq!(accepted!(U: Bincode Json Cbor MessagePack Ron), [false, true, true, true, true]);
    assert_eq!(accepted!(Wild: Bincode Json Cbor MessagePack Ron), [false, false, true, true, true]);
    assert_eq!(accepted!(Tagged: Bincode Json Cbor MessagePack Ron), [false, false, true, true, true]);
    let leaf = || T { counts: BTreeMap::from([(1, 2)]), e: E::Leaf };
    let value = T { counts: BTreeMap::new(), e: E::Kids { k: vec![leaf(), leaf()] } };
    comes_back::<Cbor, _>(&value);
    comes_back::<MessagePack, _>(&value);
    comes_back::<Ron, _>(&value);
}

mod through_buffers {
    use super::*;
    types! {
        #[serde(untagged)]
        #[sendable(recursive)]
        pub(super) enum One { Number(u8), Two(Box<Two>) }
        pub(super) struct Two { pub(super) one: Option<One> }
    }
    impl One {
        pub(super) const ONE: Self = Self::Number(1);
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
    #[serde(untagged)]
    #[sendable(accept("untagged", Json))]
    pub(super) enum OrName<T> {
        Name { name: String },
        Value(T),
    }

    /// Types each of which contains all others, each time in a buffer of its own.
    macro_rules! circle {
        ($($name:ident)*) => { circle!(@each [$($name)*] $([$name])*); };
        (@each $all:tt $([$name:ident])*) => { $(circle!(@one $name $all);)* };
        (@one $name:ident [$($other:ident)*]) => {
            #[derive(Debug, Default, PartialEq, Serialize, Deserialize, Sendable)]
            #[sendable(recursive)]
            #[allow(non_snake_case)]
            pub(super) struct $name { $(pub(super) $other: Vec<OrName<$other>>),* }
        };
    }
    circle! { A B C D E G H J }
}

/// In a call that infers the format rustc asks before it knows it. It must wait, and not go around the circle with a new unknown
/// format each time: that has no end, and with several ways around takes all memory of the machine.
#[test]
fn a_circle_through_buffers_waits_until_the_format_is_known() {
    use through_buffers::*;
    fn bytes<T: Sendable<F>, F: Codec>(_: F, value: &T) -> Vec<u8> {
        F::encode_to_vec(value).unwrap()
    }
    // rustc asks before it looks at a closure.
    fn known_later<T, F>(value: &T, bytes: impl Fn(F, &T) -> Vec<u8>, format: impl Fn() -> F) -> Vec<u8> {
        bytes(format(), value)
    }
    assert_eq!(known_later(&One::ONE, bytes::<One, _>, || Json), b"1");
    let two = Two { one: Some(One::Two(Box::new(Two { one: None }))) };
    assert_eq!(known_later(&two, bytes::<Two, _>, || Json), br#"{"one":{"one":null}}"#);
    let a = A { B: vec![OrName::Value(B::default())], ..A::default() };
    comes_back::<Json, _>(&a);
    assert!(known_later(&a, bytes::<A, _>, || Json).starts_with(br#"{"A":[],"B":[{"A":[]"#));
    assert_eq!(accepted!(A: Bincode Json Cbor), [false, true, false]);
}

mod generic {
    use super::*;
    types! {
        #[sendable(recursive)]
        pub(super) struct G<T> { h: Vec<H<T>>, t: Option<T> }
        pub(super) struct H<T> { g: Box<G<T>> }
    }
}

#[test]
fn a_parameter_is_asked_where_it_is_known() {
    use generic::*;
    assert_eq!(accepted!(G<u8>: Bincode Json), [true, true]);
    assert_eq!(accepted!(G<Option<u8>>: Bincode Json), [true, false]);
    assert_eq!(accepted!(H<Option<u8>>: Bincode Json), [true, false]);
}

mod shared {
    use super::*;
    types! {
        #[sendable(recursive)]
        pub(super) struct Add {
            #[sendable(duplicate)]
            pub(super) left: Arc<Expr>,
            #[sendable(duplicate)]
            pub(super) right: Option<Arc<Expr>>,
        }
        pub(super) enum Expr { Number(i64), Add(Add) }
        // The copy is null where there is one null.
        pub(super) struct Maybe {
            #[sendable(duplicate)]
            it: Option<Arc<Option<u8>>>,
        }
    }
}

#[test]
fn copies_are_asked_for_what_is_in_them() {
    use shared::*;
    assert_eq!(accepted!(Add: Bincode Json Ron), [true; 3]);
    assert_eq!(accepted!(Maybe: Bincode Json Ron), [true, false, true]);
    comes_back::<Json, _>(&Add { left: Arc::new(Expr::Number(1)), right: None });
}

mod by_hand {
    use super::*;
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub(super) struct Version(u8);
    impl<F: Format> Sendable<F> for Version {}
    impl<F: Format> Parts<F> for Version {
        type Parts = Whole<Self, F>;
    }
    types! {
        #[sendable(recursive)]
        pub(super) struct Package { version: Version, needs: BTreeMap<String, Need> }
        pub(super) struct Need { package: Option<Box<Package>> }
    }
}

#[test]
fn a_hand_written_type_is_one_piece() {
    assert_eq!(accepted!(by_hand::Package: Bincode Json Ron), [true; 3]);
    assert_eq!(accepted!(by_hand::Need: Bincode Json Ron), [true; 3]);
}

mod own_name {
    use super::*;
    pub(super) trait Bits {
        type Raw;
    }
    impl Bits for Mask {
        type Raw = u32;
    }
    pub(super) trait Unit {}
    impl Unit for Node {}
    pub(super) trait Leaf {
        type Root;
    }
    impl Digest {
        const LEN: usize = 4;
        pub(super) fn new() -> Self {
            Self { bytes: [7; Self::LEN] }
        }
    }
    types! {
        pub(super) struct Mask(<Mask as Bits>::Raw);
        pub(super) struct Same(<Self as Bits>::Raw);
        pub(super) struct Digest { bytes: [u8; Self::LEN] }
        pub(super) struct Node where Self: Unit { n: u8, kids: Vec<Self> }
        pub(super) struct Tree<T: Leaf<Root = Self>> { pub(super) leaf: T }
        pub(super) struct Bud(u8);
    }
    impl Leaf for Bud {
        type Root = Tree<Self>;
    }
    impl Bud {
        pub(super) fn tree() -> Tree<Self> {
            Tree { leaf: Self(1) }
        }
    }
    impl Bits for Same {
        type Raw = Option<u8>;
    }
}

#[test]
fn the_own_name_in_paths_lengths_and_conditions_is_the_real_type() {
    use own_name::*;
    assert_eq!(accepted!(Mask: Bincode Json), [true, true]);
    assert_eq!(accepted!(Option<Same>: Bincode Json), [true, false]);
    assert_eq!(accepted!(Digest: Bincode Json), [true, true]);
    assert_eq!(accepted!(Node: Bincode Json), [true, true]);
    assert_eq!(accepted!(Tree<Bud>: Bincode Json), [true, true]);
    comes_back::<Json, _>(&Bud::tree());
    comes_back::<Bincode, _>(&Digest::new());
}
