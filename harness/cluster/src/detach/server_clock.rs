//! The time of the server, as far as a node knows it. Its own clock may be wrong by hours.

use std::time::{Duration, Instant};

/// The server is asked for its time no more often.
const ASK: Duration = Duration::from_secs(60);

/// A time that the server has passed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ServerClock {
    /// In seconds since 1970, and when that was heard.
    passed: Option<(u64, Instant)>,
    asked: Option<Instant>,
}

impl ServerClock {
    /// The server has got a message at this time, or says that it is so late.
    pub(super) fn heard(&mut self, time: u64, now: Instant) {
        if time > self.time(now) {
            self.passed = Some((time, now));
        }
    }

    /// In seconds since 1970: the time of the server, or an earlier one.
    pub(super) fn time(&self, now: Instant) -> u64 {
        self.passed.map_or(0, |(time, heard)| time + now.saturating_duration_since(heard).as_secs())
    }

    /// Whether to ask the server now, if its time matters.
    pub(super) fn is_to_be_asked(&mut self, now: Instant) -> bool {
        let is_due = self.asked.is_none_or(|at| now.saturating_duration_since(at) >= ASK);
        if is_due {
            self.asked = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_never_ahead_of_what_was_heard_and_never_goes_back() {
        let (mut clock, start) = (ServerClock::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(clock.time(at(5)), 0);
        clock.heard(1000, at(10));
        assert_eq!((clock.time(at(10)), clock.time(at(13))), (1000, 1003));
        // An old message, and one that shows how late it is.
        clock.heard(900, at(14));
        assert_eq!(clock.time(at(14)), 1004);
        clock.heard(5000, at(15));
        assert_eq!(clock.time(at(16)), 5001);
    }

    #[test]
    fn the_server_is_not_asked_all_the_time() {
        let (mut clock, start) = (ServerClock::default(), Instant::now());
        let mut asks = |seconds| clock.is_to_be_asked(start + Duration::from_secs(seconds));
        assert_eq!([0, 1, 59, 60, 61].map(&mut asks), [true, false, false, true, false]);
    }
}
