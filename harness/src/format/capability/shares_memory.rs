//! What is written as a handle.

use crate::format::Format;

/// Is the format of a channel that takes along what a handle stands for.
///
/// The formats of this crate run over `Pool` and `Spawn`, which do. A format of yours that is only
/// used as theirs can say so as well: `impl SharesMemory for Mine {}`. What is written in it for any other purpose, a file,
/// a socket, is then refused when it is written.
#[diagnostic::on_unimplemented(
    message = "[WC0059] `{Self}` does not say that what a handle stands for is passed along with it",
    label = "a `Shared` is written as a handle, which means something to a worker of this machine only",
    note = "why: a `Shared` is written as the number of its memory; the channels of `Pool` and `Spawn` hand that memory over, and \
            bytes of `{Self}` may be read where nobody has it",
    note = "python: the name of a `SharedMemory` is pickled, and whoever reads it later fails with `FileNotFoundError`",
    note = "help: send it as `Bincode` or another format of this crate, or send the values: `shared.to_vec()`",
    note = "help: if this format of yours is only used as that of a `Pool` or `Spawn`, say so: `impl SharesMemory for .. {{}}`"
)]
pub trait SharesMemory: Format {}
