//! Entries that are written among others.

use crate::container::{Container, Tagging, Variant, has_own_code};
use crate::diagnostic::Diagnostics;
use crate::symbol::{SKIP_SERIALIZING, UNTAGGED};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};
use wirecheck_rules::rules::endless_entries;

/// A type whose own entries are among its entries. serde wraps the serializer once for each level, so its code has no end.
///
/// Found by names, where the type is in a wrapper of std that is written as its content. In a wrapper of the author's, the
/// conditions of `Flatten` refuse it. The content of an externally or adjacently tagged variant is a value of its own, not
/// entries among others.
pub(super) fn endless(diagnostics: &Diagnostics, container: &Container<'_>) {
    for (variant, field) in container.fields() {
        let is_written = !field.is_skipped()
            && !field.attrs.has(SKIP_SERIALIZING)
            && !has_own_code(&field.attrs)
            && !variant.is_some_and(|variant| variant.is_skipped() || has_own_code(&variant.attrs));
        if is_written
            && !is_value(container, variant)
            && field.is_among_entries(container, variant)
            && let Some(own) = own_name(container, field.ty())
        {
            diagnostics.report(&endless_entries::RULE, own, format_args!("`{}`", own.to_token_stream()));
        }
    }
}

/// Whether the fields of the variant are written as the value of an entry.
fn is_value(container: &Container<'_>, variant: Option<&Variant<'_>>) -> bool {
    let has_own_entry = matches!(container.tagging(), Tagging::External | Tagging::Adjacent);
    variant.is_some_and(|variant| has_own_entry && !variant.attrs.has(UNTAGGED))
}

/// Where the type is the container, or a value that is written as the container.
fn own_name<'a>(container: &Container<'_>, ty: &'a Type) -> Option<&'a Type> {
    const WRITTEN_AS_CONTENT: [&str; 6] = ["Box", "Cell", "Cow", "Option", "RefCell", "Reverse"];
    match ty {
        Type::Group(group) => own_name(container, &group.elem),
        Type::Paren(paren) => own_name(container, &paren.elem),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            if path.path.is_ident("Self") || last.ident == container.input.ident {
                return Some(ty);
            }
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
            let is_wrapper = WRITTEN_AS_CONTENT.iter().any(|name| last.ident == name);
            let types = arguments.args.iter().filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            });
            types.filter(|_| is_wrapper).find_map(|ty| own_name(container, ty))
        }
        _ => None,
    }
}
