//! Futures, and what drives them.

use super::refuse;
use std::future;
use std::pin::Pin;
use std::task::{Context, Waker};

refuse! {
    /// Implemented by nobody: a future is code that has run in part.
    #[diagnostic::on_unimplemented(
        message = "[WC0085] `{T}` is an unfinished computation; another process cannot take it over",
        label = "a future does not cross a process boundary",
        note = "why: it holds code, pointers into itself and a waker, all of which are valid in this process only",
        note = "python: `TypeError: cannot pickle 'coroutine' object`",
        note = "help: await it here and send the result, or send what it is made from and make it in the task",
        note = "more: `cargo wirecheck explain WC0085`"
    )]
    Awaiting;
    [T: 'static,] dyn Future<Output = T>;
    [T: 'static,] dyn Future<Output = T> + Send;
    [T: 'static,] dyn Future<Output = T> + Send + Sync;
    [T: 'static,] Pin<Box<dyn Future<Output = T>>>;
    [T: 'static,] Pin<Box<dyn Future<Output = T> + Send>>;
    [T: 'static,] Pin<Box<dyn Future<Output = T> + Send + Sync>>;
    [T: 'static,] future::Ready<T>;
    [T: 'static,] future::Pending<T>;
    [G: 'static,] future::PollFn<G>;
    [] Waker;
    [] Context<'static>;
}
