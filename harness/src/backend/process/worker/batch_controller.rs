//! How many tasks may wait at one worker.
//!
//! A batch is not a message of its own here: every task has its frame, and the batch size is the number
//! of frames a worker may have unanswered. Many for tiny tasks, so that nobody waits for a round trip;
//! one for long tasks, so that none waits behind another while a worker is free.

use crate::backend::Batch;
use crate::clock;
use crate::transfer::{EncodedValue, Payload};
use std::time::{Duration, Instant};

/// Work to keep queued at a worker, at least; at one that is far away, so many round trips of it.
const QUEUED: Duration = Duration::from_millis(2);
const TRIPS: u32 = 2;
/// A round trip does not matter for a task of this length, at least, or of so many round trips: nothing is queued behind it.
const LONG: Duration = Duration::from_millis(20);
const LONG_TRIPS: u32 = 20;
/// No worker is taken to be farther away.
const FARTHEST: Duration = Duration::from_millis(500);
/// How fast the limit grows: one lucky reading must not queue thousands of long tasks.
const GROWTH: usize = 2;
/// The same where somebody next to the worker has taken the time: no trip is in the reading.
const GROWTH_NEARBY: usize = 16;
const MOST: usize = 4096;
/// Where the limit begins at most if the task is the one of the worker's last call: the inputs of this one may take longer.
const REMEMBERED: usize = 256;
/// Tasks with larger captures are not remembered.
const SMALL: usize = 4096;
/// Bytes of large results to have at a worker: what is made too early is out of the caches, or waits for memory.
const AHEAD: u64 = 2 << 20;
/// What taking over a large result costs this side, at most: while it does, its worker shall have work.
const BYTES_PER_MICROSECOND: u64 = 2000;
/// A share of a task's time that is worth that.
const NOTABLE: u32 = 8;

#[derive(Debug)]
pub(crate) struct BatchController {
    limit: usize,
    since: Instant,
    /// Whether nothing was answered since the worker was idle.
    is_first: bool,
    /// How long a trip to the worker and back takes. Zero where that is not known.
    distance: Duration,
    /// Whether its times are taken next to the worker: then the limit grows fast.
    is_nearby: bool,
    last_call: Option<LastCall>,
}

/// Where the call before has ended, on a worker whose times are taken next to it.
#[derive(Debug)]
struct LastCall {
    /// Its task and captures.
    load: Vec<u8>,
    limit: usize,
    distance: Duration,
}

impl Default for BatchController {
    fn default() -> Self {
        Self {
            limit: 1,
            since: clock::now(),
            is_first: true,
            distance: Duration::ZERO,
            is_nearby: false,
            last_call: None,
        }
    }
}

impl BatchController {
    /// How many tasks may wait at the worker, whose `share` of all that are unanswered is known. Where the limit has grown fast, the first
    /// worker to answer must not get the last tasks of a call.
    pub(crate) fn limit(&self, batch: Batch, share: impl FnOnce() -> usize) -> usize {
        match batch {
            Batch::Auto if self.is_nearby => self.limit.min(share().max(1)),
            Batch::Auto => self.limit,
            Batch::Fixed(size) => size.max(1),
        }
    }

    /// The worker gets tasks of a call. If it has just done others of the same task, a trip to a far worker for each step of the limit
    /// would tell nothing new.
    pub(crate) fn begin(&mut self, load: &EncodedValue) {
        if self.is_nearby {
            return;
        }
        if let Some(last) = &self.last_call
            && small(load) == Some(&last.load[..])
        {
            self.limit = last.limit.min(REMEMBERED);
            self.distance = last.distance;
            self.is_nearby = true;
        }
    }

    /// The worker gets nothing more of its calls. The tasks of the next one may be of any length, unless they are the same.
    pub(crate) fn end(&mut self, load: Option<&EncodedValue>) {
        let done = load.and_then(small).filter(|_| self.is_nearby).map(|load| LastCall {
            load: load.to_vec(),
            limit: self.limit,
            distance: self.distance,
        });
        *self = Self { last_call: done, ..Self::default() };
    }

    /// An idle worker got a task.
    pub(crate) fn busy(&mut self) {
        self.since = clock::now();
        self.is_first = true;
    }

    /// `answers` arrived from a worker that had work since the last time, with `large` bytes of results that were not in their frames.
    /// It has `worked` so long for them, if that is known from next to it.
    pub(crate) fn answered(&mut self, answers: usize, large: u64, worked: Option<Duration>) {
        let now = clock::now();
        let took = now.duration_since(self.since);
        self.since = now;
        let is_first = std::mem::take(&mut self.is_first);
        let Ok(count) = u32::try_from(answers.max(1)) else { return };
        let large = large / u64::from(count);
        match worked {
            None => self.adapt(took / count, large, GROWTH),
            Some(worked) => {
                self.is_nearby = true;
                if is_first {
                    self.distance = took.saturating_sub(worked).min(FARTHEST);
                }
                self.adapt(worked / count, large, GROWTH_NEARBY);
            }
        }
    }

    fn adapt(&mut self, each: Duration, large: u64, growth: usize) {
        let queued = QUEUED.max(self.distance * TRIPS);
        let fit = queued.as_nanos() / each.as_nanos().max(1);
        let taking = Duration::from_micros(large / BYTES_PER_MICROSECOND);
        let long = LONG.max(self.distance * LONG_TRIPS);
        let least = if each < long || taking > each / NOTABLE { 2 } else { 1 };
        let most = AHEAD.checked_div(large).map_or(MOST, |fit| usize::try_from(fit).unwrap_or(MOST));
        let fit = usize::try_from(fit).unwrap_or(MOST).min(most).clamp(least, MOST);
        self.limit = fit.min(self.limit * growth);
    }
}

