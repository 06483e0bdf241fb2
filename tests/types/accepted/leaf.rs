//! Values that are trouble somewhere, to be put into every place that goes through serde's buffer.

use crate::types::prelude::*;
use wirecheck::Sendable;

macro_rules! leaf_types {
    ($($item:item)*) => {
        $(
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Sendable)]
            $item
        )*
    };
}

leaf_types! {
    pub struct Number(pub u16);
    pub struct Text(pub String);
    pub struct Unit;
    pub struct Empty {}
    pub struct EmptyTuple();
    pub struct Pair(pub u8, pub String);
    pub struct Maybe(pub Option<u8>);
    pub enum Mixed { Unit, Newtype(u8), Tuple(u8, u8), Struct { a: u8 } }
}

/// Each of them in a place: `leaves! { place }` calls `place!` with a list of names, types and samples.
macro_rules! leaves {
    ($place:ident) => {
        $place! {
            byte: u8 = [0, 255];
            long_unsigned: u64 = [u64::MAX];
            float: f64 = [0.1, -0.0, 1e300, 2.0, f64::MIN_POSITIVE];
            letter: char = ['a', '🦀', '\0'];
            text: String = [s(""), s("1"), s("ü\n\"\0")];
            nothing: () = [()];
            maybe: Option<u8> = [None, Some(1)];
            maybe_twice: Option<Option<u8>> = [None, Some(None), Some(Some(1))];
            number: leaf::Number = [leaf::Number(1)];
            text_newtype: leaf::Text = [leaf::Text(s("a")), leaf::Text(s(""))];
            unit_struct: leaf::Unit = [leaf::Unit];
            empty_struct: leaf::Empty = [leaf::Empty {}];
            empty_tuple_struct: leaf::EmptyTuple = [leaf::EmptyTuple()];
            tuple_struct: leaf::Pair = [leaf::Pair(1, s("a"))];
            newtype_of_option: leaf::Maybe = [leaf::Maybe(None), leaf::Maybe(Some(1))];
            mixed_enum: leaf::Mixed = [leaf::Mixed::Unit, leaf::Mixed::Newtype(1), leaf::Mixed::Tuple(1, 2), leaf::Mixed::Struct { a: 1 }];
            bytes: Vec<u8> = [vec![], vec![0, 255]];
            no_array: [u8; 0] = [[]];
            tuple_of_one: (u8,) = [(1,)];
            by_number: BTreeMap<i32, u8> = [map([]), map([(-1, 1), (7, 2)])];
            by_truth: BTreeMap<bool, u8> = [map([(true, 1)])];
            by_letter: BTreeMap<char, u8> = [map([('a', 1), ('🦀', 2)])];
            by_number_newtype: BTreeMap<leaf::Number, u8> = [map([(leaf::Number(3), 1)])];
            by_text_newtype: BTreeMap<leaf::Text, u8> = [map([(leaf::Text(s("k")), 1)])];
            by_pair: BTreeMap<(u8, u8), u8> = [map([((1, 2), 3)])];
            address: IpAddr = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
            c_string: CString = [c"c".to_owned()];
            outcome: Result<u8, String> = [Ok(1), Err(s("no"))];
            phantom: PhantomData<u8> = [PhantomData];
        }
    };
}

/// Those that tell most.
macro_rules! some_leaves {
    ($place:ident) => {
        $place! {
            float: f64 = [0.1, -0.0, 1e300, 2.0, f64::MIN_POSITIVE];
            nothing: () = [()];
            maybe_twice: Option<Option<u8>> = [None, Some(None), Some(Some(1))];
            number: leaf::Number = [leaf::Number(1)];
            text_newtype: leaf::Text = [leaf::Text(s("a")), leaf::Text(s(""))];
            unit_struct: leaf::Unit = [leaf::Unit];
            empty_struct: leaf::Empty = [leaf::Empty {}];
            mixed_enum: leaf::Mixed = [leaf::Mixed::Unit, leaf::Mixed::Newtype(1), leaf::Mixed::Tuple(1, 2), leaf::Mixed::Struct { a: 1 }];
            no_array: [u8; 0] = [[]];
            by_number: BTreeMap<i32, u8> = [map([]), map([(-1, 1), (7, 2)])];
            by_text_newtype: BTreeMap<leaf::Text, u8> = [map([(leaf::Text(s("k")), 1)])];
            address: IpAddr = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        }
    };
}
