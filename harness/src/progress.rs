//! Reports the progress of a call.

#[cfg(feature = "progress-bar")]
mod bar;

use crate::clock;
use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The progress of a `map`. [`Builder::on_progress`](crate::Builder::on_progress) passes it to your callback.
///
/// Its `Display` is one line, like that of `joblib.Parallel(verbose=..)` in Python.
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
    /// Tasks that have succeeded or failed.
    pub done: u64,
    /// Tasks that have failed.
    pub failed: u64,
    /// The number of tasks of the call, if the input knows its length.
    pub total: Option<u64>,
    /// The time since the call began.
    pub elapsed: Duration,
}

impl Progress {
    /// Tasks per second, since the call began.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let nap = |millis: u64| std::thread::sleep(Duration::from_millis(millis));
    /// let hook = |progress: wirecheck::Progress| assert!(progress.rate() > 0.0 && progress.rate() <= 100.0);
    /// wirecheck::Inline::builder().on_progress(hook).build()?.map(nap, [10; 3])?;
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    pub fn rate(&self) -> f64 {
        // A clock that has not moved since the call began must not make it infinite.
        self.done as f64 / self.elapsed.as_secs_f64().max(1e-9)
    }

    /// The estimated time until the end of the call. `None` if the number of tasks is not known, or no task is done.
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

/// What happens after each task.
#[derive(Clone, Default)]
pub(crate) struct Hook {
    call: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
    #[cfg(feature = "progress-bar")]
    shows_bar: bool,
}

impl Hook {
    pub(crate) fn set(&mut self, hook: impl Fn(Progress) + Send + Sync + 'static) {
        self.call = Some(Arc::new(hook));
    }

    #[cfg(feature = "progress-bar")]
    pub(crate) fn show_bar(&mut self) {
        self.shows_bar = true;
    }

    #[inline]
    pub(crate) fn is_set(&self) -> bool {
        #[cfg(feature = "progress-bar")]
        if self.shows_bar {
            return true;
        }
        self.call.is_some()
    }

    pub(crate) fn meter(&self, size: (usize, Option<usize>)) -> Meter {
        let total = size.1.filter(|upper| *upper == size.0).map(|total| total as u64);
        let progress = Progress { done: 0, failed: 0, total, elapsed: Duration::ZERO };
        Meter {
            hook: self.clone(),
            progress,
            start: clock::now(),
            panic: None,
            #[cfg(feature = "progress-bar")]
            bar: self.shows_bar.then(|| bar::Bar::new(total)),
        }
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_set() { "Hook(set)" } else { "Hook(none)" })
    }
}

/// Counts the finished tasks of one call.
#[derive(Debug)]
pub(crate) struct Meter {
    hook: Hook,
    progress: Progress,
    start: Instant,
    panic: Option<HookPanic>,
    /// Removed from the terminal at the end of the call.
    #[cfg(feature = "progress-bar")]
    bar: Option<bar::Bar>,
}

/// The payload of a hook's panic.
pub(crate) type HookPanic = Box<dyn Any + Send>;

impl Meter {
    /// The hook's panic. The caller passes it on once it has left everything in order.
    pub(crate) fn take_panic(&mut self) -> Option<HookPanic> {
        self.panic.take()
    }

    /// Whether there is a hook or a bar.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.hook.is_set()
    }

    pub(crate) fn has_panicked(&self) -> bool {
        self.panic.is_some()
    }

    #[inline]
    pub(crate) fn tick(&mut self, ok: bool) {
        if self.hook.is_set() {
            self.report(ok);
        }
    }

    fn report(&mut self, ok: bool) {
        self.progress.done += 1;
        self.progress.failed += u64::from(!ok);
        self.progress.elapsed = clock::since(self.start);
        #[cfg(feature = "progress-bar")]
        if let Some(bar) = &mut self.bar {
            bar.show(&self.progress);
        }
        if let Some(hook) = self.hook.call.as_ref().filter(|_| self.panic.is_none()) {
            self.panic = catch_unwind(AssertUnwindSafe(|| hook(self.progress))).err();
        }
    }
}
