//! The span of a call, in the caller.
#![cfg(processes)]

use super::connect::connection;
use super::context::TraceContext;
use super::current::parent;
use super::ids::{random, random_trace};
use super::load;
use super::span::{is_heard, record};
use crate::format::ByteSink;
use tracing::field::Empty;
use tracing::span::EnteredSpan;
use tracing::{Span, info_span};

/// The span of a call. It ends when this is dropped.
#[derive(Debug, Default)]
pub(crate) struct CallSpan {
    span: Option<Span>,
    context: Option<TraceContext>,
    inputs: u64,
}

impl CallSpan {
    /// Begins a call of a task with this name.
    pub(crate) fn begin(task: &str, backend: &str, format: &str) -> Self {
        let (parent, is_given) = parent();
        let span = info_span!(
            target: "wirecheck",
            "wirecheck.call",
            trace_id = Empty,
            span_id = Empty,
            parent_span_id = Empty,
            task,
            backend,
            format,
            inputs = Empty,
        );
        if !is_heard(&span) {
            // Where nobody listens, what was given is handed on. A task may still want to know which call it is of.
            let context = parent.or_else(|| TraceContext::new(random_trace(), random(), false));
            return Self { span: None, context, inputs: 0 };
        }
        let connection = connection();
        if let (Some(connection), Some(parent)) = (connection, &parent)
            && (is_given || Span::current().is_none())
        {
            (connection.set_parent)(&span, parent);
        }
        let own = || match parent {
            Some(parent) => TraceContext { span_id: random(), ..parent },
            None => TraceContext { trace_id: random_trace(), span_id: random(), flags: 1 },
        };
        let context = connection.and_then(|connection| (connection.context_of)(&span)).unwrap_or_else(own);
        record(&span, &context, parent.as_ref());
        Self { span: Some(span), context: Some(context), inputs: 0 }
    }

    /// Appends the number of a task, and the context if there is one.
    pub(crate) fn write(&self, number: u32, out: &mut impl ByteSink) {
        load::write(number, self.context, out);
    }

    /// What happens on this thread meanwhile is part of the call.
    pub(crate) fn enter(&self) -> Option<EnteredSpan> {
        self.span.clone().map(Span::entered)
    }

    /// Ends it now.
    pub(crate) fn end(self) {}

    /// Counts inputs that were read.
    #[inline]
    pub(crate) fn count(&mut self, inputs: usize) {
        self.inputs += inputs as u64;
    }
}

impl Drop for CallSpan {
    fn drop(&mut self) {
        if let Some(span) = &self.span {
            span.record("inputs", self.inputs);
        }
    }
}
