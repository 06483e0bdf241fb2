//! Bundles of entries between a caller and a node: numbered, kept until they are acknowledged, and sent again if that takes long.
//!
//! ```text
//! keyed hash 32 | link u64 | flags u8 | number u64 | received u64 | entries        little-endian
//! ```
//! `received` acknowledges all bundles up to that number of the other direction. A message without entries has number 0.

use super::entry::{Entry, HEAD as HEAD_OF_ENTRY, begin_data, end_data};
use super::key::{Key, TAG};
use bytes::Bytes;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A link, by a number that its caller chose at random. A node that is found again after it was given up gets a new one.
pub(crate) type LinkId = u64;

/// The most bytes of a bundle with its header, wherever the broker allows more.
pub(crate) const MAX_BUNDLE: usize = 512 << 10;
/// A bundle of so many bytes is sent and not filled further.
const FULL: usize = 256 << 10;
/// Bytes that are kept, sent or not, before streams have to wait.
const KEPT: usize = 4 << 20;
/// Bundles that may be on their way. What comes meanwhile is collected, so that small entries share bundles.
const UNDER_WAY: usize = 64;
/// After this time without an acknowledgement the first bundle is sent again, if acknowledgements do not take longer as a rule.
const TIMEOUT: Duration = Duration::from_millis(200);
/// The longest such time, whatever acknowledgements take.
const LAST_TIMEOUT: Duration = Duration::from_secs(5);
/// The shortest time between two requests to send again that are met.
const SEND_AGAIN: Duration = Duration::from_millis(50);
/// An acknowledgement waits so long for entries that it can go with.
const ACK_DELAY: Duration = Duration::from_millis(5);
/// Bundles that are acknowledged together at the most.
const MOST_UNTOLD: u64 = 8;
/// A side that has nothing to say says so this often, so that the other one knows that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(1);

const FROM_CALLER: u8 = 1;
/// A bundle is missing: send all again that are not acknowledged.
const GAP: u8 = 2;
/// The sender does not know this link, or not any more.
const RESET: u8 = 4;

const HEAD: usize = 25;

/// One end of a link.
#[derive(Debug)]
pub(crate) struct Link {
    id: LinkId,
    flags: u8,
    /// Entries that are not in a bundle yet, behind room for a header.
    open: Vec<u8>,
    /// Bundles that are not acknowledged.
    kept: VecDeque<Bundle>,
    kept_bytes: usize,
    /// The number of the first of them.
    first: u64,
    /// How many of them were sent, since all were to be sent again.
    sent: usize,
    /// How many of them were ever sent.
    ever_sent: usize,
    /// How long the other side takes to acknowledge a bundle, smoothed.
    delay: Duration,
    /// A bundle whose acknowledgement is timed, and when it was sent.
    timed: Option<(u64, Instant)>,
    timeout: Duration,
    /// When the first is sent again. Only that one: where the network is slow and loses nothing, more would make it slower.
    due: Option<Instant>,
    sent_again: Option<Instant>,
    /// The number of the last bundle that came in order.
    received: u64,
    /// The number that was acknowledged last.
    told: u64,
    /// When what was received is to be acknowledged.
    ack_due: Option<Instant>,
    has_gap: bool,
    heard: Instant,
    spoke: Option<Instant>,
    /// Since when the other side acknowledges nothing of what was sent, if there is something.
    unanswered: Option<Instant>,
    /// Bundles that were sent more than once.
    repeated: u64,
}

/// Entries on their way.
#[derive(Debug)]
enum Bundle {
    /// Behind room for a header.
    Open(Vec<u8>),
    /// As it was sent. It is sent again as it is: that it acknowledges less than it could does no harm.
    Sealed(Bytes),
}

impl Bundle {
    fn len(&self) -> usize {
        match self {
            Self::Open(bytes) => bytes.len(),
            Self::Sealed(bytes) => bytes.len(),
        }
    }
}

