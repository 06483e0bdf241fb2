//! Which calls have no deputy any more: it says every second that it is there.

use super::id::CallId;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How often a deputy says that it is there.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(1);
/// One that has said nothing for so long is gone.
const GONE_AFTER: Duration = Duration::from_secs(5);
/// After such a pause between two looks, nobody knows what was said meanwhile.
const PAUSE: Duration = Duration::from_secs(2);

/// When each call was seen to change. Only the clock of this process counts.
#[derive(Debug, Default)]
pub(super) struct LivenessTracker {
    looked: Option<Instant>,
    known: HashMap<CallId, (u64, Instant)>,
}

impl LivenessTracker {
    /// All versions that there are now will be told. Calls of which nothing could be seen for a while get their time again.
    pub(super) fn look(&mut self, now: Instant) {
        if self.looked.is_none_or(|at| now.saturating_duration_since(at) > PAUSE) {
            self.known.values_mut().for_each(|(_, seen)| *seen = now);
        }
        self.looked = Some(now);
    }

    /// Whether the deputy of a call is gone, whose entry has this version.
    pub(super) fn is_gone(&mut self, id: &CallId, version: u64, now: Instant) -> bool {
        let (known, seen) = self.known.entry(id.clone()).or_insert((version, now));
        if *known != version {
            (*known, *seen) = (version, now);
        }
        now.saturating_duration_since(*seen) >= GONE_AFTER
    }

    pub(super) fn forget(&mut self, id: &CallId) {
        self.known.remove(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_nothing_is_gone_unless_nobody_listened() {
        let (mut liveness, start) = (LivenessTracker::default(), Instant::now());
        let (one, two) = (CallId::new(), CallId::new());
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let mut look = |seconds, one_version| {
            liveness.look(at(seconds));
            [liveness.is_gone(&one, one_version, at(seconds)), liveness.is_gone(&two, 1, at(seconds))]
        };
        for seconds in 0..5 {
            assert_eq!(look(seconds, seconds), [false, false]);
        }
        assert_eq!(look(5, 5), [false, true]);
        // The server was away.
        assert_eq!(look(60, 5), [false, false]);
        for seconds in 61..65 {
            assert_eq!(look(seconds, 5), [false, false], "{seconds}");
        }
        assert_eq!(look(65, 6), [false, true]);
        liveness.forget(&two);
        assert!(!liveness.is_gone(&two, 1, at(66)));
    }
}