/// The bytes of a task and its captures, if there are few.
fn small(load: &EncodedValue) -> Option<&[u8]> {
    match &load.body {
        Payload::Inline(bytes) if bytes.len() <= SMALL && load.regions.is_empty() => Some(bytes),
        Payload::Inline(_) | Payload::OutOfBand(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_for_tiny_tasks_and_falls_at_once_for_long_ones() {
        let mut batch_controller = BatchController::default();
        let mut seen = vec![batch_controller.limit];
        for _ in 0..14 {
            batch_controller.adapt(Duration::from_nanos(100), 0, GROWTH);
            seen.push(batch_controller.limit);
        }
        assert_eq!(&seen[..4], [1, 2, 4, 8]);
        assert_eq!(batch_controller.limit, MOST);
        batch_controller.adapt(Duration::from_millis(1), 0, GROWTH);
        assert_eq!(batch_controller.limit, 2);
        batch_controller.adapt(Duration::from_millis(50), 0, GROWTH);
        assert_eq!(batch_controller.limit, 1);
    }

    #[test]
    fn a_call_of_the_same_task_begins_where_the_last_one_ended() {
        let load = |bytes: &[u8]| EncodedValue { body: Payload::Inline(bytes.to_vec()), regions: Vec::new() };
        let after = |worked: Option<Duration>, bytes: &[u8]| {
            let mut batch_controller = BatchController::default();
            batch_controller.busy();
            (0..4).for_each(|_| batch_controller.answered(1, 0, worked));
            batch_controller.end(Some(&load(bytes)));
            batch_controller
        };
        let limit = |mut batch_controller: BatchController, next: &[u8]| {
            batch_controller.begin(&load(next));
            batch_controller.limit(Batch::Auto, || usize::MAX)
        };
        let (tiny, long) = (Duration::from_nanos(100), Duration::from_secs(1));
        assert_eq!(limit(after(Some(tiny), b"task"), b"task"), REMEMBERED);
        assert_eq!(limit(after(Some(tiny), b"task"), b"other captures"), 1);
        assert_eq!(limit(after(Some(long), b"task"), b"task"), 1);
        assert_eq!(limit(after(None, b"task"), b"task"), 1, "next to it, a trip costs nothing");
        let large = vec![7; SMALL + 1];
        assert_eq!(limit(after(Some(tiny), &large), &large), 1);
        // A call that got no answer from this worker leaves nothing.
        let mut batch_controller = after(Some(tiny), b"task");
        batch_controller.end(None);
        assert_eq!(limit(batch_controller, b"task"), 1);
        // Where inputs take longer than those of the last call, one answer tells.
        let mut batch_controller = after(Some(tiny), b"task");
        batch_controller.begin(&load(b"task"));
        batch_controller.busy();
        batch_controller.answered(1, 0, Some(long));
        assert_eq!(batch_controller.limit(Batch::Auto, || usize::MAX), 1);
    }

    #[test]
    fn large_results_are_few_and_leave_no_worker_without_work() {
        let mut batch_controller = BatchController { limit: 64, ..BatchController::default() };
        batch_controller.adapt(Duration::from_micros(30), 64 << 10, GROWTH);
        assert_eq!(batch_controller.limit, 32, "2 MiB of them");
        batch_controller.adapt(Duration::from_micros(100), 1 << 20, GROWTH);
        assert_eq!(batch_controller.limit, 2);
        batch_controller.adapt(Duration::from_millis(70), 64 << 20, GROWTH);
        assert_eq!(batch_controller.limit, 2, "this side takes a good part of a task's time to read one");
        batch_controller.adapt(Duration::from_secs(10), 64 << 20, GROWTH);
        assert_eq!(batch_controller.limit, 1, "it does not matter for such a task");
    }

    #[test]
    fn what_is_far_away_gets_more_and_is_known_by_its_own_time() {
        let answered = |took: Duration, worked: Duration, count: usize, times: usize| {
            let since = clock::now().checked_sub(took).unwrap();
            let mut batch_controller = BatchController { since, ..BatchController::default() };
            batch_controller.answered(count, 0, Some(worked));
            for _ in 1..times {
                batch_controller.answered(count, 0, Some(worked));
            }
            batch_controller
        };
        // Tasks of 1 ms, 50 ms away: two trips of work.
        let (far, each) = (Duration::from_millis(50), Duration::from_millis(1));
        assert_eq!(answered(far + each, each, 1, 1).limit, 16);
        let limit = answered(far + each, each, 1, 2).limit;
        assert!((100..110).contains(&limit), "{limit}");
        // Tasks of 200 ms: one trip is a good part of that; of 2 s, it is not.
        let each = Duration::from_millis(200);
        assert_eq!(answered(far + each, each, 1, 2).limit, 2);
        let each = Duration::from_secs(2);
        assert_eq!(answered(far + each, each, 1, 2).limit, 1);
        // The last tasks are shared.
        let nearby = answered(far + each, Duration::from_micros(1), 1, 4);
        assert!(nearby.limit(Batch::Auto, || 100_000) > 1000);
        assert_eq!([0, 1, 7].map(|share| nearby.limit(Batch::Auto, || share)), [1, 1, 7]);
        assert_eq!(nearby.limit(Batch::Fixed(9), || 1), 9);
        // A time that cannot be: nobody is that far away.
        let limit = answered(Duration::from_secs(90), Duration::from_millis(1), 1, 4).limit;
        assert_eq!(limit, 1000);
    }
}
