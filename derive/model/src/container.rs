//! A type with its attributes read: the nodes of `syn`, borrowed, so that each fact keeps its place in the source.

pub use crate::asked::{ReadFrom, Requirement, Tagging};
use crate::attr::{Attrs, Target};
use crate::case;
use crate::diagnostic::Diagnostics;
use crate::symbol::{
    BORROW, CONTENT, DESERIALIZE, DESERIALIZE_WITH, FLATTEN, FROM, INTO, REMOTE, RENAME, RENAME_ALL,
    RENAME_ALL_FIELDS, SERIALIZE, SERIALIZE_WITH, SKIP, SKIP_DESERIALIZING, SKIP_SERIALIZING, TAG,
    TRANSPARENT, TRY_FROM, UNTAGGED, WITH,
};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, GenericArgument, LitStr, PathArguments, Type, TypePath};
use wirecheck_rules::rules;

/// A struct, enum or union.
pub struct Container<'a> {
    /// The item as it was parsed.
    pub input: &'a DeriveInput,
    /// Its attributes.
    pub attrs: Attrs,
    /// What is inside its braces.
    pub body: Body<'a>,
}

/// What is inside a type.
pub enum Body<'a> {
    /// The fields of a struct.
    Struct(Style, Vec<Field<'a>>),
    /// The variants of an enum.
    Enum(Vec<Variant<'a>>),
    /// Nothing: a union has been reported as a mistake.
    Union,
}

/// How the fields of a struct or variant are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `{ name: T }`.
    Named,
    /// `(T, U)`, and `()`.
    Tuple,
    /// `(T)`.
    Newtype,
    /// Nothing.
    Unit,
}

/// One variant of an enum.
pub struct Variant<'a> {
    /// The variant as it was parsed.
    pub original: &'a syn::Variant,
    /// Its attributes.
    pub attrs: Attrs,
    /// How its fields are written.
    pub style: Style,
    /// Its fields.
    pub fields: Vec<Field<'a>>,
}

/// One field of a struct or variant.
pub struct Field<'a> {
    /// The field as it was parsed.
    pub original: &'a syn::Field,
    /// Its position among the fields, from 0.
    pub index: usize,
    /// Its attributes.
    pub attrs: Attrs,
}

/// A field by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldRef {
    /// The index of its variant, in an enum.
    pub variant: Option<usize>,
    /// Its index among the fields.
    pub field: usize,
}

impl<'a> Container<'a> {
    /// Reads a type. Mistakes in its attributes are added to `diagnostics`.
    pub fn new(diagnostics: &Diagnostics, input: &'a DeriveInput) -> Self {
        let attrs = Attrs::new(diagnostics, &input.attrs, Target::Type);
        let body = match &input.data {
            Data::Struct(data) => {
                let (style, mut fields) = (style(&data.fields), fields(diagnostics, &data.fields));
                if style == Style::Newtype {
                    // serde ignores it there.
                    fields[0].attrs.forget(SKIP);
                }
                Body::Struct(style, fields)
            }
            Data::Enum(data) => Body::Enum(
                data.variants
                    .iter()
                    .map(|original| Variant {
                        original,
                        attrs: Attrs::new(diagnostics, &original.attrs, Target::Variant),
                        style: style(&original.fields),
                        fields: fields(diagnostics, &original.fields),
                    })
                    .collect(),
            ),
            Data::Union(data) => {
                diagnostics.report(&rules::union::RULE, data.union_token, "");
                Body::Union
            }
        };
        Self { input, attrs, body }
    }

    /// How an enum writes its variants.
    pub fn tagging(&self) -> Tagging {
        match (self.attrs.has(UNTAGGED), self.attrs.has(TAG), self.attrs.has(CONTENT)) {
            (true, ..) => Tagging::Untagged,
            (_, true, true) => Tagging::Adjacent,
            (_, true, false) => Tagging::Internal,
            _ => Tagging::External,
        }
    }

