//! What a deputy reads: the inputs of its call, and what earlier tries of it have left.

use super::{Deputy, LOOK};
use crate::detach::call_store::Records;
use crate::detach::entry::Entry;
use crate::detach::history::History;
use crate::detach::records::{Record, What};
use crate::store::Stream;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use wirecheck::Error;
use wirecheck::cluster::not_started;

/// How long inputs may be missing that were kept, since not every server has the last messages at once.
const PATIENCE: Duration = Duration::from_secs(3);

impl Deputy {
    /// The task and its inputs.
    pub(super) fn inputs(&self) -> Result<(Vec<u8>, Vec<Vec<u8>>), Error> {
        let total = usize::try_from(self.entry.plan.total).unwrap_or(usize::MAX);
        let mut load = None;
        let mut inputs = Vec::new();
        let subject = Entry::inputs(self.store.app(), &self.entry.id);
        self.read(subject, |Record { what, content, .. }| {
            match what {
                What::Task => load = Some(content),
                _ => inputs.push(content),
            }
            inputs.len() < total
        })?;
        match load {
            Some(load) if inputs.len() == total => Ok((load, inputs)),
            _ => Err(not_started(format!(
                "the server has only {} of {total} inputs of the call: its store was lost, or has expired",
                inputs.len()
            ))),
        }
    }

    /// What earlier tries have left.
    pub(super) fn history(&self, total: usize) -> Result<History, Error> {
        let earlier = u32::try_from(self.entry.tries.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let mut history = History::new(total, self.entry.plan.options.retries, earlier);
        if earlier > 0 {
            let subject = Entry::results(self.store.app(), &self.entry.id, None);
            self.read(subject, |record| {
                history.take(record);
                true
            })?;
        }
        self.progress.done.store(history.done(), Ordering::Relaxed);
        Ok(history)
    }

    /// Reads records while `take` wants more, until there were none for a moment.
    fn read(&self, subject: String, mut take: impl FnMut(Record) -> bool) -> Result<(), Error> {
        let mut records = Records::of(Stream::Records, subject);
        let mut quiet_since = Instant::now();
        while quiet_since.elapsed() < PATIENCE {
            if self.progress.is_stopped() {
                return Err(self.stopped());
            }
            let store = self.store.clone();
            let (rest, read) = self.reactor.run(move || async move {
                let read = records.next(&store).await;
                (records, read)
            })?;
            records = rest;
            match read? {
                Some(complete) => {
                    quiet_since = Instant::now();
                    let mut wants_more = true;
                    for record in complete {
                        wants_more = take(record);
                    }
                    if !wants_more {
                        return Ok(());
                    }
                }
                None => std::thread::sleep(LOOK),
            }
        }
        Ok(())
    }
}
