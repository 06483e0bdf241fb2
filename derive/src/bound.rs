//! Where-clauses: what the types of fields and the type parameters have to fulfil.

use crate::own_name::OwnName;
use crate::params::{Params, Uses};
use crate::plain::is_plain;
use crate::private::krate;
use crate::unused_name::Names;
use crate::{serde_bound, span};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Generics, Type};
use wirecheck_model::Container;
use wirecheck_model::container::{Field, ReadFrom, Requirement, Variant};

/// The type of a field, and what it has to fulfil.
pub(crate) struct FieldBound {
    /// As it is written in an impl.
    pub(crate) source: Type,
    pub(crate) requirement: Requirement,
    /// Whether it can be checked at the derive: not where it depends on the value of a constant, or on the parameter of a
    /// `PhantomData`.
    pub(crate) is_checkable: bool,
    pub(crate) read_from: ReadFrom,
    pub(crate) is_flattened: bool,
    /// Whether it is marked `recursive`: it is asked by what it is made of.
    pub(crate) is_marked: bool,
    /// Whether it is written and read in the place of the container.
    pub(crate) is_proxy: bool,
    pub(crate) uses_type: bool,
    /// Whether a parameter is named by a `PhantomData` in it: nothing else asks for its `Send`.
    pub(crate) in_phantom: bool,
    /// Whether it is a parameter and nothing more.
    is_parameter: bool,
}

impl FieldBound {
    fn new(source: Type, requirement: Requirement, uses: &Uses, read_from: ReadFrom) -> Self {
        // What the author vouches for may hold for some parameters only: the condition of the impl asks where they are known.
        let is_vouched = matches!(requirement, Requirement::Trust | Requirement::Vouch);
        Self {
            requirement,
            is_checkable: !(uses.any_const || uses.in_phantom || is_vouched && uses.any_type),
            read_from,
            is_flattened: false,
            is_marked: false,
            is_proxy: false,
            uses_type: uses.any_type,
            in_phantom: uses.in_phantom,
            is_parameter: matches!(&uses.direct[..], [param] if is_name(&source, param)),
            source,
        }
    }

    /// The type in a condition. A parameter is marked as code of the macro, because clippy counts the bounds that the
    /// author wrote on it.
    pub(crate) fn bounded(&self, ty: &Type) -> TokenStream {
        let ty = ty.to_token_stream();
        if !self.is_parameter {
            return ty;
        }
        let place = |mut token: TokenTree| {
            token.set_span(Span::mixed_site().located_at(token.span()));
            token
        };
        ty.into_iter().map(place).collect()
    }

    /// A path with the span of the type.
    pub(crate) fn at(&self, path: TokenStream) -> TokenStream {
        span::at(path, self.source.span())
    }

    pub(crate) fn span(&self) -> Span {
        // At the type, as code of the macro: the author is not to see lints about it.
        Span::mixed_site().located_at(self.source.span())
    }
}

/// Whether a type is this name and nothing more.
fn is_name(ty: &Type, name: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(name))
}

