//! A descriptor that is kept for the moment when no other is left.

use rustix::event::{EventfdFlags, eventfd};
use std::os::fd::OwnedFd;
use std::sync::{Mutex, PoisonError};

/// The place of one descriptor. It is given up for one that must not be lost, and taken again when that is closed.
#[derive(Debug)]
pub(crate) struct SpareDescriptor(Mutex<Option<OwnedFd>>);

impl SpareDescriptor {
    /// Takes a place, if there is one.
    pub(crate) fn reserve() -> Self {
        Self(Mutex::new(eventfd(0, EventfdFlags::CLOEXEC).ok()))
    }

    /// Gives the place up; returns whether there was one. Another thread may be faster to use it.
    pub(crate) fn release(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().is_some()
    }

    /// Takes a place again, if there is one now.
    pub(crate) fn renew(&self) {
        let mut spare = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.is_none() {
            *spare = eventfd(0, EventfdFlags::CLOEXEC).ok();
        }
    }
}

impl Default for SpareDescriptor {
    /// Without a place, until [`renew`](Self::renew) takes one.
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}
