//! A written value, with everything that serde says about it.

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Bool(bool),
    I8(i8),
    I16(i16),
    I32(i32),
    I64(i64),
    I128(i128),
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    U128(u128),
    /// By bits: a NaN is equal to itself here.
    F32(u32),
    F64(u64),
    Char(char),
    Text(String),
    Bytes(Vec<u8>),
    Unit,
    UnitStruct,
    None,
    Some(Box<Node>),
    Newtype(Box<Node>),
    List(Vec<Node>),
    Tuple(Vec<Node>),
    Map(Vec<(Node, Node)>),
    Struct(Vec<(&'static str, Node)>),
    Variant(u32, &'static str, Content),
}

/// What is in a variant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Unit,
    Newtype(Box<Node>),
    Tuple(Vec<Node>),
    Struct(Vec<(&'static str, Node)>),
}

impl Node {
    /// What it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Bool(_) => "a bool",
            Self::I8(_) => "an i8",
            Self::I16(_) => "an i16",
            Self::I32(_) => "an i32",
            Self::I64(_) => "an i64",
            Self::I128(_) => "an i128",
            Self::U8(_) => "a u8",
            Self::U16(_) => "a u16",
            Self::U32(_) => "a u32",
            Self::U64(_) => "a u64",
            Self::U128(_) => "a u128",
            Self::F32(_) => "an f32",
            Self::F64(_) => "an f64",
            Self::Char(_) => "a char",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Unit => "`()`",
            Self::UnitStruct => "a unit struct",
            Self::None | Self::Some(_) => "an option",
            Self::Newtype(_) => "a newtype",
            Self::List(_) => "a list",
            Self::Tuple(_) => "a tuple",
            Self::Map(_) => "a map",
            Self::Struct(_) => "a struct",
            Self::Variant(..) => "a variant",
        }
    }
}
