//! What the server did not permit. It says so on the connection, and never answers the request.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// How many are known at a time.
const KNOWN: usize = 16;
/// What such a message of the server begins with.
const START: &str = "permissions violation";

#[derive(Debug, Default)]
pub(super) struct Denials {
    known: Mutex<VecDeque<String>>,
    changed: Notify,
}

impl Denials {
    /// Takes an error that the server has told.
    pub(super) fn note(&self, error: &str) {
        if error.to_lowercase().contains(START) {
            let mut known = self.lock();
            if known.len() == KNOWN {
                known.pop_front();
            }
            known.push_back(error.to_owned());
            drop(known);
            self.changed.notify_waiters();
        }
    }

    /// Forgets what was known of a subject: it may be permitted by now.
    pub(super) fn forget(&self, subject: &str) {
        self.lock().retain(|error| denied(error, subject).is_none_or(|denied| denied != subject));
    }

    /// Ends once the server has denied the subject, or the inbox for answers. Gives what was denied.
    pub(super) async fn of(&self, subject: &str) -> String {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if let Some(denied) = self.lock().iter().find_map(|error| denied(error, subject)) {
                return denied;
            }
            changed.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `Permissions Violation for Publish to "wc.app.o.1"`: what is denied, if that has to do with a request on this subject.
fn denied(error: &str, subject: &str) -> Option<String> {
    let (_, after) = error.split_once('"')?;
    let (named, _) = after.split_once('"')?;
    (named == subject || named.starts_with("_INBOX")).then(|| named.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_read_from_the_message_of_the_server() {
        let text = "Permissions Violation for Publish to \"wc.a.o.1\"";
        assert_eq!(denied(text, "wc.a.o.1").as_deref(), Some("wc.a.o.1"));
        assert_eq!(denied(text, "wc.a.o.2"), None);
        let inbox = "Permissions Violation for Subscription to \"_INBOX.x.*\"";
        assert_eq!(denied(inbox, "wc.a.o.2").as_deref(), Some("_INBOX.x.*"));
        assert_eq!(denied("Stale Connection", "wc"), None);
    }

    #[tokio::test]
    async fn it_is_known_before_and_after_it_is_asked() {
        let denials = Denials::default();
        let text = "Permissions Violation for Publish to \"s\"";
        denials.note(text);
        assert_eq!(denials.of("s").await, "s");
        denials.forget("s");
        let (denied, ()) = tokio::join!(denials.of("s"), async {
            tokio::task::yield_now().await;
            denials.note("something else");
            denials.note(text);
        });
        assert_eq!(denied, "s");
        (0..100).for_each(|_| denials.note(text));
        assert_eq!(denials.lock().len(), KNOWN);
    }
}