    /// The types that are written and read in the place of this one: `from = "T", into = "T"`, or the one that
    /// `#[sendable(shape = "T")]` declares.
    ///
    /// One if the two are the same. If they differ, the author has accepted it.
    pub fn proxies(&self) -> Vec<Type> {
        if let Some(shape) = &self.attrs.shape {
            return vec![shape.ty(self.attrs.krate.as_ref())];
        }
        let words = [INTO, FROM, TRY_FROM];
        let mut types: Vec<Type> = Vec::new();
        for value in words.iter().filter_map(|word| self.attrs.serde(word)?.value.as_ref()) {
            if let Ok(ty) = value.parse::<Type>() {
                let text = ty.to_token_stream().to_string();
                if !types.iter().any(|known| known.to_token_stream().to_string() == text) {
                    types.push(ty);
                }
            }
        }
        types
    }

    /// Every field, with the variant it is in.
    pub fn fields(&self) -> Box<dyn Iterator<Item = (Option<&Variant<'a>>, &Field<'a>)> + '_> {
        match &self.body {
            Body::Struct(_, fields) => Box::new(fields.iter().map(|field| (None, field))),
            Body::Enum(variants) => Box::new(
                variants
                    .iter()
                    .flat_map(|variant| variant.fields.iter().map(move |field| (Some(variant), field))),
            ),
            Body::Union => Box::new(std::iter::empty()),
        }
    }

    /// The field at a position, with the variant it is in.
    pub fn field(&self, at: FieldRef) -> Option<(Option<&Variant<'a>>, &Field<'a>)> {
        match (&self.body, at.variant) {
            (Body::Struct(_, fields), None) => Some((None, fields.get(at.field)?)),
            (Body::Enum(variants), Some(variant)) => {
                let variant = variants.get(variant)?;
                Some((Some(variant), variant.fields.get(at.field)?))
            }
            _ => None,
        }
    }

    /// The fields of the struct, or those of each variant.
    pub fn groups(&self) -> Vec<(Option<&Variant<'a>>, &[Field<'a>])> {
        match &self.body {
            Body::Struct(_, fields) => vec![(None, fields)],
            Body::Enum(variants) => {
                variants.iter().map(|variant| (Some(variant), variant.fields.as_slice())).collect()
            }
            Body::Union => Vec::new(),
        }
    }

    /// How the fields of the struct are written.
    pub(crate) fn style(&self) -> Style {
        match &self.body {
            Body::Struct(style, _) => *style,
            Body::Enum(_) | Body::Union => Style::Named,
        }
    }

    /// The number of fields of the struct.
    pub(crate) fn len(&self) -> usize {
        match &self.body {
            Body::Struct(_, fields) => fields.len(),
            Body::Enum(_) | Body::Union => 0,
        }
    }

    /// Whether a variant has its own `untagged`. serde then keeps the whole value in its buffer, and reads every variant from
    /// it, those with a tag first.
    pub(crate) fn has_untagged_variant(&self) -> bool {
        matches!(&self.body, Body::Enum(variants) if variants.iter().any(|variant| variant.attrs.has(UNTAGGED)))
    }

    /// The range of the numbers that an enum may be written as: one without data whose `#[repr(..)]` is an integer.
    ///
    /// `Serialize_repr` writes such an enum as a number, and serde's derive by name. Which of them is there cannot be
    /// seen, unless an attribute is one of serde's alone.
    pub fn may_be_a_number(&self) -> Option<(i128, u128)> {
        let Body::Enum(variants) = &self.body else { return None };
        // The word that `Deserialize_repr` takes too.
        let is_of_serde =
            |attrs: &Attrs| attrs.serde_words().iter().any(|word| word.name != crate::symbol::OTHER);
        let is_plain = |variant: &Variant<'_>| variant.style == Style::Unit && !is_of_serde(&variant.attrs);
        if variants.is_empty() || !variants.iter().all(is_plain) || is_of_serde(&self.attrs) {
            return None;
        }
        self.input.attrs.iter().find_map(integer_repr)
    }

    /// Whether serde's derive writes functions and no impls: `#[serde(remote = "..")]`. It describes another type, or itself
    /// with `remote = "Self"`, where the impls are written by hand.
    pub fn is_description(&self) -> bool {
        self.attrs.has(REMOTE)
    }

    /// Whether serde reads a field by borrowing for `'static`, so that the type is not `DeserializeOwned`.
    pub fn borrows_static(&self) -> bool {
        self.fields().any(|(_, field)| field.borrows())
    }

    /// Whether it is written as its only field: `#[serde(transparent)]`.
    pub fn is_transparent(&self) -> bool {
        self.attrs.has(TRANSPARENT)
    }
}

