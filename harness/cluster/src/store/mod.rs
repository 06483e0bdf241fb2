//! What is kept on the server: objects by their content, and streams. Everything of JetStream is here.
//!
//! ```text
//! server   the connection, requests that are tried again for a bounded time, streams
//! calls    the streams of detached calls: what becomes of each, and its inputs and results
//! objects  put, get and delete of contents by their hash
//! manifest what an object consists of
//! denials  what the server did not permit
//! error    why something could not be kept or fetched
//! ```
//! A server without JetStream serves all that needs none of this. The connection is another one than that of the seats, so that
//! large contents do not hold their messages up.

mod calls;
mod denials;
mod error;
mod manifest;
mod objects;
mod server;

pub(crate) use calls::{Extent, Kept, LONGEST, Stream, hints};
pub(crate) use error::StoreError;
pub(crate) use objects::Put;
pub(crate) use server::{LazyStore, Store};
