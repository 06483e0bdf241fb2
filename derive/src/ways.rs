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
    pub(crate) fn of_field(&self, read_from: ReadFrom) -> Vec<Way<'_>> {
        let direct = Way { format: &self.direct, is_buffered: false };
        let buffered = Way { format: &self.buffered, is_buffered: true };
        match read_from {
            ReadFrom::Format => vec![direct],
            ReadFrom::Buffer => vec![buffered],
            ReadFrom::Both => vec![direct, buffered],
        }
    }
}

/// One of them.
pub(crate) struct Way<'a> {
    pub(crate) format: &'a TokenStream,
    pub(crate) is_buffered: bool,
}
