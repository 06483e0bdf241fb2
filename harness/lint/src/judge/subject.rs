//! What the survey knows of a type, ready to be asked.

use super::params::Parameters;
use crate::survey::{Kind, Survey, TypeNote};
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{DeriveInput, Type};
use wirecheck_model::container::FieldRef;
use wirecheck_model::symbol::{FROM, INTO, TRY_FROM};
use wirecheck_model::{Comparison, Model, TypeShape};

/// The inputs of the derives, parsed: what a [`Judge`](super::Judge) reads from.
#[derive(Default)]
pub struct Inputs {
    parsed: Vec<Result<DeriveInput, String>>,
}

impl Inputs {
    /// Parses the sources of a survey.
    pub fn read(survey: &Survey) -> Self {
        let parse = |text: &str| {
            let mut input: DeriveInput = syn::parse_str(text).map_err(|error| error.to_string())?;
            // An enum with an integer's `repr` may be written as a number, by another derive. Here it is serde's.
            input.attrs.retain(|attribute| !attribute.path().is_ident("repr"));
            Ok(input)
        };
        Self { parsed: survey.sources.iter().map(|source| parse(&source.text)).collect() }
    }

    pub(crate) fn get(&self, source: usize) -> Result<&DeriveInput, String> {
        match self.parsed.get(source) {
            Some(Ok(input)) => Ok(input),
            Some(Err(error)) => Err(format!("its declaration cannot be parsed: {error}")),
            None => Err("its declaration is not in the survey".to_owned()),
        }
    }
}

/// A declaration, read by the derive's own code.
pub(crate) struct Declaration<'a> {
    /// The index of its source.
    pub(crate) source: usize,
    pub(crate) model: Model<'a>,
    pub(crate) shape: TypeShape,
    pub(crate) comparisons: Vec<Comparison>,
    pub(crate) parameters: Parameters,
}

impl<'a> Declaration<'a> {
    pub(crate) fn new(source: usize, input: &'a DeriveInput) -> Self {
        let model = Model::new(input);
        let shape = model.shape();
        let comparisons = model.comparisons(&shape);
        Self { source, shape, comparisons, parameters: Parameters::of(&input.generics), model }
    }
}

/// Who wrote serde's impls of a type.
pub(crate) enum Subject<'a> {
    /// serde's derive: the index of its source, and the types of its fields.
    Derived(usize, Resolved<'a>),
    /// Somebody, or only one of the two impls is derived.
    ByHand(&'static str),
}

/// The resolved types in a declaration.
pub(crate) struct Resolved<'a> {
    /// Of one side or both: each may know of its own attributes only.
    notes: Vec<&'a TypeNote>,
    fields: BTreeMap<(Option<usize>, usize), &'a str>,
    /// Whether only one of the two impls was seen.
    pub(crate) is_one_sided: bool,
}

impl<'a> Subject<'a> {
    /// From the notes of both sides; nothing if there is none, or the type is one of std.
    pub(crate) fn new(notes: &[&'a TypeNote]) -> Option<Self> {
        let source = |note: &&'a TypeNote| match note.kind {
            Kind::Derived(source) => Some((source, *note)),
            Kind::ByHand | Kind::Std => None,
        };
        let derived: Vec<(usize, &TypeNote)> = notes.iter().filter_map(source).collect();
        let by_hand = notes.iter().any(|note| note.kind == Kind::ByHand);
        let is_one_sided = notes.iter().all(|note| note.side == notes[0].side);
        match (derived.as_slice(), by_hand) {
            ([(source, _), others @ ..], _) if others.iter().any(|(other, _)| other != source) => Some(
                Self::ByHand("two declarations have its name: two versions of its crate are in the program"),
            ),
            ([(source, _), ..], false) => {
                let notes = derived.iter().map(|(_, note)| *note).collect();
                Some(Self::Derived(*source, Resolved::new(notes, is_one_sided)))
            }
            ([_, ..], true) => {
                Some(Self::ByHand("one of its serde impls is derived and the other written by hand"))
            }
            ([], true) => Some(Self::ByHand("its serde impls are written by hand")),
            ([], false) => None,
        }
    }
}

impl<'a> Resolved<'a> {
    fn new(notes: Vec<&'a TypeNote>, is_one_sided: bool) -> Self {
        let index = |index: u32| usize::try_from(index).unwrap_or(usize::MAX);
        let of_note = |note: &&'a TypeNote| {
            note.fields
                .iter()
                .map(move |field| ((field.variant.map(index), index(field.field)), field.type_name.as_str()))
        };
        let fields = notes.iter().flat_map(of_note).collect();
        Self { notes, fields, is_one_sided }
    }

    /// The type of a field.
    pub(crate) fn field(&self, at: FieldRef) -> Option<&'a str> {
        self.fields.get(&(at.variant, at.field)).copied()
    }

    /// The type that these tokens of the declaration stand for: of a field, or one that is written in the type's place.
    pub(crate) fn named(&self, declaration: &Declaration<'_>, ty: &Type) -> Option<&'a str> {
        let text = ty.to_token_stream().to_string();
        let container = &declaration.model.container;
        if container.attrs.shape.is_some() {
            return super::known::declared(ty);
        }
        let words = self.notes.iter().flat_map(|note| {
            let converted = &note.converted;
            [(INTO, &converted.into), (FROM, &converted.from), (TRY_FROM, &converted.try_from)]
        });
        let mut words = words.filter_map(|(word, name)| Some((word, name.as_deref()?)));
        let of_word = words.find_map(|(word, name)| {
            let value = container.attrs.serde(word)?.value.as_ref()?.parse::<Type>().ok()?;
            (value.to_token_stream().to_string() == text).then_some(name)
        });
        of_word.or_else(|| {
            let mut groups = container.groups().into_iter().enumerate();
            groups.find_map(|(index, (variant, fields))| {
                let field = fields.iter().find(|field| field.ty().to_token_stream().to_string() == text)?;
                self.field(FieldRef { variant: variant.map(|_| index), field: field.index })
            })
        })
    }
}
