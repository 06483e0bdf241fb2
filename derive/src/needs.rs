//! What a type asks of the format; the table is in `wirecheck-rules`.

use crate::model::{Body, Container, Field, Style, Tagging, Variant};
use crate::names::{conflicts, is_identifier, of_fields, of_variants};
use crate::span;
use crate::symbol::{CONTENT, FLATTEN, OTHER, RENAME, SERIALIZE, SKIP, SKIP_SERIALIZING_IF, TAG, UNTAGGED};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeSet;
use syn::{GenericArgument, PathArguments, Type};
use wirecheck_rules::{Capability, Need};

/// What is asked, where, and of the format itself or of it behind serde's buffer.
pub(crate) struct Needs {
    found: Vec<(Span, &'static Need, bool)>,
}

impl Needs {
    fn add(&mut self, at: Span, attribute: &str) {
        self.found.extend(Need::of(attribute).map(|need| (at, need, false)));
    }

    fn add_buffered(&mut self, at: Span, attribute: &str) {
        self.found.extend(Need::of(attribute).map(|need| (at, need, true)));
    }
}

/// Everything that is asked. An `accept` that makes a difference counts as used from here on.
pub(crate) fn find(container: &Container<'_>) -> Needs {
    let mut needs = Needs { found: Vec::new() };
    if !container.proxies().is_empty() {
        return needs;
    }
    shape_needs(container, &mut needs);
    enum_needs(container, &mut needs);
    for (_, field) in container.fields() {
        if let Some(found) = field.attrs.serde(FLATTEN) {
            needs.add(found.name.span(), FLATTEN);
        }
    }
    for (variant, fields) in container.groups() {
        // A struct with something flattened is a map with names, whatever the format.
        let is_map = fields.iter().any(|field| field.attrs.has(FLATTEN));
        let style = variant.map_or_else(|| container.style(), |variant| variant.style);
        for word in fields.iter().filter_map(|field| field.attrs.serde(SKIP_SERIALIZING_IF)) {
            match style {
                Style::Named if !is_map => needs.add(word.name.span(), SKIP_SERIALIZING_IF),
                // The last of a list: the format has to say that it ends.
                Style::Tuple => needs.add(word.name.span(), "skip_serializing_if at the end of a tuple"),
                // serde does not look at it on a newtype.
                Style::Named | Style::Newtype | Style::Unit => {}
            }
        }
        // There they are text, and a conflict is refused in every format.
        if !is_map {
            let names = of_fields(container, variant, fields);
            let texts = names.iter().filter(|name| !name.is_identifier());
            texts.for_each(|name| needs.add(name.at, "name that is no identifier"));
            conflicts(&names).iter().for_each(|it| needs.add(it.at, "name of a field, split or shared"));
        }
    }
    variant_names(container, &mut needs);
    needs
}

/// The same as conditions, at the words that ask.
pub(crate) fn clauses(needs: &Needs, krate: &TokenStream, format: &Ident) -> Vec<TokenStream> {
    let mut clauses = Vec::new();
    let mut seen = BTreeSet::new();
    for (span, need, is_buffered) in &needs.found {
        for capability in need.asks.iter().filter(|capability| seen.insert((**capability, *is_buffered))) {
            clauses.push(clause(*capability, *is_buffered, *span, krate, format));
        }
    }
    clauses
}

fn clause(
    capability: Capability,
    is_buffered: bool,
    span: Span,
    krate: &TokenStream,
    format: &Ident,
) -> TokenStream {
    let name = Ident::new(capability.trait_name(), span);
    let bound = span::at(quote!(#krate::format::#name), span);
    if is_buffered { quote!(#krate::format::Buffered<#format>: #bound) } else { quote!(#format: #bound) }
}

/// Shapes that some formats write alike.
fn shape_needs(container: &Container<'_>, needs: &mut Needs) {
    let at = container.input.ident.span();
    if let Body::Struct(style, fields) = &container.body
        && !container.is_transparent()
    {
        match style {
            Style::Newtype => needs.add(at, "newtype"),
            Style::Unit => needs.add(at, "unit struct"),
            Style::Named | Style::Tuple if may_be_empty(fields) => needs.add(at, "struct without fields"),
            Style::Named | Style::Tuple => {}
        }
        if let Some(tag) = container.attrs.serde(TAG) {
            needs.add(tag.name.span(), "tag on a struct");
        }
    }
}

fn enum_needs(container: &Container<'_>, needs: &mut Needs) {
    let Body::Enum(variants) = &container.body else { return };
    let is_nothing = |variant: &Variant<'_>| variant.style == Style::Unit || may_be_empty(&variant.fields);
    if variants.len() > 256 || matches!(variants.as_slice(), [only] if is_nothing(only)) {
        needs.add(container.input.ident.span(), "enum of one variant, or of more than 256");
    }
    match container.tagging() {
        Tagging::External => {}
        Tagging::Untagged => {
            // A struct inside is one more struct without names.
            let has_structs =
                variants.iter().any(|variant| variant.is_struct() || may_hold_a_struct(variant));
            let need = if has_structs { "untagged with struct variants" } else { UNTAGGED };
            container.attrs.serde(UNTAGGED).iter().for_each(|word| needs.add(word.name.span(), need));
        }
        Tagging::Internal => {
            let word = container.attrs.serde(TAG);
            word.iter().for_each(|word| needs.add(word.name.span(), "tag on an enum"));
        }
        Tagging::Adjacent => {
            let has = variants.iter().any(|variant| matches!(variant.style, Style::Named | Style::Unit));
            let need = if has { "content with struct or unit variants" } else { CONTENT };
            container.attrs.serde(CONTENT).iter().for_each(|word| needs.add(word.name.span(), need));
        }
    }
    for (index, variant) in variants.iter().enumerate() {
        if let Some(word) = variant.attrs.serde(OTHER).filter(|_| container.tagging() != Tagging::External) {
            needs.add(word.name.span(), OTHER);
        }
        let is_untagged = container.tagging() == Tagging::Untagged || variant.attrs.has(UNTAGGED);
        if let Some(word) = variant.attrs.serde(UNTAGGED) {
            let has_structs = variant.is_struct() || variants.len() > 1 && may_hold_a_struct(variant);
            needs.add(word.name.span(), if has_structs { "untagged with struct variants" } else { UNTAGGED });
        }
        if let Some(word) = variant.attrs.serde(SKIP)
            && variants[index..].iter().any(|later| !later.is_skipped())
        {
            needs.add(word.name.span(), "skip on a variant before others");
        }
        if !matches!(variant.style, Style::Named | Style::Tuple) || !may_be_empty(&variant.fields) {
            continue;
        }
        let at = variant.original.ident.span();
        if is_untagged || container.tagging() == Tagging::Adjacent && variant.is_struct() {
            // Its content is read from a buffer, also where the enum is not.
            needs.add_buffered(at, "struct without fields");
        } else if container.tagging() == Tagging::External {
            needs.add(at, "struct without fields");
        }
    }
}

/// Whether there is a value of which no field is written.
fn may_be_empty(fields: &[Field<'_>]) -> bool {
    fields.iter().all(|field| {
        field.is_skipped() || (field.attrs.has(SKIP_SERIALIZING_IF) && !field.attrs.has(FLATTEN))
    })
}

/// Names of variants, tags and of the type itself.
fn variant_names(container: &Container<'_>, needs: &mut Needs) {
    for word in [RENAME, TAG, CONTENT].into_iter().filter_map(|word| container.attrs.serde(word)) {
        let name = word.side(SERIALIZE).map(syn::LitStr::value);
        if name.is_some_and(|name| !is_identifier(&name)) {
            needs.add(word.name.span(), "name that is no identifier");
        }
    }
    let (Body::Enum(variants), false) = (&container.body, container.tagging() == Tagging::Untagged) else {
        return;
    };
    let names = of_variants(container, variants);
    // An internal tag is text.
    if container.tagging() != Tagging::Internal {
        let texts = names.iter().filter(|name| !name.is_identifier());
        texts.for_each(|name| needs.add(name.at, "name that is no identifier"));
    }
    conflicts(&names).iter().for_each(|it| needs.add(it.at, "name of a variant, split or shared"));
}

/// Whether the variant is written as a value of another type that may be a struct.
fn may_hold_a_struct(variant: &Variant<'_>) -> bool {
    variant.style == Style::Newtype && variant.fields.first().is_some_and(|field| may_be_a_struct(field.ty()))
}

fn may_be_a_struct(ty: &Type) -> bool {
    const PLAIN: [&str; 32] = [
        "BTreeMap",
        "BTreeSet",
        "BinaryHeap",
        "CString",
        "HashMap",
        "HashSet",
        "IpAddr",
        "Ipv4Addr",
        "Ipv6Addr",
        "LinkedList",
        "NonZero",
        "OsString",
        "PathBuf",
        "SocketAddrV4",
        "String",
        "Vec",
        "VecDeque",
        "bool",
        "char",
        "f32",
        "f64",
        "i16",
        "i32",
        "i64",
        "i8",
        "isize",
        "u16",
        "u32",
        "u64",
        "u8",
        "usize",
        "str",
    ];
    const OF_ONE: [&str; 7] = ["Box", "Cell", "Cow", "Option", "RefCell", "Reverse", "Wrapping"];
    match ty {
        Type::Tuple(_) | Type::Array(_) | Type::Slice(_) => false,
        Type::Group(group) => may_be_a_struct(&group.elem),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return true };
            let name = last.ident.to_string();
            match &last.arguments {
                PathArguments::AngleBracketed(inner) if OF_ONE.contains(&name.as_str()) => {
                    inner.args.iter().any(|it| matches!(it, GenericArgument::Type(ty) if may_be_a_struct(ty)))
                }
                _ => !PLAIN.contains(&name.as_str()),
            }
        }
        _ => true,
    }
}
