//! The author's edits of a source file: a derive next to serde's, and words where a message asks for them.
//!
//! Edits are kept apart from the text, so that a derive can be taken back with all of its words. Positions in what the
//! compiler read are found by parsing that text again: its items are those of the original, in the same order.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Field, Fields, Ident, ItemEnum, ItemStruct, Meta, MetaList, Token, Visibility};

/// What a word can be written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Type,
    Variant,
    Field,
}

/// A type, variant or field.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    /// All of it, with its attributes.
    pub range: Range<usize>,
    /// Where an attribute goes: after those that are there.
    pub at: usize,
    /// The type or variant that it is in.
    pub parent: Option<usize>,
}

/// A type that derives both of serde's traits.
#[derive(Clone, Debug)]
pub struct Item {
    pub name: String,
    pub is_generic: bool,
    /// The names of its parameters.
    pub parameters: BTreeSet<String>,
    pub is_in_function: bool,
    /// Where the list of derives ends, and whether it ends with a comma.
    derive_end: usize,
    has_comma: bool,
    /// Itself first, then what is in it.
    pub nodes: Vec<Node>,
    /// The macro that it is in: what its code says is often said of the macro.
    within: Option<Range<usize>>,
    /// The names in the types of its fields.
    pub mentions: BTreeSet<String>,
    /// The shape that its author declares, if it writes a serde impl by hand.
    pub shape: Option<String>,
}

/// What the author has done to a type.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// The path of the derive, if it is there.
    pub derive: Option<&'static str>,
    /// The words of each node.
    pub words: BTreeMap<usize, BTreeSet<String>>,
    /// What stands behind the type.
    pub behind: String,
}

/// A source file and its edits.
pub struct Source {
    original: String,
    by_hand: BTreeMap<String, String>,
    pub items: Vec<Item>,
    pub edits: Vec<Edits>,
}

impl Source {
    /// # Errors
    /// If the file cannot be parsed.
    pub fn new(original: String) -> syn::Result<Self> {
        Self::with(original, &BTreeMap::new())
    }

    /// The same with types of which the author writes a serde impl: see [`Pinned`](super::krate::Pinned).
    ///
    /// # Errors
    /// If the file cannot be parsed.
    pub fn with(original: String, by_hand: &BTreeMap<String, String>) -> syn::Result<Self> {
        let items = items(&original, by_hand)?;
        let edits = vec![Edits::default(); items.len()];
        Ok(Self { original, items, edits, by_hand: by_hand.clone() })
    }

    /// The text with all edits.
    pub fn text(&self) -> String {
        let mut inserts: Vec<(usize, String)> = Vec::new();
        for (item, edits) in self.items.iter().zip(&self.edits) {
            if let Some(path) = edits.derive {
                let comma = if item.has_comma { "" } else { ", " };
                inserts.push((item.derive_end, format!("{comma}{path}")));
                for (node, words) in &edits.words {
                    inserts.extend(words.iter().map(|word| (item.nodes[*node].at, format!("{word} "))));
                }
            }
            if !edits.behind.is_empty() {
                inserts.push((item.nodes[0].range.end, format!(" {}", edits.behind)));
            }
        }
        inserts.sort_by_key(|(at, _)| *at);
        let mut text = String::new();
        let mut from = 0;
        for (at, insert) in inserts {
            text.push_str(&self.original[from..at]);
            text.push_str(&insert);
            from = at;
        }
        text.push_str(&self.original[from..]);
        text
    }

    /// Where the items are in [`text`](Self::text).
    ///
    /// # Errors
    /// If an edit has broken the file.
    pub fn places(&self) -> syn::Result<Places> {
        items(&self.text(), &self.by_hand).map(Places)
    }
}

/// The items of a file as the compiler read it.
pub struct Places(Vec<Item>);

