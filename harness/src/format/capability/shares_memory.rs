//! What is written as a handle.

use crate::format::Format;

/// Is the format of a channel that takes along what a handle stands for.
///
/// The formats of this crate run over `Pool` and `Spawn`, which do. A format of yours that is only
/// used as theirs can say so as well: `impl SharesMemory for Mine {}`. What is written in it for any other purpose, a file,
/// a socket, is then refused when it is written.
#[diagnostic::on_unimplemented(
    message = "[WC0059] `{Self}` does not promise that shared memory is passed along with its handle",
    label = "a `Shared` is written as a handle, which means something to a worker of this machine only",
    note = "why: a `Shared` is written as the number of its memory; `Pool` and `Spawn` pass that memory along, but \
            bytes of `{Self}` may be read where nobody has it",
    note = "python: the name of a `SharedMemory` is pickled, and a later reader fails with `FileNotFoundError`",
    note = "help: send it as `Bincode` or another format of this crate, or send the values: `shared.to_vec()`",
    note = "help: if you use this format of yours with `Pool` and `Spawn` only, declare it: `impl SharesMemory for \
            .. {{}}`"
)]
pub trait SharesMemory: Format {}
