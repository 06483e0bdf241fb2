//! The function around a call: what is done with the bytes there.
//!
//! It follows names and no types: the call itself, a variable that is bound to it or given to it, and what is called with these.
//! What it does not see is asked.

use super::words::{is_sending, is_writing, of_function, of_maker};
use crate::migrate::fate::Fate;
use crate::survey::Place;
use quote::ToTokens;
use std::collections::HashMap;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Pat, Signature};

/// A file of the user.
pub(crate) struct Around {
    functions: Vec<(Signature, Block)>,
}

impl Around {
    /// Of the text of a file; nothing if it is no Rust.
    pub(crate) fn new(text: &str) -> Self {
        let mut functions = Functions(Vec::new());
        if let Ok(file) = syn::parse_file(text) {
            functions.visit_file(&file);
        }
        Self { functions: functions.0 }
    }

    /// What becomes of the bytes of the call at a place, and why.
    pub(crate) fn fate(&self, place: &Place) -> Option<(Fate, String)> {
        let line = usize::try_from(place.line).ok()?;
        let has = |block: &&(Signature, Block)| {
            let span = block.1.span();
            span.start().line <= line && line <= span.end().line
        };
        // Functions can be written in functions: the smallest.
        let (signature, block) = self.functions.iter().filter(has).min_by_key(|(_, block)| {
            let span = block.span();
            span.end().line - span.start().line
        })?;
        let mut found = Found { place, line, names: HashMap::new(), carriers: Vec::new(), fate: None };
        for input in &signature.inputs {
            if let syn::FnArg::Typed(input) = input
                && let Pat::Ident(name) = &*input.pat
            {
                found.names.insert(name.ident.to_string(), input.ty.to_token_stream().to_string());
            }
        }
        found.visit_block(block);
        if found.fate.is_none() {
            let mut uses = Uses { found: &found, fate: None };
            uses.visit_block(block);
            found.fate = uses.fate;
        }
        found.fate
    }
}

struct Functions(Vec<(Signature, Block)>);

impl Visit<'_> for Functions {
    fn visit_item_fn(&mut self, item: &syn::ItemFn) {
        self.0.push((item.sig.clone(), (*item.block).clone()));
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &syn::ImplItemFn) {
        self.0.push((item.sig.clone(), item.block.clone()));
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.0.push((item.sig.clone(), block.clone()));
        }
        visit::visit_trait_item_fn(self, item);
    }
}

/// The first look: the call, what is around it, and the names that carry its bytes.
struct Found<'a> {
    place: &'a Place,
    line: usize,
    /// What each name is bound to, or its type.
    names: HashMap<String, String>,
    /// The names that carry the bytes.
    carriers: Vec<String>,
    fate: Option<(Fate, String)>,
}

impl Found<'_> {
    /// Whether it is the call: it begins at the place, or its method does.
    fn is_call(&self, expr: &Expr) -> bool {
        let is_at = |at: proc_macro2::LineColumn| {
            at.line == self.line
                && (self.place.column == 0 || u32::try_from(at.column + 1).ok() == Some(self.place.column))
        };
        match expr {
            Expr::Call(call) => is_at(call.span().start()),
            Expr::MethodCall(call) => is_at(call.method.span().start()) || is_at(call.span().start()),
            _ => false,
        }
    }

    fn has_call(&self, expr: &Expr) -> bool {
        struct Look<'a, 'b>(&'a Found<'b>, bool);
        impl Visit<'_> for Look<'_, '_> {
            fn visit_expr(&mut self, expr: &Expr) {
                self.1 |= self.0.is_call(expr);
                if !self.1 {
                    visit::visit_expr(self, expr);
                }
            }
        }
        let mut look = Look(self, false);
        look.visit_expr(expr);
        look.1
    }

    /// What the call is given: a buffer that it fills, bytes that it reads, a file.
    fn arguments(&mut self, expr: &Expr) {
        let given: Vec<&Expr> = match expr {
            Expr::Call(call) => call.args.iter().collect(),
            Expr::MethodCall(call) => call.args.iter().collect(),
            _ => Vec::new(),
        };
        for one in given {
            let mut look = Given(None);
            look.visit_expr(one);
            if let Some((fate, why)) = look.0 {
                self.fate.get_or_insert((fate, why));
            }
            let name = only_name(one);
            if let Some((name, made)) = name.as_ref().and_then(|name| Some((name, self.names.get(name)?)))
                && let Some(fate) = of_maker(made).or_else(|| of_text(made))
            {
                self.fate.get_or_insert((fate, format!("`{name}` is `{}`", short(made))));
            }
            self.carriers.extend(name);
        }
    }
}

