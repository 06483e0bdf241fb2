//! The connection, and requests that are tried again for a bounded time.

use super::denials::Denials;
use super::error::StoreError;
use crate::access::Access;
use async_nats::jetstream::context::{CreateStreamErrorKind, GetStreamErrorKind, PublishErrorKind};
use async_nats::jetstream::stream::Config;
use async_nats::jetstream::{self, Context, ErrorCode};
use async_nats::{Client, Event, RequestErrorKind, ServerError, StatusCode};
use bytes::Bytes;
use std::error::Error as _;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, OnceCell};
use tokio::time::{Instant, sleep, timeout};
use wirecheck::Error;

/// How long one request may take before it is made again.
const STEP: Duration = Duration::from_secs(5);
/// How long that goes on.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a request may take before it is looked whether its stream is there: servers before 2.10 do not answer where it is not.
const FIRST: Duration = Duration::from_secs(1);
/// Before the next try.
const PAUSE: Duration = Duration::from_millis(100);

/// What is kept on the server. Clones share the connection.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    context: Context,
    client: Client,
    app: String,
    signals: Arc<Signals>,
    /// Whether the stream of objects was there.
    has_objects: Arc<AtomicBool>,
}

/// What the server has told on the connection.
#[derive(Debug, Default)]
struct Signals {
    denials: Denials,
    /// Notified when the connection was lost and is there again.
    reconnected: Notify,
    /// How often there was a connection.
    connections: AtomicU64,
}

/// A store that is connected once it is needed. Clones share the connection.
#[derive(Clone, Debug)]
pub(crate) struct LazyStore {
    access: Access,
    who: &'static str,
    store: Rc<OnceCell<Store>>,
}

impl LazyStore {
    pub(crate) fn new(access: &Access, who: &'static str) -> Self {
        Self { access: access.clone(), who, store: Rc::default() }
    }

    /// Connects, if that was not done. Who asks has another connection, so the server is away for a moment only, if it is.
    ///
    /// # Errors
    /// As of [`Store::connect`].
    pub(crate) async fn get(&self) -> Result<Store, Error> {
        let connect = async || {
            let deadline = Instant::now() + PATIENCE;
            loop {
                match Store::connect(&self.access, self.who).await {
                    Err(error) if error.is_start_failure() && Instant::now() < deadline => sleep(PAUSE).await,
                    outcome => return outcome,
                }
            }
        };
        self.store.get_or_try_init(connect).await.cloned()
    }

    /// The store, if it was needed so far.
    pub(crate) fn known(&self) -> Option<Store> {
        self.store.get().cloned()
    }
}

/// How a request has failed.
pub(super) enum Failure {
    /// It may succeed when it is made again.
    Passing(String),
    /// The server keeps no stream for that subject.
    NoStream,
    Final(StoreError),
}

impl Store {
    /// Connects. Nothing is asked of JetStream before it is needed.
    ///
    /// # Errors
    /// As of [`Access::connect`].
    pub(crate) async fn connect(access: &Access, who: &str) -> Result<Self, Error> {
        let signals = Arc::new(Signals::default());
        let told = Arc::clone(&signals);
        let on_event = move |event| match event {
            Event::Connected => {
                told.connections.fetch_add(1, Ordering::Relaxed);
                told.reconnected.notify_waiters();
            }
            Event::ServerError(ServerError::Other(error)) => told.denials.note(&error),
            _ => {}
        };
        let client = access.connect(who, on_event).await?;
        let mut context = jetstream::new(client.clone());
        context.set_timeout(STEP);
        Ok(Self { context, client, app: access.app.clone(), signals, has_objects: Arc::default() })
    }

    /// For what is special to one stream. Each wait on it needs a bound: [`request`](Self::request) has one.
    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    pub(super) fn has_objects(&self) -> &AtomicBool {
        &self.has_objects
    }

    /// How often the connection was made.
    pub(crate) fn connections(&self) -> u64 {
        self.signals.connections.load(Ordering::Relaxed)
    }

    pub(crate) fn app(&self) -> &str {
        &self.app
    }

