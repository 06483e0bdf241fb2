//! Answers that come from a node after it was given up.

use super::board::Board;
use crate::tunnel::{Entries, Entry, Link, LinkId};
use std::collections::HashMap;

/// Links of nodes that are remembered. With more, the oldest are not needed any more.
const MOST: usize = 256;

/// Links that are over, each with the number of the last bundle that came.
#[derive(Debug, Default)]
pub(super) struct Late(HashMap<LinkId, u64>);

impl Late {
    /// A node was given up.
    pub(super) fn give_up(&mut self, link: &Link) {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(link.id(), link.received());
    }

    /// Counts the answers of a message from a node that was given up.
    pub(super) fn take(&mut self, link: LinkId, content: &[u8], board: &Board) {
        let Some(last) = self.0.get_mut(&link) else { return };
        let Some((number, entries)) = Link::bundle_of(content).filter(|(number, _)| number > last) else {
            return;
        };
        *last = number;
        let answers = Entries(entries).map_while(Result::ok);
        board.note_late(answers.filter(|(_, entry)| matches!(entry, Entry::Data { .. })).count() as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tunnel::{Key, TAG};
    use std::time::Instant;

    #[test]
    fn each_bundle_with_answers_counts_once() {
        let (key, now, board) = (Key::of(b""), Instant::now(), Board::default());
        let (here, mut there) = (Link::new(7, true, now), Link::new(7, false, now));
        let mut late = Late::default();
        let mut message = |answers: u64| {
            there.push(1, Entry::Credit { passed: 3 });
            (0..answers).for_each(|seat| there.push(seat, Entry::Data { bytes: b"answer" }));
            there.next_message(&key, now).unwrap()[TAG..].to_vec()
        };
        let (first, second) = (message(2), message(3));
        late.take(7, &first, &board);
        assert_eq!(board.late(), 0, "it is not given up");
        late.give_up(&here);
        for _ in 0..2 {
            late.take(7, &first, &board);
            assert_eq!(board.late(), 2);
        }
        late.take(8, &second, &board);
        late.take(7, &second, &board);
        late.take(7, &first, &board);
        late.take(7, &second[..9], &board);
        assert_eq!(board.late(), 5);
    }
}
