//! Where a type names itself.

use crate::private::{krate, private};
use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{GenericParam, PathArguments, PathSegment, Type};
use wirecheck_model::Container;
use wirecheck_model::roles::{Holds, never_null};

/// Puts a placeholder where a type names itself.
pub(crate) struct OwnName {
    ident: Ident,
    /// The type's own parameters, as they are written in its name.
    parameters: Vec<String>,
    placeholder: Type,
}

impl OwnName {
    pub(crate) fn new(container: &Container<'_>) -> Self {
        let private = private(&krate(container));
        // A type that is written as its content may be null: its placeholder must not be one that never is.
        let placeholder = match never_null(container) {
            Holds::Always => quote!(#private::Recursive),
            Holds::IfOf(_) | Holds::With(_) => quote!(#private::RecursiveInner),
        };
        let generics = &container.input.generics;
        let parameters = generics.params.iter().map(|param| match param {
            GenericParam::Type(param) => param.ident.to_string(),
            GenericParam::Const(param) => param.ident.to_string(),
            GenericParam::Lifetime(param) => param.lifetime.to_string(),
        });
        Self {
            ident: container.input.ident.clone(),
            parameters: parameters.collect(),
            placeholder: Type::Verbatim(placeholder),
        }
    }

    /// Whether this is the type with its own parameters. With others it is another type, and nothing is known of it.
    fn is(&self, segment: &PathSegment) -> bool {
        let arguments = match &segment.arguments {
            PathArguments::None => Vec::new(),
            PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().map(|argument| argument.to_token_stream().to_string()).collect()
            }
            PathArguments::Parenthesized(_) => return false,
        };
        segment.ident == self.ident && arguments == self.parameters
    }

    pub(crate) fn is_in(&self, ty: &Type) -> bool {
        let text = |ty: &Type| ty.to_token_stream().to_string();
        text(&self.replace(ty.clone())) != text(ty)
    }

    pub(crate) fn replace(&self, mut ty: Type) -> Type {
        let mut replacer = Replacer { name: self };
        replacer.visit_type_mut(&mut ty);
        ty
    }
}

struct Replacer<'a> {
    name: &'a OwnName,
}

impl VisitMut for Replacer<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty {
            let own = path.qself.is_none()
                && match path.path.segments.iter().collect::<Vec<_>>().as_slice() {
                    [name] => name.ident == "Self" || self.name.is(name),
                    [module, name] => module.ident == "self" && self.name.is(name),
                    _ => false,
                };
            if own {
                *ty = self.name.placeholder.clone();
                return;
            }
        }
        visit_mut::visit_type_mut(self, ty);
    }
}
