//! The span of a task, in its worker.
#![cfg(processes)]

use super::call::{is_heard, record};
use super::connect::connection;
use super::context::{LEN, TraceContext};
use super::current::TASK;
use super::ids::random;
use crate::format::ByteSink;
use crate::wire::{Malformed, Reader};
use std::sync::OnceLock;
use tracing::field::Empty;
use tracing::info_span;
use tracing::span::EnteredSpan;

/// Marks the number of a task that a context follows. There are fewer tasks than that.
const WITH_CONTEXT: u32 = 1 << 31;

pub(super) fn with_context(number: u32, context: Option<TraceContext>, out: &mut impl ByteSink) {
    let mark = if context.is_some() { WITH_CONTEXT } else { 0 };
    out.extend_from_slice(&(number | mark).to_le_bytes());
    if let Some(context) = context {
        out.extend_from_slice(&context.to_bytes());
    }
}

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
        let number = reader.u32()?;
        let call = match number & WITH_CONTEXT {
            0 => None,
            _ => Some(TraceContext::from_bytes(reader.bytes::<LEN>()?).ok_or(Malformed)?),
        };
        Ok((number & !WITH_CONTEXT, Self { call, task: "" }))
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
        if let Some(call) = &self.origin.call {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_comes_with_the_number_and_nothing_is_taken_for_one() {
        let context = TraceContext::new(u128::MAX - 1, 3, true);
        let mut bytes = Vec::new();
        with_context(77, context, &mut bytes);
        bytes.push(5);
        let mut reader = Reader(&bytes);
        let (number, origin) = TaskOrigin::read(&mut reader).unwrap();
        assert_eq!((number, origin.call, reader.0), (77, context, &[5][..]));
        for end in 0..bytes.len() - 1 {
            assert!(TaskOrigin::read(&mut Reader(&bytes[..end])).is_err(), "{end}");
        }
        let mut plain = Vec::new();
        with_context(77, None, &mut plain);
        assert_eq!(plain, 77_u32.to_le_bytes());
        assert!(TaskOrigin::read(&mut Reader(&plain)).is_ok_and(|(_, origin)| origin.call.is_none()));
        bytes[4..28].fill(0);
        assert!(TaskOrigin::read(&mut Reader(&bytes)).is_err());
    }
}
