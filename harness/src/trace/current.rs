//! The context of what runs here.

use super::context::TraceContext;
use std::cell::Cell;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// The context of the task that this worker process runs, or of the scope of [`with_parent`] that this thread is in. `None` elsewhere.
///
/// Any thread of the task gets it. If nobody listens to the task's span, it is the context of the call.
///
/// ```
/// use wirecheck::trace::{TraceContext, current, with_parent};
///
/// assert_eq!(current(), None);
/// let context = TraceContext::new(7, 8, true);
/// assert_eq!(with_parent(context, current), context);
/// ```
pub fn current() -> Option<TraceContext> {
    match SCOPE.try_with(Cell::get).ok().flatten() {
        Some(Scope(parent)) => parent,
        None => TASK.get(),
    }
}

/// [`current`] as the value of the HTTP header `traceparent`.
///
/// ```
/// fn fetch(path: String) -> String {
///     let mut request = format!("GET {path} HTTP/1.1\r\n");
///     if let Some(traceparent) = wirecheck::trace::traceparent() {
///         request += &format!("traceparent: {traceparent}\r\n");
///     }
///     request
/// }
/// assert!(fetch("/".to_owned()).starts_with("GET / HTTP"));
/// ```
pub fn traceparent() -> Option<String> {
    current().map(|context| context.to_string())
}

/// Makes calls that this thread makes within `scope` children of the span with this context, such as that of a request. With `None`
/// they begin new traces.
///
/// Without it, calls that a task makes are children of the task, and others begin a trace each.
///
/// ```
/// use wirecheck::trace::with_parent;
///
/// let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/// let squares = with_parent(header.parse().ok(), || wirecheck::Inline::new().map(|x: u64| x * x, 0..3))?;
/// assert_eq!(squares, [0, 1, 4]);
/// # Ok::<(), wirecheck::Error>(())
/// ```
pub fn with_parent<T>(parent: Option<TraceContext>, scope: impl FnOnce() -> T) -> T {
    let before = SCOPE.try_with(|slot| slot.replace(Some(Scope(parent)))).ok().flatten();
    let _restore = Restore(before);
    scope()
}

/// What was given to [`with_parent`].
#[derive(Clone, Copy)]
struct Scope(Option<TraceContext>);

thread_local! {
    static SCOPE: Cell<Option<Scope>> = const { Cell::new(None) };
}

/// Also when the scope panics.
struct Restore(Option<Scope>);

impl Drop for Restore {
    fn drop(&mut self) {
        let _ = SCOPE.try_with(|slot| slot.set(self.0));
    }
}

/// The parent of a call that begins on this thread, and whether it was given by [`with_parent`].
#[cfg(processes)]
pub(super) fn parent() -> (Option<TraceContext>, bool) {
    let is_given = SCOPE.try_with(Cell::get).ok().flatten().is_some();
    (current(), is_given)
}

/// The context of the task that this worker runs.
pub(super) static TASK: Task =
    Task { trace: [AtomicU64::new(0), AtomicU64::new(0)], span: AtomicU64::new(0), flags: AtomicU8::new(0) };

pub(super) struct Task {
    /// Both 0 where there is none.
    trace: [AtomicU64; 2],
    span: AtomicU64,
    flags: AtomicU8,
}

impl Task {
    /// Threads that the task starts see all of it.
    #[cfg(processes)]
    pub(super) fn set(&self, context: Option<TraceContext>) {
        let (trace, span, flags) =
            context.map_or((0, 0, 0), |context| (context.trace_id, context.span_id, context.flags));
        // The two halves.
        self.trace[0].store((trace >> 64) as u64, Ordering::Relaxed);
        self.trace[1].store(trace as u64, Ordering::Relaxed);
        self.span.store(span, Ordering::Relaxed);
        self.flags.store(flags, Ordering::Relaxed);
    }

    fn get(&self) -> Option<TraceContext> {
        let [high, low] = self.trace.each_ref().map(|half| u128::from(half.load(Ordering::Relaxed)));
        let flags = self.flags.load(Ordering::Relaxed);
        let context = TraceContext::new(high << 64 | low, self.span.load(Ordering::Relaxed), false)?;
        Some(TraceContext { flags, ..context })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_nest_and_end_with_a_panic() {
        let [one, two] = [1, 2].map(|id| TraceContext::new(id, 9, true));
        with_parent(one, || {
            assert_eq!(current(), one);
            let panic = std::panic::catch_unwind(|| with_parent(two, || panic!("{:?}", current())));
            assert!(panic.is_err());
            assert_eq!(current(), one);
            with_parent(None, || assert_eq!(current(), None));
            assert_eq!(traceparent().unwrap().len(), 55);
        });
        // Other tests run tasks in this process, which have contexts.
        assert!(SCOPE.get().is_none());
    }
}
