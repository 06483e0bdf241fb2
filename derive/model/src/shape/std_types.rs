//! The shapes of the types of std that need no declaration, found by their names.

use super::value_shape::ValueShape;
use syn::{Expr, ExprLit, GenericArgument, Lit, PathArguments, Type, TypePath};

impl ValueShape {
    /// The shape of a type, where it is one of std's or made of such; `other` knows the rest.
    ///
    /// Types are known by the last name of their path, so a type of another crate with such a name is taken for the one
    /// of std. Only a compiler knows better.
    ///
    /// ```
    /// use wirecheck_model::ValueShape;
    ///
    /// let ty = syn::parse_str("Vec<Job>").unwrap();
    /// assert_eq!(ValueShape::of_std(&ty, &mut |_| ValueShape::Any), ValueShape::LIST);
    /// ```
    pub fn of_std(ty: &Type, other: &mut dyn FnMut(&Type) -> Self) -> Self {
        match ty {
            Type::Tuple(tuple) if tuple.elems.is_empty() => Self::Unit,
            Type::Tuple(tuple) => {
                Self::Tuple(tuple.elems.iter().map(|item| Self::of_std(item, other)).collect())
            }
            Type::Array(array) => match &array.len {
                Expr::Lit(ExprLit { lit: Lit::Int(len), .. }) => match len.base10_parse() {
                    Ok(len) => Self::List { min: len, max: len },
                    Err(_) => Self::LIST,
                },
                // A constant, whose value is not in the tokens.
                _ => Self::LIST,
            },
            Type::Slice(_) => Self::LIST,
            Type::Group(group) => Self::of_std(&group.elem, other),
            Type::Paren(paren) => Self::of_std(&paren.elem, other),
            Type::Path(path) => Self::of_path(path, other).unwrap_or_else(|| other(ty)),
            _ => other(ty),
        }
    }

    fn of_path(path: &TypePath, other: &mut dyn FnMut(&Type) -> Self) -> Option<Self> {
        let last = path.path.segments.last()?;
        let arguments: Vec<&Type> = match &last.arguments {
            PathArguments::AngleBracketed(arguments) => {
                let types = arguments.args.iter().filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                });
                types.collect()
            }
            _ => Vec::new(),
        };
        Some(match (last.ident.to_string().as_str(), arguments.as_slice()) {
            ("bool", []) => Self::Bool,
            ("char", []) => Self::Char,
            ("f32" | "f64", []) => Self::Float,
            ("str" | "String", []) => Self::Text,
            ("Box" | "Cell" | "RefCell" | "Reverse" | "NonZero" | "Wrapping" | "Saturating", [inner]) => {
                Self::of_std(inner, other)
            }
            ("Option", [inner]) => Self::OneOf(vec![Self::Null, Self::of_std(inner, other)]),
            ("PhantomData", [_]) => Self::Unit,
            ("Vec" | "VecDeque" | "LinkedList" | "BinaryHeap" | "BTreeSet" | "HashSet", [_, ..]) => {
                Self::LIST
            }
            ("BTreeMap" | "HashMap", [_, value, ..]) => Self::Map(Box::new(Self::of_std(value, other))),
            (name, []) => integer(name)?,
            _ => return None,
        })
    }
}

fn integer(name: &str) -> Option<ValueShape> {
    macro_rules! ranges {
        ($($ty:ident)*) => {
            match name {
                $(stringify!($ty) => Some(ValueShape::Integer { min: $ty::MIN as i128, max: $ty::MAX as u128 }),)*
                _ => None,
            }
        };
    }
    ranges!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize)
}