/// What a message was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Received<'a> {
    /// The next entries.
    Entries(&'a [u8]),
    /// An acknowledgement, or a repeated or early bundle.
    Nothing,
    /// The other side does not know the link. It is over.
    Reset,
    /// It is no message of the other side.
    Malformed,
}

impl Link {
    /// One end of a link; the caller's or the node's.
    pub(crate) fn new(id: LinkId, is_caller: bool, now: Instant) -> Self {
        Self {
            id,
            flags: if is_caller { FROM_CALLER } else { 0 },
            open: Vec::new(),
            kept: VecDeque::new(),
            kept_bytes: 0,
            first: 1,
            sent: 0,
            ever_sent: 0,
            delay: Duration::ZERO,
            timed: None,
            timeout: TIMEOUT,
            due: None,
            sent_again: None,
            received: 0,
            told: 0,
            ack_due: None,
            has_gap: false,
            heard: now,
            spoke: None,
            unanswered: None,
            repeated: 0,
        }
    }

    /// The link that a message belongs to, and whether it is the first that was ever sent on it.
    pub(crate) fn of(content: &[u8]) -> Option<(LinkId, bool)> {
        let head = Head::read(content)?;
        Some((head.link, head.number == 1))
    }

    /// Whether a message says that its sender does not know the link. Who does not know it either says nothing: the two would tell each
    /// other so for ever.
    pub(crate) fn is_reset(content: &[u8]) -> bool {
        Head::read(content).is_some_and(|head| head.flags & RESET != 0)
    }

    /// The number of a bundle, and its entries.
    pub(crate) fn bundle_of(content: &[u8]) -> Option<(u64, &[u8])> {
        let head = Head::read(content)?;
        Some((head.number, content.get(HEAD..)?))
    }

    /// The number of the last bundle that came in order.
    pub(crate) fn received(&self) -> u64 {
        self.received
    }

    pub(crate) fn id(&self) -> LinkId {
        self.id
    }

    /// Whether streams may add to what is kept. Orders may in any case.
    pub(crate) fn has_room(&self) -> bool {
        self.kept_bytes + self.open.len() < KEPT
    }

