//! A generated type as data, so that it can be printed and reduced.

/// A type to try, with the types that it is made of.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it was made from.
    pub seed: u64,
    /// The types, each made of those before it; cycles go back to the last one.
    pub items: Vec<Item>,
    /// The type whose values are sent.
    pub root: String,
}

/// A struct or an enum.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Whether it has a type parameter `X`.
    pub has_param: bool,
    /// Traits of std that it derives, besides those that all have.
    pub derives: Vec<&'static str>,
    /// The attributes, as they stand in `#[..]`.
    pub attrs: Vec<String>,
    /// What is in its braces.
    pub body: Body,
    /// Impls that its attributes ask for.
    pub more: String,
}

/// What is in the braces of a type.
#[derive(Clone, Debug)]
pub enum Body {
    /// A struct.
    Struct(Fields),
    /// An enum.
    Enum(Vec<Variant>),
}

/// A variant.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// The attributes, as they stand in `#[..]`.
    pub attrs: Vec<String>,
    /// Its fields.
    pub fields: Fields,
}

/// How fields are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `{ a: T }`
    Named,
    /// `(T)`
    Tuple,
    /// Nothing.
    Unit,
}

/// The fields of a struct or a variant.
#[derive(Clone, Debug)]
pub struct Fields {
    /// How they are written.
    pub style: Style,
    /// The fields.
    pub list: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name, not used in a tuple.
    pub name: String,
    /// The attributes, as they stand in `#[..]`.
    pub attrs: Vec<String>,
    /// Its type.
    pub ty: String,
}

impl Item {
    /// All fields, of all variants.
    pub fn fields(&self) -> Vec<&Field> {
        match &self.body {
            Body::Struct(fields) => fields.list.iter().collect(),
            Body::Enum(variants) => variants.iter().flat_map(|variant| &variant.fields.list).collect(),
        }
    }

    /// Whether it has a word of serde.
    pub fn has(&self, word: &str) -> bool {
        has(&self.attrs, word)
    }
}

/// Whether one of these attributes is, or begins with, a word of serde.
pub fn has(attrs: &[String], word: &str) -> bool {
    attrs.iter().any(|attr| {
        let inner = attr.strip_prefix("serde(").unwrap_or_default();
        inner.strip_prefix(word).is_some_and(|rest| rest.starts_with([')', ' ', '(']))
    })
}

/// Whether the text of a type names another one.
pub fn names(ty: &str, name: &str) -> bool {
    ty.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}
