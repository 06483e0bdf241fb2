//! Writes a shape as an expression of the `Shape` in the hidden module of `wirecheck`.

use proc_macro2::TokenStream;
use quote::quote;
use wirecheck_model::container::FieldRef;
use wirecheck_model::shape::{EntryShape, FieldsShape, Presence, UnknownEntries, ValueShape};

/// Writes shapes.
pub(crate) struct ShapeWriter<'a> {
    /// The path to the hidden module of `wirecheck`.
    pub(crate) private: TokenStream,
    /// Writes the shape of a field's type; none if nothing is known of it.
    pub(crate) of_field: &'a dyn Fn(FieldRef) -> Option<TokenStream>,
}

/// Fewer shapes than these are written, even if nothing is known of them.
const FEW: usize = 4;

impl ShapeWriter<'_> {
    pub(crate) fn write(&self, shape: &ValueShape) -> TokenStream {
        let private = &self.private;
        self.known(shape).unwrap_or_else(|| quote!(#private::ANY))
    }

    /// None if nothing is known.
    fn known(&self, shape: &ValueShape) -> Option<TokenStream> {
        let private = &self.private;
        let shape = match shape {
            ValueShape::Field(field) => return (self.of_field)(*field),
            ValueShape::Any => return None,
            ValueShape::Null => quote!(Null),
            ValueShape::Unit => quote!(Unit),
            ValueShape::Bool => quote!(Bool),
            ValueShape::Integer { min, max } => quote!(Integer { min: #min, max: #max }),
            ValueShape::Float => quote!(Float),
            ValueShape::Char => quote!(Char),
            ValueShape::Text => quote!(Text),
            ValueShape::Names(names) => quote!(Names(&[#(#names),*])),
            ValueShape::Bytes => quote!(Bytes),
            ValueShape::List { min, max } => quote!(List { min: #min, max: #max }),
            ValueShape::Tuple(items) => {
                let items = self.all(items);
                quote!(Tuple(#items))
            }
            ValueShape::Map(value) => {
                let value = self.write(value);
                quote!(Map(&#value))
            }
            ValueShape::Fields(fields) => {
                let fields = self.fields(fields);
                quote!(Fields(&#fields))
            }
            ValueShape::OneOf(shapes) => {
                let shapes = self.one_of(shapes);
                quote!(OneOf(#shapes))
            }
            ValueShape::FromBuffer(shape) => {
                let shape = self.write(shape);
                quote!(FromBuffer(&#shape))
            }
        };
        Some(quote!(#private::Shape::#shape))
    }

    /// Variants that are an entry each stand side by side.
    fn one_of(&self, shapes: &[ValueShape]) -> TokenStream {
        let private = &self.private;
        let first = shapes.iter().position(|shape| variant(shape).is_some()).unwrap_or(shapes.len());
        let (others, variants) = shapes.split_at(first);
        if variants.len() < 2 || variants.iter().any(|shape| variant(shape).is_none()) {
            return self.all(shapes);
        }
        let variants: Vec<_> = variants.iter().filter_map(variant).collect();
        let names = variants.iter().map(|variant| &variant.written);
        let names = quote!(&[#(#names),*]);
        let contents = self.contents(&variants);
        let (others, all) = (others.iter().map(|shape| self.write(shape)), shapes.len());
        quote! {
            &#private::one_of::<_, _, #all>(
                [#(#others),*],
                &#private::variants(&#private::with_names(#names, #contents)),
            )
        }
    }

    /// The contents of variants. Plain structs share one list of fields, where there are several.
    fn contents(&self, variants: &[&EntryShape]) -> TokenStream {
        let private = &self.private;
        let structs: Vec<_> = variants.iter().map(|variant| plain_struct(&variant.shape)).collect();
        if structs.iter().flatten().count() < 2 {
            return self.shapes(variants.iter().map(|variant| &variant.shape));
        }
        let sizes = structs.iter().map(|own| own.map_or(0, |own| own.len() + 1));
        let entries: Vec<_> = structs.iter().flatten().copied().flatten().collect();
        let names = entries.iter().map(|entry| &entry.written);
        let shapes = self.shapes(entries.iter().map(|entry| &entry.shape));
        let others = variants.iter().zip(&structs).filter(|(_, own)| own.is_none());
        let others = self.shapes(others.map(|(variant, _)| &variant.shape));
        quote! {
            #private::contents(
                &#private::structs(&[#(#sizes),*], &#private::entries(&[#(#names),*], #shapes)),
                #others,
            )
        }
    }

    /// An array of shapes. Those of which nothing is known are left out, where they are many.
    fn shapes<'a>(&self, shapes: impl Iterator<Item = &'a ValueShape>) -> TokenStream {
        let shapes: Vec<_> = shapes.map(|shape| self.known(shape)).collect();
        let known = shapes.iter().enumerate().filter_map(|(place, shape)| Some((place, shape.as_ref()?)));
        let (places, known): (Vec<_>, Vec<_>) = known.unzip();
        let private = &self.private;
        if shapes.len() < known.len() + FEW {
            let shapes = shapes.iter().map(|shape| shape.clone().unwrap_or_else(|| quote!(#private::ANY)));
            return quote!([#(#shapes),*]);
        }
        let len = shapes.len();
        quote!(#private::known_at::<#len, _>(&[#(#places),*], [#(#known),*]))
    }

    fn all(&self, shapes: &[ValueShape]) -> TokenStream {
        let shapes = shapes.iter().map(|shape| self.write(shape));
        quote!(&[#(#shapes),*])
    }

    fn fields(&self, fields: &FieldsShape) -> TokenStream {
        let private = &self.private;
        let own = self.entries(&fields.own);
        let unknown = match fields.unknown {
            UnknownEntries::Single => return quote!(#private::Fields::single(#own)),
            UnknownEntries::Ignored if fields.flattened.is_empty() && fields.from_list => {
                return quote!(#private::Fields::new(#own));
            }
            UnknownEntries::Ignored => quote!(#private::Others::Ignored),
            UnknownEntries::Denied => quote!(#private::Others::Denied),
        };
        let (flattened, from_list) = (self.all(&fields.flattened), fields.from_list);
        quote!(#private::Fields { own: #own, flattened: #flattened, others: #unknown, from_list: #from_list })
    }

    /// A list of entries.
    pub(crate) fn entries(&self, entries: &[EntryShape]) -> TokenStream {
        if entries.len() > 1 && entries.iter().all(is_plain) {
            let private = &self.private;
            let names = entries.iter().map(|entry| &entry.written);
            let shapes = self.shapes(entries.iter().map(|entry| &entry.shape));
            return quote!(&#private::entries(&[#(#names),*], #shapes));
        }
        let entries = entries.iter().map(|entry| self.entry(entry));
        quote!(&[#(#entries),*])
    }

    fn entry(&self, EntryShape { written, read, presence, shape }: &EntryShape) -> TokenStream {
        let private = &self.private;
        let shape = self.write(shape);
        if *presence == Presence::Required {
            return quote!(#private::Field::required(#written, &[#(#read),*], #shape));
        }
        let mut entry = quote!(#private::Field::new(&[#written], #shape));
        if *read != [written.as_str()] {
            entry.extend(quote!(.read_by(&[#(#read),*])));
        }
        if *presence == Presence::Optional {
            entry.extend(quote!(.optional()));
        }
        entry
    }
}

/// Whether an entry is read by the name it is written under, and its type says whether it may be missing.
fn is_plain(entry: &EntryShape) -> bool {
    entry.presence == Presence::ByType && entry.read == [entry.written.as_str()]
}

/// The fields of a plain struct.
fn plain_struct(shape: &ValueShape) -> Option<&[EntryShape]> {
    let ValueShape::Fields(fields) = shape else { return None };
    let is_plain = fields.unknown == UnknownEntries::Ignored
        && fields.flattened.is_empty()
        && fields.from_list
        && fields.own.iter().all(is_plain);
    is_plain.then_some(&fields.own)
}

/// The entry of a variant that is one entry, read by the name it is written under.
fn variant(shape: &ValueShape) -> Option<&EntryShape> {
    let ValueShape::Fields(fields) = shape else { return None };
    match fields.own.as_slice() {
        [entry] if fields.unknown == UnknownEntries::Single => {
            let is_plain = entry.presence == Presence::Required && entry.read == [entry.written.as_str()];
            is_plain.then_some(entry)
        }
        _ => None,
    }
}
