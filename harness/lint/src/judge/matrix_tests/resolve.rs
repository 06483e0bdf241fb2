//! A survey of a case, with types resolved by their names: those of the case, those of its leaves, and those of std.

use super::super::known::std_path;
use super::cases::{Case, leaves};
use crate::survey::{Converted, FieldNote, Kind, Package, Place, Side, Source, Survey, TypeNote};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::{
    Data, DeriveInput, Expr, GenericArgument, GenericParam, Generics, Item, ItemType, Lit, PathArguments,
    PathSegment, Type,
};

/// What names stand for.
#[derive(Default)]
struct Scope {
    /// Derived types: the path of their module, and the declaration.
    derived: BTreeMap<String, (String, DeriveInput)>,
    /// Types with hand-written impls.
    by_hand: BTreeMap<String, String>,
    aliases: BTreeMap<String, ItemType>,
}

type Parameters = BTreeMap<String, String>;

/// The name of the type and a survey of what it is made of; nothing if some name cannot be resolved.
pub(super) fn survey(case: &Case) -> Option<(String, Survey)> {
    Scope::of_case(case).survey(&case.root)
}

/// The same for types that are all derived, in a module.
pub(super) fn survey_of_items(items: &[Item], root: &Type, module: &str) -> Option<(String, Survey)> {
    let mut scope = Scope::default();
    items.iter().for_each(|item| scope.add(item, module, true));
    scope.survey(root)
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

    fn of_case(case: &Case) -> Self {
        let mut scope = Self::default();
        let module = format!("matrix::{}::{}", case.theme, case.name);
        let leaves = leaves();
        let all = case.derived.iter().map(|item| (item, module.as_str()));
        for (item, module) in leaves.iter().map(|item| (item, "matrix::leaf")).chain(all) {
            scope.add(item, module, true);
        }
        case.others.iter().for_each(|item| scope.add(item, &module, false));
        scope
    }

    fn add(&mut self, item: &Item, module: &str, is_derived: bool) {
        if let Item::Type(alias) = item {
            self.aliases.insert(alias.ident.to_string(), alias.clone());
        }
        if !matches!(item, Item::Struct(_) | Item::Enum(_)) {
            return;
        }
        let mut input: DeriveInput = syn::parse2(item.to_token_stream()).expect("a type");
        let is_derive = |attribute: &syn::Attribute| attribute.path().is_ident("derive");
        let text: String = input
            .attrs
            .iter()
            .filter(|attribute| is_derive(attribute))
            .map(|attribute| attribute.to_token_stream().to_string())
            .collect();
        let name = input.ident.to_string();
        if is_derived || text.contains("Serialize") && text.contains("Deserialize") && !text.contains("_repr")
        {
            input.attrs.retain(|attribute| !is_derive(attribute));
            self.derived.insert(name, (module.to_owned(), input));
        } else {
            self.by_hand.insert(name, module.to_owned());
        }
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

    /// The name of a type. `own` is that of `Self`.
    fn resolve(&self, ty: &Type, parameters: &Parameters, own: &str) -> Option<String> {
        let all = |types: Vec<&Type>| {
            types.into_iter().map(|ty| self.resolve(ty, parameters, own)).collect::<Option<Vec<String>>>()
        };
        match ty {
            Type::Tuple(tuple) => {
                let items = all(tuple.elems.iter().collect())?;
                let comma = if items.len() == 1 { "," } else { "" };
                Some(format!("({}{comma})", items.join(", ")))
            }
            Type::Array(array) => match &array.len {
                Expr::Lit(len) => match &len.lit {
                    Lit::Int(len) => Some(format!(
                        "[{}; {}]",
                        self.resolve(&array.elem, parameters, own)?,
                        len.base10_digits()
                    )),
                    _ => None,
                },
                Expr::Path(path) => {
                    let len = parameters.get(&path.path.get_ident()?.to_string())?;
                    Some(format!("[{}; {len}]", self.resolve(&array.elem, parameters, own)?))
                }
                _ => None,
            },
            Type::Slice(slice) => Some(format!("[{}]", self.resolve(&slice.elem, parameters, own)?)),
            Type::Reference(reference) => {
                Some(format!("&{}", self.resolve(&reference.elem, parameters, own)?))
            }
            Type::Group(group) => self.resolve(&group.elem, parameters, own),
            Type::Paren(paren) => self.resolve(&paren.elem, parameters, own),
            Type::Path(path) if path.qself.is_none() => {
                let segments = &path.path.segments;
                if segments.len() == 1 {
                    let name = segments[0].ident.to_string();
                    if name == "Self" {
                        return Some(own.to_owned());
                    }
                    if let Some(known) = parameters.get(&name) {
                        return Some(known.clone());
                    }
                } else if parameters.contains_key(&segments[0].ident.to_string()) {
                    return None;
                }
                let (first, last) = (segments.first()?, segments.last()?);
                let module = if segments.len() > 1 { first.ident.to_string() } else { String::new() };
                self.path(&module, last, parameters, own)
            }
            _ => None,
        }
    }

    fn path(
        &self,
        module: &str,
        segment: &PathSegment,
        parameters: &Parameters,
        own: &str,
    ) -> Option<String> {
        let arguments: Vec<String> = match &segment.arguments {
            PathArguments::AngleBracketed(arguments) => arguments
                .args
                .iter()
                .filter(|argument| !matches!(argument, GenericArgument::Lifetime(_)))
                .map(|argument| match argument {
                    GenericArgument::Type(ty) => self.resolve(ty, parameters, own),
                    GenericArgument::Const(value) => Some(value.to_token_stream().to_string()),
                    _ => None,
                })
                .collect::<Option<_>>()?,
            PathArguments::None => Vec::new(),
            PathArguments::Parenthesized(_) => return None,
        };
        let name = segment.ident.to_string();
        if let Some(alias) = self.aliases.get(&name) {
            let names = names(&alias.generics);
            return self.resolve(&alias.ty, &names.into_iter().zip(arguments).collect(), own);
        }
        let is_primitive =
            super::super::known::look_up(&super::super::type_name::TypeName::parse(&name)).is_some();
        let path = if let Some((module, _)) = self.derived.get(&name) {
            format!("{module}::{name}")
        } else if let Some(module) = self.by_hand.get(&name) {
            format!("{module}::{name}")
        } else if is_primitive {
            name
        } else if let Some(of) = name.strip_prefix("NonZero").filter(|of| !of.is_empty()) {
            return Some(format!("core::num::nonzero::NonZero<{}>", of.to_lowercase()));
        } else if let Some(dimensions) = name.strip_prefix("Array").and_then(|of| of.parse::<usize>().ok()) {
            let item = arguments.first()?;
            let dimensions = format!("ndarray::dimension::dim::Dim<[usize; {dimensions}]>");
            return Some(format!("ndarray::ArrayBase<ndarray::data_repr::OwnedRepr<{item}>, {dimensions}>"));
        } else {
            foreign(module, &name).or_else(|| std_path(&name))?.to_owned()
        };
        if arguments.is_empty() { Some(path) } else { Some(format!("{path}<{}>", arguments.join(", "))) }
    }
}

fn names(generics: &Generics) -> Vec<String> {
    let names = generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => Some(param.ident.to_string()),
        GenericParam::Const(param) => Some(param.ident.to_string()),
        GenericParam::Lifetime(_) => None,
    });
    names.collect()
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

