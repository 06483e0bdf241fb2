//! What the declaration of a type says about its values on the wire.

use crate::container::{Requirement, Style, Tagging};

/// A type as it is declared: everything that the bytes of some format depend on.
///
/// It displays with one fact a line:
///
/// ```
/// let input = syn::parse_str(
///     "#[serde(deny_unknown_fields)]
///      struct Job { name: String, #[serde(default, alias = \"len\")] size: Option<u32> }",
/// )
/// .unwrap();
/// let model = wirecheck_model::Model::new(&input);
/// assert_eq!(
///     model.shape().to_string(),
///     "Job: struct
/// Job: denies unknown fields
/// Job.0: field, name
/// Job.0: type, String
/// Job.1: field, size
/// Job.1: type, Option < u32 >
/// Job.1: alias, \"len\"
/// Job.1: default, Default::default
/// "
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeShape {
    /// Its name in the source.
    pub ident: String,
    /// Its name on the wire, where a format writes it.
    pub name: WireName,
    /// The names of its type parameters and constants, in order.
    pub parameters: Vec<String>,
    /// What is inside.
    pub body: TypeBody,
}

/// What is inside a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeBody {
    /// Another type is written or read in its place: `into`, `from`, `try_from`.
    Converted(Directions),
    /// A struct.
    Struct(StructShape),
    /// An enum.
    Enum(EnumShape),
    /// A union, which serde does not know.
    Union,
}

/// A text for each direction, where it has one: the type of a conversion, the path of a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directions {
    /// For writing.
    pub write: Option<String>,
    /// For reading.
    pub read: Option<String>,
}

/// A struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructShape {
    /// How its fields are written.
    pub style: Style,
    /// Whether it is written as its only field.
    pub is_transparent: bool,
    /// The key under which its name is written: `tag`.
    pub tag: Option<String>,
    /// Whether unknown fields are an error.
    pub denies_unknown: bool,
    /// What missing fields are read as.
    pub default: DefaultValue,
    /// Its fields, in the order in which positional formats write them.
    pub fields: Vec<FieldShape>,
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumShape {
    /// How the variant is told.
    pub representation: Representation,
    /// The range of the numbers that it may be written as, where it is not known to be written by name.
    pub number: Option<(i128, u128)>,
    /// Whether unknown fields of its variants are an error.
    pub denies_unknown: bool,
    /// Its variants, in the order of the source.
    pub variants: Vec<VariantShape>,
}

/// How an enum writes which variant a value is, with the names of the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Representation {
    /// The name or index of the variant, then its content: serde's default.
    External,
    /// The name of the variant under the key `tag`, among the entries of the content.
    Internal {
        /// The key.
        tag: String,
    },
    /// The name of the variant under the key `tag`, and the content under another key.
    Adjacent {
        /// The key of the name.
        tag: String,
        /// The key of the content.
        content: String,
    },
    /// The content alone.
    Untagged,
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantShape {
    /// Its name in the source.
    pub ident: String,
    /// Its name on the wire.
    pub name: WireName,
    /// The number that positional formats write for it; none if it is not written, or without its number.
    pub write_index: Option<u32>,
    /// The number that positional formats read it by.
    ///
    /// It differs from [`write_index`](Self::write_index) where an earlier variant is skipped: serde's writer counts
    /// that one, and its reader does not.
    pub read_index: Option<u32>,
    /// How its fields are written.
    pub style: Style,
    /// Whether it is left out.
    pub skip: Skip,
    /// Whether it alone is untagged.
    pub is_untagged: bool,
    /// Whether unknown variants are read as this one.
    pub is_other: bool,
    /// The functions that write and read it in the place of serde's derive.
    pub code: CustomCode,
    /// Its fields, in the order in which positional formats write them.
    pub fields: Vec<FieldShape>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldShape {
    /// Its name in the source, or its index.
    pub ident: String,
    /// Its name on the wire; none in a tuple.
    pub name: Option<WireName>,
    /// Its type, as the tokens of the source print.
    pub ty: String,
    /// What it is read as where it is missing.
    pub default: DefaultValue,
    /// Whether it is left out.
    pub skip: Skip,
    /// The test under which it is not written: `skip_serializing_if`.
    pub skip_if: Option<String>,
    /// Whether its entries are written among those of the struct.
    pub is_flattened: bool,
    /// The functions that write and read it in the place of its type's impls.
    pub code: CustomCode,
    /// What its type has to fulfil.
    pub requirement: Requirement,
}

/// The functions of `serialize_with` and `deserialize_with`; those of a module for `with`.
pub type CustomCode = Directions;

/// A name on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireName {
    /// The name it is written under.
    pub written: String,
    /// The name it is read under.
    pub read: String,
    /// Further names it is read under.
    pub aliases: Vec<String>,
}

/// What is read where something is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DefaultValue {
    /// Nothing: an error, unless it is an `Option`.
    #[default]
    None,
    /// `Default::default()`.
    Standard,
    /// The result of the function at this path.
    Path(String),
}

/// In which direction something is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Skip {
    /// In none.
    #[default]
    Never,
    /// It is not written.
    Writing,
    /// It is not read.
    Reading,
    /// It is neither written nor read.
    Both,
}

impl WireName {
    /// The names it is read under: its own, then its aliases.
    pub fn reads(&self) -> Vec<String> {
        std::iter::once(&self.read).chain(&self.aliases).cloned().collect()
    }
}

impl EnumShape {
    /// How the variant is told, without the names of the entries.
    pub fn tagging(&self) -> Tagging {
        match self.representation {
            Representation::External => Tagging::External,
            Representation::Internal { .. } => Tagging::Internal,
            Representation::Adjacent { .. } => Tagging::Adjacent,
            Representation::Untagged => Tagging::Untagged,
        }
    }
}
