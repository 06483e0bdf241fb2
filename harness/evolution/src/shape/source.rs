//! Shapes of declarations that are given as text: no program is built, so names mean what they usually mean.

use super::store::Store;
use super::survey::Found;
use super::ty::Ty;
use quote::ToTokens;
use std::collections::{BTreeMap, HashMap};
use syn::{Attribute, Expr, Fields, Item, LitStr, Token, Type, token};
use wirecheck_lint::Survey;
use wirecheck_lint::survey::{Converted, FieldNote, Kind, Package, Place, Side, Source, TypeNote};

/// The shapes of all structs and enums of a Rust file without modules and parameters, by name.
///
/// ```
/// use wirecheck_evolution::shape::{Store, of_source};
///
/// let mut store = Store::default();
/// let shapes = of_source("struct Job { name: String, size: Option<u32> }", &mut store)?;
/// assert_eq!(store.show(&shapes["Job"]), "Job");
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// If it is no Rust, or a name is not known.
pub fn of_source(text: &str, store: &mut Store) -> Result<BTreeMap<String, Ty>, String> {
    let file = syn::parse_file(text).map_err(|error| error.to_string())?;
    let mut survey = Survey::default();
    let mut names = Vec::new();
    for item in &file.items {
        let (ident, attrs, groups): (_, _, Vec<(Option<u32>, &Fields)>) = match item {
            Item::Struct(item) => (item.ident.to_string(), &item.attrs, vec![(None, &item.fields)]),
            Item::Enum(item) => {
                let variants = (0..).zip(&item.variants).map(|(at, variant)| (Some(at), &variant.fields));
                (item.ident.to_string(), &item.attrs, variants.collect())
            }
            _ => continue,
        };
        let source = survey.sources.len();
        let mut text = item.to_token_stream().to_string();
        text.retain(|letter| letter != '\n');
        survey.sources.push(Source {
            package: Package { name: "app".into(), version: "0.0.0".into(), is_member: true },
            place: Place { file: String::new(), line: 1, column: 1 },
            text,
            lines: Vec::new(),
            files: Vec::new(),
            module: None,
        });
        let converted = converted(attrs)?;
        let mut fields = Vec::new();
        for (variant, group) in groups {
            for (field, at) in group.iter().zip(0..) {
                fields.push(FieldNote { variant, field: at, type_name: name(&field.ty)? });
            }
        }
        for side in [Side::Serialize, Side::Deserialize] {
            survey.types.push(TypeNote {
                name: format!("app::{ident}"),
                side,
                kind: Kind::Derived(source),
                fields: fields.clone(),
                converted: converted.clone(),
            });
        }
        names.push(ident);
    }
    survey.types.sort();
    let full: Vec<String> = names.iter().map(|name| format!("app::{name}")).collect();
    let shapes = Found::new(&survey, HashMap::new()).shapes(&full, store);
    Ok(names.into_iter().zip(shapes).filter_map(|(name, ty)| Some((name, ty?))).collect())
}

/// The types that serde is told to convert to and from.
fn converted(attrs: &[Attribute]) -> Result<Converted, String> {
    let mut found = Converted::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("serde")) {
        attr.parse_nested_meta(|meta| {
            if meta.input.peek(token::Paren) {
                meta.input.parse::<Expr>()?;
            } else if meta.input.peek(Token![=]) {
                let place = match &meta.path {
                    path if path.is_ident("into") => &mut found.into,
                    path if path.is_ident("from") => &mut found.from,
                    path if path.is_ident("try_from") => &mut found.try_from,
                    _ => return meta.value()?.parse::<Expr>().map(|_| ()),
                };
                let text: LitStr = meta.value()?.parse()?;
                let ty = text.parse::<Type>()?;
                *place = Some(name(&ty).map_err(|error| meta.error(error))?);
            }
            Ok(())
        })
        .map_err(|error| error.to_string())?;
    }
    Ok(found)
}

/// The name that a finished program would have for a type.
fn name(ty: &Type) -> Result<String, String> {
    let not = || format!("the type `{}` is not read from text", ty.to_token_stream());
    Ok(match ty {
        Type::Tuple(tuple) => {
            let items: Vec<String> = tuple.elems.iter().map(name).collect::<Result<_, _>>()?;
            format!("({}{})", items.join(", "), if items.len() == 1 { "," } else { "" })
        }
        Type::Array(array) => format!("[{}; {}]", name(&array.elem)?, array.len.to_token_stream()),
        Type::Path(path) => {
            let last = path.path.segments.last().ok_or_else(not)?;
            let arguments: Vec<String> = match &last.arguments {
                syn::PathArguments::AngleBracketed(found) => {
                    let of = |argument: &syn::GenericArgument| match argument {
                        syn::GenericArgument::Type(ty) => name(ty),
                        _ => Err(not()),
                    };
                    found.args.iter().map(of).collect::<Result<_, _>>()?
                }
                _ => Vec::new(),
            };
            let ident = last.ident.to_string();
            let path = match ident.as_str() {
                "Vec" => "alloc::vec::Vec",
                "String" => "alloc::string::String",
                "Box" => "alloc::boxed::Box",
                "Option" => "core::option::Option",
                "BTreeMap" => "alloc::collections::btree::map::BTreeMap",
                "Result" => "core::result::Result",
                "Duration" => "core::time::Duration",
                "SystemTime" => "std::time::SystemTime",
                "PathBuf" => "std::path::PathBuf",
                "Range" => "core::ops::range::Range",
                "RangeInclusive" => "core::ops::range::RangeInclusive",
                "Wrapping" => "core::num::wrapping::Wrapping",
                "VecDeque" => "alloc::collections::vec_deque::VecDeque",
                "BTreeSet" => "alloc::collections::btree::set::BTreeSet",
                "HashMap" => "std::collections::hash::map::HashMap",
                other if super::survey_std::primitive(other).is_some() => return Ok(ident),
                _ => return Ok(format!("app::{ident}")),
            };
            match arguments.as_slice() {
                [] => path.to_owned(),
                some => format!("{path}<{}>", some.join(", ")),
            }
        }
        _ => return Err(not()),
    })
}
