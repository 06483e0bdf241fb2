//! What the spans of calls and tasks have in common.
#![cfg(processes)]

use super::context::TraceContext;
use tracing::Span;
use tracing::dispatcher::get_default;
use tracing::field::display;
use tracing::subscriber::NoSubscriber;

/// Whether anybody listens to a span. Where another thread has a subscriber and this one has none, there are spans that nobody knows.
pub(super) fn is_heard(span: &Span) -> bool {
    !span.is_disabled() && !get_default(|subscriber| subscriber.is::<NoSubscriber>())
}

/// Notes the ids of a span in its fields.
pub(super) fn record(span: &Span, context: &TraceContext, parent: Option<&TraceContext>) {
    span.record("trace_id", display(format_args!("{:032x}", context.trace_id)));
    span.record("span_id", display(format_args!("{:016x}", context.span_id)));
    if let Some(parent) = parent {
        span.record("parent_span_id", display(format_args!("{:016x}", parent.span_id)));
    }
}
