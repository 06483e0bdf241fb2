//! Writes what opt-ins claim as conditions on the format.
//!
//! ```text
//! mod __OptInOfJob0_words { pub trait __OptInOfJob0 {} }
//! use __OptInOfJob0_words::__OptInOfJob0;
//! impl __OptInOfJob0 for Json {}                               // a format that is listed
//! impl __OptInOfJob0 for AnyFormat {}                          // what it refuses, every format refuses
//! impl<__F: __OptInOfJob0> __OptInOfJob0 for Buffered<__F> {}
//! impl<T, __F: Format> Sendable<__F> for Job<T> where __F: __OptInOfJob0 {}
//! ```
//!
//! rustc prints the message of the trait where the type is used in a format that is not listed, and underlines the word.
//! Claims with equal lists have one trait.

use crate::format_path::{format_path, is_any_format};
use crate::private::private;
use crate::unused_name::unused_name;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use std::collections::BTreeSet;
use syn::Path;
use syn::ext::IdentExt;
use wirecheck_model::{Claim, Model, message};
use wirecheck_rules::rules::{format_not_listed, no_formats_listed};
use wirecheck_rules::{Capability, FORMATS};

/// The claims of a type, those with the same formats together.
pub(crate) struct Claims<'a> {
    groups: Vec<Group<'a>>,
    krate: TokenStream,
}

struct Group<'a> {
    /// The trait of the formats that are listed.
    listed: Ident,
    /// The trait of those and of the formats that need no opt-in, where there are such.
    also_without: Option<(Ident, Capability)>,
    claims: Vec<&'a Claim>,
}

impl<'a> Claims<'a> {
    pub(crate) fn new(model: &'a Model<'_>, krate: &TokenStream) -> Self {
        let mut groups: Vec<Group<'a>> = Vec::new();
        // rustc names traits without their modules, so those of two types need two names.
        let of = model.container.input.ident.unraw();
        // One that claims every format is no condition.
        let claims: Vec<_> =
            model.claims.iter().filter(|claim| !claim.formats.iter().any(is_any_format)).collect();
        if claims.is_empty() {
            return Self { groups, krate: krate.clone() };
        }
        let written = model.container.input.to_token_stream();
        for claim in claims {
            if let Some(group) = groups.iter_mut().find(|group| key(group.claims[0]) == key(claim)) {
                group.claims.push(claim);
                continue;
            }
            let name = |what| unused_name(&written, &format!("__{what}{of}{}", groups.len()));
            groups.push(Group {
                listed: name("OptInOf"),
                also_without: claim.unless.map(|capability| (name("OptInOrOf"), capability)),
                claims: vec![claim],
            });
        }
        Self { groups, krate: krate.clone() }
    }

    /// The conditions of `impl Sendable<F>`.
    pub(crate) fn clauses(&self, format: &Ident) -> Vec<TokenStream> {
        let clause = |group: &Group<'_>| {
            let name = group.also_without.as_ref().map_or(&group.listed, |(name, _)| name);
            let mut name = name.clone();
            // "unsatisfied trait bound introduced here", at the word.
            name.set_span(group.claims[0].at);
            quote!(#format: #name)
        };
        self.groups.iter().map(clause).collect()
    }

    /// The traits, and a warning at each word that has no formats.
    pub(crate) fn items(&self) -> TokenStream {
        let traits = self.groups.iter().map(|group| group.traits(&self.krate));
        let without = self.groups.iter().flat_map(|group| &group.claims).filter(|it| it.formats.is_empty());
        let warnings = without.map(|claim| warning(claim));
        quote!(#(#traits)* #(#warnings)*)
    }
}

impl Group<'_> {
    fn formats(&self) -> &[Path] {
        &self.claims[0].formats
    }