impl Variant<'_> {
    /// The name on the wire for one direction, `"serialize"` or `"deserialize"`.
    pub fn wire_name(&self, container: &Attrs, side: &str) -> String {
        renamed(&self.attrs, side).unwrap_or_else(|| {
            let name = self.original.ident.unraw().to_string();
            match container.serde(RENAME_ALL).and_then(|word| word.side(side)) {
                Some(rule) => case::variant(&name, &rule.value()),
                None => name,
            }
        })
    }

    /// Whether its fields have names.
    pub(crate) fn is_struct(&self) -> bool {
        self.style == Style::Named
    }

    /// Whether it can be neither written nor read.
    pub fn is_skipped(&self) -> bool {
        skipped(&self.attrs)
    }
}

impl<'a> Field<'a> {
    /// Its type.
    pub fn ty(&self) -> &'a Type {
        &self.original.ty
    }

    /// Its name, or its index.
    pub fn name(&self) -> String {
        self.original.ident.as_ref().map_or_else(|| self.index.to_string(), |ident| ident.unraw().to_string())
    }

    /// The name on the wire for one direction, `"serialize"` or `"deserialize"`; a field of a tuple has none.
    ///
    /// `parent` are the attributes of the struct or variant; `all_fields` those of the enum around a variant.
    pub fn wire_name(&self, parent: &Attrs, all_fields: Option<&Attrs>, side: &str) -> Option<String> {
        let ident = self.original.ident.as_ref()?;
        Some(renamed(&self.attrs, side).unwrap_or_else(|| {
            let name = ident.unraw().to_string();
            let rule = parent
                .serde(RENAME_ALL)
                .and_then(|word| word.side(side))
                .or_else(|| all_fields?.serde(RENAME_ALL_FIELDS)?.side(side));
            match rule {
                Some(rule) => case::field(&name, &rule.value()),
                None => name,
            }
        }))
    }

    /// Whether it is neither written nor read.
    pub fn is_skipped(&self) -> bool {
        skipped(&self.attrs)
    }

    /// Whether serde reads it by borrowing from what it decodes: references to text and bytes, and where `borrow` says so.
    pub fn borrows(&self) -> bool {
        let of_option = || match self.ty() {
            Type::Path(path) => argument_of_option(path).is_some_and(is_borrowed),
            _ => false,
        };
        !self.is_not_read() && (self.attrs.has(BORROW) || is_borrowed(self.ty()) || of_option())
    }

    /// Whether it is not read, and so arrives as its default.
    pub fn is_not_read(&self) -> bool {
        self.attrs.has(SKIP) || self.attrs.has(SKIP_DESERIALIZING)
    }

    /// Whether its value is written among other entries: those of the struct, or the tag.
    pub fn is_among_entries(&self, container: &Container<'_>, variant: Option<&Variant<'_>>) -> bool {
        let is_tagged = |variant: &Variant<'_>| {
            container.tagging() == Tagging::Internal
                && variant.style == Style::Newtype
                && !variant.attrs.has(UNTAGGED)
        };
        self.attrs.has(FLATTEN) || variant.is_some_and(is_tagged)
    }

    /// What it is read from, inside the variant.
    pub fn read_from(&self, container: &Container<'_>, variant: Option<&Variant<'_>>) -> ReadFrom {
        let in_buffer = variant.is_some()
            && (container.has_untagged_variant()
                || matches!(container.tagging(), Tagging::Internal | Tagging::Untagged));
        if in_buffer || self.attrs.has(FLATTEN) { ReadFrom::Buffer } else { ReadFrom::Format }
    }

    /// What its type has to fulfil, inside the variant.
    pub fn requirement(&self, variant: Option<&Variant<'_>>) -> Requirement {
        let own_code =
            has_own_code(&self.attrs) || variant.is_some_and(|variant| has_own_code(&variant.attrs));
        if self.is_skipped() || variant.is_some_and(Variant::is_skipped) {
            Requirement::Absent
        } else if self.attrs.snapshot.is_some() && !own_code {
            Requirement::Snapshot
        } else if self.attrs.duplicate.is_some() && !own_code {
            Requirement::Duplicate
        } else if self.attrs.trust.is_none() && self.attrs.recursive.is_some() {
            Requirement::Recursive
        } else if self.attrs.trust.is_none() {
            Requirement::Sendable
        } else if own_code {
            Requirement::Vouch
        } else {
            Requirement::Trust
        }
    }
}

