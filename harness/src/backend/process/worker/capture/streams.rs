//! What is kept of each worker until the caller asks for it.

use super::tail::Capture;
use std::sync::Arc;

/// One worker's streams that are kept for the caller.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    pub(crate) pid: u32,
    pub(crate) stdout: Option<Arc<Capture>>,
    pub(crate) stderr: Option<Arc<Capture>>,
}

impl Streams {
    fn both(&self) -> impl Iterator<Item = &Arc<Capture>> {
        self.stdout.iter().chain(&self.stderr)
    }

    fn is_gone(&self) -> bool {
        self.both().all(|capture| capture.has_ended())
    }

    fn has_words(&self) -> bool {
        self.both().any(|capture| !capture.lock().bytes.is_empty())
    }
}

/// Number of dead workers whose output is kept while nobody asks for it.
const MOST_KEPT: usize = 1024;

/// Makes room for another worker: forgets dead workers that wrote nothing, or else the first dead one.
pub(crate) fn make_room(streams: &mut Vec<Streams>) {
    if streams.len() < MOST_KEPT {
        return;
    }
    streams.retain(|worker| !worker.is_gone() || worker.has_words());
    if streams.len() >= MOST_KEPT
        && let Some(at) = streams.iter().position(Streams::is_gone)
    {
        streams.remove(at);
    }
}

/// Forgets streams of workers that are gone and whose output was taken.
pub(crate) fn take_all(streams: &mut Vec<Streams>) -> Vec<(u32, String, String)> {
    let text =
        |capture: &Option<Arc<Capture>>| capture.as_ref().map(|capture| capture.take()).unwrap_or_default();
    let mut taken = Vec::new();
    streams.retain(|worker| {
        // Read first, so that output that comes in between is returned the next time.
        let gone = worker.is_gone();
        let (stdout, stderr) = (text(&worker.stdout), text(&worker.stderr));
        if !stdout.is_empty() || !stderr.is_empty() {
            taken.push((worker.pid, stdout, stderr));
        }
        !gone
    });
    taken
}
