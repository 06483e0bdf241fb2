//! Types of other crates, as the files of `wirecheck::sendable::foreign` have them.

use super::entry::{ANY_KEY, Form, Known, NUMBER_KEY, Role, TEXT_KEY};
use crate::judge::type_name::{PathName, TypeName};
use wirecheck::__private_0_1_0::Shape;

/// Features of a crate that any crate of the program may turn on.
const FLOATS: &str = "with the feature `serde-float` of rust_decimal it is written as a float, and loses digits; whether it is on is not seen";
const PRECISE: &str = "with the feature `arbitrary_precision` of serde_json its numbers are read back as lists; whether it is on is not seen";
const NAMES: &[&str] = &["NamedFields", "AnyName"];

const TEXT_OR_BYTES: Shape = Shape::one_of(&[Shape::Text, Shape::Bytes]);

pub(super) fn path<'a>(name: &PathName<'a>) -> Option<Known<'a>> {
    let text = || Known::plain(TEXT_KEY, Shape::Text);
    let text_by_form = || text().asks("BufferedOneForm");
    let known = match (name.krate()?, name.last(), name.arguments.as_slice()) {
        ("arrayvec", "ArrayVec", [item, cap]) => {
            let max = cap.parse().unwrap_or(usize::MAX);
            Known::plain(ANY_KEY, Shape::List { min: 0, max }).of(&[item])
        }
        ("arrayvec", "ArrayString", [_]) => text(),
        ("bytes", "Bytes" | "BytesMut", []) => Known::plain(ANY_KEY, Shape::Bytes),
        ("camino", "Utf8PathBuf" | "Utf8Path", []) => text(),
        ("chrono", "NaiveDate" | "Weekday" | "Month", []) => text(),
        ("chrono", "TimeDelta", []) => Known::new(ANY_KEY, Form::Tuple(vec!["i64", "i32"])),
        ("chrono", "NaiveTime" | "NaiveDateTime" | "DateTime", _) => Known::refused("LeapSecond"),
        ("either", "Either", [left, right]) => {
            let form = Form::Variants(&[], vec![("Left", left), ("Right", right)]);
            Known::new(ANY_KEY, form).of(&[left, right])
        }
        ("indexmap", "IndexMap", [key, value, ..]) => {
            let known = Known::new(ANY_KEY, Form::Map(value)).of(&[key, value]);
            Known { key_part: Some(key), ..known }.flatten(Role::AsTextKey(key))
        }
        ("indexmap", "IndexSet", [item, ..]) => Known::plain(ANY_KEY, Shape::LIST).of(&[item]),
        ("ipnet", "IpNet" | "Ipv4Net" | "Ipv6Net", []) => text_by_form(),
        ("jiff", "Zoned", []) => Known::refused("ZoneWithoutName"),
        ("jiff", "Span", []) => Known::refused("MixedUnits"),
        ("jiff", "Timestamp" | "SignedDuration" | "Date" | "Time" | "DateTime" | "ISOWeekDate", []) => text(),
        ("ndarray", "ArrayBase", [owner, dimension, ..]) => ndarray(owner, dimension)?,
        ("ndarray", "Dim", [dimension]) => dimensions(dimension)?,
        ("num_bigint", "BigUint", []) => Known::plain(ANY_KEY, Shape::LIST),
        ("num_bigint", "BigInt", []) => Known::plain(ANY_KEY, Shape::list_of(2)),
        ("num_bigint", "Sign", []) => Known::plain(NUMBER_KEY, Shape::Integer { min: -1, max: 1 }),
        ("ordered_float", "OrderedFloat" | "NotNan", ["f32" | "f64"]) => {
            Known::plain(NUMBER_KEY, Shape::Float)
        }
        ("rust_decimal", "Decimal", []) => {
            let shape = const { Shape::one_of(&[Shape::Text, Shape::Float]) };
            Known::plain(TEXT_KEY, shape).asks("SelfDescribing").doubt(FLOATS, &[])
        }
        ("semver", "Version", []) => text(),
        ("semver", "VersionReq" | "Comparator", []) => Known::refused("MoreThanText"),
        ("serde_json", "Value", []) => Known {
            not_null: Role::With("NestedOptions"),
            ..Known::plain(ANY_KEY, Shape::Any).asks("SelfDescribing").doubt(PRECISE, NAMES)
        },
        ("serde_json", "Number", []) => {
            Known::plain(ANY_KEY, Shape::Any).asks("SelfDescribing").doubt(PRECISE, NAMES)
        }
        ("serde_json", "Map", [_, _]) => {
            let known = Known::plain(ANY_KEY, Shape::Map(&Shape::Any));
            known.asks("SelfDescribing").flatten(Role::Always).doubt(PRECISE, NAMES)
        }
        ("smallvec", "SmallVec", [array]) => {
            let TypeName::Array(item, _) = TypeName::parse(array) else { return None };
            Known::plain(ANY_KEY, Shape::LIST).of(&[item])
        }
        ("time", last, []) => return time(last),
        // A parameter that is the default is not in the name.
        ("url", "Host", domain) => {
            let domain = domain.first().copied().unwrap_or("alloc::string::String");
            let form = Form::Variants(
                &[],
                vec![
                    ("Domain", domain),
                    ("Ipv4", "core::net::ip_addr::Ipv4Addr"),
                    ("Ipv6", "core::net::ip_addr::Ipv6Addr"),
                ],
            );
            Known::new(ANY_KEY, form).of(&[domain]).asks("BufferedOneForm")
        }
        ("url", "Url", []) => Known::refused("UnstableText"),
        ("uuid", "Uuid" | "NonNilUuid", []) => Known::plain(TEXT_KEY, TEXT_OR_BYTES),
        ("uuid", "Hyphenated" | "Simple" | "Urn" | "Braced", []) => text(),
        _ => return None,
    };
    Some(known)
}

