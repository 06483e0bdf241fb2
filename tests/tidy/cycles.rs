//! Which modules of a crate import each other in a circle.
//!
//! A module is a file. It depends on the file that defines what it names, wherever that is re-exported: a `mod.rs` that
//! lists its children depends on none of them. What is behind `#[cfg(test)]`, and what a macro writes, is not looked at;
//! neither are calls of methods, which name no module.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, Item, ItemUse, Lit, Meta, UseTree, Visibility};

/// The files of each circle, as paths from the folder of `lib.rs`; every file is in one circle at most.
pub(crate) fn cycles(lib: &Path) -> Vec<BTreeSet<String>> {
    let mut modules = Modules { root: lib.parent().unwrap().to_owned(), all: BTreeMap::new() };
    modules.read(Vec::new(), lib, true);
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in modules.all.keys() {
        let file = &modules.all[path].file;
        let used = modules.used_by(path);
        edges.entry(file.clone()).or_default().extend(used.into_iter().filter(|other| other != file));
    }
    circles(&edges)
}

type ModulePath = Vec<String>;

#[derive(Default)]
struct Module {
    /// From the folder of `lib.rs`.
    file: String,
    children: BTreeSet<String>,
    imports: Vec<Import>,
    /// The paths that stand in its code, of two names or more.
    paths: Vec<Vec<String>>,
    /// Every name in its code.
    names: BTreeSet<String>,
}

/// One name of a `use`.
struct Import {
    path: Vec<String>,
    /// The name that it brings; `*` for all of them.
    name: String,
    is_reexport: bool,
}

struct Modules {
    root: PathBuf,
    all: BTreeMap<ModulePath, Module>,
}

/// What a path leads to.
enum Target {
    Module(ModulePath),
    /// Something that is defined in this module.
    Item(ModulePath),
}

impl Modules {
    fn read(&mut self, path: ModulePath, file: &Path, owns_folder: bool) {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let items =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display())).items;
        let folder = file.parent().unwrap();
        let own = if owns_folder { folder.to_owned() } else { file.with_extension("") };
        self.add(path, file, folder, &own, &items);
    }

    fn add(&mut self, path: ModulePath, file: &Path, folder: &Path, own: &Path, items: &[Item]) {
        let mut module = Module { file: self.name_of(file), ..Module::default() };
        for item in items.iter().filter(|item| !is_for_tests(item)) {
            let Item::Mod(child) = item else {
                module.look_at(item);
                continue;
            };
            let name = child.ident.to_string();
            let below = [path.clone(), vec![name.clone()]].concat();
            match &child.content {
                Some((_, items)) => self.add(below, file, &own.join(&name), &own.join(&name), items),
                None => match path_of(&child.attrs) {
                    Some(other) => self.read(below, &folder.join(other), true),
                    None if own.join(&name).with_extension("rs").is_file() => {
                        self.read(below, &own.join(&name).with_extension("rs"), false);
                    }
                    None => self.read(below, &own.join(&name).join("mod.rs"), true),
                },
            }
            module.children.insert(name);
        }
        self.all.insert(path, module);
    }

    fn name_of(&self, file: &Path) -> String {
        file.strip_prefix(&self.root).unwrap_or(file).to_str().unwrap().to_owned()
    }

    /// The files that define what the code of a module names.
    fn used_by(&self, path: &ModulePath) -> BTreeSet<String> {
        let module = &self.all[path];
        let needed = |import: &&Import| !import.is_reexport || module.names.contains(&import.name);
        let imported = module.imports.iter().filter(needed).map(|import| &import.path);
        let mut files = BTreeSet::new();
        for used in imported.chain(&module.paths) {
            if let Some(Target::Item(definer)) = self.resolve(path, used, 0) {
                files.insert(self.all[&definer].file.clone());
            }
        }
        files
    }

    /// Where a path leads, from inside a module; nothing for paths into other crates.
    fn resolve(&self, from: &ModulePath, path: &[String], depth: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.walk(Vec::new(), rest, depth),
            "self" => self.walk(from.clone(), rest, depth),
            "super" => self.resolve_above(from, rest, depth),
            name => {
                let module = self.all.get(from)?;
                let is_known = module.children.contains(name)
                    || module.imports.iter().any(|import| import.name == name && import.path != path);
                if is_known { self.walk(from.clone(), path, depth) } else { None }
            }
        }
    }

    fn resolve_above(&self, from: &ModulePath, rest: &[String], depth: usize) -> Option<Target> {
        let above = from.split_last()?.1.to_vec();
        match rest.first().map(String::as_str) {
            Some("super") => self.resolve_above(&above, &rest[1..], depth),
            _ => self.walk(above, rest, depth),
        }
    }

    fn walk(&self, at: ModulePath, path: &[String], depth: usize) -> Option<Target> {
        let module = self.all.get(&at)?;
        let Some((name, rest)) = path.split_first() else { return Some(Target::Module(at)) };
        if module.children.contains(name) {
            return self.walk([at, vec![name.clone()]].concat(), rest, depth);
        }
        // Imports of imports end somewhere, unless they are a mistake.
        if depth > 20 {
            return None;
        }
        let by_name = module.imports.iter().find(|import| import.name == *name && import.path != path);
        if let Some(import) = by_name {
            return match self.resolve(&at, &import.path, depth + 1)? {
                Target::Module(module) => self.walk(module, rest, depth + 1),
                item => Some(item),
            };
        }
        for glob in module.imports.iter().filter(|import| import.name == "*") {
            if let Some(Target::Module(other)) = self.resolve(&at, &glob.path, depth + 1)
                && self.all[&other].names.contains(name)
            {
                return self.walk(other, path, depth + 1);
            }
        }
        Some(Target::Item(at))
    }
}