/// The range of the integer in `#[repr(u8)]`.
fn integer_repr(attribute: &syn::Attribute) -> Option<(i128, u128)> {
    if !attribute.path().is_ident("repr") {
        return None;
    }
    let mut range = None;
    // Malformed: rustc says so.
    let _ = attribute.parse_nested_meta(|meta| {
        let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        range = range.or(match name.as_str() {
            "u8" => Some((0, u8::MAX.into())),
            "u16" => Some((0, u16::MAX.into())),
            "u32" => Some((0, u32::MAX.into())),
            "u64" | "usize" => Some((0, u64::MAX.into())),
            "u128" => Some((0, u128::MAX)),
            "i8" => Some((i8::MIN.into(), 0x7f)),
            "i16" => Some((i16::MIN.into(), 0x7fff)),
            "i32" => Some((i32::MIN.into(), 0x7fff_ffff)),
            "i64" | "isize" => Some((i64::MIN.into(), 0x7fff_ffff_ffff_ffff)),
            "i128" => Some((i128::MIN, i128::MAX.unsigned_abs())),
            _ => None,
        });
        if meta.input.peek(syn::token::Paren) {
            // `align(8)`
            meta.input.parse::<proc_macro2::Group>()?;
        }
        Ok(())
    });
    range
}

/// The name of the outermost type: `Option` of `Option<T>`.
pub fn outer_name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        Type::Group(group) => outer_name(&group.elem),
        _ => String::new(),
    }
}

/// `&str` and `&[u8]`, with any lifetime.
fn is_borrowed(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => is_borrowed(&group.elem),
        Type::Reference(reference) if reference.mutability.is_none() => match &*reference.elem {
            Type::Slice(slice) => outer_name(&slice.elem) == "u8",
            elem => outer_name(elem) == "str",
        },
        _ => false,
    }
}

fn argument_of_option(path: &TypePath) -> Option<&Type> {
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// Whether the author's own code writes or reads it: `with`, or one of its halves.
pub(crate) fn has_own_code(attrs: &Attrs) -> bool {
    [WITH, SERIALIZE_WITH, DESERIALIZE_WITH].iter().any(|word| attrs.has(word))
}

fn skipped(attrs: &Attrs) -> bool {
    attrs.has(SKIP) || (attrs.has(SKIP_SERIALIZING) && attrs.has(SKIP_DESERIALIZING))
}

fn renamed(attrs: &Attrs, side: &str) -> Option<String> {
    debug_assert!(side == SERIALIZE || side == DESERIALIZE);
    attrs.serde(RENAME).and_then(|word| word.side(side)).map(LitStr::value)
}

fn fields<'a>(diagnostics: &Diagnostics, fields: &'a Fields) -> Vec<Field<'a>> {
    fields
        .iter()
        .enumerate()
        .map(|(index, original)| Field {
            original,
            index,
            attrs: Attrs::new(diagnostics, &original.attrs, Target::Field),
        })
        .collect()
}

fn style(fields: &Fields) -> Style {
    match fields {
        Fields::Named(_) => Style::Named,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Style::Newtype,
        Fields::Unnamed(_) => Style::Tuple,
        Fields::Unit => Style::Unit,
    }
}
