//! The texts in the sources against the table: an attribute takes string literals only, so they stand twice.

use crate::project::root;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, ItemTrait, Lit, Macro, MetaNameValue, Token};
use wirecheck_rules::{ALL, Reporter, Rule};

/// What a trait says where it is missing.
#[derive(Debug, Default)]
struct Words {
    message: String,
    notes: Vec<String>,
}

impl Words {
    /// The notes that begin with this word.
    fn of(&self, word: &str) -> Vec<&str> {
        let begin = format!("{word}: ");
        self.notes.iter().filter_map(|note| note.strip_prefix(&begin)).collect()
    }
}

/// Every trait with words of its own, of the compile-time part.
fn spoken() -> BTreeMap<String, Words> {
    let mut finder = Finder::default();
    for folder in ["format", "sendable", "shared_slice", "task"] {
        for path in sources(&root().join("harness/src").join(folder)) {
            finder.visit_file(&syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap());
        }
    }
    finder.0
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

#[derive(Default)]
struct Finder(BTreeMap<String, Words>);

impl Finder {
    fn add(&mut self, name: String, attributes: &[Attribute]) {
        for attribute in attributes {
            let path: Vec<String> =
                attribute.path().segments.iter().map(|segment| segment.ident.to_string()).collect();
            if path != ["diagnostic", "on_unimplemented"] {
                continue;
            }
            let pairs = attribute
                .parse_args_with(Punctuated::<MetaNameValue, Token![,]>::parse_terminated)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            let words = self.0.entry(name.clone()).or_default();
            for pair in pairs {
                let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value else { continue };
                if pair.path.is_ident("message") {
                    words.message = text.value();
                } else if pair.path.is_ident("note") {
                    words.notes.push(text.value());
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        self.add(item.ident.to_string(), &item.attrs);
    }

    /// `refuse! { #[..] Name; .. }`, and what wraps it.
    fn visit_macro(&mut self, item: &'ast Macro) {
        let head = |input: syn::parse::ParseStream<'_>| {
            let attributes = input.call(Attribute::parse_outer)?;
            let name: syn::Ident = input.parse()?;
            input.parse::<Token![;]>()?;
            input.parse::<proc_macro2::TokenStream>()?;
            Ok((attributes, name))
        };
        if let Ok((attributes, name)) = head.parse2(item.tokens.clone()) {
            self.add(name.to_string(), &attributes);
        }
        visit::visit_macro(self, item);
    }
}

#[test]
fn every_trait_that_speaks_has_a_rule_and_says_its_words() {
    let spoken = spoken();
    assert!(spoken.len() > 20, "the walk lost its way: {:?}", spoken.keys());
    let mut wrong = Vec::new();
    for (name, words) in &spoken {
        match ALL.iter().find(|rule| rule.reporter.trait_name() == Some(name)) {
            Some(rule) => wrong.extend(differences(rule, words)),
            None => wrong.push(format!("`{name}` has no rule: {}", words.message)),
        }
    }
    assert!(wrong.is_empty(), "derive/rules and the attribute differ: {wrong:#?}");
}

fn differences(rule: &Rule, words: &Words) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, said: String, written: String| {
        if said != written {
            found.push(format!("{} {what}:\n  said    {said}\n  written {written}", rule.code));
        }
    };
    compare("message", words.message.clone(), format!("[{}] {}", rule.code, rule.summary));
    compare("why", words.of("why").join("\n"), rule.why.to_owned());
    compare("help", words.of("help").join("\n"), rule.help.to_owned());
    compare("python", words.of("python").join("\n"), rule.python.to_owned());
    compare("more", words.of("more").join("\n"), format!("`cargo wirecheck explain {}`", rule.code));
    if !words.notes.last().is_some_and(|note| note.starts_with("more: ")) {
        found.push(format!("{} does not end with where to read more", rule.code));
    }
    found
}

#[test]
fn every_rule_is_said_somewhere() {
    let spoken = spoken();
    let files = ["derive/src", "derive/model/src"].map(|folder| sources(&root().join(folder))).concat();
    let derive: String = files.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for rule in ALL {
        let said = match rule.reporter {
            Reporter::Derive | Reporter::Closure => {
                let module = rule.slug.replace('-', "_");
                // `untagged as untagged_rule`, where the name is taken.
                uses(&derive, &format!("{module}::RULE")) || uses(&derive, &format!("{module}_rule::RULE"))
            }
            Reporter::Capability(name) | Reporter::Bound(name) | Reporter::Refusal(name) => {
                spoken.contains_key(name)
            }
            Reporter::Build | Reporter::Run => true,
        };
        assert!(said, "nothing says {} {}", rule.code, rule.slug);
    }
}

/// Whether a path stands in the text, and not as the end of a longer one.
fn uses(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The text of a file of the harness in which a string literal goes on after a backslash at the end of a line.
fn literals(path: &str) -> String {
    let text = fs::read_to_string(root().join("harness/src").join(path)).unwrap();
    text.split("\\\n").map(str::trim_start).collect()
}

#[test]
fn what_is_said_when_code_is_generated_is_in_the_table() {
    let rule = ALL.iter().find(|rule| rule.reporter == Reporter::Build).unwrap();
    let text = literals("task/table.rs");
    for part in [&format!("[{}] {}", rule.code, rule.summary), rule.help, rule.python] {
        assert!(text.contains(part), "task/table.rs does not say: {part}");
    }
}

#[test]
fn what_is_said_when_a_program_runs_is_in_its_error() {
    let rules: Vec<_> = ALL.iter().filter(|rule| rule.reporter == Reporter::Run).collect();
    assert_eq!(rules.iter().map(|rule| rule.slug).collect::<Vec<_>>(), ["bare-closure"]);
    let text = literals("task/code.rs");
    for part in [&format!("[{}] {}", rules[0].code, rules[0].summary), rules[0].help] {
        assert!(text.contains(part), "task/code.rs does not say: {part}");
    }
}