impl Places {
    /// The item and the innermost node at a position.
    pub fn locate(&self, at: usize) -> Option<(usize, usize)> {
        let of_type = self.0.iter().enumerate().find_map(|(index, item)| {
            let nodes = item.nodes.iter().enumerate().filter(|(_, node)| node.range.contains(&at));
            let (node, _) = nodes.min_by_key(|(_, node)| node.range.len())?;
            Some((index, node))
        });
        let is_within = |item: &Item| item.within.as_ref().is_some_and(|range| range.contains(&at));
        of_type.or_else(|| Some((self.0.iter().position(is_within)?, 0)))
    }

    /// The items that begin in a range.
    pub fn begin_in(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        let begins = |item: &Item| item.nodes.first().is_some_and(|node| range.contains(&node.range.start));
        self.0.iter().enumerate().filter(move |(_, item)| begins(item)).map(|(index, _)| index)
    }
}

/// Every item of the file that derives both traits, or writes one by hand; also within functions and macros.
fn items(text: &str, by_hand: &BTreeMap<String, String>) -> syn::Result<Vec<Item>> {
    let file = syn::parse_file(text)?;
    let mut finder = Finder { text, by_hand, functions: 0, found: Vec::new() };
    finder.visit_file(&file);
    Ok(finder.found)
}

struct Finder<'a> {
    text: &'a str,
    by_hand: &'a BTreeMap<String, String>,
    functions: usize,
    found: Vec<Item>,
}

impl Finder<'_> {
    fn item(
        &mut self,
        metas: &[Meta],
        parameters: BTreeSet<String>,
        name: String,
        body: TokenStream,
        mut nodes: Vec<Node>,
    ) {
        let mut lists = Vec::new();
        metas.iter().for_each(|meta| derives(meta, &mut lists));
        let names: BTreeSet<String> = lists.iter().flat_map(names).collect();
        let shape = self.by_hand.get(&name).cloned();
        let derives_both = names.contains("Serialize") && names.contains("Deserialize");
        if !derives_both && shape.is_none() {
            return;
        }
        let list = lists.iter().rev().find(|list| names_of(list, "Deserialize"));
        let Some(list) = list.or_else(|| lists.last().filter(|_| !derives_both)) else { return };
        let derive_end = list.delimiter.span().close().byte_range().start;
        let has_comma = self.text[..derive_end].trim_end().ends_with(',');
        nodes.iter_mut().for_each(|node| node.range.end = node.range.end.min(self.text.len()));
        self.found.push(Item {
            // A type that a macro names cannot be named behind it.
            is_in_function: self.functions > 0 || name.starts_with('$'),
            name,
            is_generic: !parameters.is_empty(),
            parameters,
            derive_end,
            has_comma,
            mentions: mentions(body),
            nodes,
            within: None,
            shape,
        });
    }

    /// Types in the tokens of a macro: a derive can be added there, and words on the type alone.
    fn within_macro(&mut self, tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            let start = trees[at].span();
            let mut metas = Vec::new();
            while let [TokenTree::Punct(hash), TokenTree::Group(attribute), ..] = &trees[at..]
                && hash.as_char() == '#'
                && let Ok(meta) = syn::parse2(attribute.stream())
            {
                metas.push(meta);
                at += 2;
            }
            if metas.is_empty() {
                if let TokenTree::Group(group) = &trees[at] {
                    self.within_macro(group.stream());
                }
                at += 1;
                continue;
            }
            let is = |tree: &TokenTree, words: &[&str]| words.iter().any(|word| tree.to_string() == *word);
            let Some(word) = trees[at..].iter().take(4).position(|tree| is(tree, &["struct", "enum"])) else {
                continue;
            };
            let Some(name) = trees.get(at + word + 1) else { continue };
            let Some(end) = trees[at + word..].iter().position(|tree| {
                is(tree, &[";"])
                    || matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
            }) else {
                continue;
            };
            let (start, end) = (start.byte_range().start, at + word + end);
            let range = start..trees[end].span().byte_range().end;
            let before = trees[at].span().byte_range().start;
            let node = Node { kind: Kind::Type, range, at: before, parent: None };
            // `$name`, which the macro is given.
            let (name, behind) = match (name, trees.get(at + word + 2)) {
                (TokenTree::Punct(_), Some(name)) => (format!("${name}"), at + word + 3),
                (name, _) => (name.to_string(), at + word + 2),
            };
            let is_generic = trees.get(behind).is_some_and(|tree| is(tree, &["<"]));
            let parameters = if is_generic { trees[behind..end].to_vec() } else { Vec::new() };
            let parameters = mentions(parameters.into_iter().collect());
            let body = trees[at + word..=end].iter().cloned().collect();
            self.item(&metas, parameters, name, body, vec![node]);
            at = end + 1;
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.functions += 1;
        visit::visit_item_fn(self, item);
        self.functions -= 1;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.functions += 1;
        visit::visit_impl_item_fn(self, item);
        self.functions -= 1;
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        let at = start(&item.vis, item.struct_token.span());
        let mut nodes = vec![Node { kind: Kind::Type, range: whole(item), at, parent: None }];
        fields(&item.fields, 0, &mut nodes);
        let parameters = mentions(item.generics.params.to_token_stream());
        self.item(
            &metas(&item.attrs),
            parameters,
            item.ident.to_string(),
            item.fields.to_token_stream(),
            nodes,
        );
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        let at = start(&item.vis, item.enum_token.span());
        let mut nodes = vec![Node { kind: Kind::Type, range: whole(item), at, parent: None }];
        for variant in &item.variants {
            let at = variant.ident.span().byte_range().start;
            nodes.push(Node { kind: Kind::Variant, range: whole(variant), at, parent: Some(0) });
            fields(&variant.fields, nodes.len() - 1, &mut nodes);
        }
        let parameters = mentions(item.generics.params.to_token_stream());
        let body = item.variants.to_token_stream();
        self.item(&metas(&item.attrs), parameters, item.ident.to_string(), body, nodes);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let known = self.found.len();
        self.within_macro(item.tokens.clone());
        self.found[known..].iter_mut().for_each(|found| found.within = Some(whole(item)));
    }
}

