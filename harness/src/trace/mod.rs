//! `tracing` spans whose context crosses processes and machines, with the feature `tracing`.
//!
//! Each call on worker processes (`map`, `submit` and their relatives on [`Pool`](crate::Pool), [`Spawn`](crate::Spawn) and a cluster)
//! is a span `wirecheck.call` in the caller, and each task a span `wirecheck.task` in its worker. Both have the target `wirecheck`,
//! the level `INFO`, and these fields:
//!
//! | field | call | task |
//! |---|---|---|
//! | `trace_id`, `span_id`, `parent_span_id` | of its [`TraceContext`] | the same trace; the parent is the call |
//! | `task` | name of the task | the same |
//! | `backend`, `format`, `inputs` | `pool`, `spawn` or `cluster`; the wire format; how many inputs were read | |
//! | `index`, `pid`, `node` | | index of the input; process id; name of the node, on a cluster |
//! | `otel.status_code` | | `ERROR` if the task has panicked, or its input or result could not be sent |
//!
//! The context goes once with each call to each worker, so small tasks do not get larger. A task that runs again has another span with
//! another `pid`; [`task_token`](crate::task_token) is the same.
//!
//! # In a worker
//! A worker is this program, started again. What `main` installs before [`init`](crate::init) is there for the worker's spans too;
//! with [`#[wirecheck::main]`](crate::main), use an [`initializer`](crate::Builder::initializer).
//!
//! ```no_run
//! # struct MySubscriber;
//! # impl tracing::Subscriber for MySubscriber {
//! #     fn enabled(&self, _: &tracing::Metadata<'_>) -> bool { true }
//! #     fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id { tracing::span::Id::from_u64(1) }
//! #     fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
//! #     fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
//! #     fn event(&self, _: &tracing::Event<'_>) {}
//! #     fn enter(&self, _: &tracing::span::Id) {}
//! #     fn exit(&self, _: &tracing::span::Id) {}
//! # }
//! use wirecheck::trace::tracing;
//!
//! fn main() -> Result<(), wirecheck::Error> {
//!     // Such as `tracing_subscriber::fmt().with_writer(std::io::stderr).init()`.
//!     tracing::subscriber::set_global_default(MySubscriber).expect("it is the first");
//!     wirecheck::init();
//!     let squares = wirecheck::Pool::new()?.map(wirecheck::closure!(|x: u64| x * x), 0..10)?;
//!     assert_eq!(squares[9], 81);
//!     Ok(())
//! }
//! ```
//!
//! A subscriber that sends spans from a thread of its own, as those of OpenTelemetry do, may have some left when the worker ends. A
//! worker ends with `exit`, so let an exit handler or a short interval send them.
//!
//! # OpenTelemetry
//! `tracing-opentelemetry` gives spans ids of its own. [`connect`] makes those the ones that travel.

mod call;
mod connect;
mod context;
mod current;
mod ids;
mod load;
mod span;
mod task;

#[cfg(processes)]
pub(crate) use call::CallSpan;
pub use connect::connect;
pub use context::{BadTraceparent, TraceContext};
pub use current::{current, traceparent, with_parent};
#[cfg(processes)]
pub(crate) use task::{TaskOrigin, TaskSpan};
/// The version of the crate that is used here.
pub use tracing;