    /// How long nothing was heard of the other side.
    pub(crate) fn silence(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.heard)
    }

    /// How long the other side has acknowledged nothing of what it was sent.
    pub(crate) fn deafness(&self, now: Instant) -> Duration {
        self.unanswered.map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
    }

    /// The other side was heard by other means.
    pub(crate) fn note_heard(&mut self, now: Instant) {
        self.heard = now;
    }

    /// How many bundles were sent more than once.
    #[cfg(test)]
    pub(crate) fn repeated(&self) -> u64 {
        self.repeated
    }

    /// Adds an entry to the next bundle.
    pub(crate) fn push(&mut self, seat: u64, entry: Entry<'_>) {
        let out = self.room_for_entry();
        if let Entry::Data { bytes } | Entry::Part { bytes, .. } = entry {
            reserve_for(bytes.len(), out);
        }
        entry.write(seat, out);
    }

    /// Adds the next bytes of a stream, which `read` appends. Returns how many it has appended.
    pub(crate) fn push_read<E>(
        &mut self,
        seat: u64,
        most: usize,
        read: impl FnOnce(&mut Vec<u8>) -> Result<usize, E>,
    ) -> Result<usize, E> {
        let out = self.room_for_entry();
        reserve_for(most, out);
        let start = out.len();
        begin_data(seat, out);
        let outcome = read(out);
        end_data(start, out);
        if out.len() == TAG + HEAD {
            // There is nothing to send.
            out.clear();
        }
        outcome
    }

    /// The bytes that were pushed last, of a stream: they are taken back.
    pub(crate) fn take_back(&mut self, bytes: usize) -> Vec<u8> {
        let start = self.open.len().saturating_sub(bytes);
        let taken = self.open.split_off(start);
        self.open.truncate(start.saturating_sub(HEAD_OF_ENTRY));
        taken
    }

    fn room_for_entry(&mut self) -> &mut Vec<u8> {
        if self.open.len() >= FULL {
            self.close_bundle();
        }
        if self.open.is_empty() {
            self.open.resize(TAG + HEAD, 0);
        }
        &mut self.open
    }

    fn close_bundle(&mut self) {
        if !self.open.is_empty() {
            self.kept_bytes += self.open.len();
            self.kept.push_back(Bundle::Open(std::mem::take(&mut self.open)));
        }
    }

    /// The connection was lost for a moment: what is not acknowledged is sent again now, by both sides.
    pub(crate) fn send_again(&mut self, now: Instant) {
        self.go_back();
        self.unanswered = None;
        self.ack_due = Some(now);
        self.has_gap = true;
    }

    fn go_back(&mut self) {
        self.sent = 0;
        self.timed = None;
        self.due = None;
        self.timeout = self.usual_timeout();
    }

    fn usual_timeout(&self) -> Duration {
        (self.delay * 4).clamp(TIMEOUT, LAST_TIMEOUT)
    }

    /// The next message to send, if there is one.
    pub(crate) fn next_message(&mut self, key: &Key, now: Instant) -> Option<Bytes> {
        if self.due.is_some_and(|due| due <= now) {
            self.timeout = (self.timeout * 2).min(LAST_TIMEOUT);
            self.due = Some(now + self.timeout);
            self.timed = None;
            if self.sent > 0 && !self.kept.is_empty() {
                self.repeated += 1;
                return Some(self.bundle(0, key, now));
            }
        }
        if self.sent == self.kept.len() && self.sent < UNDER_WAY {
            self.close_bundle();
        }
        if self.sent < self.kept.len().min(UNDER_WAY) {
            let number = self.first + self.sent as u64;
            self.repeated += u64::from(self.sent < self.ever_sent);
            self.sent += 1;
            if self.sent > self.ever_sent {
                self.ever_sent = self.sent;
                self.timed.get_or_insert((number, now));
            }
            self.due.get_or_insert(now + self.timeout);
            self.unanswered.get_or_insert(now);
            return Some(self.bundle(self.sent - 1, key, now));
        }
        // Not before the first bundle, by which the other side gets to know the link.
        let alive = self.spoke.is_some_and(|at| now >= at + KEEP_ALIVE);
        let is_due = alive || self.ack_due.is_some_and(|due| due <= now);
        is_due.then(|| self.message(vec![0; TAG + HEAD], 0, key, now))
    }

    /// The message with the bundle at this place of those that are kept.
    fn bundle(&mut self, at: usize, key: &Key, now: Instant) -> Bytes {
        let open = match &mut self.kept[at] {
            Bundle::Sealed(message) => return message.clone(),
            Bundle::Open(bytes) => std::mem::take(bytes),
        };
        let message = self.message(open, self.first + at as u64, key, now);
        self.kept[at] = Bundle::Sealed(message.clone());
        message
    }

    /// Until when there is nothing to send, unless something happens.
    pub(crate) fn next_time(&self, now: Instant) -> Instant {
        let alive = self.spoke.unwrap_or(now) + KEEP_ALIVE;
        [self.due, self.ack_due].into_iter().flatten().fold(alive, Instant::min)
    }

    /// Fills the room for the header.
    fn message(&mut self, mut message: Vec<u8>, number: u64, key: &Key, now: Instant) -> Bytes {
        let flags = self.flags | if self.has_gap { GAP } else { 0 };
        let head = Head { link: self.id, flags, number, received: self.received };
        head.write(&mut message);
        key.seal(&mut message);
        self.told = self.received;
        self.ack_due = None;
        self.has_gap = false;
        self.spoke = Some(now);
        message.into()
    }

    /// Takes a message of this link, without its keyed hash.
    pub(crate) fn receive<'a>(&mut self, content: &'a [u8], now: Instant) -> Received<'a> {
        let Some(head) = Head::read(content) else { return Received::Malformed };
        if head.link != self.id || head.flags & FROM_CALLER == self.flags & FROM_CALLER {
            return Received::Malformed;
        }
        // As long as nothing was acknowledged, the first bundle may have been lost, and a later one was not.
        let is_known = self.first > 1 || self.received > 0;
        if head.flags & RESET != 0 && is_known {
            return Received::Reset;
        }
        self.heard = now;
        self.acknowledge(head.received, now);
        let pause = SEND_AGAIN.max(self.delay * 2);
        if head.flags & (GAP | RESET) != 0 && self.sent_again.is_none_or(|at| now >= at + pause) {
            self.go_back();
            self.sent_again = Some(now);
        }
        if head.number == 0 {
            return Received::Nothing;
        }
        if head.number != self.received + 1 {
            self.has_gap |= head.number > self.received;
            self.ack_due = Some(now);
            return Received::Nothing;
        }
        self.received = head.number;
        self.has_gap = false;
        let is_much = self.received - self.told >= MOST_UNTOLD;
        let due = if is_much { now } else { now + ACK_DELAY };
        self.ack_due = Some(self.ack_due.map_or(due, |known| known.min(due)));
        Received::Entries(&content[HEAD..])
    }

    fn acknowledge(&mut self, received: u64, now: Instant) {
        let Some(count) = (received + 1).checked_sub(self.first) else { return };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        // What was not sent cannot have been received.
        if count == 0 || count > self.ever_sent {
            return;
        }
        for bundle in self.kept.drain(..count) {
            self.kept_bytes -= bundle.len();
        }
        self.first += count as u64;
        self.sent = self.sent.saturating_sub(count);
        self.ever_sent -= count;
        if let Some((_, at)) = self.timed.take_if(|(number, _)| *number < self.first) {
            self.delay = (self.delay * 7 + now.saturating_duration_since(at)) / 8;
        }
        self.timeout = self.usual_timeout();
        self.due = (self.sent > 0).then_some(now + self.timeout);
        self.unanswered = (self.sent > 0).then_some(now);
    }
}

