//! What a type's values look like once they are written: an expression of `wirecheck::__private::Shape`.
//!
//! It may say less than is true, never more.

use crate::attr::Attrs;
use crate::model::{Body, Container, Field, Proof, Style, Tagging, Variant, has_own_code};
use crate::symbol::{
    ALIAS, CONTENT, DEFAULT, DENY_UNKNOWN_FIELDS, DESERIALIZE, FLATTEN, OTHER, SERIALIZE, SKIP_DESERIALIZING,
    SKIP_SERIALIZING, SKIP_SERIALIZING_IF, TAG, UNTAGGED,
};
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

/// Writes the shape of a field's type.
pub(crate) type Inner<'a> = dyn Fn(Option<&Variant<'_>>, &Field<'_>) -> TokenStream + 'a;

/// Writes shapes.
pub(crate) struct Shaper<'a> {
    pub(crate) container: &'a Container<'a>,
    pub(crate) krate: TokenStream,
    pub(crate) inner: &'a Inner<'a>,
}

impl Shaper<'_> {
    /// The shape of the type.
    pub(crate) fn of_container(&self) -> TokenStream {
        let private = self.private();
        match &self.container.body {
            Body::Struct(style, fields) if self.container.is_transparent() => {
                let mut written = fields.iter().filter(|field| !field.is_skipped());
                match (written.next(), written.next(), style) {
                    (Some(field), None, _) => self.of_field(None, field),
                    _ => self.any(),
                }
            }
            Body::Struct(Style::Unit, _) => quote!(#private::Shape::Unit),
            Body::Struct(Style::Newtype, fields) => match &fields[0] {
                field if field.is_skipped() => self.any(),
                field => self.of_field(None, field),
            },
            Body::Struct(Style::Tuple, fields) => self.tuple(None, fields),
            Body::Struct(Style::Named, fields) => {
                let tag = self.container.attrs.serde(TAG).and_then(|word| word.value.as_ref());
                let tag =
                    tag.map(|tag| quote!(#private::Field::new(&[#tag], #private::Shape::Text).read_by(&[])));
                self.fields(None, fields, tag.into_iter().collect(), true)
            }
            Body::Enum(variants) => self.of_enum(variants),
            Body::Union => self.any(),
        }
    }

    fn of_enum(&self, variants: &[Variant<'_>]) -> TokenStream {
        let variants = variants.iter().filter(|variant| !variant.is_skipped());
        let is_named = |variant: &&Variant<'_>| {
            self.container.tagging() != Tagging::Untagged && !variant.attrs.has(UNTAGGED)
        };
        let (named, untagged): (Vec<_>, Vec<_>) = variants.partition(is_named);
        let mut shapes = self.of_named(&named);
        shapes.extend(untagged.iter().map(|variant| self.content(variant)));
        let shape = self.one_of(shapes);
        match self.container.tagging() {
            Tagging::External | Tagging::Adjacent if untagged.is_empty() => shape,
            _ => {
                let private = self.private();
                quote!(#private::Shape::FromBuffer(&#shape))
            }
        }
    }

    fn one_of(&self, shapes: Vec<TokenStream>) -> TokenStream {
        let private = self.private();
        match shapes.as_slice() {
            [one] => one.clone(),
            all => quote!(#private::Shape::OneOf(&[#(#all),*])),
        }
    }

    /// The shape of those variants that say which one they are, if there are any.
    pub(crate) fn of_named_variants(&self, variants: &[&&Variant<'_>]) -> Option<TokenStream> {
        let variants: Vec<_> = variants.iter().map(|variant| **variant).collect();
        (!variants.is_empty()).then(|| self.one_of(self.of_named(&variants)))
    }

    fn of_named(&self, variants: &[&Variant<'_>]) -> Vec<TokenStream> {
        let private = self.private();
        let mut shapes = Vec::new();
        let is_name = |variant: &&&Variant<'_>| {
            self.container.tagging() == Tagging::External
                && variant.style == Style::Unit
                && !has_own_code(&variant.attrs)
        };
        let names: Vec<_> = variants.iter().filter(is_name).flat_map(|variant| self.names(variant)).collect();
        if !names.is_empty() {
            shapes.push(quote!(#private::Shape::Names(&[#(#names),*])));
        }
        shapes.extend(
            variants.iter().filter(|variant| !is_name(variant)).map(|variant| self.of_variant(variant)),
        );
        shapes
    }

    /// A variant that says which one it is.
    fn of_variant(&self, variant: &Variant<'_>) -> TokenStream {
        let private = self.private();
        let names = self.names(variant);
        let name = &names[0];
        let text = |word| self.container.attrs.serde(word).and_then(|word| word.value.clone());
        let others = self.others();
        match (text(TAG), text(CONTENT)) {
            (Some(tag), Some(key)) => {
                let tag = self.tag(variant, &tag, &names);
                let content = (variant.style != Style::Unit).then(|| {
                    let content = self.content(variant);
                    quote!(, #private::Field::new(&[#key], #content))
                });
                quote!(#private::Shape::Fields(&#private::Fields {
                    own: &[#tag #content], flattened: &[], others: #others, from_list: true
                }))
            }
            (Some(tag), None) => {
                let tag = self.tag(variant, &tag, &names);
                if has_own_code(&variant.attrs) {
                    return self.any();
                }
                match variant.style {
                    Style::Named => self.fields(Some(variant), &variant.fields, vec![tag], true),
                    Style::Newtype | Style::Tuple => {
                        let content = self.content(variant);
                        quote!(#private::Shape::Fields(&#private::Fields {
                            own: &[#tag], flattened: &[#content], others: #others, from_list: true
                        }))
                    }
                    Style::Unit => quote!(#private::Shape::Fields(&#private::Fields {
                        own: &[#tag], flattened: &[], others: #private::Others::Ignored, from_list: true
                    })),
                }
            }
            _ => {
                let content = self.content(variant);
                quote!(#private::Shape::Fields(&#private::Fields::single(&[
                    #private::Field::required(#name, &[#(#names),*], #content)
                ])))
            }
        }
    }

    /// The entry that names the variant.
    fn tag(&self, variant: &Variant<'_>, tag: &LitStr, names: &[String]) -> TokenStream {
        let private = self.private();
        let text = if variant.attrs.has(OTHER) {
            quote!(#private::Shape::Text)
        } else {
            quote!(#private::Shape::Names(&[#(#names),*]))
        };
        quote!(#private::Field::new(&[#tag], #text))
    }

    /// What is in a variant.
    pub(crate) fn content(&self, variant: &Variant<'_>) -> TokenStream {
        let private = self.private();
        if has_own_code(&variant.attrs) {
            return self.any();
        }
        match variant.style {
            Style::Unit => quote!(#private::Shape::Null),
            Style::Newtype if variant.fields[0].is_skipped() => self.any(),
            Style::Newtype => self.of_field(Some(variant), &variant.fields[0]),
            Style::Tuple => self.tuple(Some(variant), &variant.fields),
            // serde reads one of an untagged enum from entries only.
            Style::Named => {
                self.fields(Some(variant), &variant.fields, Vec::new(), !self.is_untagged(variant))
            }
        }
    }

    fn fields(
        &self,
        variant: Option<&Variant<'_>>,
        fields: &[Field<'_>],
        mut own: Vec<TokenStream>,
        from_list: bool,
    ) -> TokenStream {
        let private = self.private();
        own.extend(self.own(variant, fields));
        let flattened: Vec<_> = flattened(fields).map(|field| self.of_field(variant, field)).collect();
        let others = self.others();
        let from_list = from_list && flattened.is_empty();
        if from_list && flattened.is_empty() && !self.container.attrs.has(DENY_UNKNOWN_FIELDS) {
            return quote!(#private::Shape::Fields(&#private::Fields::new(&[#(#own),*])));
        }
        quote!(#private::Shape::Fields(&#private::Fields {
            own: &[#(#own),*], flattened: &[#(#flattened),*], others: #others, from_list: #from_list
        }))
    }

    /// The entries with a name of their own.
    pub(crate) fn own(&self, variant: Option<&Variant<'_>>, fields: &[Field<'_>]) -> Vec<TokenStream> {
        let private = self.private();
        let container = &self.container.attrs;
        let (parent, all_fields): (&Attrs, _) = match variant {
            Some(variant) => (&variant.attrs, Some(container)),
            None => (container, None),
        };
        let is_own = |field: &&Field<'_>| !field.is_skipped() && !field.attrs.has(FLATTEN);
        let own = fields.iter().filter(is_own).filter_map(|field| {
            let written = field.wire_name(parent, all_fields, SERIALIZE)?;
            let mut read = vec![field.wire_name(parent, all_fields, DESERIALIZE)?];
            read.extend(aliases(&field.attrs));
            let shape = self.of_field(variant, field);
            let mut entry = quote!(#private::Field::new(&[#written], #shape));
            if read != [written] {
                entry.extend(quote!(.read_by(&[#(#read),*])));
            }
            let may_be_absent = [DEFAULT, SKIP_SERIALIZING_IF, SKIP_SERIALIZING, SKIP_DESERIALIZING];
            if may_be_absent.iter().any(|word| field.attrs.has(word)) || container.has(DEFAULT) {
                entry.extend(quote!(.optional()));
            }
            Some(entry)
        });
        own.collect()
    }

    /// The shape of a field that is written.
    pub(crate) fn of_field(&self, variant: Option<&Variant<'_>>, field: &Field<'_>) -> TokenStream {
        match field.proof(variant) {
            Proof::Sendable => (self.inner)(variant, field),
            _ => self.any(),
        }
    }

    fn is_untagged(&self, variant: &Variant<'_>) -> bool {
        self.container.tagging() == Tagging::Untagged || variant.attrs.has(UNTAGGED)
    }

    fn tuple(&self, variant: Option<&Variant<'_>>, fields: &[Field<'_>]) -> TokenStream {
        let private = self.private();
        let items =
            fields.iter().filter(|field| !field.is_skipped()).map(|field| self.of_field(variant, field));
        quote!(#private::Shape::Tuple(&[#(#items),*]))
    }

    fn names(&self, variant: &Variant<'_>) -> Vec<String> {
        let mut names = vec![variant.wire_name(&self.container.attrs, SERIALIZE)];
        let read = variant.wire_name(&self.container.attrs, DESERIALIZE);
        names.extend((read != names[0]).then_some(read));
        names.extend(aliases(&variant.attrs));
        names
    }

    fn others(&self) -> TokenStream {
        let private = self.private();
        if self.container.attrs.has(DENY_UNKNOWN_FIELDS) {
            quote!(#private::Others::Denied)
        } else {
            quote!(#private::Others::Ignored)
        }
    }

    pub(crate) fn any(&self) -> TokenStream {
        let private = self.private();
        quote!(#private::Shape::Any)
    }

    pub(crate) fn private(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private)
    }
}

/// What is written among the entries of the struct.
pub(crate) fn flattened<'f, 'a>(fields: &'f [Field<'a>]) -> impl Iterator<Item = &'f Field<'a>> {
    fields.iter().filter(|field| !field.is_skipped() && field.attrs.has(FLATTEN))
}

fn aliases(attrs: &Attrs) -> impl Iterator<Item = String> + '_ {
    attrs.each_serde(ALIAS).filter_map(|word| word.value.as_ref()).map(LitStr::value)
}
