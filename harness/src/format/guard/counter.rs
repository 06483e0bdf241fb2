//! Counting the parts of what is open.

/// How many parts were announced, and how many were written.
pub(in crate::format) trait PartCounter: Copy {
    /// Something begins; `asked`: the policy wants to look at it when it ends.
    fn new(announced: Option<usize>, asked: bool) -> Self;

    /// One part more. Whether that is within what was announced.
    fn count(&mut self) -> bool;

    /// Whether all that was announced has been written.
    fn complete(self) -> bool;

    /// As given to [`new`](Self::new).
    fn asked(self) -> bool;

    /// Announced and written.
    fn counts(self) -> (usize, usize);
}

/// Keeps no count: it would cost every element of a long sequence.
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

/// Keeps count.
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
