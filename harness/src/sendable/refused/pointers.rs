//! Addresses.

use super::refuse;
use std::ptr::NonNull;

refuse! {
    /// Implemented by nobody: an address means something in one process only.
    #[diagnostic::on_unimplemented(
        message = "[WC0080] `{T}` is an address in this process; in another process it points at something else",
        label = "a raw pointer does not cross a process boundary",
        note = "why: every process has its own memory, so the pointer would be wild on the other side",
        note = "python: `ValueError: ctypes objects containing pointers cannot be pickled`",
        note = "help: send the value it points at, or an index into data that both sides have",
        note = "more: `cargo wirecheck explain WC0080`"
    )]
    RawPointer;
    [T: ?Sized + 'static,] *const T;
    [T: ?Sized + 'static,] *mut T;
    [T: ?Sized + 'static,] NonNull<T>;
}
