//! Options that all backends of a cell have.

use crate::backend::{Batch, Build, Builder};
use crate::error::Error;
use crate::progress::Progress;

/// The same options, for whichever builder.
pub(super) struct Setting<H> {
    pub(super) workers: usize,
    pub(super) batch: Batch,
    pub(super) phases: bool,
    pub(super) hook: Option<H>,
}

impl<H: Fn(Progress) + Send + Sync + 'static> Setting<H> {
    pub(super) fn on<B: Build>(self, builder: Builder<B>) -> Result<B, Error> {
        let builder = builder.workers(self.workers).batch(self.batch).phases(self.phases);
        match self.hook {
            Some(hook) => builder.on_progress(hook).build(),
            None => builder.build(),
        }
    }
}
