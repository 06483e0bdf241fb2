//! The type as the checks and the expansion see it: `syn`'s nodes, borrowed, with their attributes read.

use crate::attr::{Attrs, Place};
use crate::case;
use crate::diag::Ctxt;
use crate::symbol::{
    CONTENT, DESERIALIZE, DESERIALIZE_WITH, FLATTEN, FROM, INTO, RENAME, RENAME_ALL, RENAME_ALL_FIELDS,
    SERIALIZE, SERIALIZE_WITH, SKIP, SKIP_DESERIALIZING, SKIP_SERIALIZING, TAG, TRANSPARENT, TRY_FROM,
    UNTAGGED, WITH,
};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, LitStr, Path, Type};
use wirecheck_rules::rules;

pub(crate) struct Container<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) attrs: Attrs,
    pub(crate) body: Body<'a>,
}

pub(crate) enum Body<'a> {
    Struct(Style, Vec<Field<'a>>),
    Enum(Vec<Variant<'a>>),
    /// Refused already.
    Union,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    Named,
    Tuple,
    Newtype,
    Unit,
}

pub(crate) struct Variant<'a> {
    pub(crate) original: &'a syn::Variant,
    pub(crate) attrs: Attrs,
    pub(crate) style: Style,
    pub(crate) fields: Vec<Field<'a>>,
}

pub(crate) struct Field<'a> {
    pub(crate) original: &'a syn::Field,
    pub(crate) index: usize,
    pub(crate) attrs: Attrs,
}

/// What is asked of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// `Sendable`, in the format and in any.
    Sendable,
    /// serde's traits, `Send` and `'static`: the author vouches for the rest.
    Trust,
    /// `Send` and `'static`: the author's own code is on the wire.
    Vouch,
    /// `Snapshot`: the value in a lock or an atomic.
    Snapshot,
    /// `Duplicate`: the value behind a shared pointer.
    Duplicate,
    /// It closes a cycle, and another field of the cycle is asked.
    Recursive,
    /// It is not on the wire.
    Absent,
}

/// How a value is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reading {
    /// By the format.
    Direct,
    /// From serde's buffer.
    Buffered,
    /// Either, depending on where the type itself is.
    Both,
}

/// How an enum says which variant it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tagging {
    External,
    Internal,
    Adjacent,
    Untagged,
}

impl<'a> Container<'a> {
    pub(crate) fn new(ctxt: &Ctxt, input: &'a DeriveInput) -> Self {
        let attrs = Attrs::new(ctxt, &input.attrs, Place::Type);
        let body = match &input.data {
            Data::Struct(data) => {
                let (style, mut fields) = (style(&data.fields), fields(ctxt, &data.fields));
                if style == Style::Newtype {
                    // serde does not look at it there.
                    fields[0].attrs.forget(SKIP);
                }
                Body::Struct(style, fields)
            }
            Data::Enum(data) => Body::Enum(
                data.variants
                    .iter()
                    .map(|original| Variant {
                        original,
                        attrs: Attrs::new(ctxt, &original.attrs, Place::Variant),
                        style: style(&original.fields),
                        fields: fields(ctxt, &original.fields),
                    })
                    .collect(),
            ),
            Data::Union(data) => {
                ctxt.report(&rules::union::RULE, data.union_token, "");
                Body::Union
            }
        };
        Self { input, attrs, body }
    }

    /// The path to the library.
    pub(crate) fn krate(&self) -> TokenStream {
        self.attrs.krate.as_ref().map_or_else(|| quote!(::wirecheck), Path::to_token_stream)
    }

    pub(crate) fn tagging(&self) -> Tagging {
        match (self.attrs.has(UNTAGGED), self.attrs.has(TAG), self.attrs.has(CONTENT)) {
            (true, ..) => Tagging::Untagged,
            (_, true, true) => Tagging::Adjacent,
            (_, true, false) => Tagging::Internal,
            _ => Tagging::External,
        }
    }

    /// The type that is on the wire in the place of this one: `from = "T", into = "T"`.
    ///
    /// Where the two differ the author has accepted it, and each side is asked for.
    pub(crate) fn proxies(&self) -> Vec<Type> {
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
    pub(crate) fn fields(&self) -> Box<dyn Iterator<Item = (Option<&Variant<'a>>, &Field<'a>)> + '_> {
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

    /// The fields of the struct, or those of each variant.
    pub(crate) fn groups(&self) -> Vec<(Option<&Variant<'a>>, &[Field<'a>])> {
        match &self.body {
            Body::Struct(_, fields) => vec![(None, fields)],
            Body::Enum(variants) => {
                variants.iter().map(|variant| (Some(variant), variant.fields.as_slice())).collect()
            }
            Body::Union => Vec::new(),
        }
    }

