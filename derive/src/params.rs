//! Which type parameters and constants of the container a type uses.

use proc_macro2::Ident;
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use syn::{GenericParam, Type, TypePath};
use wirecheck_model::Container;
use wirecheck_model::symbol::{BOUND, DESERIALIZE, SERIALIZE};

/// The parameters of the container.
pub(crate) struct Params {
    types: BTreeSet<String>,
    consts: BTreeSet<String>,
    /// Whether serde asks for the `T` of `<T as Family>::Member`: not where the author gives the conditions.
    asks_within: bool,
}

impl Params {
    pub(crate) fn new(container: &Container<'_>) -> Self {
        let bounds = || container.attrs.each_serde(BOUND);
        let has_bound = |side| bounds().any(|word| word.side(side).is_some());
        let asks_within = !(has_bound(SERIALIZE) && has_bound(DESERIALIZE));
        let mut params = Self { types: BTreeSet::new(), consts: BTreeSet::new(), asks_within };
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
        if self.asks_within {
            let within = std::mem::take(&mut finder.uses.within);
            finder.uses.direct.extend(within);
        }
        finder.uses
    }
}

/// Which parameters of the container a type uses, and how.
#[derive(Default)]
pub(crate) struct Uses {
    /// `T` itself.
    pub(crate) direct: Vec<Ident>,
    /// `T::Item`, `<T as Iterator>::Item`.
    pub(crate) projected: Vec<TypePath>,
    /// The `T` of `<T as Iterator>::Item`, where nothing is asked of it.
    within: Vec<Ident>,
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
        if let Some(qself) = &path.qself {
            let outer = std::mem::take(&mut self.uses);
            self.visit_type(&qself.ty);
            let inner = std::mem::replace(&mut self.uses, outer);
            self.uses.any_type |= inner.any_type;
            self.uses.any_const |= inner.any_const;
            self.uses.in_phantom |= inner.in_phantom || self.in_phantom && inner.any_type;
            if inner.any_type && !self.in_phantom {
                self.uses.projected.push(path.clone());
                self.uses.within.extend(inner.direct.into_iter().chain(inner.within));
            }
            self.visit_path(&path.path);
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
