//! How the suite builds its backend here; the tasks are those of all backends.

#[path = "../../../../tests/backends/kit_tasks.rs"]
mod tasks;

pub(crate) use tasks::*;

use std::sync::{Arc, OnceLock};
use wirecheck::cluster::{RemotePool, SeatHost};
use wirecheck::{AnyBackend, Codec, Progress};

/// The nodes that all pools of the suite use.
pub(crate) static HOST: OnceLock<Arc<dyn SeatHost>> = OnceLock::new();

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
}

/// The suite asks for its backend by this.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Cluster,
}

impl Kind {
    pub(crate) fn build<F: Codec>(self, options: Options) -> AnyBackend<F> {
        let Self::Cluster = self;
        let host = Arc::clone(HOST.get().expect("set in `main`"));
        let mut builder = RemotePool::in_format().on(host).workers(2).phases(options.phases);
        if let Some(window) = options.window {
            builder = builder.window(window);
        }
        if let Some(hook) = options.hook {
            builder = builder.on_progress(move |progress| hook(progress));
        }
        AnyBackend::Cluster(builder.build().unwrap())
    }
}