/// Where a type of another crate is, as far as its name is in the tables.
fn foreign(module: &str, name: &str) -> Option<&'static str> {
    Some(match (module, name) {
        ("civil", "Date") => "jiff::civil::date::Date",
        ("civil", "Time") => "jiff::civil::time::Time",
        ("civil", "DateTime") => "jiff::civil::datetime::DateTime",
        ("time", "Date") => "time::date::Date",
        ("time", "Time") => "time::time::Time",
        ("time", "UtcOffset") => "time::utc_offset::UtcOffset",
        ("time", "Weekday") => "time::weekday::Weekday",
        ("time", "Month") => "time::month::Month",
        ("url", "Host") => "url::host::Host",
        (_, "Access") => "wirecheck_random_support::Access",
        (_, "ArrayString") => "arrayvec::array_string::ArrayString",
        (_, "ArrayVec") => "arrayvec::arrayvec::ArrayVec",
        (_, "BigInt") => "num_bigint::bigint::BigInt",
        (_, "BigUint") => "num_bigint::biguint::BigUint",
        (_, "Bytes") => "bytes::bytes::Bytes",
        (_, "BytesMut") => "bytes::bytes_mut::BytesMut",
        (_, "Decimal") => "rust_decimal::decimal::Decimal",
        (_, "Either") => "either::Either",
        (_, "IndexMap") => "indexmap::map::IndexMap",
        (_, "IndexSet") => "indexmap::set::IndexSet",
        (_, "IpNet") => "ipnet::ipnet::IpNet",
        (_, "Ipv4Net") => "ipnet::ipnet::Ipv4Net",
        (_, "Ipv6Net") => "ipnet::ipnet::Ipv6Net",
        (_, "Map") => "serde_json::map::Map",
        (_, "Month") => "chrono::month::Month",
        (_, "NaiveDate") => "chrono::naive::date::NaiveDate",
        (_, "NotNan") => "ordered_float::NotNan",
        (_, "Number") => "serde_json::number::Number",
        (_, "OrderedFloat") => "ordered_float::OrderedFloat",
        (_, "Sign") => "num_bigint::bigint::Sign",
        (_, "SignedDuration") => "jiff::signed_duration::SignedDuration",
        (_, "SmallVec") => "smallvec::SmallVec",
        (_, "TimeDelta") => "chrono::time_delta::TimeDelta",
        (_, "Timestamp") => "jiff::timestamp::Timestamp",
        (_, "Utf8PathBuf") => "camino::Utf8PathBuf",
        (_, "Uuid") => "uuid::Uuid",
        (_, "Value") => "serde_json::value::Value",
        (_, "Version") => "semver::Version",
        (_, "Weekday") => "chrono::weekday::Weekday",
        _ => return None,
    })
}
