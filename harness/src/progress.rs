//! Telling how far a call has come.

#[cfg(feature = "progress-bar")]
mod bar;

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
    /// Tasks answered in a second, over all of the call so far; 0 before the first.
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

/// What to do after each task.
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
            start: Instant::now(),
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

/// Counts the answers of one call.
#[derive(Debug)]
pub(crate) struct Meter {
    hook: Hook,
    progress: Progress,
    start: Instant,
    panic: Option<HookPanic>,
    /// Gone with the call.
    #[cfg(feature = "progress-bar")]
    bar: Option<bar::Bar>,
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
        if self.hook.is_set() {
            self.tell(ok);
        }
    }

    fn tell(&mut self, ok: bool) {
        self.progress.done += 1;
        self.progress.failed += u64::from(!ok);
        self.progress.elapsed = self.start.elapsed();
        #[cfg(feature = "progress-bar")]
        if let Some(bar) = &mut self.bar {
            bar.show(&self.progress);
        }
        if let Some(hook) = self.hook.call.as_ref().filter(|_| self.panic.is_none()) {
            self.panic = catch_unwind(AssertUnwindSafe(|| hook(self.progress))).err();
        }
    }
}