/// Makes room for many bytes: for all of a bundle at once, so that it is not copied as it grows.
fn reserve_for(bytes: usize, out: &mut Vec<u8>) {
    const MANY: usize = 16 << 10;
    if bytes >= MANY && out.capacity() - out.len() < bytes + HEAD_OF_ENTRY {
        let whole = (FULL + bytes + HEAD_OF_ENTRY).saturating_sub(out.len());
        out.reserve_exact(whole.max(bytes + HEAD_OF_ENTRY));
    }
}

/// The message by which one says that one does not know a link.
pub(crate) fn reset(link: LinkId, is_caller: bool, key: &Key) -> Bytes {
    let mut message = vec![0; TAG + HEAD];
    let flags = RESET | if is_caller { FROM_CALLER } else { 0 };
    Head { link, flags, number: 0, received: 0 }.write(&mut message);
    key.seal(&mut message);
    message.into()
}

#[derive(Clone, Copy, Debug)]
struct Head {
    link: LinkId,
    flags: u8,
    number: u64,
    received: u64,
}

impl Head {
    /// Fills the room behind that of the hash.
    fn write(self, message: &mut [u8]) {
        let head = &mut message[TAG..TAG + HEAD];
        head[..8].copy_from_slice(&self.link.to_le_bytes());
        head[8] = self.flags;
        head[9..17].copy_from_slice(&self.number.to_le_bytes());
        head[17..].copy_from_slice(&self.received.to_le_bytes());
    }

    fn read(content: &[u8]) -> Option<Self> {
        let head = content.first_chunk::<HEAD>()?;
        let word = |at: usize| head[at..].first_chunk().copied().map(u64::from_le_bytes);
        Some(Self { link: word(0)?, flags: head[8], number: word(9)?, received: word(17)? })
    }
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
