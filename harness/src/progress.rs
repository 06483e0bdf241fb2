//! Telling how far a call has come.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How far a `map` has come; its `Display` is one line, as `joblib.Parallel(verbose=..)` prints it.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use wirecheck::Inline;
///
/// let lines = Arc::new(Mutex::new(Vec::new()));
/// let sink = lines.clone();
/// let inline = Inline::builder().on_progress(move |p| sink.lock().unwrap().push(p.done)).build()?;
/// inline.map(|x: u32| x + 1, 0..3)?;
/// assert_eq!(*lines.lock().unwrap(), [1, 2, 3]);
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Tasks with an answer, good or bad.
    pub done: u64,
    /// Those of them that failed.
    pub failed: u64,
    /// All tasks of the call, when the input tells how many it holds.
    pub total: Option<u64>,
    /// Time since the call began.
    pub elapsed: Duration,
}

impl Progress {
    /// The time the rest will take if it goes on like this.
    pub fn remaining(&self) -> Option<Duration> {
        let left = self.total?.checked_sub(self.done)?;
        (self.done > 0).then(|| self.elapsed.mul_f64(left as f64 / self.done as f64))
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Done {:>3}", self.done)?;
        if let Some(total) = self.total {
            write!(f, " out of {total:>3}")?;
        }
        write!(f, " | elapsed: {:>6.1}s", self.elapsed.as_secs_f64())?;
        match self.remaining() {
            Some(left) if !left.is_zero() => write!(f, " remaining: {:>6.1}s", left.as_secs_f64()),
            Some(_) => f.write_str(" finished"),
            None => Ok(()),
        }
    }
}

/// What to call after each task.
#[derive(Clone, Default)]
pub(crate) struct Hook(Option<Arc<dyn Fn(Progress) + Send + Sync>>);

impl Hook {
    pub(crate) fn new(hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn meter(&self, size: (usize, Option<usize>)) -> Meter {
        let total = size.1.filter(|upper| *upper == size.0).map(|total| total as u64);
        let progress = Progress { done: 0, failed: 0, total, elapsed: Duration::ZERO };
        Meter { hook: self.clone(), progress, start: Instant::now(), panic: None }
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Hook(set)" } else { "Hook(none)" })
    }
}

/// Counts the answers of one call.
#[derive(Debug)]
pub(crate) struct Meter {
    hook: Hook,
    progress: Progress,
    start: Instant,
    panic: Option<HookPanic>,
}

/// What a hook panicked with.
pub(crate) type HookPanic = Box<dyn Any + Send>;

impl Meter {
    /// The hook's panic, for the caller to go on with once the answers under way are put in order.
    pub(crate) fn take_panic(&mut self) -> Option<HookPanic> {
        self.panic.take()
    }

    /// Whether somebody is told of each task.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.hook.is_set()
    }

    pub(crate) fn has_panicked(&self) -> bool {
        self.panic.is_some()
    }

    #[inline]
    pub(crate) fn tick(&mut self, ok: bool) {
        if let Some(hook) = &self.hook.0 {
            self.progress.done += 1;
            self.progress.failed += u64::from(!ok);
            self.progress.elapsed = self.start.elapsed();
            if self.panic.is_none() {
                self.panic = catch_unwind(AssertUnwindSafe(|| hook(self.progress))).err();
            }
        }
    }
}