/// Every bound, in the order of the fields.
pub(crate) struct Bounds {
    pub(crate) names: Names,
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
        let names = Names::new(container);
        let mut bounds = Self { names, asked, sent, serde, named, own_name, params };
        let proxies = container.proxies();
        if proxies.is_empty() {
            let read_from =
                |(variant, field): (Option<&Variant<'_>>, &Field<'_>)| field.read_from(container, variant);
            // A type that contains itself in a buffer is read in both ways, and so are its fields.
            let is_in_own_buffer = container.fields().any(|place| {
                read_from(place) == ReadFrom::Buffer
                    && bounds.own_name.is_in(place.1.ty())
                    && !bounds.is_marked(place.1)
            });
            for (variant, field) in container.fields() {
                let read_from = match read_from((variant, field)) {
                    ReadFrom::Format if is_in_own_buffer => ReadFrom::Both,
                    read_from => read_from,
                };
                bounds.field(container, variant, field, read_from);
            }
        } else {
            for ty in proxies {
                let uses = bounds.params.uses(&ty);
                let asked = FieldBound::new(ty, Requirement::Sendable, &uses, ReadFrom::Format);
                bounds.asked.push(FieldBound { is_proxy: true, ..asked });
                bounds.send(uses);
            }
        }
        bounds.serde = serde_bound::conditions(container, &bounds.params, &krate(container));
        let is_sent = |name: &Ident| bounds.sent.iter().any(|sent| *name == sent.to_string());
        let types = container.input.generics.type_params().map(|param| &param.ident);
        bounds.named =
            types.filter(|name| !is_sent(name)).map(|name| span::ours(name.to_token_stream())).collect();
        bounds
    }

    fn field(
        &mut self,
        container: &Container<'_>,
        variant: Option<&Variant<'_>>,
        field: &Field<'_>,
        read_from: ReadFrom,
    ) {
        let requirement = field.requirement(variant);
        let uses = self.params.uses(field.ty());
        let mut asked = FieldBound::new(field.ty().clone(), requirement, &uses, read_from);
        asked.is_flattened = field.is_among_entries(container, variant);
        asked.is_marked = self.is_marked(field);
        self.asked.push(asked);
        if !matches!(requirement, Requirement::Absent | Requirement::Vouch) {
            self.send(uses);
        }
    }

    /// Whether the type of the field depends on no parameter.
    pub(crate) fn is_concrete(&self, field: &Field<'_>) -> bool {
        let uses = self.params.uses(field.ty());
        !uses.any_type && !uses.any_const && !uses.in_phantom
    }

    /// Whether a field is asked by what it is made of: it is marked, or the container's own name is in a type that may read it
    /// as another format.
    pub(crate) fn is_marked(&self, field: &Field<'_>) -> bool {
        field.attrs.recursive.is_some() || self.own_name.is_in(field.ty()) && !self.is_plain(field.ty())
    }

    /// The type of a field, by its real name.
    pub(crate) fn real_type(&self, field: &Field<'_>) -> Type {
        self.own_name.real(field.ty().clone())
    }

    /// The type of a field that is read as `format`, with a placeholder where the container names itself.
    pub(crate) fn in_format(&self, ty: &Type, format: &TokenStream) -> Type {
        self.own_name.as_placeholder(ty.clone(), format)
    }

    /// The same, with a placeholder that is never null: for what the container is written as.
    pub(crate) fn as_itself(&self, ty: &Type, format: &TokenStream) -> Type {
        self.own_name.as_itself(ty.clone(), format)
    }

    /// The type of what is asked, read as `format`, with a placeholder where the container names itself.
    pub(crate) fn asked_in(&self, asked: &FieldBound, format: &TokenStream) -> Type {
        self.in_format(&asked.source, format)
    }

    /// The type of what is asked, by its real name.
    pub(crate) fn real(&self, asked: &FieldBound) -> Type {
        self.own_name.real(asked.source.clone())
    }

    /// The parameters and conditions of the container, as a function can have them.
    pub(crate) fn generics(&self, container: &Container<'_>) -> Generics {
        self.own_name.real_generics(&container.input.generics)
    }

    /// Whether a type is made of types of std and of the container alone, as far as names tell: then no other type can
    /// lead back to the container.
    pub(crate) fn is_plain(&self, ty: &Type) -> bool {
        is_plain(ty, &|path| self.own_name.is_path(path))
    }

    /// Whether the shape of a field is known without the container's: it is of types of std alone.
    pub(crate) fn is_known(&self, field: &Field<'_>) -> bool {
        self.is_plain(field.ty()) && self.is_concrete(field) && !self.own_name.is_in(field.ty())
    }

    /// Whether all that is asked is [plain](Self::is_plain).
    pub(crate) fn all_plain(&self) -> bool {
        self.asked.iter().all(|asked| !asked.is_marked && self.is_plain(&asked.source))
    }

    fn send(&mut self, uses: Uses) {
        let names = uses.direct.iter().map(ToTokens::to_token_stream);
        for sent in names.chain(uses.projected.iter().map(ToTokens::to_token_stream)) {
            if !self.sent.iter().any(|known| known.to_string() == sent.to_string()) {
                self.sent.push(span::ours(sent));
            }
        }
    }

    /// The conditions on parameters alone.
    pub(crate) fn sent_as(&self, krate: &TokenStream, format: &TokenStream) -> Vec<TokenStream> {
        let sent = self.sent.iter().map(|sent| quote!(#sent: #krate::Sendable<#format>));
        let named = self.named.iter().map(|name| quote!(#name: 'static));
        sent.chain(self.serde.iter().cloned()).chain(named).collect()
    }
}
