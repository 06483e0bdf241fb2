//! Which names are bound inside the closure at a place.

use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Ident, Item, Pat, Stmt, UseTree};

/// A stack of blocks, each with the names bound in it so far.
#[derive(Default)]
pub(crate) struct Scopes {
    blocks: Vec<Vec<String>>,
}

impl Scopes {
    pub(crate) fn enter(&mut self) {
        self.blocks.push(Vec::new());
    }

    pub(crate) fn leave(&mut self) {
        self.blocks.pop();
    }

    pub(crate) fn is_bound(&self, ident: &Ident) -> bool {
        let name = ident.unraw().to_string();
        self.blocks.iter().flatten().any(|bound| *bound == name)
    }

    pub(crate) fn bind_ident(&mut self, ident: &Ident) {
        if let Some(block) = self.blocks.last_mut() {
            block.push(ident.unraw().to_string());
        }
    }

    /// What is declared in a block is known in all of it.
    pub(crate) fn bind_items(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            match stmt {
                Stmt::Item(Item::Fn(item)) => self.bind_ident(&item.sig.ident),
                Stmt::Item(Item::Const(item)) => self.bind_ident(&item.ident),
                Stmt::Item(Item::Static(item)) => self.bind_ident(&item.ident),
                Stmt::Item(Item::Struct(item)) => self.bind_ident(&item.ident),
                Stmt::Item(Item::Use(item)) => self.bind_use(&item.tree),
                _ => {}
            }
        }
    }

    fn bind_use(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.bind_use(&path.tree),
            UseTree::Name(name) => self.bind_ident(&name.ident),
            UseTree::Rename(rename) => self.bind_ident(&rename.rename),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.bind_use(tree)),
            // What a glob brings is not in the tokens.
            _ => {}
        }
    }

    /// The names a pattern binds.
    pub(crate) fn bind(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(pat) => {
                // `None`, `LIMIT`: a unit variant or a constant, not a new name.
                if is_variable(&pat.ident) {
                    self.bind_ident(&pat.ident);
                }
                if let Some((_, inner)) = &pat.subpat {
                    self.bind(inner);
                }
            }
            Pat::Guard(pat) => self.bind(&pat.pat),
            // Every case binds the same names.
            Pat::Or(pat) => pat.cases.iter().for_each(|case| self.bind(case)),
            Pat::Paren(pat) => self.bind(&pat.pat),
            Pat::Reference(pat) => self.bind(&pat.pat),
            Pat::Slice(pat) => self.bind_all(&pat.elems),
            Pat::Struct(pat) => pat.fields.iter().for_each(|field| self.bind(&field.pat)),
            Pat::Tuple(pat) => self.bind_all(&pat.elems),
            Pat::TupleStruct(pat) => self.bind_all(&pat.elems),
            Pat::Type(pat) => self.bind(&pat.pat),
            _ => {}
        }
    }

    fn bind_all(&mut self, pats: &Punctuated<Pat, syn::Token![,]>) {
        pats.iter().for_each(|pat| self.bind(pat));
    }
}

/// Variables are written in lower case; constants, statics, types and variants are not.
pub(crate) fn is_variable(ident: &Ident) -> bool {
    ident.unraw().to_string().starts_with(|c: char| c.is_lowercase() || c == '_')
}

/// Whether a name is among these, as a raw identifier or not.
pub(super) fn contains(names: &[Ident], ident: &Ident) -> bool {
    names.iter().any(|name| name.unraw() == ident.unraw())
}
