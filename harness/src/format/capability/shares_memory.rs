//! Values in shared memory, which are written as a handle.

use crate::format::Format;

/// Its bytes go over a channel that passes shared memory along with them.
///
/// `Pool` and `Spawn` do that, and so every format of this crate has this capability. If you use a format of yours with them only,
/// it can have it too: `impl SharesMemory for Mine {}`. A `Shared` that is written for any other purpose, such as a file or a
/// socket, is then an error when it is encoded.
#[diagnostic::on_unimplemented(
    message = "[WC0059] `{Self}` does not promise that shared memory is passed along with its handle",
    label = "a `Shared` is written as a handle, which means something to a worker of this machine only",
    note = "why: a `Shared` is written as the number of its memory; `Pool` and `Spawn` pass that memory along, but \
            bytes of `{Self}` may be read where nobody has it",
    note = "python: the name of a `SharedMemory` is pickled, and a later reader fails with `FileNotFoundError`",
    note = "help: send it as `Bincode` or another format of this crate, or send the values: `shared.to_vec()`",
    note = "help: if you use this format of yours with `Pool` and `Spawn` only, declare it: `impl SharesMemory for \
            .. {{}}`",
    note = "more: `cargo wirecheck explain WC0059`"
)]
pub trait SharesMemory: Format {}
