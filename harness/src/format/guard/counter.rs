//! Counts the parts of a value that is being written.

/// How many parts were announced, and how many were written.
pub(in crate::format) trait PartCounter: Copy {
    /// Something begins. With `asked`, the policy is called when it ends.
    fn new(announced: Option<usize>, asked: bool) -> Self;

    /// One more part. Returns whether that is within what was announced.
    fn count(&mut self) -> bool;

    /// Whether all that was announced has been written.
    fn complete(self) -> bool;

    /// As given to [`new`](Self::new).
    fn asked(self) -> bool;

    /// Announced and written.
    fn counts(self) -> (usize, usize);
}

/// Does not count: counting would slow down every element of a long sequence.
impl PartCounter for () {
    #[inline(always)]
    fn new(_announced: Option<usize>, _asked: bool) -> Self {}

    #[inline(always)]
    fn count(&mut self) -> bool {
        true
    }

    #[inline(always)]
    fn complete(self) -> bool {
        true
    }

    #[inline(always)]
    fn asked(self) -> bool {
        false
    }

    fn counts(self) -> (usize, usize) {
        (0, 0)
    }
}

/// Counts.
#[derive(Clone, Copy)]
pub(in crate::format) struct ExactCounter {
    /// `None` where nothing was announced.
    announced: Option<usize>,
    written: usize,
    asked: bool,
}

impl PartCounter for ExactCounter {
    #[inline(always)]
    fn new(announced: Option<usize>, asked: bool) -> Self {
        Self { announced, written: 0, asked }
    }

    #[inline(always)]
    fn count(&mut self) -> bool {
        self.written += 1;
        self.announced.is_none_or(|announced| self.written <= announced)
    }

    #[inline(always)]
    fn complete(self) -> bool {
        self.announced.is_none_or(|announced| self.written == announced)
    }

    #[inline(always)]
    fn asked(self) -> bool {
        self.asked
    }

    fn counts(self) -> (usize, usize) {
        (self.announced.unwrap_or_default(), self.written)
    }
}
