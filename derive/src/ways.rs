//! The ways in which a field may be read.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use wirecheck_model::container::ReadFrom;

/// The format, and the same where it is read from serde's buffer.
pub(crate) struct Ways {
    pub(crate) direct: TokenStream,
    pub(crate) buffered: TokenStream,
}

impl Ways {
    /// Those of the parameter `format`.
    pub(crate) fn of(krate: &TokenStream, format: &Ident) -> Self {
        let buffered = quote!(<#format as #krate::format::Format>::InBuffer);
        Self { direct: format.to_token_stream(), buffered }
    }

    /// Those that a field is read in.
    pub(crate) fn of_field(&self, read_from: ReadFrom) -> Vec<&TokenStream> {
        match read_from {
            ReadFrom::Format => vec![&self.direct],
            ReadFrom::Buffer => vec![&self.buffered],
            ReadFrom::Both => vec![&self.direct, &self.buffered],
        }
    }
}
