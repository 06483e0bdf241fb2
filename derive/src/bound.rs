//! Where-clauses: what is asked of field types and type parameters.

use crate::model::{Container, Field, Proof, Reading, Variant};
use crate::nulls::{Holds, never_null};
use crate::span;
use crate::symbol::{BOUND, DEFAULT};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::BTreeSet;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{GenericParam, PathArguments, PathSegment, Token, Type, TypePath, WherePredicate};

/// Of a type: which parameters of the container it uses, and how.
#[derive(Default)]
struct Uses {
    /// `T` as a type of its own.
    direct: Vec<Ident>,
    /// `T::Item`.
    projected: Vec<TypePath>,
    any_type: bool,
    any_const: bool,
    /// Inside a `PhantomData`, where `T` is never a value.
    in_phantom: bool,
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
        // An array's length, or an argument that syn takes for a type.
        self.uses.any_const |= self.consts.contains(&ident.to_string());
        self.uses.any_type |= self.types.contains(&ident.to_string());
    }
}

/// A field type and what is asked of it.
pub(crate) struct Asked {
    pub(crate) ty: Type,
    pub(crate) proof: Proof,
    /// Whether it can be checked at the derive: not where it depends on the value of a constant, or on what a type that
    /// is only a name (`PhantomData<T>`) stands for.
    pub(crate) is_checkable: bool,
    pub(crate) reading: Reading,
    pub(crate) is_flattened: bool,
    uses_type: bool,
    /// It is a parameter and nothing more.
    is_parameter: bool,
}

impl Asked {
    /// The type in a condition. A parameter is code of the macro in the same place: clippy counts the bounds that the
    /// author wrote on one.
    fn bounded(&self) -> TokenStream {
        let ty = self.ty.to_token_stream();
        if !self.is_parameter {
            return ty;
        }
        let place = |mut token: TokenTree| {
            token.set_span(Span::mixed_site().located_at(token.span()));
            token
        };
        ty.into_iter().map(place).collect()
    }

