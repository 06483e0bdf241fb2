//! The parameters of a declaration: a comparison knows nothing of a field whose type depends on one.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::{GenericParam, Generics, Type};

/// The names of the types and constants.
pub(crate) struct Parameters(BTreeSet<String>);

impl Parameters {
    pub(crate) fn of(generics: &Generics) -> Self {
        let name = |param: &GenericParam| match param {
            GenericParam::Type(param) => Some(param.ident.to_string()),
            GenericParam::Const(param) => Some(param.ident.to_string()),
            GenericParam::Lifetime(_) => None,
        };
        Self(generics.params.iter().filter_map(name).collect())
    }

    /// Whether a type names one of them.
    pub(crate) fn are_in(&self, ty: &Type) -> bool {
        !self.0.is_empty() && self.are_in_tokens(ty.to_token_stream())
    }

    fn are_in_tokens(&self, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => self.0.contains(&ident.to_string()),
            TokenTree::Group(group) => self.are_in_tokens(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
}