impl Visit<'_> for Found<'_> {
    fn visit_local(&mut self, local: &syn::Local) {
        visit::visit_local(self, local);
        let name = match &local.pat {
            Pat::Ident(name) => name.ident.to_string(),
            Pat::Type(typed) => match &*typed.pat {
                Pat::Ident(name) => name.ident.to_string(),
                _ => return,
            },
            _ => return,
        };
        if let Some(init) = &local.init {
            if self.has_call(&init.expr) {
                self.carriers.push(name.clone());
            }
            self.names.insert(name, init.expr.to_token_stream().to_string());
        }
    }

    fn visit_expr(&mut self, expr: &Expr) {
        if self.is_call(expr) {
            self.arguments(expr);
        } else if let Some((fate, why)) = handed(expr, &self.names, |argument| self.has_call(argument)) {
            self.fate.get_or_insert((fate, why));
        }
        visit::visit_expr(self, expr);
    }
}

/// The second look: what is done with the names.
struct Uses<'a, 'b> {
    found: &'a Found<'b>,
    fate: Option<(Fate, String)>,
}

impl Visit<'_> for Uses<'_, '_> {
    fn visit_expr(&mut self, expr: &Expr) {
        let carries =
            |argument: &Expr| only_name(argument).is_some_and(|name| self.found.carriers.contains(&name));
        if !self.found.is_call(expr)
            && let Some(found) = handed(expr, &self.found.names, carries)
        {
            self.fate.get_or_insert(found);
        }
        visit::visit_expr(self, expr);
    }
}

/// Who is given the bytes, if one of the arguments carries them.
fn handed(
    expr: &Expr,
    names: &HashMap<String, String>,
    carries: impl Fn(&Expr) -> bool,
) -> Option<(Fate, String)> {
    match expr {
        Expr::Call(call) if call.args.iter().any(&carries) => {
            let path = call.func.to_token_stream().to_string();
            Some((of_function(&path)?, format!("`{}` in the same function", short(&path))))
        }
        Expr::MethodCall(call) if call.args.iter().any(&carries) => {
            let method = call.method.to_string();
            if is_sending(&method) {
                return Some((Fate::Transient, format!("`.{method}(..)` in the same function")));
            }
            let name = is_writing(&method).then(|| only_name(&call.receiver)).flatten()?;
            let made = names.get(&name)?;
            Some((of_maker(made)?, format!("`{name}.{method}(..)`, where `{name}` is `{}`", short(made))))
        }
        _ => None,
    }
}

/// A function of files among what a call is given.
struct Given(Option<(Fate, String)>);

impl Visit<'_> for Given {
    fn visit_expr_call(&mut self, call: &syn::ExprCall) {
        let path = call.func.to_token_stream().to_string();
        let fate = of_function(&path).or_else(|| of_maker(&path));
        if let Some(fate) = fate {
            self.0.get_or_insert((fate, format!("`{}` at the call", short(&path))));
        }
        visit::visit_expr_call(self, call);
    }
}

/// What a variable is bound to, if that calls a function of files or a method that receives.
fn of_text(made: &str) -> Option<Fate> {
    let called = |word: &str| made.contains(&format!("{word} ("));
    if called("fs :: read") {
        return Some(Fate::Persisted);
    }
    let receives = made.contains(". recv (") || made.contains(". try_recv (");
    receives.then_some(Fate::Transient)
}

/// The variable in `x`, `&x`, `&mut x`, `&x[..]`, `x?`, `x.as_slice()`.
fn only_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Reference(inner) => only_name(&inner.expr),
        Expr::Index(inner) => only_name(&inner.expr),
        Expr::Try(inner) => only_name(&inner.expr),
        Expr::Paren(inner) => only_name(&inner.expr),
        Expr::MethodCall(call) if call.args.is_empty() => only_name(&call.receiver),
        _ => None,
    }
}

/// Tokens as people write them, cut where they are long.
fn short(tokens: &str) -> String {
    let text = [
        (" :: ", "::"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ?", "?"),
        (" . ", "."),
        ("& ", "&"),
        (" ,", ","),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
    ]
    .iter()
    .fold(tokens.to_owned(), |text, (from, to)| text.replace(from, to));
    if text.chars().count() <= 60 { text } else { text.chars().take(59).chain(['\u{2026}']).collect() }
}
