//! What serde writes for types of the standard library.

use super::ty::Scalar;
use wirecheck_lint::judge::PathName;

/// How a type of std is written.
pub(super) enum Std<'a> {
    /// By one call.
    Scalar(Scalar),
    /// As another type.
    As(&'a str),
    /// A sequence of these.
    Seq(&'a str),
    /// A map.
    Map(&'a str, &'a str),
    /// `Option`.
    Option(&'a str),
    /// A struct with these fields.
    Struct(&'static str, Vec<(&'static str, Leaf<'a>)>),
    /// An enum of newtype variants.
    Enum(&'static str, Vec<(&'static str, &'a str)>),
    /// A unit struct.
    Marker(&'static str),
}

/// The type of a field.
pub(super) enum Leaf<'a> {
    Scalar(Scalar),
    Type(&'a str),
}

/// A primitive type, by its name.
pub(super) fn primitive(name: &str) -> Option<Scalar> {
    Some(match name {
        "usize" => Scalar::U64,
        "isize" => Scalar::I64,
        "str" => Scalar::Text,
        other => Scalar::ALL.into_iter().find(|scalar| {
            scalar.name() == other && !matches!(scalar, Scalar::Text | Scalar::Bytes | Scalar::Unit)
        })?,
    })
}

/// None for what is not known.
pub(super) fn std_type<'a>(name: &PathName<'a>) -> Option<Std<'a>> {
    let arguments = name.arguments.as_slice();
    Some(match (name.last(), arguments) {
        ("String" | "PathBuf" | "Path", []) => Std::Scalar(Scalar::Text),
        ("CString" | "CStr", []) => Std::Scalar(Scalar::Bytes),
        ("Option", [inner]) => Std::Option(inner),
        ("Vec" | "VecDeque" | "LinkedList" | "BTreeSet" | "HashSet" | "BinaryHeap", [item, ..]) => {
            Std::Seq(item)
        }
        ("BTreeMap" | "HashMap", [key, value, ..]) => Std::Map(key, value),
        (
            "Box" | "Rc" | "Arc" | "Cow" | "Cell" | "RefCell" | "Mutex" | "RwLock" | "Wrapping"
            | "Saturating" | "Reverse",
            [inner, ..],
        ) => Std::As(inner),
        ("AtomicBool", []) => Std::Scalar(Scalar::Bool),
        ("AtomicU8", []) => Std::Scalar(Scalar::U8),
        ("AtomicU16", []) => Std::Scalar(Scalar::U16),
        ("AtomicU32", []) => Std::Scalar(Scalar::U32),
        ("AtomicU64" | "AtomicUsize", []) => Std::Scalar(Scalar::U64),
        ("AtomicI8", []) => Std::Scalar(Scalar::I8),
        ("AtomicI16", []) => Std::Scalar(Scalar::I16),
        ("AtomicI32", []) => Std::Scalar(Scalar::I32),
        ("AtomicI64" | "AtomicIsize", []) => Std::Scalar(Scalar::I64),
        ("PhantomData", [_]) => Std::Marker("PhantomData"),
        ("Duration", []) => Std::Struct(
            "Duration",
            vec![("secs", Leaf::Scalar(Scalar::U64)), ("nanos", Leaf::Scalar(Scalar::U32))],
        ),
        ("SystemTime", []) => Std::Struct(
            "SystemTime",
            vec![
                ("secs_since_epoch", Leaf::Scalar(Scalar::U64)),
                ("nanos_since_epoch", Leaf::Scalar(Scalar::U32)),
            ],
        ),
        ("Range" | "RangeInclusive", [item]) => {
            let of = if name.last() == "Range" { "Range" } else { "RangeInclusive" };
            Std::Struct(of, vec![("start", Leaf::Type(item)), ("end", Leaf::Type(item))])
        }
        ("RangeFrom", [item]) => Std::Struct("RangeFrom", vec![("start", Leaf::Type(item))]),
        ("RangeTo", [item]) => Std::Struct("RangeTo", vec![("end", Leaf::Type(item))]),
        ("Result", [ok, error]) => Std::Enum("Result", vec![("Ok", ok), ("Err", error)]),
        _ => return None,
    })
}
