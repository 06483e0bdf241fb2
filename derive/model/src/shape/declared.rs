//! Reads a [`TypeShape`] off a type.

use super::type_shape::{
    CustomCode, DefaultValue, Directions, EnumShape, FieldShape, Representation, Skip, StructShape, TypeBody,
    TypeShape, VariantShape, WireName,
};
use crate::attr::Attrs;
use crate::container::{Body, Container, Field, Tagging, Variant};
use crate::symbol::{
    ALIAS, CONTENT, DEFAULT, DENY_UNKNOWN_FIELDS, DESERIALIZE, DESERIALIZE_WITH, FLATTEN, FROM, INTO, OTHER,
    RENAME, SERIALIZE, SERIALIZE_WITH, SKIP, SKIP_DESERIALIZING, SKIP_SERIALIZING, SKIP_SERIALIZING_IF, TAG,
    TRY_FROM, UNTAGGED, WITH,
};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{GenericParam, LitStr};

impl TypeShape {
    /// The shape of a type.
    pub fn of(container: &Container<'_>) -> Self {
        let attrs = &container.attrs;
        let ident = container.input.ident.unraw().to_string();
        let side = |side| attrs.serde(RENAME).and_then(|word| word.side(side)).map(LitStr::value);
        let name = WireName {
            written: side(SERIALIZE).unwrap_or_else(|| ident.clone()),
            read: side(DESERIALIZE).unwrap_or_else(|| ident.clone()),
            aliases: Vec::new(),
        };
        let parameters = container.input.generics.params.iter().filter_map(|param| match param {
            GenericParam::Type(param) => Some(param.ident.to_string()),
            GenericParam::Const(param) => Some(param.ident.to_string()),
            GenericParam::Lifetime(_) => None,
        });
        let parameters = parameters.collect();
        let body = if let Some(shape) = &attrs.shape {
            TypeBody::Converted(Directions { write: Some(shape.text()), read: Some(shape.text()) })
        } else if container.proxies().is_empty() {
            body(container)
        } else {
            let read = text(attrs, FROM).or_else(|| text(attrs, TRY_FROM));
            TypeBody::Converted(Directions { write: text(attrs, INTO), read })
        };
        Self { ident, name, parameters, body }
    }
}

fn body(container: &Container<'_>) -> TypeBody {
    let attrs = &container.attrs;
    let denies_unknown = attrs.has(DENY_UNKNOWN_FIELDS);
    match &container.body {
        Body::Struct(style, fields) => TypeBody::Struct(StructShape {
            style: *style,
            is_transparent: container.is_transparent(),
            tag: text(attrs, TAG),
            denies_unknown,
            default: default_of(attrs),
            fields: fields.iter().map(|field| of_field(container, None, field)).collect(),
        }),
        Body::Enum(variants) => TypeBody::Enum(EnumShape {
            representation: representation(container),
            number: container.may_be_a_number(),
            denies_unknown,
            variants: of_variants(container, variants),
        }),
        Body::Union => TypeBody::Union,
    }
}

fn representation(container: &Container<'_>) -> Representation {
    let entry = |word| text(&container.attrs, word).unwrap_or_default();
    match container.tagging() {
        Tagging::External => Representation::External,
        Tagging::Internal => Representation::Internal { tag: entry(TAG) },
        Tagging::Adjacent => Representation::Adjacent { tag: entry(TAG), content: entry(CONTENT) },
        Tagging::Untagged => Representation::Untagged,
    }
}

fn of_variants(container: &Container<'_>, variants: &[Variant<'_>]) -> Vec<VariantShape> {
    let mut next_read = 0;
    let mut all = Vec::new();
    for (position, variant) in (0..).zip(variants) {
        let attrs = &variant.attrs;
        let skip = skip_of(attrs);
        let is_untagged = attrs.has(UNTAGGED);
        let is_numbered = container.tagging() != Tagging::Untagged && !is_untagged;
        let is_written = is_numbered && !matches!(skip, Skip::Writing | Skip::Both);
        // serde's writer counts every variant; its reader leaves out those that it does not read.
        let is_read = !matches!(skip, Skip::Reading | Skip::Both) && !is_untagged;
        all.push(VariantShape {
            ident: variant.original.ident.unraw().to_string(),
            name: WireName {
                written: variant.wire_name(&container.attrs, SERIALIZE),
                read: variant.wire_name(&container.attrs, DESERIALIZE),
                aliases: aliases(attrs),
            },
            write_index: is_written.then_some(position),
            read_index: (is_numbered && is_read).then_some(next_read),
            style: variant.style,
            skip,
            is_untagged,
            is_other: attrs.has(OTHER),
            code: code_of(attrs),
            fields: variant.fields.iter().map(|field| of_field(container, Some(variant), field)).collect(),
        });
        next_read += u32::from(is_read);
    }
    all
}

fn of_field(container: &Container<'_>, variant: Option<&Variant<'_>>, field: &Field<'_>) -> FieldShape {
    let attrs = &field.attrs;
    let (parent, all_fields) = match variant {
        Some(variant) => (&variant.attrs, Some(&container.attrs)),
        None => (&container.attrs, None),
    };
    let name = |side| field.wire_name(parent, all_fields, side);
    FieldShape {
        ident: field.name(),
        name: name(SERIALIZE).zip(name(DESERIALIZE)).map(|(written, read)| WireName {
            written,
            read,
            aliases: aliases(attrs),
        }),
        ty: field.ty().to_token_stream().to_string(),
        default: default_of(attrs),
        skip: skip_of(attrs),
        skip_if: text(attrs, SKIP_SERIALIZING_IF),
        is_flattened: attrs.has(FLATTEN),
        code: code_of(attrs),
        requirement: field.requirement(variant),
    }
}

fn text(attrs: &Attrs, word: &str) -> Option<String> {
    attrs.serde(word)?.value.as_ref().map(LitStr::value)
}

fn aliases(attrs: &Attrs) -> Vec<String> {
    attrs.each_serde(ALIAS).filter_map(|word| word.value.as_ref()).map(LitStr::value).collect()
}

fn default_of(attrs: &Attrs) -> DefaultValue {
    match attrs.serde(DEFAULT).map(|word| &word.value) {
        None => DefaultValue::None,
        Some(None) => DefaultValue::Standard,
        Some(Some(path)) => DefaultValue::Path(path.value()),
    }
}

fn skip_of(attrs: &Attrs) -> Skip {
    let writing = attrs.has(SKIP) || attrs.has(SKIP_SERIALIZING);
    let reading = attrs.has(SKIP) || attrs.has(SKIP_DESERIALIZING);
    match (writing, reading) {
        (false, false) => Skip::Never,
        (true, false) => Skip::Writing,
        (false, true) => Skip::Reading,
        (true, true) => Skip::Both,
    }
}

fn code_of(attrs: &Attrs) -> CustomCode {
    let half = |word, function| {
        text(attrs, word).or_else(|| text(attrs, WITH).map(|module| format!("{module}::{function}")))
    };
    CustomCode { write: half(SERIALIZE_WITH, SERIALIZE), read: half(DESERIALIZE_WITH, DESERIALIZE) }
}
