//! Other ids than those made here.

use super::context::TraceContext;
use std::sync::OnceLock;
use tracing::Span;

/// How ids of another system get in and out of spans.
#[derive(Clone, Copy)]
pub(super) struct Connection {
    pub(super) context_of: fn(&Span) -> Option<TraceContext>,
    pub(super) set_parent: fn(&Span, &TraceContext),
}

static CONNECTION: OnceLock<Connection> = OnceLock::new();

pub(super) fn connection() -> Option<Connection> {
    CONNECTION.get().copied()
}

/// Takes the ids of spans from another system, such as OpenTelemetry, and makes it continue traces of other processes.
///
/// `context_of` gives the context of a span of this process, if it has one. `set_parent` makes a span the child of one in another
/// process; it is called before the span is entered. Call this where you install the subscriber, before [`init`](crate::init): it
/// concerns callers and workers. The first call counts.
///
/// With `tracing-opentelemetry`:
///
/// ```text
/// use opentelemetry::trace::{SpanContext, TraceContextExt, TraceFlags, TraceState};
/// use tracing_opentelemetry::OpenTelemetrySpanExt;
/// use wirecheck::trace::TraceContext;
///
/// wirecheck::trace::connect(
///     |span| {
///         let context = span.context();
///         let span = context.span().span_context().clone();
///         let (trace, id) = (span.trace_id().to_bytes(), span.span_id().to_bytes());
///         TraceContext::new(u128::from_be_bytes(trace), u64::from_be_bytes(id), span.is_sampled())
///     },
///     |span, parent| {
///         let flags = TraceFlags::new(parent.flags);
///         let state = TraceState::default();
///         let parent = SpanContext::new(parent.trace_id.into(), parent.span_id.into(), flags, true, state);
///         let _ = span.set_parent(opentelemetry::Context::new().with_remote_span_context(parent));
///     },
/// );
/// ```
pub fn connect(context_of: fn(&Span) -> Option<TraceContext>, set_parent: fn(&Span, &TraceContext)) {
    let _ = CONNECTION.set(Connection { context_of, set_parent });
}