impl Module {
    fn look_at(&mut self, item: &Item) {
        let mut uses = Uses(Vec::new());
        uses.visit_item(item);
        for item in &uses.0 {
            let is_reexport = !matches!(item.vis, Visibility::Inherited);
            self.import(&item.tree, &mut Vec::new(), is_reexport);
        }
        if !matches!(item, Item::Use(_)) {
            self.scan(item.to_token_stream());
        }
    }

    fn import(&mut self, tree: &UseTree, path: &mut Vec<String>, is_reexport: bool) {
        let mut add = |path: &[String], last: Option<String>, name: String| {
            let path = path.iter().cloned().chain(last).collect();
            self.imports.push(Import { path, name, is_reexport });
        };
        match tree {
            UseTree::Path(inner) => {
                path.push(inner.ident.to_string());
                self.import(&inner.tree, path, is_reexport);
                path.pop();
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.import(tree, path, is_reexport));
            }
            UseTree::Name(name) if name.ident == "self" => {
                add(path, None, path.last().cloned().unwrap_or_default());
            }
            UseTree::Name(name) => add(path, Some(name.ident.to_string()), name.ident.to_string()),
            UseTree::Rename(rename) => {
                let last = (rename.ident != "self").then(|| rename.ident.to_string());
                add(path, last, rename.rename.to_string());
            }
            _ => add(path, None, "*".to_owned()),
        }
    }

    /// Notes the names and paths among tokens.
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(it)) if it.as_char() == ':');
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Ident(_) => {
                    let before = at.checked_sub(1).map(|before| &tokens[before]);
                    let is_after = |signs: &str| matches!(before, Some(TokenTree::Punct(it)) if signs.contains(it.as_char()));
                    // `$crate` is written for other crates too, and `::name` is another crate.
                    let is_other = is_after(":$");
                    let mut path = Vec::new();
                    while let Some(TokenTree::Ident(name)) = tokens.get(at) {
                        path.push(name.to_string());
                        if !(colon(at + 1) && colon(at + 2)) {
                            break;
                        }
                        at += 3;
                    }
                    // `.name` and `name:` are fields.
                    let is_field = is_after(".") || path.len() == 1 && colon(at + 1);
                    if !is_other && !is_field {
                        self.names.extend(path.iter().cloned());
                        self.paths.extend((path.len() > 1).then_some(path));
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }
}

/// Every `use`, also within functions.
struct Uses(Vec<ItemUse>);

impl<'ast> Visit<'ast> for Uses {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.0.push(item.clone());
        visit::visit_item_use(self, item);
    }
}

fn is_for_tests(item: &Item) -> bool {
    let attrs: &[Attribute] = match item {
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => &[],
    };
    let is_test = |attr: &Attribute| {
        let text = attr.meta.to_token_stream().to_string();
        attr.path().is_ident("cfg") && (text == "cfg (test)" || text.starts_with("cfg (all (test ,"))
    };
    attrs.iter().any(is_test)
}

/// The file of `#[path = ".."]`.
fn path_of(attrs: &[Attribute]) -> Option<String> {
    attrs.iter().find_map(|attr| match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => Some(path.value()),
            _ => None,
        },
        _ => None,
    })
}

/// The sets of nodes that reach each other.
fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reached = |from: &String| {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut next: Vec<&String> = edges[from].iter().collect();
        while let Some(node) = next.pop() {
            if seen.insert(node) {
                next.extend(edges.get(node).into_iter().flatten());
            }
        }
        seen
    };
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        edges.keys().map(|node| (node, reached(node))).collect();
    let mut circles: Vec<BTreeSet<String>> = Vec::new();
    for (node, seen) in &reach {
        let is_known = circles.iter().any(|circle| circle.contains(*node));
        if !is_known && seen.contains(*node) {
            circles.push(
                seen.iter().filter(|other| reach[*other].contains(*node)).map(|it| (*it).clone()).collect(),
            );
        }
    }
    circles
}
