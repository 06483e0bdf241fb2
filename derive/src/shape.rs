//! Writes a shape as an expression of the `Shape` in the hidden module of `wirecheck`.

use proc_macro2::TokenStream;
use quote::quote;
use wirecheck_model::container::FieldRef;
use wirecheck_model::shape::{EntryShape, FieldsShape, Presence, UnknownEntries, ValueShape};

/// Writes shapes.
pub(crate) struct ShapeWriter<'a> {
    /// The path to the hidden module of `wirecheck`.
    pub(crate) private: TokenStream,
    /// Writes the shape of a field's type.
    pub(crate) of_field: &'a dyn Fn(FieldRef) -> TokenStream,
}

impl ShapeWriter<'_> {
    pub(crate) fn write(&self, shape: &ValueShape) -> TokenStream {
        let private = &self.private;
        let shape = match shape {
            ValueShape::Field(field) => return (self.of_field)(*field),
            ValueShape::Any => return quote!(#private::ANY),
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
                let shapes = self.all(shapes);
                quote!(OneOf(#shapes))
            }
            ValueShape::FromBuffer(shape) => {
                let shape = self.write(shape);
                quote!(FromBuffer(&#shape))
            }
        };
        quote!(#private::Shape::#shape)
    }

    fn side_by_side<'a>(&self, entries: impl Iterator<Item = &'a EntryShape>) -> (TokenStream, TokenStream) {
        let (mut names, mut contents) = (Vec::new(), Vec::new());
        for entry in entries {
            names.push(&entry.written);
            contents.push(self.write(&entry.shape));
        }
        (quote!(&[#(#names),*]), quote!([#(#contents),*]))
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
        let is_plain =
            |entry: &EntryShape| entry.presence == Presence::ByType && entry.read == [entry.written.as_str()];
        if entries.len() > 1 && entries.iter().all(is_plain) {
            let private = &self.private;
            let (names, shapes) = self.side_by_side(entries.iter());
            return quote!(&#private::entries(#names, #shapes));
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
