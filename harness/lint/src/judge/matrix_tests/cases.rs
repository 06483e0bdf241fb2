//! The types of `tests/types`, read from their macros.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use std::fs;
use std::path::{Path, PathBuf};
use syn::parse::{Parse, ParseStream};
use syn::{File, Ident, Item, ItemMacro, Token, Type, braced, bracketed, parenthesized, token};

/// How the derive stands to a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Accepted,
    Opted,
    Refused,
}

/// A type of the matrix.
pub(super) struct Case {
    pub(super) folder: &'static str,
    pub(super) theme: String,
    pub(super) name: String,
    pub(super) standing: Standing,
    pub(super) root: Type,
    /// Types with serde's derives.
    pub(super) derived: Vec<Item>,
    /// Other code.
    pub(super) others: Vec<Item>,
}

impl Case {
    pub(super) fn path(&self) -> String {
        format!("{}::{}", self.theme, self.name)
    }
}

/// All of them.
pub(super) fn all() -> Vec<Case> {
    let mut all = Vec::new();
    for folder in ["accepted", "opted", "refused", "late"] {
        let mut files: Vec<PathBuf> = fs::read_dir(types().join(folder))
            .expect("a folder")
            .map(|entry| entry.expect("a file").path())
            .collect();
        files.sort();
        for path in files {
            let theme = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let file = read(&path);
            let standing = match folder {
                "accepted" => Standing::Accepted,
                "opted" => Standing::Opted,
                _ => Standing::Refused,
            };
            let cases = macros(&file).flat_map(|it| cases_of(it, &file));
            all.extend(cases.map(|entry| entry.case(folder, &theme, standing)));
        }
    }
    all
}

/// The types of `accepted/leaf.rs`, which several themes use.
pub(super) fn leaves() -> Vec<Item> {
    let file = read(&types().join("accepted/leaf.rs"));
    let found = macros(&file).find(|it| it.mac.path.is_ident("leaf_types")).expect("the types of leaves");
    syn::parse2::<File>(found.mac.tokens.clone()).expect("items").items
}

fn types() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/types")
}

fn read(path: &Path) -> File {
    syn::parse_file(&fs::read_to_string(path).expect("a readable file")).expect("a file of Rust")
}

fn macros(file: &File) -> impl Iterator<Item = &ItemMacro> {
    file.items.iter().filter_map(|item| match item {
        Item::Macro(item) => Some(item),
        _ => None,
    })
}

fn cases_of(found: &ItemMacro, file: &File) -> Vec<Entry> {
    let path = &found.mac.path;
    if path.is_ident("cases") {
        return syn::parse2::<Entries>(found.mac.tokens.clone()).expect("cases").0;
    }
    if !path.is_ident("leaves") && !path.is_ident("some_leaves") {
        return Vec::new();
    }
    let place =
        macros(file).find(|it| it.ident.as_ref().is_some_and(|name| name == "place")).expect("a place");
    let body = body_of(place);
    let leaf = read(&types().join("accepted/leaf.rs"));
    let list = macros(&leaf).find(|it| it.ident.is_some() && it.ident.as_ref() == path.get_ident());
    let list = innermost(list.expect("a list of leaves").mac.tokens.clone());
    let leaves = syn::parse2::<Leaves>(list).expect("leaves").0;
    let of = |(name, ty): &(Ident, Type)| {
        let put = substitute(body.clone(), name, ty);
        syn::parse2::<Entries>(quote::quote!(accepted; #put)).expect("a place with its leaf").0
    };
    leaves.iter().flat_map(of).collect()
}

/// What is repeated for each leaf: the group after `$` in `cases! { accepted; $( .. )* }`.
fn body_of(place: &ItemMacro) -> TokenStream {
    let cases = innermost(place.mac.tokens.clone());
    let group = cases.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    group.expect("a repetition")
}

/// The tokens inside of the macro that the last arm calls.
fn innermost(arms: TokenStream) -> TokenStream {
    let last = |tokens: TokenStream| {
        let groups = tokens.into_iter().filter_map(|token| match token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        });
        groups.last().expect("a group")
    };
    last(last(arms))
}

/// `$name` and `$leaf` as what they stand for.
fn substitute(tokens: TokenStream, name: &Ident, leaf: &Type) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Ident(ident)) if ident == "name" => name.to_tokens(&mut out),
                Some(TokenTree::Ident(ident)) if ident == "leaf" => leaf.to_tokens(&mut out),
                // The samples.
                _ => {}
            },
            TokenTree::Group(group) => {
                let inner = substitute(group.stream(), name, leaf);
                TokenTree::from(Group::new(group.delimiter(), inner)).to_tokens(&mut out);
            }
            other => other.to_tokens(&mut out),
        }
    }
    out
}

struct Leaves(Vec<(Ident, Type)>);

impl Parse for Leaves {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut all = Vec::new();
        while !input.is_empty() {
            let name = input.parse()?;
            input.parse::<Token![:]>()?;
            let ty = input.parse()?;
            input.parse::<Token![=]>()?;
            skip_brackets(input)?;
            input.parse::<Token![;]>()?;
            all.push((name, ty));
        }
        Ok(Self(all))
    }
}

struct Entry {
    name: Ident,
    root: Type,
    derived: Vec<Item>,
    others: Vec<Item>,
}

impl Entry {
    fn case(self, folder: &'static str, theme: &str, standing: Standing) -> Case {
        let Self { name, root, derived, others } = self;
        Case { folder, theme: theme.to_owned(), name: name.to_string(), standing, root, derived, others }
    }
}

/// `standing; name: Type = [samples] same(..) { items } raw { items } and { items }; ..`
struct Entries(Vec<Entry>);

impl Parse for Entries {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Ident>()?;
        input.parse::<Token![;]>()?;
        let mut all = Vec::new();
        while !input.is_empty() {
            let name = input.parse()?;
            input.parse::<Token![:]>()?;
            let root = input.parse()?;
            input.parse::<Token![=]>()?;
            skip_brackets(input)?;
            let mut entry = Entry { name, root, derived: Vec::new(), others: Vec::new() };
            while !input.peek(Token![;]) {
                let word = if input.peek(token::Brace) { None } else { Some(input.parse::<Ident>()?) };
                if input.peek(token::Paren) {
                    let inner;
                    parenthesized!(inner in input);
                    inner.parse::<TokenStream>()?;
                    continue;
                }
                let inner;
                braced!(inner in input);
                let items = inner.parse::<File>()?.items;
                if word.is_some_and(|word| word == "and") {
                    entry.others.extend(items);
                } else {
                    entry.derived.extend(items);
                }
            }
            input.parse::<Token![;]>()?;
            all.push(entry);
        }
        Ok(Self(all))
    }
}

fn skip_brackets(input: ParseStream<'_>) -> syn::Result<()> {
    let inner;
    bracketed!(inner in input);
    inner.parse::<TokenStream>()?;
    Ok(())
}
