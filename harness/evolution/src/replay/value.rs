//! A value of a type that is known by its shape.

use std::fmt;

/// A value, as its shape says.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Value {
    /// `bool`
    Bool(bool),
    /// Any integer up to `i128::MAX`.
    Int(i128),
    /// An integer above that.
    Big(u128),
    /// `f32`
    F32(f32),
    /// `f64`
    F64(f64),
    /// `char`
    Char(char),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// `()`
    Unit,
    /// `None`
    None,
    /// `Some`
    Some(Box<Self>),
    /// Of a sequence, a tuple or an array.
    List(Vec<Self>),
    /// Of a map.
    Map(Vec<(Self, Self)>),
    /// Of a struct, one for each field.
    Fields(Vec<Self>),
    /// The place of a variant, and one for each of its fields.
    Variant(usize, Vec<Self>),
    /// A field that was not written, or that was not there to be read: its default.
    Missing,
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, all: &[Self]| {
            all.iter().enumerate().try_for_each(|(at, value)| {
                if at > 0 {
                    f.write_str(", ")?;
                }
                value.fmt(f)
            })
        };
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Big(value) => value.fmt(f),
            Self::F32(value) => write!(f, "{value:?}"),
            Self::F64(value) => write!(f, "{value:?}"),
            Self::Char(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{value:?}"),
            Self::Bytes(value) => write!(f, "{value:?}"),
            Self::Unit => f.write_str("()"),
            Self::None => f.write_str("None"),
            Self::Some(value) => write!(f, "Some({value})"),
            Self::List(all) => {
                f.write_str("[")?;
                list(f, all)?;
                f.write_str("]")
            }
            Self::Map(all) => {
                f.write_str("{")?;
                for (at, (key, value)) in all.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if at > 0 { ", " } else { "" })?;
                }
                f.write_str("}")
            }
            Self::Fields(all) => {
                f.write_str("(")?;
                list(f, all)?;
                f.write_str(")")
            }
            Self::Variant(at, all) => {
                write!(f, "#{at}(")?;
                list(f, all)?;
                f.write_str(")")
            }
            Self::Missing => f.write_str("default"),
        }
    }
}
