//! Sends messages to the broker, and waits for it no longer than a moment.

use async_nats::Client;
use async_nats::connection::State;
use bytes::Bytes;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// A publication waits this long for room at the most. While the server is away, it would wait without end.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often a connection that was lost is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// Messages to send now, each with its subject, and when to ask again.
pub(crate) struct Batch {
    pub(crate) messages: Vec<(String, Bytes)>,
    pub(crate) next: Instant,
}

/// Sends what `collect` gives, whenever `wake` is notified or its time has come. Answers go to the subject `reply`.
///
/// What cannot be sent is dropped: links send again what is not acknowledged.
pub(crate) async fn run(
    client: Client,
    reply: String,
    wake: Rc<Notify>,
    mut collect: impl FnMut(Instant) -> Batch,
) {
    loop {
        if client.connection_state() != State::Connected {
            tokio::time::sleep(LOOK).await;
            continue;
        }
        let Batch { messages, next } = collect(Instant::now());
        for (subject, message) in messages {
            send(&client, subject, &reply, message).await;
        }
        let next = next.max(Instant::now() + Duration::from_millis(1));
        tokio::select! {
            () = wake.notified() => {}
            () = tokio::time::sleep_until(next.into()) => {}
        }
    }
}

/// Sends one message, if that is possible within a moment.
pub(crate) async fn send(client: &Client, subject: String, reply: &str, message: Bytes) {
    let sending = client.publish_with_reply(subject, reply.to_owned(), message);
    let _ = tokio::time::timeout(PATIENCE, sending).await;
}
