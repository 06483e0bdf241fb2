//! The types of values that several processes may read in one memory.

use bytemuck::{AnyBitPattern, NoUninit};

/// Types whose values consist of their own bytes, and for which any bytes are a value: the elements of a
/// [`Shared`](crate::Shared).
///
/// These are numbers, arrays of numbers, and structs that derive `bytemuck::Pod` and `bytemuck::Zeroable`. The trait is
/// implemented for each type that is both `NoUninit` and `AnyBitPattern` of bytemuck.
///
/// ```
/// use wirecheck::{Plain, probe};
///
/// assert!(probe!([f64; 3]: Plain));
/// assert!(!probe!(String: Plain));
/// assert!(!probe!(bool: Plain));
/// ```
#[diagnostic::on_unimplemented(
    message = "[WC0098] `{Self}` is more than its own bytes, so it cannot be in memory that several processes read",
    label = "only numbers, arrays of numbers and structs of these can be in a `Shared`",
    note = "why: all processes see the same memory of a `Shared`; a pointer in it would be valid in one of them \
            only, and not every byte is a valid `bool`, `char` or enum",
    note = "python: a `multiprocessing.Array` takes ctypes and no objects",
    note = "help: share numbers, arrays of numbers, or a `#[repr(C)]` struct of these that derives \
            `Clone, Copy, bytemuck::Pod, bytemuck::Zeroable`",
    note = "help: share text as its bytes, `Shared<[u8]>`, a `bool` as a `u8`; or send a copy: a captured `Vec` goes to each \
            worker once",
    note = "more: `cargo wirecheck explain WC0098`"
)]
pub trait Plain: NoUninit + AnyBitPattern + Send + Sync {}

// Without this, rustc would name bytemuck's traits instead of the message above.
#[diagnostic::do_not_recommend]
impl<T: NoUninit + AnyBitPattern + Send + Sync> Plain for T {}
