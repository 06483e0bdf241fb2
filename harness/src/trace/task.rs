//! The span of a task, in its worker.
#![cfg(processes)]

use super::connect::connection;
use super::context::TraceContext;
use super::current::TASK;
use super::ids::random;
use super::load;
use super::span::{is_heard, record};
use crate::wire::{Malformed, Reader};
use std::sync::OnceLock;
use tracing::field::Empty;
use tracing::level_filters::LevelFilter;
use tracing::span::EnteredSpan;
use tracing::{Level, info_span};

/// Where the tasks of a call come from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TaskOrigin {
    /// `None` for the initializer, which belongs to no call.
    call: Option<TraceContext>,
    task: &'static str,
}

impl TaskOrigin {
    /// Reads the number of a task, and where it comes from.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<(u32, Self), Malformed> {
        let (number, call) = load::read(reader)?;
        Ok((number, Self { call, task: "" }))
    }

    pub(crate) fn named(self, task: &'static str) -> Self {
        Self { task, ..self }
    }
}

/// The span of the task that runs, one after another for the tasks of a batch.
#[derive(Debug, Default)]
pub(crate) struct TaskSpan {
    origin: TaskOrigin,
    entered: Option<EnteredSpan>,
}

impl TaskSpan {
    /// For tasks that come from there.
    pub(crate) fn of(origin: TaskOrigin) -> Self {
        TASK.set(origin.call);
        Self { origin, entered: None }
    }

    /// The task with this input begins.
    #[inline]
    pub(crate) fn begin(&mut self, index: u64) {
        // Small tasks would feel more than this comparison.
        if Level::INFO <= LevelFilter::current()
            && let Some(call) = &self.origin.call
        {
            self.entered = enter(self.origin.task, call, index);
        }
    }

    /// It could not be run to its end.
    pub(crate) fn fail(&self) {
        if let Some(entered) = &self.entered {
            entered.record("otel.status_code", "ERROR");
        }
    }

    /// It has ended.
    #[inline]
    pub(crate) fn end(&mut self) {
        self.entered = None;
    }
}

fn enter(task: &str, call: &TraceContext, index: u64) -> Option<EnteredSpan> {
    let span = info_span!(
        target: "wirecheck",
        "wirecheck.task",
        trace_id = Empty,
        span_id = Empty,
        parent_span_id = Empty,
        task,
        index,
        pid = std::process::id(),
        node = node(),
        otel.status_code = Empty,
    );
    if !is_heard(&span) {
        return None;
    }
    let connection = connection();
    if let Some(connection) = connection {
        (connection.set_parent)(&span, call);
    }
    let own = || TraceContext { span_id: random(), ..*call };
    let context = connection.and_then(|connection| (connection.context_of)(&span)).unwrap_or_else(own);
    record(&span, &context, Some(call));
    TASK.set(Some(context));
    Some(span.entered())
}

/// The name of the node that this worker is on, if it is on one.
fn node() -> Option<&'static str> {
    static NODE: OnceLock<Option<String>> = OnceLock::new();
    NODE.get_or_init(|| std::env::var("WIRECHECK_NODE_NAME").ok()).as_deref()
}
