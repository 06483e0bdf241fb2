//! Which names of a closure are captures, and what becomes of their uses.
//!
//! A capture is `name: &T` in the rewritten body, and a use of it has to mean what it meant. There are two kinds:
//!
//! * A *place*, `name.len()`, `&name`, `match name`, becomes `(*name)`: the same place behind a shared reference, which
//!   is what a captured variable is in an `Fn` closure.
//! * A *value*, `f(name)`, `name * 2`, `for x in name`, becomes `read(name)`, which copies, and says in words of our own
//!   that a variable that is not `Copy` would be moved out.
//!
//! Nothing is bound anew for either: a pattern cannot make a `T` out of a `&T`, and a name that is resolved by rustc
//! keeps the hygiene of the macros around it.

use super::borrows;
use super::crate_path::CratePath;
use super::input::Input;
use super::rewriter::Rewriter;
use proc_macro2::Ident;
use syn::ExprClosure;
use wirecheck_model::Diagnostics;
use wirecheck_rules::rules::closure_async;

/// A closure whose captured variables are known and whose body reads them through references.
pub(crate) struct Detected {
    /// In order of first use, or as listed.
    pub(crate) captures: Vec<Ident>,
    pub(crate) closure: ExprClosure,
}

pub(crate) fn detect(diagnostics: &Diagnostics, krate: &CratePath, input: Input) -> Detected {
    let Input { listed, mut closure } = input;
    if let Some(word) = &closure.asyncness {
        diagnostics.report(&closure_async::RULE, word, "");
    }
    let mut rewriter = Rewriter::new(diagnostics, krate, listed);
    rewriter.scopes.enter();
    closure.inputs.iter().for_each(|pat| rewriter.scopes.bind(pat));
    if rewriter.check_list() {
        return Detected { captures: Vec::new(), closure };
    }
    let borrowed = borrows::find(&closure);
    rewriter.value(&mut closure.body);
    let captures = rewriter.finish();
    borrowed.report(diagnostics, &captures);
    Detected { captures, closure }
}
