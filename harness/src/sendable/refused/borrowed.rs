//! References.

use super::refuse;

refuse! {
    /// Implemented by nobody: what is borrowed stays with its owner.
    #[diagnostic::on_unimplemented(
        message = "[WC0083] a reference is borrowed from this process; the other process has nothing to borrow from",
        label = "a reference does not cross a process boundary",
        note = "why: the other process decodes the value from bytes, and nobody there owns what this refers to",
        note = "python: pickle copies what a name refers to; a `memoryview` is `TypeError: cannot pickle memoryview objects`",
        note = "help: send an owned value: `.to_owned()`, `String` for `&str`, `Vec<T>` for `&[T]`"
    )]
    Borrowed;
    [T: ?Sized + 'static,] &'static T;
    [T: ?Sized + 'static,] &'static mut T;
}
