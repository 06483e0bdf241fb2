//! Shared ownership: `Rc`, `Arc` and their `Weak`.

use super::refuse;
use std::rc;
use std::sync;

refuse! {
    /// Implemented by nobody: a copy is not shared.
    #[diagnostic::on_unimplemented(
        message = "[WC0081] `{T}` is shared inside one process; a copy in another one is not the same object",
        label = "shared ownership does not cross a process boundary",
        note = "why: the other process would get its own value: writes there are not seen here, and two that were one \
                arrive as two (serde's feature `rc` makes exactly such copies)",
        note = "python: pickle copies the object without an error, and later writes go to the copy",
        note = "help: send the value it holds (`(*it).clone()`) and share it again on the other side; for a field, keep the \
                owned value or a `Box`",
        note = "more: `cargo wirecheck explain WC0081`"
    )]
    SharedOwnership;
    [T: ?Sized + 'static,] rc::Rc<T>;
    [T: ?Sized + 'static,] sync::Arc<T>;
    [T: ?Sized + 'static,] rc::Weak<T>;
    [T: ?Sized + 'static,] sync::Weak<T>;
}