    /// Makes a request, and makes it again while that may help. `subject` is the one that it uses, and `what` is said in errors:
    /// "the NATS server refused ..".
    ///
    /// # Errors
    /// What the request says, or that the server does not answer.
    pub(super) async fn request<T>(
        &self,
        what: &str,
        subject: &str,
        mut send: impl AsyncFnMut() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + PATIENCE;
        let mut why = None;
        self.signals.denials.forget(subject);
        while Instant::now() < deadline {
            let tried = tokio::select! {
                biased;
                tried = timeout(STEP, send()) => tried,
                subject = self.signals.denials.of(subject) => {
                    return Err(Failure::Final(StoreError::Denied { subject }));
                }
                // What was under way is lost.
                () = self.signals.reconnected.notified() => continue,
            };
            match tried {
                Ok(Err(Failure::Passing(error))) => why = Some(error),
                Ok(outcome) => return outcome,
                Err(_) => {}
            }
            sleep(PAUSE).await;
        }
        let what = what.to_owned();
        Err(Failure::Final(match why {
            Some(why) => StoreError::Failed { what, why },
            None => StoreError::TimedOut { what, seconds: PATIENCE.as_secs() },
        }))
    }

    /// Why nobody listens for a stream: it is not there, or has no leader for a moment.
    pub(super) async fn why_nobody_listens(&self, what: &str, stream: &str) -> Failure {
        match self.context.get_stream(stream).await {
            Ok(_) => Failure::Passing("its stream has no leader".to_owned()),
            Err(error) => match error.kind() {
                GetStreamErrorKind::JetStream(told) => of_server(what, &told),
                _ if is_without_responders(&error) => Failure::NoStream,
                _ => Failure::Passing(error.to_string()),
            },
        }
    }

    /// Keeps a message in a stream.
    ///
    /// # Errors
    /// When the server does not.
    pub(super) async fn publish(
        &self,
        what: &str,
        stream: &str,
        subject: &str,
        message: Bytes,
    ) -> Result<(), Failure> {
        self.request(what, subject, async || {
            let sent = self.context.publish(subject.to_owned(), message.clone()).await;
            let acknowledged = match sent {
                Ok(acknowledged) => acknowledged.await,
                Err(error) => Err(error),
            };
            let Err(error) = acknowledged else { return Ok(()) };
            Err(match error.kind() {
                PublishErrorKind::StreamNotFound => self.why_nobody_listens(what, stream).await,
                PublishErrorKind::TimedOut
                | PublishErrorKind::BrokenPipe
                | PublishErrorKind::MaxAckPending => Failure::Passing(error.to_string()),
                _ => {
                    let told = error.source().and_then(|source| source.downcast_ref::<jetstream::Error>());
                    told.map_or_else(|| failed(what, &error), |told| of_server(what, told))
                }
            })
        })
        .await
    }

