//! `probe!`: a type and a bound become a `bool`.
//!
//! An inherent constant comes before that of a trait, if the bounds of its impl hold. The struct, the trait and the parameter
//! for that have names, and what the user wrote is resolved between them. So they are given names that the user did not write.

use crate::unused_name::unused_name;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// From `(type) (bound)`: `macro_rules!` has parsed them.
pub(crate) fn probe(input: TokenStream) -> TokenStream {
    let mut groups = input.into_iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let (ty, bound) = (groups.next().unwrap_or_default(), groups.next().unwrap_or_default());
    let written = quote!(#ty #bound);
    let name = |base| unused_name(&written, base);
    let (probe, no, parameter) = (name("Probe"), name("No"), name("T"));
    quote! {{
        struct #probe<#parameter: ?::core::marker::Sized>(::core::marker::PhantomData<#parameter>);
        #[allow(dead_code)]
        trait #no {
            const VERDICT: bool = false;
        }
        impl<#parameter: ?::core::marker::Sized> #no for #probe<#parameter> {}
        #[allow(dead_code)]
        impl<#parameter: ?::core::marker::Sized + #bound> #probe<#parameter> {
            const VERDICT: bool = true;
        }
        #probe::<#ty>::VERDICT
    }}
}
