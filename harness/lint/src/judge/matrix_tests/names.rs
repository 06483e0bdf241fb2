//! What names stand for in a case: its own types, those of leaves, those of std, and those of well-known crates.

use super::cases::{Case, leaves};
use super::std_path;
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::ext::IdentExt;
use syn::{
    DeriveInput, Expr, GenericArgument, GenericParam, Generics, Item, ItemType, Lit, PathArguments,
    PathSegment, Type,
};

/// What names stand for.
#[derive(Default)]
pub(super) struct Scope {
    /// Derived types: the path of their module, and the declaration.
    pub(super) derived: BTreeMap<String, (String, DeriveInput)>,
    /// Types with hand-written impls.
    pub(super) by_hand: BTreeMap<String, String>,
    aliases: BTreeMap<String, ItemType>,
}

pub(super) type Parameters = BTreeMap<String, String>;

impl Scope {
    /// The names in a case. `module` is the path of the folders of themes.
    pub(super) fn of_case(case: &Case, module: &str) -> Self {
        let mut scope = Self::default();
        let own = format!("{module}::{}::{}::{}", case.folder, case.theme, case.name);
        let leaf = format!("{module}::accepted::leaf");
        leaves().iter().for_each(|item| scope.add(item, &leaf, true));
        case.derived.iter().for_each(|item| scope.add(item, &own, true));
        case.others.iter().for_each(|item| scope.add(item, &own, false));
        scope
    }

    /// Takes the name of an item in a module.
    pub(super) fn add(&mut self, item: &Item, module: &str, is_derived: bool) {
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
        let name = input.ident.unraw().to_string();
        if is_derived || text.contains("Serialize") && text.contains("Deserialize") && !text.contains("_repr")
        {
            input.attrs.retain(|attribute| !is_derive(attribute));
            self.derived.insert(name, (module.to_owned(), input));
        } else {
            self.by_hand.insert(name, module.to_owned());
        }
    }

    /// The name of a type. `own` is that of `Self`.
    pub(super) fn resolve(&self, ty: &Type, parameters: &Parameters, own: &str) -> Option<String> {
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
        let name = segment.ident.unraw().to_string();
        if let Some(alias) = self.aliases.get(&name) {
            let names = names(&alias.generics);
            return self.resolve(&alias.ty, &names.into_iter().zip(arguments).collect(), own);
        }
        let path = if let Some((module, _)) = self.derived.get(&name) {
            format!("{module}::{name}")
        } else if let Some(module) = self.by_hand.get(&name) {
            format!("{module}::{name}")
        } else if PRIMITIVE.contains(&name.as_str()) {
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

/// The names of parameters.
pub(super) fn names(generics: &Generics) -> Vec<String> {
    let names = generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => Some(param.ident.to_string()),
        GenericParam::Const(param) => Some(param.ident.to_string()),
        GenericParam::Lifetime(_) => None,
    });
    names.collect()
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

/// Types without a path.
const PRIMITIVE: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16", "u32",
    "u64", "u8", "usize",
];
