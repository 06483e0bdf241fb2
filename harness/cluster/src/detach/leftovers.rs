//! What was deleted and is there again: a server that was killed may bring it back. And what somebody did not delete who was killed.

use super::call_store::CallStore;
use crate::store::StoreError;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How long after a connection it is looked for them: others connect again too.
const AFTER_CONNECTION: Duration = Duration::from_secs(5);
/// How often in any case.
const EVERY: Duration = Duration::from_secs(3600);
/// Calls that are looked at in one go.
const MOST: usize = 1000;

/// When all calls are looked at anew, and it is looked for records without one.
#[derive(Debug)]
pub(super) struct Leftovers {
    /// How often the node was connected when that was looked at last.
    connections: u64,
    due: Instant,
}

impl Default for Leftovers {
    fn default() -> Self {
        Self { connections: 0, due: Instant::now() + AFTER_CONNECTION }
    }
}

impl Leftovers {
    /// Whether it is time, on a connection with this number.
    pub(super) fn are_due(&mut self, connections: u64, now: Instant) -> bool {
        if connections != self.connections {
            self.connections = connections;
            self.due = now + AFTER_CONNECTION;
        }
        now >= self.due
    }

    pub(super) fn done(&mut self, now: Instant) {
        self.due = now + EVERY;
    }

    /// Deletes records without a call. A call has its entry before its first record, and loses it before the last one: without an
    /// entry, nobody needs them.
    pub(super) async fn delete(store: &CallStore) -> Result<(), StoreError> {
        let calls: BTreeSet<_> = store.calls_with_records().await?.into_iter().collect();
        for id in calls.into_iter().take(MOST) {
            if store.changed_at(&id).await?.is_none() {
                store.forget(&id).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{AFTER_CONNECTION, EVERY, Leftovers};
    use std::time::{Duration, Instant};

    #[test]
    fn it_is_time_after_each_connection_and_now_and_then() {
        let start = Instant::now();
        let mut leftovers = Leftovers::default();
        assert!(!leftovers.are_due(1, start));
        assert!(leftovers.are_due(1, start + AFTER_CONNECTION));
        assert!(leftovers.are_due(1, start + AFTER_CONNECTION), "until it is done");
        leftovers.done(start + AFTER_CONNECTION);
        assert!(!leftovers.are_due(1, start + AFTER_CONNECTION + Duration::from_secs(60)));
        assert!(leftovers.are_due(1, start + AFTER_CONNECTION + EVERY));
        let again = start + EVERY * 3;
        assert!(!leftovers.are_due(2, again), "the others connect too");
        assert!(leftovers.are_due(2, again + AFTER_CONNECTION));
    }
}
