//! How much of one seat's stream may be on its way in each direction, so that no side has to keep more than a window.

/// Bytes of a seat that may be sent and not passed on yet.
pub(crate) const WINDOW: u64 = 1 << 20;

/// The two directions of a seat's stream, at one of its ends.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    sent: u64,
    /// Of the bytes sent, those that the other end has passed on.
    passed_there: u64,
    /// Bytes that came and were not passed on yet.
    waiting: Vec<u8>,
    /// How many of `waiting` were passed on.
    start: usize,
    passed: u64,
    /// What the other end was last told of `passed`.
    told: u64,
}

impl Flow {
    /// How many bytes may be sent.
    pub(crate) fn room(&self) -> usize {
        usize::try_from(WINDOW.saturating_sub(self.sent.saturating_sub(self.passed_there))).unwrap_or(0)
    }

    /// These were sent.
    pub(crate) fn sent(&mut self, bytes: usize) {
        self.sent += bytes as u64;
    }

    /// The other end has passed on so many in all.
    pub(crate) fn credit(&mut self, passed: u64) {
        self.passed_there = self.passed_there.max(passed.min(self.sent));
    }

    /// These came. Returns false if the other end had no room for them: it does not keep to the rules.
    #[must_use]
    pub(crate) fn came(&mut self, bytes: &[u8]) -> bool {
        if (self.waiting().len() + bytes.len()) as u64 > WINDOW {
            return false;
        }
        if self.start > 0 && self.start == self.waiting.len() {
            self.waiting.clear();
            self.start = 0;
        }
        self.waiting.extend_from_slice(bytes);
        true
    }

    /// How many bytes were passed on.
    pub(crate) fn passed_in_all(&self) -> u64 {
        self.passed
    }

    /// How many bytes came.
    pub(crate) fn came_in_all(&self) -> u64 {
        self.passed + self.waiting().len() as u64
    }

    /// What came and is to be passed on.
    pub(crate) fn waiting(&self) -> &[u8] {
        &self.waiting[self.start..]
    }

    /// So many bytes came and were passed on at once. Returns as [`passed`](Self::passed).
    pub(crate) fn passed_straight(&mut self, bytes: usize) -> Option<u64> {
        self.passed += bytes as u64;
        self.tell_if_due()
    }

    /// So many of them were passed on. Returns what the other end is to be told, once that is worth a message.
    pub(crate) fn passed(&mut self, bytes: usize) -> Option<u64> {
        self.start += bytes;
        self.passed += bytes as u64;
        if self.start > 64 << 10 && self.start * 2 > self.waiting.len() {
            self.waiting.drain(..self.start);
            self.start = 0;
        }
        self.tell_if_due()
    }

    fn tell_if_due(&mut self) -> Option<u64> {
        if self.passed - self.told < WINDOW / 4 {
            return None;
        }
        self.told = self.passed;
        Some(self.passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        /// Whatever the ends do and when, all bytes pass in order, and no more than a window is kept.
        #[test]
        fn all_bytes_pass_in_order(steps in proptest::collection::vec((0..3_u8, 1..200_000_usize), 1..60)) {
            let (mut here, mut there) = (Flow::default(), Flow::default());
            let (mut written, mut read) = (0_usize, 0_usize);
            let byte = |at: usize| (at % 251) as u8;
            let mut told = None;
            let mut step = |kind, n: usize| {
                match kind {
                    0 => {
                        let n = n.min(here.room());
                        let bytes: Vec<u8> = (written..written + n).map(byte).collect();
                        here.sent(n);
                        assert!(there.came(&bytes));
                        written += n;
                    }
                    1 => {
                        let n = n.min(there.waiting().len());
                        assert!(there.waiting()[..n].iter().enumerate().all(|(at, b)| *b == byte(read + at)));
                        read += n;
                        told = there.passed(n).or(told);
                    }
                    _ => here.credit(told.unwrap_or(0)),
                }
                assert!(there.waiting().len() as u64 <= WINDOW);
                (written, read)
            };
            for (kind, n) in steps {
                step(kind, n);
            }
            // It never comes to a stop.
            for _ in 0..4 {
                let (before, _) = step(0, 1);
                step(1, usize::MAX);
                step(2, 0);
                let (after, _) = step(0, 1);
                prop_assert!(after > before || before == after && after > 0);
            }
            let (written, read) = step(1, usize::MAX);
            prop_assert_eq!(written, read);
        }
    }

    #[test]
    fn more_than_the_window_is_refused() {
        let mut flow = Flow::default();
        assert!(flow.came(&vec![0; usize::try_from(WINDOW).unwrap()]));
        assert!(!flow.came(&[0]));
        assert_eq!(flow.passed(1), None);
        assert!(flow.came(&[0]));
        flow.sent(10);
        flow.credit(11);
        assert_eq!(flow.room() as u64, WINDOW, "nothing that was not sent can have been passed on");
    }
}
