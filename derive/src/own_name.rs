//! Where a type names itself.

use crate::private::{krate, private};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprPath, GenericParam, Generics, PathArguments, PathSegment, QSelf, Type, TypePath, parse_quote,
};
use wirecheck_model::Container;
use wirecheck_model::roles::{Holds, never_null};

/// Puts something else where a type names itself.
pub(crate) struct OwnName {
    ident: Ident,
    /// The type with its own parameters.
    real: Type,
    /// Its parameters, as they are written in its name.
    parameters: Vec<String>,
    placeholder: TokenStream,
    itself: TokenStream,
}

impl OwnName {
    pub(crate) fn new(container: &Container<'_>) -> Self {
        let private = private(&krate(container));
        // A type that is written as its content may be null: its placeholder must not be one that never is.
        let placeholder = match never_null(container) {
            Holds::Always => quote!(#private::Itself),
            Holds::IfOf(_) | Holds::With(_) => quote!(#private::ItselfInner),
        };
        let generics = &container.input.generics;
        let parameters = generics.params.iter().map(|param| match param {
            GenericParam::Type(param) => param.ident.to_string(),
            GenericParam::Const(param) => param.ident.to_string(),
            GenericParam::Lifetime(param) => param.lifetime.to_string(),
        });
        let ident = &container.input.ident;
        let (_, arguments, _) = generics.split_for_impl();
        Self {
            ident: ident.clone(),
            real: parse_quote!(#ident #arguments),
            parameters: parameters.collect(),
            placeholder,
            itself: quote!(#private::Itself),
        }
    }

    /// Whether this is the type with its own parameters. With others it is another type, and nothing is known of it.
    fn is(&self, segment: &PathSegment) -> bool {
        if segment.ident != self.ident {
            return false;
        }
        let arguments = match &segment.arguments {
            PathArguments::None => Vec::new(),
            PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().map(|argument| argument.to_token_stream().to_string()).collect()
            }
            PathArguments::Parenthesized(_) => return false,
        };
        arguments == self.parameters
    }

    pub(crate) fn is_in(&self, ty: &Type) -> bool {
        let mut finder = Finder { name: self, found: false };
        finder.visit_type(ty);
        finder.found
    }

    /// Whether this path is the name, or `Self`. `<Mask as Bits>::Raw` is another type, which is found by the real name.
    pub(crate) fn is_path(&self, path: &TypePath) -> bool {
        if path.qself.is_some() {
            return false;
        }
        let segments = &path.path.segments;
        match segments.len() {
            1 => segments[0].ident == "Self" || self.is(&segments[0]),
            2 => segments[0].ident == "self" && self.is(&segments[1]),
            _ => false,
        }
    }

    /// The type, with a placeholder where it names the container: the container is being proven in `format` and in no
    /// other.
    pub(crate) fn as_placeholder(&self, ty: Type, format: &TokenStream) -> Type {
        self.replace(ty, &self.placeholder, format)
    }

    /// The same, with a placeholder that is never null.
    pub(crate) fn as_itself(&self, ty: Type, format: &TokenStream) -> Type {
        self.replace(ty, &self.itself, format)
    }

    fn replace(&self, mut ty: Type, placeholder: &TokenStream, format: &TokenStream) -> Type {
        let by = Type::Verbatim(quote!(#placeholder<#format>));
        Replacer { name: self, by: &by }.visit_type_mut(&mut ty);
        self.real(ty)
    }

    /// The type, with the name of the container for `Self`: as it is written outside of an impl.
    pub(crate) fn real(&self, mut ty: Type) -> Type {
        SelfReplacer { real: &self.real }.visit_type_mut(&mut ty);
        ty
    }

    /// The same for parameters and their conditions.
    pub(crate) fn real_generics(&self, generics: &Generics) -> Generics {
        let mut generics = generics.clone();
        SelfReplacer { real: &self.real }.visit_generics_mut(&mut generics);
        generics
    }
}

struct Replacer<'a> {
    name: &'a OwnName,
    by: &'a Type,
}

impl VisitMut for Replacer<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty {
            if path.qself.is_some() {
                return;
            }
            if self.name.is_path(path) {
                *ty = self.by.clone();
                return;
            }
        }
        visit_mut::visit_type_mut(self, ty);
    }

    // The length of an array is a value.
    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

struct Finder<'a> {
    name: &'a OwnName,
    found: bool,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_type_path(&mut self, path: &'ast TypePath) {
        if path.qself.is_none() {
            self.found = self.found || self.name.is_path(path);
            visit::visit_type_path(self, path);
        }
    }

    // The length of an array is a value.
    fn visit_expr(&mut self, _: &'ast Expr) {}
}

struct SelfReplacer<'a> {
    real: &'a Type,
}

impl SelfReplacer<'_> {
    /// `Self::Item` as `<Real>::Item`.
    fn qualify(&self, qself: &mut Option<QSelf>, path: &mut syn::Path) {
        if qself.is_none() && path.segments.len() > 1 && path.segments[0].ident == "Self" {
            let real = self.real;
            let rest = path.segments.iter().skip(1);
            let qualified: TypePath = parse_quote!(<#real>::#(#rest)::*);
            (*qself, *path) = (qualified.qself, qualified.path);
        }
    }
}

impl VisitMut for SelfReplacer<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty {
            if path.qself.is_none() && path.path.is_ident("Self") {
                *ty = self.real.clone();
                return;
            }
            self.qualify(&mut path.qself, &mut path.path);
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_expr_path_mut(&mut self, path: &mut ExprPath) {
        self.qualify(&mut path.qself, &mut path.path);
        visit_mut::visit_expr_path_mut(self, path);
    }
}
