//! The streams of detached calls.
//!
//! ```text
//! calls    wc.APP.d.CALL          what becomes of a call: its last message counts
//! records  wc.APP.r.CALL.i        its task and its inputs
//!          wc.APP.r.CALL.o.TRY    the results of one try
//! dead     wc.APP.x.LETTER        inputs that have killed their workers
//! ```
//! Who reads them asks for one message after another. There are no consumers, which would be left behind, and would have to be
//! made anew after a restart.

use super::error::StoreError;
use super::server::{Failure, Store, failed, is_without_responders, of_server};
use async_nats::header::{HeaderMap, NATS_EXPECTED_LAST_SUBJECT_SEQUENCE};
use async_nats::jetstream::context::{GetStreamErrorKind, PublishErrorKind};
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};
use async_nats::{RequestErrorKind, StatusCode};
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use std::error::Error as _;
use std::time::Duration;

/// What nobody has deleted is kept for so long.
pub(crate) const LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);
/// The most calls of an application, where the stream was not made by somebody else with another limit.
const MOST_CALLS: i64 = 10_000;
/// How long the server may take to answer one question.
const STEP: Duration = Duration::from_secs(2);

/// One of the streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Calls,
    Records,
    Dead,
}

/// Where nodes are told that there is a new call.
pub(crate) fn hints(app: &str) -> String {
    format!("wc.{app}.h")
}

/// A message that a stream keeps.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) sequence: u64,
    pub(crate) subject: String,
    pub(crate) message: Bytes,
    /// When the server got it, by its clock, in seconds since 1970.
    pub(crate) time: u64,
}

/// How far a stream goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// When it was made. Another one has other numbers.
    pub(crate) made: String,
    pub(crate) last: u64,
    pub(crate) messages: u64,
    /// When its last message came, by the server's clock, in seconds since 1970.
    pub(crate) time: u64,
}

impl Stream {
    const ALL: [Self; 3] = [Self::Calls, Self::Records, Self::Dead];

    fn word(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Records => "records",
            Self::Dead => "dead",
        }
    }

    fn letter(self) -> char {
        match self {
            Self::Calls => 'd',
            Self::Records => 'r',
            Self::Dead => 'x',
        }
    }

    fn name(self, app: &str) -> String {
        format!("wirecheck-{app}-{}", self.word())
    }

    /// A subject of this stream.
    pub(crate) fn subject(self, app: &str, rest: &str) -> String {
        format!("wc.{app}.{}.{rest}", self.letter())
    }

    fn config(self, app: &str) -> Config {
        let is_calls = self == Self::Calls;
        Config {
            name: self.name(app),
            subjects: vec![self.subject(app, ">")],
            storage: StorageType::File,
            retention: RetentionPolicy::Limits,
            discard: DiscardPolicy::New,
            max_bytes: -1,
            max_messages: if is_calls { MOST_CALLS } else { -1 },
            max_messages_per_subject: if is_calls { 1 } else { -1 },
            max_age: LONGEST,
            allow_direct: true,
            num_replicas: 1,
            ..Config::default()
        }
    }
}

impl Store {
    /// Makes the streams of detached calls, if they are not there, with so many copies of each on servers of a NATS cluster.
    ///
    /// # Errors
    /// When there is no JetStream, or no room for them.
    pub(crate) async fn ensure_calls(&self, replicas: usize) -> Result<(), StoreError> {
        for stream in Stream::ALL {
            let config = Config { num_replicas: replicas, ..stream.config(self.app()) };
            self.ensure_stream(&config).await?;
        }
        Ok(())
    }

    /// Makes the stream of calls with room for so many, if it is not there.
    ///
    /// # Errors
    /// As of [`ensure_calls`](Self::ensure_calls).
    pub(crate) async fn make_calls(&self, most: i64) -> Result<(), StoreError> {
        let config = Config { max_messages: most, ..Stream::Calls.config(self.app()) };
        self.ensure_stream(&config).await.map(drop)
    }

