//! The formats that an author names.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;
use wirecheck_rules::FORMATS;

/// Whether it is the name of a format of this crate, or `AnyFormat`.
pub(crate) fn is_ours(path: &Path) -> bool {
    is_any_format(path)
        || path.get_ident().is_some_and(|name| FORMATS.iter().any(|ours| name == ours.type_name))
}

/// Whether it claims every format.
pub(crate) fn is_any_format(path: &Path) -> bool {
    path.is_ident("AnyFormat")
}

/// The type: a name of ours is ours, wherever it is written; any other path is the author's.
pub(crate) fn format_path(path: &Path, krate: &TokenStream) -> TokenStream {
    if is_ours(path) { quote!(#krate::format::#path) } else { quote!(#path) }
}
