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
    /// Its number and name, what kind it is, and its content: that of a unit variant is `()`.
    Variant(u32, &'static str, VariantKind, Box<Node>),
}

/// What is in a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VariantKind {
    Unit,
    Newtype,
    Tuple,
    Struct,
}

impl VariantKind {
    /// What it is, in words.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unit => "a unit variant",
            Self::Newtype => "a newtype variant",
            Self::Tuple => "a tuple variant",
            Self::Struct => "a struct variant",
        }
    }
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
            Self::Variant(_, _, kind, _) => kind.name(),
        }
    }

    /// Where two forms of one value differ, as paths: as deep within as possible.
    pub(super) fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        self.compare(other, "", &mut found);
        found
    }

    fn compare(&self, other: &Self, path: &str, found: &mut Vec<String>) {
        match (self, other) {
            _ if self == other => {}
            (Self::Some(this), Self::Some(that)) | (Self::Newtype(this), Self::Newtype(that)) => {
                this.compare(that, path, found);
            }
            (Self::List(these), Self::List(those)) | (Self::Tuple(these), Self::Tuple(those))
                if these.len() == those.len() =>
            {
                for (at, (this, that)) in these.iter().zip(those).enumerate() {
                    this.compare(that, &format!("{path}[{at}]"), found);
                }
            }
            (Self::Map(these), Self::Map(those)) if these.len() == those.len() => {
                for (at, ((key, value), (other_key, other_value))) in these.iter().zip(those).enumerate() {
                    key.compare(other_key, &format!("{path}[key {at}]"), found);
                    value.compare(other_value, &format!("{path}[{at}]"), found);
                }
            }
            (Self::Struct(these), Self::Struct(those))
                if these.iter().map(|(name, _)| name).eq(those.iter().map(|(name, _)| name)) =>
            {
                for ((name, this), (_, that)) in these.iter().zip(those) {
                    this.compare(that, &format!("{path}.{name}"), found);
                }
            }
            (Self::Variant(_, name, kind, this), Self::Variant(_, other_name, other_kind, that))
                if (name, kind) == (other_name, other_kind) =>
            {
                let inner =
                    if *kind == VariantKind::Newtype { format!("{path}::{name}") } else { path.to_owned() };
                this.compare(that, &inner, found);
            }
            _ => found.push(path.to_owned()),
        }
    }
}
