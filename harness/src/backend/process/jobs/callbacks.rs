//! Callbacks of `submit_then`. They run on a separate thread, so that they do not hold up the tasks.

use crate::backend::process::pool::CallGuard;
use crate::error::{Error, PanicInfo};
use crate::panics;
use crate::sys::Generation;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// A callback with its result.
pub(crate) type Callback = Box<dyn FnOnce() + Send>;

/// With the guard that makes `join` wait until it has run and its panic is noted.
type Due = (Callback, CallGuard);

#[derive(Debug)]
pub(crate) struct Callbacks {
    /// `None` once the thread is to end.
    queue: Mutex<Option<Sender<Due>>>,
    panics: Arc<Mutex<Vec<PanicInfo>>>,
    thread: Option<JoinHandle<()>>,
    /// In which process the thread is.
    parent: Generation,
}

impl Callbacks {
    pub(crate) fn start() -> Result<Self, Error> {
        let (sender, receiver) = channel::<Due>();
        let panics = Arc::<Mutex<Vec<PanicInfo>>>::default();
        let seen = Arc::clone(&panics);
        let thread = std::thread::Builder::new()
            .name("wirecheck-callbacks".to_owned())
            .spawn(move || {
                for (callback, guard) in receiver {
                    if let Err(info) = panics::catch(callback) {
                        seen.lock().unwrap_or_else(PoisonError::into_inner).push(*info);
                    }
                    drop(guard);
                }
            })
            .map_err(|error| Error::start_io("the thread for callbacks could not be started", error))?;
        let parent = Generation::current();
        Ok(Self { queue: Mutex::new(Some(sender)), panics, thread: Some(thread), parent })
    }

    pub(crate) fn push(&self, callback: Callback, guard: CallGuard) {
        if let Some(queue) = &*self.queue() {
            // The thread lives as long as the sender.
            let _ = queue.send((callback, guard));
        }
    }

    /// Whether the current thread runs the callbacks.
    pub(crate) fn is_this_thread(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| thread.thread().id() == std::thread::current().id())
    }

    /// The panics of callbacks since the last time.
    pub(crate) fn take_panics(&self) -> Vec<PanicInfo> {
        std::mem::take(&mut self.panics.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn queue(&self) -> MutexGuard<'_, Option<Sender<Due>>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Callbacks {
    /// Callbacks that were pushed still run.
    fn drop(&mut self) {
        if !self.parent.is_current() {
            // A fork does not have the thread.
            std::mem::forget(self.thread.take());
            return;
        }
        self.queue().take();
        if let Some(thread) = self.thread.take()
            // Not if a callback owns the last handle of the backend: then the thread ends by itself.
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}
