//! How many tasks a worker has at a time.

/// How many tasks a worker gets before it has answered the earlier ones.
///
/// ```
/// use wirecheck::{Batch, Thread};
///
/// let threads = Thread::builder().batch(Batch::Fixed(16)).build()?;
/// assert_eq!(threads.map(|x: u64| x + 1, 0..3)?, [1, 2, 3]);
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Batch {
    /// As many as keep the worker busy for about two milliseconds, measured while it works.
    #[default]
    Auto,
    /// This many. With `Fixed(1)` a worker gets a task only when it has answered the one before.
    Fixed(usize),
}