/// An array that owns its elements; the others are shared or borrow.
fn ndarray<'a>(owner: &'a str, dimension: &'a str) -> Option<Known<'a>> {
    let owner = TypeName::parse(owner);
    let owner = owner.as_path().filter(|owner| owner.last() == "OwnedRepr")?;
    let item = owner.arguments.first()?;
    // Any list looks like that of the elements.
    let form = Form::Fields(vec![("v", "u8"), ("dim", dimension), ("data", "[u8]")]);
    Some(Known::new(ANY_KEY, form).of(&[item, dimension]))
}

fn dimensions(dimension: &str) -> Option<Known<'_>> {
    match TypeName::parse(dimension) {
        TypeName::Array(_, 0) => Some(Known::plain(ANY_KEY, Shape::list_of(0)).asks("BufferedEmptyShapes")),
        TypeName::Array(_, len) => Some(Known::plain(ANY_KEY, Shape::list_of(len))),
        TypeName::Path(path) if path.last() == "IxDynImpl" => Some(Known::plain(ANY_KEY, Shape::LIST)),
        _ => None,
    }
}

fn time(last: &str) -> Option<Known<'static>> {
    macro_rules! text_or {
        ($other:expr) => {
            const {
                const ALL: &[Shape] = &[Shape::Text, $other];
                Shape::one_of(ALL)
            }
        };
    }
    Some(match last {
        "Date" => Known::plain(ANY_KEY, text_or!(Shape::list_of(2))),
        "Time" => Known::plain(ANY_KEY, text_or!(Shape::list_of(4))),
        "PlainDateTime" | "PrimitiveDateTime" | "UtcDateTime" => {
            Known::plain(ANY_KEY, text_or!(Shape::list_of(6)))
        }
        "OffsetDateTime" => Known::plain(ANY_KEY, text_or!(Shape::list_of(9))),
        "UtcOffset" => Known::plain(ANY_KEY, text_or!(Shape::list_of(3))),
        "SignedDuration" | "Duration" => Known::plain(ANY_KEY, text_or!(Shape::list_of(2))),
        "Weekday" => Known::plain(NUMBER_KEY, text_or!(Shape::Integer { min: 1, max: 7 })),
        "Month" => Known::plain(NUMBER_KEY, text_or!(Shape::Integer { min: 1, max: 12 })),
        "Timestamp" => Known::new(NUMBER_KEY, Form::Same("i128")).asks("WideIntegers"),
        _ => return None,
    })
}
