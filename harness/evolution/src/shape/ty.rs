//! A type where it is used.

/// What one call of serde writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Scalar {
    Bool,
    I8,
    I16,
    I32,
    I64,
    I128,
    U8,
    U16,
    U32,
    U64,
    U128,
    F32,
    F64,
    Char,
    Text,
    Bytes,
    Unit,
}

impl Scalar {
    /// All of them, in order.
    pub const ALL: [Self; 17] = [
        Self::Bool,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::I128,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::U128,
        Self::F32,
        Self::F64,
        Self::Char,
        Self::Text,
        Self::Bytes,
        Self::Unit,
    ];

    /// Its name in a lock file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::I128 => "i128",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::U128 => "u128",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::Char => "char",
            Self::Text => "text",
            Self::Bytes => "bytes",
            Self::Unit => "unit",
        }
    }

    /// The bounds of an integer.
    pub const fn range(self) -> Option<(i128, u128)> {
        Some(match self {
            Self::I8 => (i8::MIN as i128, i8::MAX as u128),
            Self::I16 => (i16::MIN as i128, i16::MAX as u128),
            Self::I32 => (i32::MIN as i128, i32::MAX as u128),
            Self::I64 => (i64::MIN as i128, i64::MAX as u128),
            Self::I128 => (i128::MIN, i128::MAX as u128),
            Self::U8 => (0, u8::MAX as u128),
            Self::U16 => (0, u16::MAX as u128),
            Self::U32 => (0, u32::MAX as u128),
            Self::U64 => (0, u64::MAX as u128),
            Self::U128 => (0, u128::MAX),
            _ => return None,
        })
    }
}

/// A declared type: the group of types that lead to each other, by its hash, and the place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// The first 8 bytes of the BLAKE3 hash of the group's text.
    pub group: u64,
    /// Its place among the types of the group, which are sorted by name.
    pub member: u32,
}

/// A type where it is used. `R` says how a declared type is named: by its [`Id`], or by a number while a graph is built.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ty<R = Id> {
    /// Written by one call.
    Scalar(Scalar),
    /// `Option`.
    Option(Box<Self>),
    /// A sequence of any length.
    Seq(Box<Self>),
    /// A map, with its keys and values.
    Map(Box<Self>, Box<Self>),
    /// A tuple.
    Tuple(Vec<Self>),
    /// An array: a tuple of so many of one type.
    Array(Box<Self>, u32),
    /// A struct or enum, or what is not known.
    Named(R),
}

impl<R> Ty<R> {
    /// The same type, with declared types named otherwise.
    pub fn map<S>(&self, name: &mut impl FnMut(&R) -> S) -> Ty<S> {
        match self {
            Self::Scalar(scalar) => Ty::Scalar(*scalar),
            Self::Option(inner) => Ty::Option(Box::new(inner.map(name))),
            Self::Seq(inner) => Ty::Seq(Box::new(inner.map(name))),
            Self::Map(key, value) => Ty::Map(Box::new(key.map(name)), Box::new(value.map(name))),
            Self::Tuple(items) => Ty::Tuple(items.iter().map(|item| item.map(name)).collect()),
            Self::Array(item, len) => Ty::Array(Box::new(item.map(name)), *len),
            Self::Named(of) => Ty::Named(name(of)),
        }
    }
}
