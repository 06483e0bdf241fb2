//! How the suite builds each backend, and the tasks that it runs.

use serde::{Deserialize, Deserializer, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use wirecheck::backend::Build;
use wirecheck::{AnyBackend, Builder, Codec, Inline, Pool, Progress, Spawn, Thread};

/// What a part of the suite asks of its backend.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) window: Option<usize>,
    pub(crate) hook: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
    pub(crate) phases: bool,
}

impl Options {
    pub(crate) fn window(inputs: usize) -> Self {
        Self { window: Some(inputs), ..Self::default() }
    }

    pub(crate) fn hook(hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { hook: Some(Arc::new(hook)), ..Self::default() }
    }

    fn build<B: Build>(self, mut builder: Builder<B>) -> B {
        builder = builder.workers(2).phases(self.phases);
        if let Some(window) = self.window {
            builder = builder.window(window);
        }
        if let Some(hook) = self.hook {
            builder = builder.on_progress(move |progress| hook(progress));
        }
        builder.build().unwrap()
    }
}

/// Which backend, in which format.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Inline,
    Thread,
    Spawn,
    Pool,
}

impl Kind {
    pub(crate) fn build<F: Codec>(self, options: Options) -> AnyBackend<F> {
        match self {
            Self::Inline => AnyBackend::Inline(options.build(Inline::builder())),
            Self::Thread => AnyBackend::Thread(options.build(Thread::builder())),
            Self::Spawn => AnyBackend::Spawn(options.build(Spawn::in_format())),
            Self::Pool => AnyBackend::Pool(options.build(Pool::in_format())),
        }
    }
}

pub(crate) fn square(x: u64) -> u64 {
    x * x
}

pub(crate) fn odd_panics(x: u64) -> u64 {
    assert!(x.is_multiple_of(2), "{x} is odd");
    x / 2
}

pub(crate) fn reversed<T: Clone>(values: Vec<T>) -> Vec<T> {
    values.iter().rev().cloned().collect()
}

/// Inputs whose iterator panics in place of this one.
pub(crate) fn inputs_until(at: u64) -> impl Iterator<Item = u64> {
    (0..60).inspect(move |x| assert!(*x != at, "no input {at}"))
}

/// The message of the panic in which this ends.
pub(crate) fn panic_of<R>(call: impl FnOnce() -> R) -> String {
    let payload = catch_unwind(AssertUnwindSafe(call)).err().expect("it panics");
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).expect("a text")
}

/// How many [`Counted`] there are in this process.
static ALIVE: AtomicI64 = AtomicI64::new(0);

/// A value that is counted while it exists.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Counted(u64);

impl Counted {
    pub(crate) fn new(x: u64) -> Self {
        ALIVE.fetch_add(1, Ordering::SeqCst);
        Self(x)
    }

    pub(crate) fn alive() -> i64 {
        ALIVE.load(Ordering::SeqCst)
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        Self::new(self.0)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Serialize for Counted {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(Self::new)
    }
}

impl<F: wirecheck::Format> wirecheck::Sendable<F> for Counted {}

pub(crate) fn next(counted: Counted) -> Counted {
    Counted::new(counted.0 + 1)
}
