//! The backends of this crate, and the work that they have in hand.

use super::refuse;
use crate::backend::{AnyBackend, Builder, Inline, Job, Pool, Spawn, Thread};
use crate::format::Codec;

refuse! {
    /// Implemented by nobody: workers have one parent.
    #[diagnostic::on_unimplemented(
        message = "[WC0097] `{T}` belongs to the process that built it; its workers answer to nobody else",
        label = "what runs tasks does not cross a process boundary",
        note = "why: the processes, threads and pipes behind it are those of this process, and a job is an answer \
                that comes here",
        note = "python: `NotImplementedError: pool objects cannot be passed between processes or pickled`",
        note = "help: build one in the task, or return the work to this process as a result; of a `Job` send the \
                result of `.join()`",
        note = "more: `cargo wirecheck explain WC0097`"
    )]
    Runner;
    [G: crate::format::Format,] Pool<G>;
    [G: crate::format::Format,] Spawn<G>;
    [G: Codec,] AnyBackend<G>;
    [] Thread;
    [] Inline;
    [B: 'static,] Builder<B>;
    [T: 'static,] Job<T>;
}
