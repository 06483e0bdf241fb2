//! Which type parameters and constants of the container a type uses.

use proc_macro2::Ident;
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use syn::{GenericParam, Type, TypePath};
use wirecheck_model::Container;

/// The parameters of the container.
pub(crate) struct Params {
    types: BTreeSet<String>,
    consts: BTreeSet<String>,
}

impl Params {
    pub(crate) fn new(container: &Container<'_>) -> Self {
        let mut params = Self { types: BTreeSet::new(), consts: BTreeSet::new() };
        for param in &container.input.generics.params {
            match param {
                GenericParam::Type(param) => drop(params.types.insert(param.ident.to_string())),
                GenericParam::Const(param) => drop(params.consts.insert(param.ident.to_string())),
                GenericParam::Lifetime(_) => {}
            }
        }
        params
    }

    pub(crate) fn uses(&self, ty: &Type) -> Uses {
        let mut finder =
            Finder { types: &self.types, consts: &self.consts, in_phantom: false, uses: Uses::default() };
        finder.visit_type(ty);
        finder.uses
    }
}

/// Which parameters of the container a type uses, and how.
#[derive(Default)]
pub(crate) struct Uses {
    /// `T` itself.
    pub(crate) direct: Vec<Ident>,
    /// `T::Item`.
    pub(crate) projected: Vec<TypePath>,
    pub(crate) any_type: bool,
    pub(crate) any_const: bool,
    /// `T` inside a `PhantomData`, where it is never a value.
    pub(crate) in_phantom: bool,
}

struct Finder<'a> {
    types: &'a BTreeSet<String>,
    consts: &'a BTreeSet<String>,
    in_phantom: bool,
    uses: Uses,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_type_path(&mut self, path: &'ast TypePath) {
        if let Some(last) = path.path.segments.last().filter(|last| last.ident == "PhantomData") {
            // serde asks nothing of what a `PhantomData` names.
            let outer = std::mem::replace(&mut self.in_phantom, true);
            self.visit_path_arguments(&last.arguments);
            self.in_phantom = outer;
            return;
        }
        if let (None, Some(first)) = (&path.qself, path.path.segments.first())
            && self.types.contains(&first.ident.to_string())
        {
            self.uses.any_type = true;
            match path.path.segments.len() {
                _ if self.in_phantom => self.uses.in_phantom = true,
                1 => self.uses.direct.push(first.ident.clone()),
                _ => self.uses.projected.push(path.clone()),
            }
        }
        visit::visit_type_path(self, path);
    }

    fn visit_ident(&mut self, ident: &'ast Ident) {
        // The length of an array, or an argument that syn takes for a type.
        self.uses.any_const |= self.consts.contains(&ident.to_string());
        self.uses.any_type |= self.types.contains(&ident.to_string());
    }
}
