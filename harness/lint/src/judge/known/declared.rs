//! `#[sendable(shape = "..")]` names a type in the words of the source; its path is known where it is one of std's.

use super::entry::ANY_FORM;
use super::look_up::{look_up, std_path};
use crate::judge::type_name::TypeName;
use syn::{Expr, GenericArgument, Lit, PathArguments, Type};

/// The type by its full name. Leaked: a few names of a run.
pub(crate) fn declared(ty: &Type) -> Option<&'static str> {
    path_of(ty).map(|name| &*String::leak(name))
}

fn path_of(ty: &Type) -> Option<String> {
    let all = |types: Vec<&Type>| types.into_iter().map(path_of).collect::<Option<Vec<_>>>();
    match ty {
        Type::Verbatim(tokens) => match tokens.clone().into_iter().last()?.to_string().as_str() {
            "Text" => Some("alloc::string::String".to_owned()),
            "Bytes" => Some("alloc::ffi::c_str::CString".to_owned()),
            "AnyForm" => Some(ANY_FORM.to_owned()),
            _ => None,
        },
        Type::Tuple(tuple) => {
            let items = all(tuple.elems.iter().collect())?;
            let comma = if items.len() == 1 { "," } else { "" };
            Some(format!("({}{comma})", items.join(", ")))
        }
        Type::Array(array) => match &array.len {
            Expr::Lit(len) => match &len.lit {
                Lit::Int(len) => Some(format!("[{}; {}]", path_of(&array.elem)?, len.base10_digits())),
                _ => None,
            },
            _ => None,
        },
        Type::Slice(slice) => Some(format!("[{}]", path_of(&slice.elem)?)),
        Type::Paren(paren) => path_of(&paren.elem),
        Type::Group(group) => path_of(&group.elem),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            let name = last.ident.to_string();
            let is_primitive = look_up(&TypeName::parse(&name)).is_some();
            let known = if is_primitive { name } else { std_path(&name)?.to_owned() };
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Some(known) };
            let types = arguments.args.iter().filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            });
            Some(format!("{known}<{}>", all(types.collect())?.join(", ")))
        }
        _ => None,
    }
}
