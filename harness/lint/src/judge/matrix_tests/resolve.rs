//! A survey of a case, with types resolved by their names: those of the case, those of its leaves, and those of std.

use super::cases::Case;
use super::names::{Parameters, Scope, names};
use crate::survey::{Converted, FieldNote, Kind, Package, Place, Side, Source, Survey, TypeNote};
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::{Data, DeriveInput, Generics, Type};

/// The name of the type and a survey of what it is made of; nothing if some name cannot be resolved.
pub(super) fn survey(case: &Case) -> Option<(String, Survey)> {
    Scope::of_case(case, "matrix").survey(&case.root)
}

fn sides(name: &str, kind: Kind, fields: Vec<FieldNote>, converted: Converted) -> [TypeNote; 2] {
    [Side::Serialize, Side::Deserialize].map(|side| TypeNote {
        name: name.to_owned(),
        side,
        kind,
        fields: fields.clone(),
        converted: converted.clone(),
    })
}

fn source(input: &DeriveInput) -> Source {
    Source {
        package: Package { name: "matrix".into(), version: "0.0.0".into(), is_member: true },
        place: Place { file: "matrix.rs".into(), line: 1, column: 1 },
        text: input.to_token_stream().to_string(),
        lines: Vec::new(),
        files: Vec::new(),
        module: None,
    }
}

impl Scope {
    fn survey(&self, root: &Type) -> Option<(String, Survey)> {
        let root = self.resolve(root, &Parameters::new(), "")?;
        let mut survey = Survey::default();
        let (mut open, mut seen) = (vec![root.clone()], BTreeSet::new());
        while let Some(name) = open.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            open.extend(inner_names(&name));
            let last = last_name(&name);
            let Some((_, input)) = self.derived.get(&last).filter(|(module, _)| name.starts_with(module))
            else {
                if self.by_hand.get(&last).is_some_and(|module| name.starts_with(module)) {
                    survey.types.extend(sides(&name, Kind::ByHand, Vec::new(), Converted::default()));
                }
                continue;
            };
            let parameters = parameters(&input.generics, &name);
            let fields = self.fields(input, &parameters, &name)?;
            open.extend(fields.iter().map(|field| field.type_name.clone()));
            let converted = self.converted(input, &parameters, &name);
            open.extend(
                [&converted.into, &converted.from, &converted.try_from].into_iter().flatten().cloned(),
            );
            let kind = Kind::Derived(survey.sources.len());
            survey.types.extend(sides(&name, kind, fields, converted));
            survey.sources.push(source(input));
        }
        survey.types.sort();
        Some((root, survey))
    }

    fn fields(&self, input: &DeriveInput, parameters: &Parameters, own: &str) -> Option<Vec<FieldNote>> {
        let mut notes = Vec::new();
        let mut add = |variant: Option<usize>, fields: &syn::Fields| {
            for (index, field) in fields.iter().enumerate() {
                let number = |index| u32::try_from(index).unwrap_or(u32::MAX);
                let type_name = self.resolve(&field.ty, parameters, own)?;
                notes.push(FieldNote { variant: variant.map(number), field: number(index), type_name });
            }
            Some(())
        };
        match &input.data {
            Data::Struct(data) => add(None, &data.fields)?,
            Data::Enum(data) => {
                data.variants
                    .iter()
                    .enumerate()
                    .try_for_each(|(at, variant)| add(Some(at), &variant.fields))?;
            }
            Data::Union(_) => return None,
        }
        Some(notes)
    }

    fn converted(&self, input: &DeriveInput, parameters: &Parameters, own: &str) -> Converted {
        let container = wirecheck_model::Model::new(input).container;
        let of = |word| {
            let ty = container.attrs.serde(word)?.value.as_ref()?.parse::<Type>().ok()?;
            self.resolve(&ty, parameters, own)
        };
        Converted { into: of("into"), from: of("from"), try_from: of("try_from"), remote: None }
    }
}

/// What the parameters of a declaration are in a type of this name.
fn parameters(generics: &Generics, name: &str) -> Parameters {
    names(generics).into_iter().zip(inner_names(name)).collect()
}

/// The names of the types in a name.
fn inner_names(name: &str) -> Vec<String> {
    use super::super::type_name::TypeName;
    let inner: Vec<&str> = match TypeName::parse(name) {
        TypeName::Path(path) => path.arguments,
        TypeName::Tuple(items) => items,
        TypeName::Array(item, _) | TypeName::Slice(item) | TypeName::Reference(item) => vec![item],
        _ => Vec::new(),
    };
    inner.into_iter().map(str::to_owned).collect()
}

fn last_name(name: &str) -> String {
    use super::super::type_name::TypeName;
    TypeName::parse(name).as_path().map(|path| path.last().to_owned()).unwrap_or_default()
}
