//! How the suite builds each backend, and the tasks that it runs.

#[path = "kit_tasks.rs"]
mod tasks;

pub(crate) use tasks::*;

use std::sync::Arc;
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
