//! Futures, and what drives them.

use super::refuse;
use std::future;
use std::pin::Pin;
use std::task::{Context, Waker};

refuse! {
    /// Implemented by nobody: a future is code that has run in part.
    #[diagnostic::on_unimplemented(
        message = "[WC0085] `{T}` is a computation that is not done; another process cannot take it over",
        label = "a future does not cross a process boundary",
        note = "why: it holds code, pointers into itself, and who is to be woken when it can go on, all of this \
                process",
        note = "python: `TypeError: cannot pickle 'coroutine' object`",
        note = "help: await it here and send the result, or send what it is made from and make it in the task"
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