    /// That of a struct.
    pub(crate) fn style(&self) -> Style {
        match &self.body {
            Body::Struct(style, _) => *style,
            Body::Enum(_) | Body::Union => Style::Named,
        }
    }

    /// How many fields a struct has.
    pub(crate) fn len(&self) -> usize {
        match &self.body {
            Body::Struct(_, fields) => fields.len(),
            Body::Enum(_) | Body::Union => 0,
        }
    }

    pub(crate) fn is_transparent(&self) -> bool {
        self.attrs.has(TRANSPARENT)
    }
}

impl Variant<'_> {
    /// The name on the wire for one side.
    pub(crate) fn wire_name(&self, container: &Attrs, side: &str) -> String {
        renamed(&self.attrs, side).unwrap_or_else(|| {
            let name = self.original.ident.unraw().to_string();
            match container.serde(RENAME_ALL).and_then(|word| word.side(side)) {
                Some(rule) => case::variant(&name, &rule.value()),
                None => name,
            }
        })
    }

    pub(crate) fn is_struct(&self) -> bool {
        self.style == Style::Named
    }

    /// Whether a value of it can be neither written nor read.
    pub(crate) fn is_skipped(&self) -> bool {
        skipped(&self.attrs)
    }
}

impl<'a> Field<'a> {
    pub(crate) fn ty(&self) -> &'a Type {
        &self.original.ty
    }

    /// The field's name, or its number.
    pub(crate) fn name(&self) -> String {
        self.original.ident.as_ref().map_or_else(|| self.index.to_string(), |ident| ident.unraw().to_string())
    }

    /// The name on the wire for one side; fields of tuples have none.
    pub(crate) fn wire_name(&self, parent: &Attrs, all_fields: Option<&Attrs>, side: &str) -> Option<String> {
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

    /// Whether it is on the wire in neither direction.
    pub(crate) fn is_skipped(&self) -> bool {
        skipped(&self.attrs)
    }

    /// Whether its value is written among other entries: those of the struct, or the tag.
    pub(crate) fn is_among_entries(&self, container: &Container<'_>, variant: Option<&Variant<'_>>) -> bool {
        let is_tagged = |variant: &Variant<'_>| {
            container.tagging() == Tagging::Internal
                && variant.style == Style::Newtype
                && !variant.attrs.has(UNTAGGED)
        };
        self.attrs.has(FLATTEN) || variant.is_some_and(is_tagged)
    }

    /// How it is read, inside the variant.
    pub(crate) fn reading(&self, container: &Container<'_>, variant: Option<&Variant<'_>>) -> Reading {
        let in_buffer = variant.is_some_and(|variant| {
            variant.attrs.has(UNTAGGED)
                || matches!(container.tagging(), Tagging::Internal | Tagging::Untagged)
        });
        if in_buffer || self.attrs.has(FLATTEN) { Reading::Buffered } else { Reading::Direct }
    }

    /// What is asked of it, inside the variant.
    pub(crate) fn proof(&self, variant: Option<&Variant<'_>>) -> Proof {
        let own_code =
            has_own_code(&self.attrs) || variant.is_some_and(|variant| has_own_code(&variant.attrs));
        if self.is_skipped() || variant.is_some_and(Variant::is_skipped) {
            Proof::Absent
        } else if self.attrs.recursive.is_some() {
            Proof::Recursive
        } else if self.attrs.snapshot.is_some() && !own_code {
            Proof::Snapshot
        } else if self.attrs.duplicate.is_some() && !own_code {
            Proof::Duplicate
        } else if self.attrs.trust.is_none() {
            Proof::Sendable
        } else if own_code {
            Proof::Vouch
        } else {
            Proof::Trust
        }
    }
}

/// The name of the outermost type: `Option` of `Option<T>`.
pub(crate) fn outer_name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        Type::Group(group) => outer_name(&group.elem),
        _ => String::new(),
    }
}

/// `with`, or its two halves, or one of them.
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

fn fields<'a>(ctxt: &Ctxt, fields: &'a Fields) -> Vec<Field<'a>> {
    fields
        .iter()
        .enumerate()
        .map(|(index, original)| Field {
            original,
            index,
            attrs: Attrs::new(ctxt, &original.attrs, Place::Field),
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
