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
                quote!(Fields(#fields))
            }
            ValueShape::OneOf(shapes) => match Variants::of(shapes) {
                Some(Variants { names, entries }) => {
                    let entries = self.variants(&entries);
                    quote!(variants(&[#(#names),*], #entries))
                }
                None => {
                    let shapes = self.all(shapes);
                    quote!(one_of(#shapes))
                }
            },
            ValueShape::FromBuffer(shape) => {
                let shape = self.write(shape);
                quote!(FromBuffer(&#shape))
            }
        };
        quote!(#private::Shape::#shape)
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
        self.list(&entries.iter().collect::<Vec<_>>(), Presence::ByType, &quote!(entries))
    }

    /// The entries of variants.
    fn variants(&self, entries: &[&EntryShape]) -> TokenStream {
        self.list(entries, Presence::Required, &quote!(variants))
    }

    /// A list of entries: by this function if each is there as said, and read by the name it is written under.
    fn list(&self, entries: &[&EntryShape], presence: Presence, side_by_side: &TokenStream) -> TokenStream {
        let is_plain =
            |entry: &&EntryShape| entry.presence == presence && entry.read == [entry.written.as_str()];
        if entries.len() > 1 && entries.iter().all(is_plain) {
            let private = &self.private;
            let names = entries.iter().map(|entry| &entry.written);
            let shapes = entries.iter().map(|entry| self.write(&entry.shape));
            return quote!(&#private::#side_by_side([#(#names),*], [#(#shapes),*]));
        }
        let entries = entries.iter().map(|entry| self.entry(entry));
        quote!(&[#(#entries),*])
    }

    fn entry(&self, EntryShape { written, read, presence, shape }: &EntryShape) -> TokenStream {
        let private = &self.private;
        let shape = self.write(shape);
        let new = if *presence == Presence::Required { quote!(required) } else { quote!(new) };
        let mut entry = quote!(#private::Field::#new(#written, #shape));
        if *read != [written.as_str()] {
            entry.extend(quote!(.read_by(&[#(#read),*])));
        }
        if *presence == Presence::Optional {
            entry.extend(quote!(.optional()));
        }
        entry
    }
}

/// The variants of an enum that are written with their names.
struct Variants<'a> {
    /// Those without content.
    names: &'a [String],
    /// The others.
    entries: Vec<&'a EntryShape>,
}

impl<'a> Variants<'a> {
    /// Nothing if there are other shapes among them.
    fn of(shapes: &'a [ValueShape]) -> Option<Self> {
        let (names, others): (&[String], _) = match shapes {
            [ValueShape::Names(names), others @ ..] => (names, others),
            others => (&[], others),
        };
        let entry = |shape: &'a ValueShape| match shape {
            ValueShape::Fields(fields) => match (fields.unknown, fields.own.as_slice()) {
                (UnknownEntries::Single, [entry]) => Some(entry),
                _ => None,
            },
            _ => None,
        };
        Some(Self { names, entries: others.iter().map(entry).collect::<Option<_>>()? })
    }
}
