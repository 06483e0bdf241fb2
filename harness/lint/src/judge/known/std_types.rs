//! The types of std that can be sent, as `wirecheck::sendable` has them, file by file.

use super::entry::{ANY_KEY, Form, Known, NUMBER_KEY, Role, TEXT_KEY};
use crate::judge::type_name::PathName;
use wirecheck::__private_0_1_0::Shape;

/// Where the types of std are defined that a declaration may name.
pub(super) const PATHS: &[&str] = &[
    "alloc::borrow::Cow",
    "alloc::boxed::Box",
    "alloc::collections::binary_heap::BinaryHeap",
    "alloc::collections::btree::map::BTreeMap",
    "alloc::collections::btree::set::BTreeSet",
    "alloc::collections::linked_list::LinkedList",
    "alloc::collections::vec_deque::VecDeque",
    "alloc::ffi::c_str::CString",
    "alloc::rc::Rc",
    "alloc::string::String",
    "alloc::sync::Arc",
    "alloc::vec::Vec",
    "core::cell::Cell",
    "core::cell::RefCell",
    "core::cmp::Reverse",
    "core::ffi::c_str::CStr",
    "core::marker::PhantomData",
    "core::net::ip_addr::IpAddr",
    "core::net::ip_addr::Ipv4Addr",
    "core::net::ip_addr::Ipv6Addr",
    "core::net::socket_addr::SocketAddr",
    "core::net::socket_addr::SocketAddrV4",
    "core::net::socket_addr::SocketAddrV6",
    "core::num::nonzero::NonZero",
    "core::num::saturating::Saturating",
    "core::num::wrapping::Wrapping",
    "core::ops::range::Bound",
    "core::ops::range::Range",
    "core::ops::range::RangeFrom",
    "core::ops::range::RangeInclusive",
    "core::ops::range::RangeTo",
    "core::option::Option",
    "core::result::Result",
    "core::sync::atomic::AtomicBool",
    "core::sync::atomic::AtomicI32",
    "core::sync::atomic::AtomicU32",
    "core::sync::atomic::AtomicU64",
    "core::sync::atomic::AtomicUsize",
    "core::time::Duration",
    "std::collections::hash::map::HashMap",
    "std::collections::hash::set::HashSet",
    "std::ffi::os_str::OsStr",
    "std::ffi::os_str::OsString",
    "std::path::Path",
    "std::path::PathBuf",
    "std::sync::poison::mutex::Mutex",
    "std::sync::poison::rwlock::RwLock",
    "std::time::Instant",
    "std::time::SystemTime",
];

