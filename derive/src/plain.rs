//! Types of std, known by their names.

use syn::{GenericArgument, PathArguments, PathSegment, Type, TypePath};

/// Whether a type is made of types of std alone, as far as names tell, and of those that `is_known` knows.
///
/// A type of the author with such a name is taken for the one of std, so nothing that is sound may depend on it.
pub(crate) fn is_plain(ty: &Type, is_known: &dyn Fn(&TypePath) -> bool) -> bool {
    let is_plain = |ty: &Type| is_plain(ty, is_known);
    match ty {
        Type::Path(path) if is_known(path) => true,
        Type::Verbatim(_) => true,
        Type::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        Type::Array(array) => is_plain(&array.elem),
        Type::Slice(slice) => is_plain(&slice.elem),
        Type::Group(group) => is_plain(&group.elem),
        Type::Paren(paren) => is_plain(&paren.elem),
        Type::Path(path) if path.qself.is_none() => {
            let Some(last) = path.path.segments.last() else { return false };
            NAMES.contains(&last.ident.to_string().as_str())
                && match &last.arguments {
                    PathArguments::None => true,
                    PathArguments::AngleBracketed(arguments) => {
                        arguments.args.iter().all(|argument| match argument {
                            GenericArgument::Type(ty) => is_plain(ty),
                            GenericArgument::Const(_) | GenericArgument::Lifetime(_) => true,
                            _ => false,
                        })
                    }
                    PathArguments::Parenthesized(_) => false,
                }
        }
        _ => false,
    }
}

/// The type with a placeholder for every type in it that is not one of std, as far as names tell.
///
/// What is known of the placeholder holds for any type, so what is known of the result holds for the type.
pub(crate) fn without_others(ty: &Type, placeholder: &Type) -> Type {
    let mut ty = ty.clone();
    replace_others(&mut ty, placeholder);
    ty
}

fn replace_others(ty: &mut Type, placeholder: &Type) {
    if is_plain(ty, &|_| false) {
        return;
    }
    match ty {
        Type::Tuple(tuple) => tuple.elems.iter_mut().for_each(|elem| replace_others(elem, placeholder)),
        Type::Array(array) => replace_others(&mut array.elem, placeholder),
        Type::Slice(slice) => replace_others(&mut slice.elem, placeholder),
        Type::Group(group) => replace_others(&mut group.elem, placeholder),
        Type::Paren(paren) => replace_others(&mut paren.elem, placeholder),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last_mut();
            match last.filter(|last| NAMES.contains(&last.ident.to_string().as_str())) {
                Some(PathSegment { arguments: PathArguments::AngleBracketed(arguments), .. }) => {
                    for argument in &mut arguments.args {
                        if let GenericArgument::Type(ty) = argument {
                            replace_others(ty, placeholder);
                        }
                    }
                }
                _ => *ty = placeholder.clone(),
            }
        }
        _ => *ty = placeholder.clone(),
    }
}

const NAMES: &[&str] = &[
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "Bound",
    "Box",
    "CString",
    "Cell",
    "Cow",
    "Duration",
    "HashMap",
    "HashSet",
    "IpAddr",
    "Ipv4Addr",
    "Ipv6Addr",
    "LinkedList",
    "NonZero",
    "Option",
    "OsString",
    "PathBuf",
    "PhantomData",
    "Range",
    "RangeFrom",
    "RangeTo",
    "RefCell",
    "Result",
    "Reverse",
    "Saturating",
    "SocketAddr",
    "SocketAddrV4",
    "SocketAddrV6",
    "String",
    "SystemTime",
    "Vec",
    "VecDeque",
    "Wrapping",
    "bool",
    "char",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];
