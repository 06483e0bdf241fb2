//! Where-clauses: what the types of fields and the type parameters have to fulfil.

use crate::own_name::OwnName;
use crate::params::{Params, Uses};
use crate::private::{krate, private};
use crate::{serde_bound, span};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::BTreeSet;
use syn::Type;
use syn::spanned::Spanned;
use wirecheck_model::Container;
use wirecheck_model::container::{Field, ReadFrom, Requirement, Variant};

/// The type of a field, and what it has to fulfil.
pub(crate) struct FieldBound {
    pub(crate) ty: Type,
    pub(crate) requirement: Requirement,
    /// Whether it can be checked at the derive: not where it depends on the value of a constant, or on the parameter of a
    /// `PhantomData`.
    pub(crate) is_checkable: bool,
    pub(crate) read_from: ReadFrom,
    pub(crate) is_flattened: bool,
    uses_type: bool,
    /// Whether it is a parameter and nothing more.
    is_parameter: bool,
}

impl FieldBound {
    /// The type in a condition. A parameter is marked as code of the macro, because clippy counts the bounds that the
    /// author wrote on it.
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

    /// The traits of its bound, with the span of the type.
    fn bounds(&self, krate: &TokenStream, format: &TokenStream) -> TokenStream {
        let at = |path| span::at(path, self.ty.span());
        let private = private(krate);
        let direct = (self.read_from != ReadFrom::Buffer).then(|| at(quote!(#krate::Sendable<#format>)));
        let buffered = (self.read_from != ReadFrom::Format)
            .then(|| at(quote!(#krate::Sendable<#krate::format::Buffered<#format>>)));
        let flatten = self.is_flattened.then(|| at(quote!(#private::Flatten<#format>)));
        let bounds = direct.into_iter().chain(buffered).chain(flatten);
        quote!(#(#bounds)+*)
    }

    /// The trait that a copy of it has to fulfil, with the span of the type.
    fn copies(&self, krate: &TokenStream, format: &TokenStream) -> TokenStream {
        let private = private(krate);
        let name = Ident::new(
            if self.requirement == Requirement::Snapshot { "Snapshot" } else { "Duplicate" },
            self.ty.span(),
        );
        let at = |path| span::at(path, self.ty.span());
        let direct = (self.read_from != ReadFrom::Buffer).then(|| at(quote!(#private::#name<#format>)));
        let buffered = (self.read_from != ReadFrom::Format)
            .then(|| at(quote!(#private::#name<#krate::format::Buffered<#format>>)));
        let bounds = direct.into_iter().chain(buffered);
        quote!(#(#bounds)+*)
    }

    pub(crate) fn span(&self) -> Span {
        // At the type, as code of the macro: the author is not to see lints about it.
        Span::mixed_site().located_at(self.ty.span())
    }
}

/// Every bound, in the order of the fields.
pub(crate) struct Bounds {
    pub(crate) asked: Vec<FieldBound>,
    /// `T`, `T::Item`: what they stand for is sent.
    pub(crate) sent: Vec<TokenStream>,
    /// The conditions of serde's own impls.
    pub(crate) serde: Vec<TokenStream>,
    /// `T` that is not sent. It has to be `'static` all the same.
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
            let read_from =
                |(variant, field): (Option<&Variant<'_>>, &Field<'_>)| field.read_from(container, variant);
            // A type that contains itself in a buffer is read in both ways, and so are its fields.
            let is_in_own_buffer = container
                .fields()
                .any(|place| read_from(place) == ReadFrom::Buffer && bounds.own_name.is_in(place.1.ty()));
            for (variant, field) in container.fields() {
                let read_from = match read_from((variant, field)) {
                    ReadFrom::Format if is_in_own_buffer => ReadFrom::Both,
                    read_from => read_from,
                };
                let is_flattened = field.is_among_entries(container, variant);
                bounds.field(field, field.requirement(variant), read_from, is_flattened);
            }
        } else {
            for ty in proxies {
                let uses = bounds.params.uses(&ty);
                bounds.ask(ty, Requirement::Sendable, &uses, ReadFrom::Format, false);
                bounds.send(uses);
            }
        }
        bounds.serde = serde_bound::conditions(container, &bounds.params, &krate(container));
        let is_sent = |name: &Ident| bounds.sent.iter().any(|sent| *name == sent.to_string());
        let types = container.input.generics.type_params().map(|param| &param.ident);
        bounds.named = types.filter(|name| !is_sent(name)).map(|name| ours(name.to_token_stream())).collect();
        bounds
    }

    fn field(
        &mut self,
        field: &Field<'_>,
        requirement: Requirement,
        read_from: ReadFrom,
        is_flattened: bool,
    ) {
        let uses = self.params.uses(field.ty());
        if requirement != Requirement::Recursive {
            let ty = self.own_name.replace(field.ty().clone());
            self.ask(ty, requirement, &uses, read_from, is_flattened);
        }
        if !matches!(requirement, Requirement::Absent | Requirement::Vouch) {
            self.send(uses);
        }
    }

    fn ask(
        &mut self,
        ty: Type,
        requirement: Requirement,
        uses: &Uses,
        read_from: ReadFrom,
        is_flattened: bool,
    ) {
        // What the author vouches for may hold for some parameters only: the condition of the impl asks where they are known.
        let is_vouched = matches!(requirement, Requirement::Trust | Requirement::Vouch);
        let is_checkable = !(uses.any_const || uses.in_phantom || is_vouched && uses.any_type);
        let text = ty.to_token_stream().to_string();
        let is_parameter = matches!(&uses.direct[..], [param] if *param == text);
        let uses_type = uses.any_type;
        self.asked.push(FieldBound {
            ty,
            requirement,
            is_checkable,
            read_from,
            is_flattened,
            uses_type,
            is_parameter,
        });
    }

    /// Whether the type of the field depends on no parameter.
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

    /// The conditions of `impl Sendable<F>`.
    pub(crate) fn clauses(&self, krate: &TokenStream, format: &Ident) -> Vec<TokenStream> {
        let private = private(krate);
        let mut clauses: Vec<TokenStream> = Vec::new();
        let mut seen = BTreeSet::new();
        for asked in &self.asked {
            if !seen.insert((asked.ty.to_token_stream().to_string(), asked.read_from, asked.is_flattened)) {
                continue;
            }
            let own = asked.span();
            match asked.requirement {
                Requirement::Sendable => {
                    let bounds = asked.bounds(krate, &format.to_token_stream());
                    // rustc checks a condition without a parameter where it is written, if one of the supertraits has
                    // none; with `for` it does not. The field is checked on its own, with a better message.
                    let never = (!asked.uses_type).then(|| quote!(for<'__never>));
                    let ty = asked.bounded();
                    clauses.push(quote!(#never #ty: #bounds));
                }
                Requirement::Snapshot | Requirement::Duplicate => {
                    let bounds = asked.copies(krate, &format.to_token_stream());
                    let never = (!asked.uses_type).then(|| quote!(for<'__never>));
                    let ty = asked.bounded();
                    clauses.push(quote!(#never #ty: #bounds));
                }
                // Without a parameter rustc would check it here; `trusted_field` does, with a better message.
                Requirement::Trust if asked.uses_type => {
                    let ty = asked.bounded();
                    clauses.push(quote_spanned!(own=>
                        #ty: #private::Serialize + #private::DeserializeOwned
                            + ::core::marker::Send + 'static
                    ));
                }
                Requirement::Vouch | Requirement::Absent if asked.uses_type => {
                    let ty = asked.bounded();
                    clauses.push(quote_spanned!(own=> #ty: ::core::marker::Send + 'static));
                }
                Requirement::Trust | Requirement::Vouch | Requirement::Recursive | Requirement::Absent => {}
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

/// Marks tokens as code of the macro. Otherwise clippy would blame the author for bounds in two places: it looks at the
/// source text at the span.
pub(crate) fn ours(tokens: TokenStream) -> TokenStream {
    let place = |mut token: TokenTree| {
        token.set_span(Span::mixed_site());
        token
    };
    tokens.into_iter().map(place).collect()
}