    /// The traits that are asked of it, at the type.
    fn bounds(&self, krate: &TokenStream, format: &TokenStream) -> TokenStream {
        let at = |path| span::at(path, self.ty.span());
        let direct = (self.reading != Reading::Buffered).then(|| at(quote!(#krate::Sendable<#format>)));
        let buffered = (self.reading != Reading::Direct)
            .then(|| at(quote!(#krate::Sendable<#krate::format::Buffered<#format>>)));
        let flatten = self.is_flattened.then(|| at(quote!(#krate::__private::Flatten<#format>)));
        let bounds = direct.into_iter().chain(buffered).chain(flatten);
        quote!(#(#bounds)+*)
    }

    /// The trait that is asked of a copy, at the type.
    fn copies(&self, krate: &TokenStream, format: &TokenStream) -> TokenStream {
        let name =
            Ident::new(if self.proof == Proof::Snapshot { "Snapshot" } else { "Duplicate" }, self.ty.span());
        let at = |path| span::at(path, self.ty.span());
        let direct =
            (self.reading != Reading::Buffered).then(|| at(quote!(#krate::__private::#name<#format>)));
        let buffered = (self.reading != Reading::Direct)
            .then(|| at(quote!(#krate::__private::#name<#krate::format::Buffered<#format>>)));
        let bounds = direct.into_iter().chain(buffered);
        quote!(#(#bounds)+*)
    }

    pub(crate) fn span(&self) -> Span {
        // The location of the type, as code of the macro: lints are not for the author here.
        Span::mixed_site().located_at(self.ty.span())
    }
}

/// Everything that is asked, in the order of the fields.
pub(crate) struct Bounds {
    pub(crate) asked: Vec<Asked>,
    /// `T`, `T::Item`: whatever they stand for is sent.
    pub(crate) sent: Vec<TokenStream>,
    /// Conditions that serde's own impls have.
    pub(crate) serde: Vec<TokenStream>,
    /// `T` that is no value of its own: it lives as long as the type all the same.
    named: Vec<TokenStream>,
    own_name: OwnName,
    params: Params,
}

impl Bounds {
    pub(crate) fn new(container: &Container<'_>) -> Self {
        let own_name = OwnName::new(container);
        let (asked, sent, serde, named) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let params = Params::new(container);
        let mut bounds = Self { asked, sent, serde, named, own_name, params };
        let proxies = container.proxies();
        if proxies.is_empty() {
            let reading =
                |(variant, field): (Option<&Variant<'_>>, &Field<'_>)| field.reading(container, variant);
            // A type that is read from the buffer inside itself is read in both ways, and so are its fields.
            let is_in_own_buffer = container
                .fields()
                .any(|place| reading(place) == Reading::Buffered && bounds.own_name.is_in(place.1.ty()));
            for (variant, field) in container.fields() {
                let reading = match reading((variant, field)) {
                    Reading::Direct if is_in_own_buffer => Reading::Both,
                    reading => reading,
                };
                let is_flattened = field.is_among_entries(container, variant);
                bounds.field(field, field.proof(variant), reading, is_flattened);
            }
        } else {
            for ty in proxies {
                let uses = bounds.params.uses(&ty);
                bounds.ask(ty, Proof::Sendable, &uses, Reading::Direct, false);
                bounds.send(uses);
            }
        }
        bounds.of_serde(container);
        let is_sent = |name: &Ident| bounds.sent.iter().any(|sent| *name == sent.to_string());
        let types = container.input.generics.type_params().map(|param| &param.ident);
        bounds.named = types.filter(|name| !is_sent(name)).map(|name| ours(name.to_token_stream())).collect();
        bounds
    }

    fn field(&mut self, field: &Field<'_>, proof: Proof, reading: Reading, is_flattened: bool) {
        let uses = self.params.uses(field.ty());
        if field.attrs.serde(DEFAULT).map_or(proof == Proof::Absent, |word| word.value.is_none()) {
            let needed = uses.direct.iter().map(|param| quote!(#param: ::core::default::Default));
            self.serde.extend(needed);
        }
        if proof != Proof::Recursive {
            let ty = self.own_name.replace(field.ty().clone());
            self.ask(ty, proof, &uses, reading, is_flattened);
        }
        if !matches!(proof, Proof::Absent | Proof::Vouch) {
            self.send(uses);
        }
    }

    fn ask(&mut self, ty: Type, proof: Proof, uses: &Uses, reading: Reading, is_flattened: bool) {
        let is_checkable = !uses.any_const && !uses.in_phantom;
        let text = ty.to_token_stream().to_string();
        let is_parameter = matches!(&uses.direct[..], [param] if *param == text);
        let uses_type = uses.any_type;
        self.asked.push(Asked { ty, proof, is_checkable, reading, is_flattened, uses_type, is_parameter });
    }

    /// Whether the field's type is known here: it depends on no parameter.
    pub(crate) fn is_concrete(&self, field: &Field<'_>) -> bool {
        let uses = self.params.uses(field.ty());
        !uses.any_type && !uses.any_const && !uses.in_phantom
    }

    /// The field's type, with a placeholder where the container names itself.
    pub(crate) fn without_own_name(&self, field: &Field<'_>) -> Type {
        self.own_name.replace(field.ty().clone())
    }

    fn send(&mut self, uses: Uses) {
        let names = uses.direct.iter().map(ToTokens::to_token_stream);
        for sent in names.chain(uses.projected.iter().map(ToTokens::to_token_stream)) {
            if !self.sent.iter().any(|known| known.to_string() == sent.to_string()) {
                self.sent.push(ours(sent));
            }
        }
    }

    /// `#[serde(bound = "..")]` and `#[serde(default)]` on the type.
    fn of_serde(&mut self, container: &Container<'_>) {
        let fields = container.fields().map(|(_, field)| &field.attrs);
        for attrs in std::iter::once(&container.attrs).chain(fields) {
            let Some(word) = attrs.serde(BOUND) else { continue };
            for value in word.value.iter().chain(word.inner.iter().map(|(_, value)| value)) {
                let Ok(tokens) = value.parse::<TokenStream>() else { continue };
                let parser = Punctuated::<WherePredicate, Token![,]>::parse_terminated;
                self.serde.extend(parser.parse2(tokens).into_iter().flatten().map(for_every_de));
            }
        }
        if container.attrs.serde(DEFAULT).is_some_and(|word| word.value.is_none()) && !self.sent.is_empty() {
            let ident = &container.input.ident;
            let (_, arguments, _) = container.input.generics.split_for_impl();
            self.serde.push(quote!(#ident #arguments: ::core::default::Default));
        }
    }

    /// The conditions of `impl Sendable<F>`.
    pub(crate) fn clauses(&self, krate: &TokenStream, format: &Ident) -> Vec<TokenStream> {
        let mut clauses: Vec<TokenStream> = Vec::new();
        let mut seen = BTreeSet::new();
        for asked in &self.asked {
            let ty = &asked.ty;
            if !seen.insert((ty.to_token_stream().to_string(), asked.reading, asked.is_flattened)) {
                continue;
            }
            let own = asked.span();
            match asked.proof {
                Proof::Sendable => {
                    let bounds = asked.bounds(krate, &format.to_token_stream());
                    // rustc checks a condition without a parameter where it is written, as soon as one of its supertraits
                    // has none; with `for` it does not. The field is checked on its own, with better words.
                    let never = (!asked.uses_type).then(|| quote!(for<'__never>));
                    let ty = asked.bounded();
                    clauses.push(quote!(#never #ty: #bounds));
                }
                Proof::Snapshot | Proof::Duplicate => {
                    let bounds = asked.copies(krate, &format.to_token_stream());
                    let never = (!asked.uses_type).then(|| quote!(for<'__never>));
                    let ty = asked.bounded();
                    clauses.push(quote!(#never #ty: #bounds));
                }
                // Without a parameter rustc would check them here; `trusted_field` does, with better words.
                Proof::Trust if asked.uses_type => clauses.push(quote_spanned!(own=>
                    #ty: #krate::__private::Serialize + #krate::__private::DeserializeOwned
                        + ::core::marker::Send + 'static
                )),
                Proof::Vouch | Proof::Absent if asked.uses_type => {
                    clauses.push(quote_spanned!(own=> #ty: ::core::marker::Send + 'static));
                }
                Proof::Trust | Proof::Vouch | Proof::Recursive | Proof::Absent => {}
            }
        }
        clauses.extend(self.sent_as(krate, &format.to_token_stream()));
        clauses
    }

    /// The conditions on parameters alone.
    pub(crate) fn sent_as(&self, krate: &TokenStream, format: &TokenStream) -> Vec<TokenStream> {
        let sent = self.sent.iter().map(|sent| quote!(#sent: #krate::Sendable<#format>));
        let named = self.named.iter().map(|name| quote!(#name: 'static));
        sent.chain(self.serde.iter().cloned()).chain(named).collect()
    }
}

/// As code of the macro: that a parameter has bounds in two places is not the author's doing, and clippy tells by the
/// text at the span.
fn ours(tokens: TokenStream) -> TokenStream {
    let place = |mut token: TokenTree| {
        token.set_span(Span::mixed_site());
        token
    };
    tokens.into_iter().map(place).collect()
}

/// `T: Trait<'de>` from a `deserialize` bound has to hold for every `'de`.
fn for_every_de(predicate: WherePredicate) -> TokenStream {
    let tokens = predicate.to_token_stream();
    let text = tokens.to_string();
    if text.contains("'de") && !text.starts_with("for") { quote!(for<'de> #tokens) } else { tokens }
}

struct Params {
    types: BTreeSet<String>,
    consts: BTreeSet<String>,
}

impl Params {
    fn new(container: &Container<'_>) -> Self {
        let mut params = Self { types: BTreeSet::new(), consts: BTreeSet::new() };
        for param in &container.input.generics.params {
            match param {
                GenericParam::Type(param) => drop(params.types.insert(param.ident.to_string())),
                GenericParam::Const(param) => drop(params.consts.insert(param.ident.to_string())),
                GenericParam::Lifetime(_) => {}
            }
        }
        params
    }

    fn uses(&self, ty: &Type) -> Uses {
        let mut finder =
            Finder { types: &self.types, consts: &self.consts, in_phantom: false, uses: Uses::default() };
        finder.visit_type(ty);
        finder.uses
    }
}

/// Puts the placeholder where a type names itself.
struct OwnName {
    ident: Ident,
    /// The type's own parameters, as they are written in its name.
    parameters: Vec<String>,
    placeholder: Type,
}

impl OwnName {
    fn new(container: &Container<'_>) -> Self {
        let krate = container.krate();
        // What is written as its content may be null, and must not be taken for something that never is.
        let placeholder = match never_null(container) {
            Holds::Always => quote!(#krate::__private::Recursive),
            Holds::IfOf(_) | Holds::With(_) => quote!(#krate::__private::RecursiveInner),
        };
        let generics = &container.input.generics;
        let parameters = generics.params.iter().map(|param| match param {
            GenericParam::Type(param) => param.ident.to_string(),
            GenericParam::Const(param) => param.ident.to_string(),
            GenericParam::Lifetime(param) => param.lifetime.to_string(),
        });
        Self {
            ident: container.input.ident.clone(),
            parameters: parameters.collect(),
            placeholder: Type::Verbatim(placeholder),
        }
    }

    /// Whether this is the type with its own parameters: with others it is another type, of which nothing is known.
    fn is(&self, segment: &PathSegment) -> bool {
        let arguments = match &segment.arguments {
            PathArguments::None => Vec::new(),
            PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().map(|argument| argument.to_token_stream().to_string()).collect()
            }
            PathArguments::Parenthesized(_) => return false,
        };
        segment.ident == self.ident && arguments == self.parameters
    }

    fn is_in(&self, ty: &Type) -> bool {
        let text = |ty: &Type| ty.to_token_stream().to_string();
        text(&self.replace(ty.clone())) != text(ty)
    }

    fn replace(&self, mut ty: Type) -> Type {
        let mut replacer = Replacer { name: self };
        replacer.visit_type_mut(&mut ty);
        ty
    }
}

struct Replacer<'a> {
    name: &'a OwnName,
}

impl VisitMut for Replacer<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty {
            let own = path.qself.is_none()
                && match path.path.segments.iter().collect::<Vec<_>>().as_slice() {
                    [name] => name.ident == "Self" || self.name.is(name),
                    [module, name] => module.ident == "self" && self.name.is(name),
                    _ => false,
                };
            if own {
                *ty = self.name.placeholder.clone();
                return;
            }
        }
        visit_mut::visit_type_mut(self, ty);
    }
}