    fn traits(&self, krate: &TokenStream) -> TokenStream {
        let listed = &self.listed;
        let words = self.words();
        let formats = self.formats();
        let private = private(krate);
        let mut items = declare(listed, &words);
        let any_format = any_format(krate);
        let paths: Vec<_> = formats.iter().map(|path| format_path(path, krate)).collect();
        // A type that holds it is checked in the most permissive format.
        let embedded = (!paths.is_empty()).then(|| quote!(impl #listed for #any_format {}));
        let buffered = (!paths.is_empty()).then(|| {
            quote! {
                impl<__F: #listed> #listed for #krate::format::Buffered<__F> {}
            }
        });
        items.extend(quote! {
            #(impl #listed for #paths {})*
            #(const _: () = #private::is_format::<#paths>();)*
            #embedded
            #buffered
        });
        if let Some((name, capability)) = &self.also_without {
            let is_listed = |name: &str| formats.iter().any(|path| path.is_ident(name));
            let able = FORMATS.iter().filter(|format| format.can(capability.trait_name()) == Some(true));
            let able = able.filter(|format| !is_listed(format.type_name));
            let able = able.map(|format| Ident::new(format.type_name, Span::mixed_site()));
            let in_buffer =
                paths.is_empty().then(|| quote!(impl #name for #krate::format::Buffered<#any_format> {}));
            items.extend(declare(name, &words));
            items.extend(quote! {
                #(impl #name for #paths {})*
                #(impl #name for #krate::format::#able {})*
                impl #name for #any_format {}
                impl<__F: #listed> #name for #krate::format::Buffered<__F> {}
                #in_buffer
            });
        }
        items
    }

    /// What rustc says where the format is not listed.
    fn words(&self) -> TokenStream {
        let words: Vec<&str> = self.claims.iter().map(|claim| claim.word.as_str()).collect();
        let words = words.join(" and ");
        let (rule, detail, label) = if self.formats().is_empty() {
            (&no_formats_listed::RULE, advice(self.claims[0]), "the opt-in holds in no format yet".to_owned())
        } else {
            let listed: Vec<String> = self.formats().iter().map(|path| format!("`{}`", text(path))).collect();
            let listed = escape(&listed.join(", "));
            let hold = if self.claims.len() == 1 { "holds" } else { "hold" };
            let detail = format!("{words} {hold} in {listed}, and nothing is known of `{{Self}}`");
            (&format_not_listed::RULE, detail, "an opt-in does not list this format".to_owned())
        };
        let (before, _) = message(rule);
        let message = format!("{before}{detail}");
        let (why, help) = (format!("why: {}", rule.why), format!("help: {}", rule.help));
        let more = format!("more: `cargo wirecheck explain {}`", rule.code);
        let notes = quote!(note = #why, note = #help, note = #more);
        quote!(#[diagnostic::on_unimplemented(message = #message, label = #label, #notes)])
    }
}

/// A trait with its words. In a module of its own, where no name of the author's stands for `diagnostic`.
fn declare(name: &Ident, words: &TokenStream) -> TokenStream {
    let module = Ident::new(&format!("{name}_words"), Span::mixed_site());
    quote! {
        #[allow(non_snake_case)]
        mod #module {
            #words
            pub trait #name {}
        }
        use #module::#name;
    }
}

/// The use of something deprecated: the only warning that a macro can give.
fn warning(claim: &Claim) -> TokenStream {
    let (before, after) = message(&no_formats_listed::RULE);
    let note = format!("{before}{}{after}", advice(claim));
    // At the word itself: rustc does not warn about code of a derive.
    let used = Ident::new("OPT_IN_WITHOUT_FORMATS", claim.at);
    quote! {
        const _: () = {
            #[deprecated(note = #note)]
            const OPT_IN_WITHOUT_FORMATS: () = ();
            #used
        };
    }
}

fn advice(claim: &Claim) -> String {
    match &claim.known {
        Some(known) => format!("{}, which is known to hold as `{known}`", claim.word),
        None => claim.word.clone(),
    }
}

fn any_format(krate: &TokenStream) -> TokenStream {
    let private = private(krate);
    quote!(#private::AnyFormat)
}

fn key(claim: &Claim) -> (BTreeSet<String>, Option<Capability>) {
    (claim.formats.iter().map(text).collect(), claim.unless)
}

fn text(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

/// Braces stand for themselves.
fn escape(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}
