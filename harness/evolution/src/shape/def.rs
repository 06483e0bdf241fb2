//! A declared type.

use super::ty::{Id, Ty};

/// A struct or enum, or a type of which only the name is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Def<R = Id> {
    /// Its full name, with its parameters: `app::Pair<u8, u8>`.
    pub name: String,
    /// The name it writes, where a format writes it and it is not that of the type.
    pub wire_name: Option<String>,
    /// What is inside.
    pub body: Body<R>,
}

/// What is inside a declared type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body<R = Id> {
    /// A struct.
    Struct(StructBody<R>),
    /// An enum.
    Enum(EnumBody<R>),
    /// Other types are written and read in its place: `into`, `from`.
    Converted {
        /// What is written.
        write: Ty<R>,
        /// What is read.
        read: Ty<R>,
    },
    /// Written by code that was not looked into; says why.
    Opaque(String),
}

/// A struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructBody<R = Id> {
    /// How its fields are written.
    pub style: Style,
    /// Whether it is written as its only field.
    pub is_transparent: bool,
    /// The key under which its name is written.
    pub tag: Option<String>,
    /// Whether unknown fields are an error.
    pub denies_unknown: bool,
    /// Whether missing fields come from the default of the whole.
    pub has_default: bool,
    /// Its fields, in order.
    pub fields: Vec<Field<R>>,
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumBody<R = Id> {
    /// How the variant is told.
    pub repr: Repr,
    /// Whether unknown fields of its variants are an error.
    pub denies_unknown: bool,
    /// Its variants, in order.
    pub variants: Vec<Variant<R>>,
}

/// How an enum tells its variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repr {
    /// The name or index, then the content.
    External,
    /// Under a key among the entries of the content.
    Internal(String),
    /// Under a key, and the content under another.
    Adjacent(String, String),
    /// Not at all.
    Untagged,
}

/// How fields are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// There are none.
    Unit,
    /// One, without a name.
    Newtype,
    /// Several, without names.
    Tuple,
    /// With names.
    Named,
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant<R = Id> {
    /// Its name in the source.
    pub ident: String,
    /// The name it is written under.
    pub written: String,
    /// The names it is read under.
    pub reads: Vec<String>,
    /// The number that positional formats write; none if it is not written.
    pub write_index: Option<u32>,
    /// The number that positional formats read it by.
    pub read_index: Option<u32>,
    /// How its fields are written.
    pub style: Style,
    /// Whether it has no tag of its own.
    pub is_untagged: bool,
    /// Whether unknown variants are read as this one.
    pub is_other: bool,
    /// The functions that write and read it.
    pub code: Code,
    /// Its fields, in order.
    pub fields: Vec<Field<R>>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<R = Id> {
    /// Its name in the source, or its index.
    pub ident: String,
    /// The name it is written under; the index in a tuple.
    pub written: String,
    /// The names it is read under.
    pub reads: Vec<String>,
    /// Its type.
    pub ty: Ty<R>,
    /// What it is read as where it is missing.
    pub default: Default,
    /// Whether it is never written.
    pub skips_write: bool,
    /// Whether it is never read.
    pub skips_read: bool,
    /// The test under which it is not written.
    pub skip_if: Option<String>,
    /// Whether its entries are among those of the struct.
    pub is_flat: bool,
    /// The functions that write and read it.
    pub code: Code,
}

/// What is read where a field is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// Nothing.
    None,
    /// `Default::default()`.
    Standard,
    /// What the function at this path returns.
    Path(String),
}

/// Functions that write and read in the place of the type's own impls.
#[derive(Clone, Debug, PartialEq, Eq, std::default::Default)]
pub struct Code {
    /// The path of the one that writes.
    pub write: Option<String>,
    /// The path of the one that reads.
    pub read: Option<String>,
}

impl Code {
    /// Whether there is one.
    pub fn is_own(&self) -> bool {
        self.write.is_some() || self.read.is_some()
    }
}

impl<R> Field<R> {
    /// A field that is written and read under its own name.
    pub fn plain(name: &str, ty: Ty<R>) -> Self {
        Self {
            ident: name.to_owned(),
            written: name.to_owned(),
            reads: vec![name.to_owned()],
            ty,
            default: Default::None,
            skips_write: false,
            skips_read: false,
            skip_if: None,
            is_flat: false,
            code: Code::default(),
        }
    }
}

impl<R> Variant<R> {
    /// A variant without fields that is written and read under its own name, at its own place.
    pub fn plain(at: u32, name: &str, style: Style) -> Self {
        Self {
            ident: name.to_owned(),
            written: name.to_owned(),
            reads: vec![name.to_owned()],
            write_index: Some(at),
            read_index: Some(at),
            style,
            is_untagged: false,
            is_other: false,
            code: Code::default(),
            fields: Vec::new(),
        }
    }
}

impl<R> Def<R> {
    /// The last part of the name, without parameters.
    pub fn short(&self) -> &str {
        let path = self.name.split('<').next().unwrap_or(&self.name);
        path.rsplit("::").next().unwrap_or(path)
    }

    /// The same, with declared types named otherwise.
    pub fn map<S>(&self, name: &mut impl FnMut(&R) -> S) -> Def<S> {
        let body = match &self.body {
            Body::Struct(body) => Body::Struct(StructBody {
                style: body.style,
                is_transparent: body.is_transparent,
                tag: body.tag.clone(),
                denies_unknown: body.denies_unknown,
                has_default: body.has_default,
                fields: fields(&body.fields, name),
            }),
            Body::Enum(body) => Body::Enum(EnumBody {
                repr: body.repr.clone(),
                denies_unknown: body.denies_unknown,
                variants: body.variants.iter().map(|variant| variant.map(name)).collect(),
            }),
            Body::Converted { write, read } => {
                Body::Converted { write: write.map(name), read: read.map(name) }
            }
            Body::Opaque(why) => Body::Opaque(why.clone()),
        };
        Def { name: self.name.clone(), wire_name: self.wire_name.clone(), body }
    }
}

impl<R> Variant<R> {
    fn map<S>(&self, name: &mut impl FnMut(&R) -> S) -> Variant<S> {
        Variant {
            ident: self.ident.clone(),
            written: self.written.clone(),
            reads: self.reads.clone(),
            write_index: self.write_index,
            read_index: self.read_index,
            style: self.style,
            is_untagged: self.is_untagged,
            is_other: self.is_other,
            code: self.code.clone(),
            fields: fields(&self.fields, name),
        }
    }
}

fn fields<R, S>(all: &[Field<R>], name: &mut impl FnMut(&R) -> S) -> Vec<Field<S>> {
    let of = |field: &Field<R>| Field {
        ident: field.ident.clone(),
        written: field.written.clone(),
        reads: field.reads.clone(),
        ty: field.ty.map(name),
        default: field.default.clone(),
        skips_write: field.skips_write,
        skips_read: field.skips_read,
        skip_if: field.skip_if.clone(),
        is_flat: field.is_flat,
        code: field.code.clone(),
    };
    all.iter().map(of).collect()
}