    /// The last message of a subject that a stream keeps; `None` if there is none. With `is_first`, silence counts as a sign that
    /// the stream may not be there.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(super) async fn last_message(
        &self,
        what: &str,
        stream: &str,
        subject: &str,
        is_first: bool,
    ) -> Result<Option<Bytes>, Failure> {
        let asked = format!("$JS.API.DIRECT.GET.{stream}.{subject}");
        self.request(what, &asked, async || {
            let limit = if is_first { FIRST } else { STEP };
            let request = async_nats::Request::new().timeout(Some(limit));
            match self.client.send_request(asked.clone(), request).await {
                Ok(message) => match message.status {
                    None | Some(StatusCode::OK) => Ok(Some(message.payload)),
                    Some(StatusCode::NOT_FOUND) => Ok(None),
                    Some(status) => Err(Failure::Passing(status.to_string())),
                },
                Err(error) if error.kind() == RequestErrorKind::NoResponders => Err(Failure::NoStream),
                Err(error) if is_first && error.kind() == RequestErrorKind::TimedOut => {
                    Err(Failure::NoStream)
                }
                Err(error) => Err(Failure::Passing(error.to_string())),
            }
        })
        .await
    }

    /// Deletes the messages of all subjects that match this one.
    ///
    /// # Errors
    /// When the server does not.
    pub(super) async fn purge(&self, what: &str, stream: &str, filter: &str) -> Result<(), Failure> {
        let asked = format!("$JS.API.STREAM.PURGE.{stream}");
        self.request(what, &asked, async || {
            let Ok(stream) = self.context.get_stream_no_info(stream).await else {
                return Err(Failure::NoStream);
            };
            match stream.purge().filter(filter).await {
                Ok(_) => Ok(()),
                Err(error) => Err(match error.kind() {
                    jetstream::stream::PurgeErrorKind::JetStream(told) => of_server(what, &told),
                    _ => Failure::Passing(error.to_string()),
                }),
            }
        })
        .await
    }

    /// Makes a stream if it is not there. If it is there with other options, these stay. Returns whether it was made.
    ///
    /// # Errors
    /// When there is no JetStream, or no room for it.
    pub(crate) async fn ensure_stream(&self, config: &Config) -> Result<bool, StoreError> {
        let name = &config.name;
        let what = format!("the stream `{name}`");
        let asked = format!("$JS.API.STREAM.INFO.{name}");
        let found = self.request(&what, &asked, async || match self.context.get_stream(name).await {
            Ok(_) => Ok(()),
            Err(error) => Err(match error.kind() {
                GetStreamErrorKind::JetStream(told) => of_server(&what, &told),
                _ if is_without_responders(&error) => Failure::Final(StoreError::NoJetStream),
                _ => Failure::Passing(error.to_string()),
            }),
        });
        match found.await {
            Ok(()) => return Ok(false),
            Err(Failure::NoStream) => {}
            Err(failure) => return Err(failure.into_error(&what)),
        }
        let asked = format!("$JS.API.STREAM.CREATE.{name}");
        let made = self.request(&what, &asked, async || {
            match self.context.create_stream(config.clone()).await {
                Ok(_) => Ok(()),
                Err(error) => Err(match error.kind() {
                    // Somebody else was faster.
                    CreateStreamErrorKind::JetStream(told)
                        if told.error_code() == ErrorCode::STREAM_NAME_EXIST =>
                    {
                        return Ok(());
                    }
                    CreateStreamErrorKind::JetStream(told) => of_server(&what, &told),
                    CreateStreamErrorKind::JetStreamUnavailable => Failure::Final(StoreError::NoJetStream),
                    CreateStreamErrorKind::TimedOut | CreateStreamErrorKind::Response => {
                        Failure::Passing(error.to_string())
                    }
                    _ => failed(&what, &error),
                }),
            }
        });
        made.await.map(|()| true).map_err(|failure| failure.into_error(&what))
    }
}

impl Failure {
    pub(super) fn into_error(self, what: &str) -> StoreError {
        match self {
            Self::Final(error) => error,
            Self::Passing(why) => StoreError::Failed { what: what.to_owned(), why },
            Self::NoStream => {
                StoreError::Failed { what: what.to_owned(), why: "its stream is not there".to_owned() }
            }
        }
    }
}

pub(super) fn failed(what: &str, error: &impl std::fmt::Display) -> Failure {
    Failure::Final(StoreError::Failed { what: what.to_owned(), why: error.to_string() })
}

/// What an error of JetStream means.
pub(super) fn of_server(what: &str, error: &jetstream::Error) -> Failure {
    match error.error_code() {
        ErrorCode::STREAM_NOT_FOUND => Failure::NoStream,
        ErrorCode::JETSTREAM_NOT_ENABLED | ErrorCode::JETSTREAM_NOT_ENABLED_FOR_ACCOUNT => {
            Failure::Final(StoreError::NoJetStream)
        }
        ErrorCode::STORAGE_RESOURCES_EXCEEDED
        | ErrorCode::MEMORY_RESOURCES_EXCEEDED
        | ErrorCode::ACCOUNT_RESOURCES_EXCEEDED
        | ErrorCode::INSUFFICIENT_RESOURCES
        | ErrorCode::STREAM_STORE_FAILED => Failure::Final(StoreError::Full { why: error.to_string() }),
        // No leader, for a moment.
        ErrorCode::CLUSTER_NOT_AVAILABLE => Failure::Passing(error.to_string()),
        _ => failed(what, error),
    }
}

/// Whether nobody listens for requests to JetStream.
pub(super) fn is_without_responders(error: &jetstream::context::GetStreamError) -> bool {
    let source = error.source().and_then(|source| source.downcast_ref::<jetstream::context::RequestError>());
    source.is_some_and(|source| source.kind() == jetstream::context::RequestErrorKind::NoResponders)
}
