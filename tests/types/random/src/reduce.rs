//! Reduces a case that breaks the promise: whatever can go while it still breaks, goes.

use crate::compile::{Compiler, Way};
use crate::execute::run;
use crate::item::{Body, Case, Field, Item, Style, names};
use quote::ToTokens;
use syn::visit::{self, Visit};

/// Rounds of reduction, each of one compilation.
const ROUNDS: usize = 14;
/// Reductions that are tried in a round.
const TRIED: usize = 120;

/// The smallest case that was found, and how it still breaks in this format with this letter.
///
/// # Errors
/// If a program cannot be compiled or started.
pub fn reduce(compiler: Compiler<'_>, case: &Case, format: &str, letter: char) -> Result<Case, String> {
    let mut smallest = case.clone();
    let Some(row) = wirecheck_rules::FORMATS.iter().find(|row| row.name == format) else {
        return Ok(smallest);
    };
    let compiler = Compiler { way: Way::In(row.type_name), ..compiler };
    for _ in 0..ROUNDS {
        let mut candidates = candidates(&smallest);
        candidates.sort_by_key(size);
        candidates.truncate(TRIED);
        let compiled = compiler.compile(&candidates)?;
        let mut still: Vec<usize> = Vec::new();
        for program in &compiled.programs {
            let cells = run(program, false)?;
            let breaks = cells.iter().filter(|cell| cell.is_accepted && cell.format == format);
            still.extend(
                breaks
                    .filter(|cell| cell.seen.iter().any(|seen| seen.letter == letter))
                    .map(|cell| cell.number),
            );
        }
        match still.into_iter().min() {
            Some(number) => smallest = candidates[number].clone(),
            None => break,
        }
    }
    Ok(smallest)
}

/// The length of its source.
fn size(case: &Case) -> usize {
    crate::emit::source(case).len()
}

/// Everything that is one step smaller.
fn candidates(case: &Case) -> Vec<Case> {
    let mut found = Vec::new();
    let mut add = |change: &dyn Fn(&mut Case)| {
        let mut smaller = case.clone();
        change(&mut smaller);
        drop_unused(&mut smaller);
        if size(&smaller) < size(case) {
            found.push(smaller);
        }
    };
    for root in ["T", "Vec<T>"] {
        add(&|case| case.root = root.to_owned());
    }
    for at in 0..case.items.len() {
        if !case.items[at].has_param {
            // One of the inner types alone.
            add(&|case| case.root = case.items[at].name.clone());
        }
        for attr in 0..case.items[at].attrs.len() {
            add(&|case| drop(case.items[at].attrs.remove(attr)));
        }
        if !case.items[at].more.is_empty() {
            add(&|case| case.items[at].more.clear());
        }
        if !case.items[at].derives.is_empty() {
            add(&|case| case.items[at].derives.clear());
        }
        let groups = match &case.items[at].body {
            Body::Struct(_) => 1,
            Body::Enum(variants) => variants.len(),
        };
        for group in 0..groups {
            if groups > 1 {
                add(&|case| {
                    if let Body::Enum(variants) = &mut case.items[at].body {
                        variants.remove(group);
                    }
                });
            }
            for attr in 0..variant_attrs(&case.items[at], group) {
                add(&|case| {
                    if let Body::Enum(variants) = &mut case.items[at].body {
                        variants[group].attrs.remove(attr);
                    }
                });
            }
            for field in 0..fields_of(&case.items[at], group).len() {
                add(&|case| drop(fields(&mut case.items[at], group).remove(field)));
                for attr in 0..fields_of(&case.items[at], group)[field].attrs.len() {
                    add(&|case| drop(fields(&mut case.items[at], group)[field].attrs.remove(attr)));
                }
                for ty in smaller_types(&fields_of(&case.items[at], group)[field].ty) {
                    add(&|case| fields(&mut case.items[at], group)[field].ty.clone_from(&ty));
                }
            }
        }
    }
    found
}

fn variant_attrs(item: &Item, group: usize) -> usize {
    match &item.body {
        Body::Struct(_) => 0,
        Body::Enum(variants) => variants[group].attrs.len(),
    }
}

fn fields_of(item: &Item, group: usize) -> &[Field] {
    match &item.body {
        Body::Struct(fields) => &fields.list,
        Body::Enum(variants) => &variants[group].fields.list,
    }
}

fn fields(item: &mut Item, group: usize) -> &mut Vec<Field> {
    let fields = match &mut item.body {
        Body::Struct(fields) => fields,
        Body::Enum(variants) => &mut variants[group].fields,
    };
    // `(u8)` of no field is `()`, which is not the same as nothing.
    if fields.style == Style::Tuple && fields.list.is_empty() {
        fields.style = Style::Unit;
    }
    &mut fields.list
}

/// Types inside a type, and the plainest ones.
fn smaller_types(ty: &str) -> Vec<String> {
    struct Inner(Vec<String>);
    impl<'ast> Visit<'ast> for Inner {
        fn visit_type(&mut self, ty: &'ast syn::Type) {
            self.0.push(text(ty));
            visit::visit_type(self, ty);
        }
    }
    let mut inner = Inner(Vec::new());
    if let Ok(parsed) = syn::parse_str::<syn::Type>(ty) {
        visit::visit_type(&mut inner, &parsed);
    }
    let mut all = inner.0;
    all.extend(["u8", "bool", "String"].map(str::to_owned));
    all.retain(|smaller| smaller.len() < ty.len());
    all
}

/// A type as text, without the spaces that tokens have.
fn text(ty: &syn::Type) -> String {
    ty.to_token_stream().to_string().replace(' ', "")
}

/// Removes types that nothing names any more.
fn drop_unused(case: &mut Case) {
    loop {
        let used = |name: &str| {
            names(&case.root, name)
                || case.items.iter().any(|item| {
                    item.name != name
                        && (item.fields().iter().any(|field| names(&field.ty, name))
                            || item.attrs.iter().any(|attr| names(attr, name)))
                })
        };
        let kept: Vec<Item> = case.items.iter().filter(|item| used(&item.name)).cloned().collect();
        if kept.len() == case.items.len() {
            return;
        }
        case.items = kept;
    }
}
