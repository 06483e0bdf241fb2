//! What a type needs of the format. The table of needs is in `wirecheck-rules`.

use crate::container::{Body, Container, Field, Style, Tagging, Variant};
use crate::names::{conflicts, is_identifier, of_fields, of_variants};
use crate::symbol::{
    CONTENT, DESERIALIZE, FLATTEN, OTHER, RENAME, SERIALIZE, SKIP, SKIP_SERIALIZING_IF, TAG, UNTAGGED,
};
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use wirecheck_rules::Capability::{PositionalFields, PositionalVariants};
use wirecheck_rules::Need;

/// Something that an attribute, a name or a style needs of the format.
#[derive(Clone, Copy, Debug)]
pub struct FormatNeed {
    /// The attribute, name or type that needs it.
    pub at: Span,
    /// What is needed, and why.
    pub need: &'static Need,
    /// Whether it is needed where the value is read from serde's buffer, and not from the format itself.
    pub is_buffered: bool,
}

#[derive(Default)]
struct Needs {
    found: Vec<FormatNeed>,
}

impl Needs {
    fn add(&mut self, at: Span, attribute: &str) {
        self.found.extend(Need::of(attribute).map(|need| FormatNeed { at, need, is_buffered: false }));
    }

    fn add_buffered(&mut self, at: Span, attribute: &str) {
        self.found.extend(Need::of(attribute).map(|need| FormatNeed { at, need, is_buffered: true }));
    }
}

/// Everything that the type needs. An `accept` that makes a difference counts as used from here on.
pub(crate) fn find(container: &Container<'_>) -> Vec<FormatNeed> {
    let mut needs = Needs::default();
    collect(container, &mut needs);
    needs.found
}

fn collect(container: &Container<'_>, needs: &mut Needs) {
    if !container.proxies().is_empty() {
        return;
    }
    struct_needs(container, needs);
    enum_needs(container, needs);
    for (_, field) in container.fields() {
        if let Some(found) = field.attrs.serde(FLATTEN) {
            needs.add(found.name.span(), FLATTEN);
        }
    }
    for (variant, fields) in container.groups() {
        // A struct with a flattened field is a map with names in every format.
        let is_map = fields.iter().any(|field| field.attrs.has(FLATTEN));
        let style = variant.map_or_else(|| container.style(), |variant| variant.style);
        for word in fields.iter().filter_map(|field| field.attrs.serde(SKIP_SERIALIZING_IF)) {
            match style {
                Style::Named if !is_map => needs.add(word.name.span(), SKIP_SERIALIZING_IF),
                // The last element of a list: the format has to mark the end of the list.
                Style::Tuple => needs.add(word.name.span(), "skip_serializing_if at the end of a tuple"),
                // serde ignores it on a newtype.
                Style::Named | Style::Newtype | Style::Unit => {}
            }
        }
        // In a map the names are text, and a conflict is refused in every format.
        if !is_map {
            let names = of_fields(container, variant, fields);
            let texts = names.iter().filter(|name| !name.is_identifier());
            texts.for_each(|name| needs.add(name.at, "name that is no identifier"));
            conflicts(&names, Some(PositionalFields))
                .iter()
                .for_each(|it| needs.add(it.at, "name of a field, split or shared"));
        }
    }
    variant_names(container, needs);
    type_names(container, needs);
}

/// Names that a codec gives its own types: it does something else with a type of such a name.
fn type_names(container: &Container<'_>, needs: &mut Needs) {
    if container.is_transparent() {
        return;
    }
    let rename = container.attrs.serde(RENAME);
    let at = rename.map_or_else(|| container.input.ident.span(), |word| word.name.span());
    let side = |side| match rename.and_then(|word| word.side(side)) {
        Some(name) => name.value(),
        None => container.input.ident.unraw().to_string(),
    };
    let (written, read) = (side(SERIALIZE), side(DESERIALIZE));
    let is_named = |name: &str| written == name || read == name;
    if container.style() == Style::Newtype && is_named("_ExtStruct") {
        needs.add(at, "type named `_ExtStruct`");
    }
    // The tag of an adjacently tagged enum is a unit variant.
    let has_variants = matches!(container.tagging(), Tagging::External | Tagging::Adjacent);
    if matches!(container.body, Body::Enum(_)) && has_variants && is_named("@@TAG@@") {
        needs.add(at, "type named `@@TAG@@`");
    }
    if ["Number", "RawValue"].iter().any(|name| is_named(&format!("$serde_json::private::{name}"))) {
        needs.add(at, "type named `$serde_json::private::..`");
    }
}

/// Structs that some formats write like something else.
fn struct_needs(container: &Container<'_>, needs: &mut Needs) {
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
            // What is inside of a variant is compared when its shape is known: see `comparison`.
            let has_structs = variants.iter().any(is_read_by_names);
            let need = if has_structs { "untagged with struct variants" } else { UNTAGGED };
            container.attrs.serde(UNTAGGED).iter().for_each(|word| needs.add(word.name.span(), need));
        }
        Tagging::Internal => {
            let word = container.attrs.serde(TAG);
            word.iter().for_each(|word| needs.add(word.name.span(), "tag on an enum"));
        }
        Tagging::Adjacent => {
            let has =
                variants.iter().any(|variant| variant.style == Style::Unit || is_read_by_names(variant));
            let need = if has { "content with struct or unit variants" } else { CONTENT };
            container.attrs.serde(CONTENT).iter().for_each(|word| needs.add(word.name.span(), need));
        }
    }
    for (index, variant) in variants.iter().enumerate() {
        if let Some(word) = variant.attrs.serde(OTHER).filter(|_| container.tagging() != Tagging::External) {
            needs.add(word.name.span(), OTHER);
        }
        let is_untagged = container.tagging() == Tagging::Untagged || container.has_untagged_variant();
        if let Some(word) = variant.attrs.serde(UNTAGGED) {
            let need = if is_read_by_names(variant) { "untagged with struct variants" } else { UNTAGGED };
            needs.add(word.name.span(), need);
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
            // Its content is read from a buffer, even where the enum itself is not.
            needs.add_buffered(at, "struct without fields");
        } else if container.tagging() == Tagging::External {
            needs.add(at, "struct without fields");
        }
    }
}

/// Whether there is a value without any written field.
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
    conflicts(&names, Some(PositionalVariants))
        .iter()
        .for_each(|it| needs.add(it.at, "name of a variant, split or shared"));
}

/// Whether it is a struct that serde reads by names alone, where it reads it without a tag. One with a flattened field is a
/// map in every format.
fn is_read_by_names(variant: &Variant<'_>) -> bool {
    variant.is_struct() && !variant.fields.iter().any(|field| field.attrs.has(FLATTEN))
}