fn metas(attrs: &[Attribute]) -> Vec<Meta> {
    attrs.iter().map(|attribute| attribute.meta.clone()).collect()
}

/// All names in it.
fn mentions(tokens: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for tree in tokens {
        match tree {
            TokenTree::Ident(ident) => _ = found.insert(ident.to_string()),
            TokenTree::Group(group) => found.append(&mut mentions(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

fn fields(fields: &Fields, parent: usize, nodes: &mut Vec<Node>) {
    for field in fields {
        let name = |field: &Field| field.ident.as_ref().map_or_else(|| field.ty.span(), Ident::span);
        let at = start(&field.vis, name(field));
        nodes.push(Node { kind: Kind::Field, range: whole(field), at, parent: Some(parent) });
    }
}

/// Where the visibility begins, or what follows where there is none.
fn start(vis: &Visibility, next: Span) -> usize {
    match vis {
        Visibility::Inherited => next.byte_range().start,
        _ => vis.span().byte_range().start,
    }
}

fn whole(node: &impl Spanned) -> Range<usize> {
    node.span().byte_range()
}

/// The `derive(..)` of an attribute, also those within `cfg_attr(..)`.
fn derives(meta: &Meta, lists: &mut Vec<MetaList>) {
    let Meta::List(list) = meta else { return };
    if list.path.is_ident("derive") {
        lists.push(list.clone());
    } else if list.path.is_ident("cfg_attr")
        && let Ok(metas) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
    {
        metas.iter().skip(1).for_each(|meta| derives(meta, lists));
    }
}

/// The last names of the paths in a list of derives, without those of other crates than serde.
fn names(list: &MetaList) -> Vec<String> {
    let paths = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
    let last = |path: &syn::Path| match path.segments.len() {
        1 => path.segments.last().map(|last| last.ident.to_string()),
        _ if path.segments[0].ident.to_string().starts_with("serde") => {
            path.segments.last().map(|last| last.ident.to_string())
        }
        _ => None,
    };
    paths.map(|paths| paths.iter().filter_map(last).collect()).unwrap_or_default()
}

fn names_of(list: &MetaList, name: &str) -> bool {
    names(list).iter().any(|known| known == name)
}