    /// How many messages the streams hold.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn kept_messages(&self) -> Result<u64, StoreError> {
        let mut sum = 0;
        for stream in Stream::ALL {
            sum += self
                .extent("a question about detached calls", stream)
                .await?
                .map_or(0, |extent| extent.messages);
        }
        Ok(sum)
    }

    /// A subject of a stream of this application.
    pub(crate) fn subject_in(&self, stream: Stream, rest: &str) -> String {
        stream.subject(self.app(), rest)
    }

    /// Keeps one more message.
    ///
    /// # Errors
    /// When the server does not.
    pub(crate) async fn append(&self, what: &str, subject: &str, message: Bytes) -> Result<(), StoreError> {
        let is_its = |stream: &Stream| subject.starts_with(&stream.subject(self.app(), ""));
        let stream = Stream::ALL.into_iter().find(is_its).unwrap_or(Stream::Records);
        let kept = self.publish(what, &stream.name(self.app()), subject, message).await;
        kept.map_err(|failure| failure.into_error(what))
    }

    /// The time of the server, in seconds since 1970.
    ///
    /// # Errors
    /// When it does not say.
    pub(crate) async fn server_time(&self) -> Result<u64, StoreError> {
        const WHAT: &str = "a question about its clock";
        // No name of a call.
        let subject = self.subject_in(Stream::Calls, "clock");
        self.append(WHAT, &subject, Bytes::new()).await?;
        let kept = self.newest(WHAT, Stream::Calls, &subject).await?;
        self.erase(WHAT, Stream::Calls, &subject).await?;
        Ok(kept.map_or(0, |kept| kept.time))
    }

    /// Keeps a message if the last one of its subject has this number; 0 if there must be none. Gives its number, or `None` if there
    /// is another one.
    ///
    /// # Errors
    /// When the server does not say.
    pub(crate) async fn replace(
        &self,
        what: &str,
        subject: &str,
        expected: u64,
        message: Bytes,
    ) -> Result<Option<u64>, StoreError> {
        let sent = self.request(what, subject, async || {
            let mut headers = HeaderMap::new();
            headers.insert(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, expected.to_string());
            let context = self.context();
            let sent = context.publish_with_headers(subject.to_owned(), headers, message.clone()).await;
            let acknowledged = match sent {
                Ok(acknowledged) => acknowledged.await,
                Err(error) => Err(error),
            };
            let error = match acknowledged {
                Ok(acknowledged) => return Ok(Some(acknowledged.sequence)),
                Err(error) => error,
            };
            match error.kind() {
                PublishErrorKind::WrongLastSequence => Ok(None),
                PublishErrorKind::StreamNotFound => {
                    Err(self.why_nobody_listens(what, &Stream::Calls.name(self.app())).await)
                }
                PublishErrorKind::TimedOut
                | PublishErrorKind::BrokenPipe
                | PublishErrorKind::MaxAckPending => Err(Failure::Passing(error.to_string())),
                _ => {
                    let told = error
                        .source()
                        .and_then(|source| source.downcast_ref::<async_nats::jetstream::Error>());
                    Err(told.map_or_else(|| failed(what, &error), |told| of_server(what, told)))
                }
            }
        });
        let replaced = sent.await.map_err(|failure| failure.into_error(what))?;
        if replaced.is_some() {
            return Ok(replaced);
        }
        // It may have been kept although its acknowledgement was lost.
        let kept = self.newest(what, Stream::Calls, subject).await?;
        Ok(kept.filter(|kept| kept.message == message).map(|kept| kept.sequence))
    }

    /// The last message of a subject; `None` if there is none, or no such stream.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn newest(
        &self,
        what: &str,
        stream: Stream,
        subject: &str,
    ) -> Result<Option<Kept>, StoreError> {
        self.kept(what, stream, format!("{{\"last_by_subj\":\"{subject}\"}}")).await
    }

    /// The first message with at least this number whose subject matches; `None` if there is none, or no such stream.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn next(
        &self,
        what: &str,
        stream: Stream,
        subject: &str,
        sequence: u64,
    ) -> Result<Option<Kept>, StoreError> {
        let sequence = sequence.max(1);
        self.kept(what, stream, format!("{{\"seq\":{sequence},\"next_by_subj\":\"{subject}\"}}")).await
    }

    async fn kept(&self, what: &str, stream: Stream, asked: String) -> Result<Option<Kept>, StoreError> {
        let subject = format!("$JS.API.DIRECT.GET.{}", stream.name(self.app()));
        let client = self.context().client();
        let found = self.request(what, &subject, async || {
            let request = async_nats::Request::new().timeout(Some(STEP)).payload(Bytes::from(asked.clone()));
            let message = match client.send_request(subject.clone(), request).await {
                Ok(message) => message,
                Err(error) if error.kind() == RequestErrorKind::NoResponders => {
                    return Err(self.why_nobody_listens(what, &stream.name(self.app())).await);
                }
                // Old servers say nothing where there is no such stream.
                Err(error) => {
                    return Err(match self.extent_now(what, stream).await {
                        Err(Failure::NoStream) => Failure::NoStream,
                        _ => Failure::Passing(error.to_string()),
                    });
                }
            };
            match message.status {
                None | Some(StatusCode::OK) => {}
                Some(StatusCode::NOT_FOUND) => return Ok(None),
                Some(status) => return Err(Failure::Passing(status.to_string())),
            }
            let Ok(found) = StreamMessage::try_from(message) else {
                return Err(failed(what, &"its answer is none"));
            };
            let StreamMessage { subject, sequence, payload, time, .. } = found;
            let time = u64::try_from(time.unix_timestamp()).unwrap_or(0);
            Ok(Some(Kept { sequence, subject: subject.to_string(), message: payload, time }))
        });
        match found.await {
            Ok(found) => Ok(found),
            Err(Failure::NoStream) => Ok(None),
            Err(failure) => Err(failure.into_error(what)),
        }
    }

    /// How far a stream goes; `None` if it is not there.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn extent(&self, what: &str, stream: Stream) -> Result<Option<Extent>, StoreError> {
        let asked = format!("$JS.API.STREAM.INFO.{}", stream.name(self.app()));
        let found = self.request(what, &asked, async || self.extent_now(what, stream).await);
        match found.await {
            Ok(extent) => Ok(Some(extent)),
            Err(Failure::NoStream) => Ok(None),
            Err(failure) => Err(failure.into_error(what)),
        }
    }

    async fn extent_now(&self, what: &str, stream: Stream) -> Result<Extent, Failure> {
        match self.context().get_stream(stream.name(self.app())).await {
            Ok(stream) => {
                let info = stream.cached_info();
                Ok(Extent {
                    made: format!("{:?}", info.created),
                    last: info.state.last_sequence,
                    messages: info.state.messages,
                    time: u64::try_from(info.state.last_timestamp.unix_timestamp()).unwrap_or(0),
                })
            }
            Err(error) => Err(match error.kind() {
                GetStreamErrorKind::JetStream(told) => of_server(what, &told),
                _ if is_without_responders(&error) => Failure::Final(StoreError::NoJetStream),
                _ => Failure::Passing(error.to_string()),
            }),
        }
    }

    /// The subjects of which a stream keeps messages; none if it is not there.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn subjects(&self, what: &str, stream: Stream) -> Result<Vec<String>, StoreError> {
        let asked = format!("$JS.API.STREAM.INFO.{}", stream.name(self.app()));
        let passing = |error: &dyn std::fmt::Display| Failure::Passing(error.to_string());
        let found = self.request(what, &asked, async || {
            // That it is there, and why it is not.
            self.extent_now(what, stream).await?;
            let known = self.context().get_stream(stream.name(self.app())).await;
            let known = known.map_err(|error| passing(&error))?;
            let listed = known.info_with_subjects(stream.subject(self.app(), ">")).await;
            let listed: Vec<(String, usize)> = listed
                .map_err(|error| passing(&error))?
                .try_collect()
                .await
                .map_err(|error| passing(&error))?;
            Ok(listed.into_iter().map(|(subject, _)| subject).collect())
        });
        match found.await {
            Ok(subjects) => Ok(subjects),
            Err(Failure::NoStream) => Ok(Vec::new()),
            Err(failure) => Err(failure.into_error(what)),
        }
    }

    /// Tells nodes that there is a new call. If that is lost, they see it a moment later.
    pub(crate) async fn hint(&self) {
        let client = self.context().client();
        let sending = client.publish(hints(self.app()), Bytes::new());
        let _ = tokio::time::timeout(STEP, sending).await;
    }

    /// Deletes all messages whose subject matches.
    ///
    /// # Errors
    /// When the server does not.
    pub(crate) async fn erase(&self, what: &str, stream: Stream, subject: &str) -> Result<(), StoreError> {
        match self.purge(what, &stream.name(self.app()), subject).await {
            Ok(()) | Err(Failure::NoStream) => Ok(()),
            Err(failure) => Err(failure.into_error(what)),
        }
    }
}