pub(super) fn path<'a>(name: &PathName<'a>) -> Option<Known<'a>> {
    if name.krate().is_none() {
        return primitive(name.path);
    }
    let known = match (name.last(), name.arguments.as_slice()) {
        ("Vec" | "VecDeque" | "LinkedList" | "BinaryHeap" | "BTreeSet" | "HashSet", [item, ..]) => {
            Known::plain(ANY_KEY, Shape::LIST).of(&[item])
        }
        ("BTreeMap" | "HashMap", [key, value, ..]) => {
            let known = Known::new(ANY_KEY, Form::Map(value)).of(&[key, value]);
            Known { key_part: Some(key), ..known }.flatten(Role::AsTextKey(key))
        }
        ("Option", [inner]) => {
            let known = Known::new(ANY_KEY, Form::Optional(inner)).of(&[inner]).flatten(Role::As(inner));
            Known { optional_part: Some(inner), not_null: Role::With("NestedOptions"), ..known }
        }
        ("Result", [ok, error]) => {
            let form = Form::Variants(&[], vec![("Ok", ok), ("Err", error)]);
            Known::new(ANY_KEY, form).of(&[ok, error]).flatten(Role::Always)
        }
        ("PhantomData", [_]) => Known {
            not_null: Role::With("UnitStructs"),
            ..Known::plain(ANY_KEY, Shape::Unit).asks("BufferedMarkers").flatten(Role::Always)
        },
        ("Box", [inner, ..]) => {
            let is_text = matches!(*inner, "str" | "std::path::Path");
            let known = as_content(inner).flatten(Role::As(inner));
            if is_text { known.text_key() } else { known }
        }
        ("Cow", ["str"]) => as_content("str").text_key(),
        ("Cow", [inner]) => as_content(inner),
        ("Cell" | "RefCell", [inner]) => as_content(inner).flatten(Role::As(inner)),
        ("Reverse", [inner]) => as_content(inner),
        ("NonZero" | "Wrapping" | "Saturating", [inner]) => {
            Known::new(NUMBER_KEY, Form::Same(inner)).of(&[inner])
        }
        ("String", []) => Known::plain(TEXT_KEY, Shape::Text).text_key(),
        ("PathBuf", []) => Known::plain(TEXT_KEY, Shape::Text).text_key(),
        ("Path", []) => Known::plain(TEXT_KEY, Shape::Text),
        ("CString" | "CStr", []) => Known::plain(ANY_KEY, Shape::Bytes),
        ("OsString" | "OsStr", []) => Known::plain(ANY_KEY, Shape::Any),
        ("Ipv4Addr" | "Ipv6Addr" | "IpAddr" | "SocketAddrV4", []) => {
            Known::plain(TEXT_KEY, Shape::Text).asks("BufferedOneForm")
        }
        ("Duration", []) => {
            let form = Form::Fields(vec![("secs", "u64"), ("nanos", "u32")]);
            Known::new(ANY_KEY, form).flatten(Role::Always)
        }
        ("SystemTime", []) => {
            let form = Form::Fields(vec![("secs_since_epoch", "u64"), ("nanos_since_epoch", "u32")]);
            Known::new(ANY_KEY, form).flatten(Role::Always)
        }
        ("Range", [of]) if name.is_in("range") => range(of, &["start", "end"]),
        ("RangeFrom", [of]) => range(of, &["start"]),
        ("RangeTo", [of]) => range(of, &["end"]),
        ("Bound", [of]) => {
            let form = Form::Variants(&["Unbounded"], vec![("Included", of), ("Excluded", of)]);
            Known::new(ANY_KEY, form).of(&[of]).flatten(Role::With("UnitVariantEntries"))
        }
        _ => return None,
    };
    Some(known)
}

/// Written exactly as its content.
fn as_content(inner: &str) -> Known<'_> {
    Known {
        not_null: Role::As(inner),
        map_key: Role::As(inner),
        ..Known::new(ANY_KEY, Form::Same(inner)).of(&[inner])
    }
}

fn range<'a>(of: &'a str, ends: &[&'static str]) -> Known<'a> {
    let form = Form::Fields(ends.iter().map(|end| (*end, of)).collect());
    Known::new(ANY_KEY, form).of(&[of]).flatten(Role::Always)
}

fn primitive(name: &str) -> Option<Known<'static>> {
    macro_rules! integers {
        ($($ty:ident)*) => {
            match name {
                $(stringify!($ty) => Some(Shape::Integer { min: $ty::MIN as i128, max: $ty::MAX as u128 }),)*
                _ => None,
            }
        };
    }
    let integer = integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
    Some(match (integer, name) {
        (Some(shape), "i128" | "u128") => Known::plain(NUMBER_KEY, shape).asks("WideIntegers"),
        (Some(shape), _) => Known::plain(NUMBER_KEY, shape),
        (None, "f32" | "f64") => Known::plain(NUMBER_KEY, Shape::Float),
        (None, "bool") => Known::plain(NUMBER_KEY, Shape::Bool),
        (None, "char") => Known { text_key: Role::With("AnyName"), ..Known::plain(TEXT_KEY, Shape::Char) },
        (None, "str") => Known::plain(TEXT_KEY, Shape::Text),
        _ => return None,
    })
}

pub(super) fn tuple<'a>(items: &[&'a str]) -> Known<'a> {
    if items.is_empty() {
        let unit = Known::plain(ANY_KEY, Shape::Unit).asks("BufferedUnits").flatten(Role::Always);
        return Known { not_null: Role::With("NestedOptions"), ..unit };
    }
    Known::new(ANY_KEY, Form::Tuple(items.to_vec())).of(items)
}

pub(super) fn array(item: &str, len: usize) -> Known<'_> {
    match len {
        0 => Known::plain(ANY_KEY, Shape::list_of(0)).asks("BufferedEmptyShapes").of(&[item]),
        1..=32 => Known::plain(ANY_KEY, Shape::list_of(len)).of(&[item]),
        // serde has no impl for these.
        _ => Known::refused("ShortArray"),
    }
}
