//! Locks, atomics, and what is held while they are locked.

use super::refuse;
use std::cell::{Ref, RefMut};
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8, AtomicU16,
    AtomicU32, AtomicU64, AtomicUsize,
};
use std::sync::{Barrier, Condvar, Mutex, MutexGuard, Once, RwLock, RwLockReadGuard, RwLockWriteGuard};

refuse! {
    /// Implemented by nobody: the lock stays here.
    #[diagnostic::on_unimplemented(
        message = "[WC0075] `{T}` synchronises the threads of one process; another process would get a lock of its own",
        label = "a lock does not cross a process boundary",
        note = "why: serde writes the value and forgets the lock, and while this thread holds it, writing blocks for \
                ever",
        note = "python: `TypeError: cannot pickle '_thread.lock' object`",
        note = "help: send the value (`it.lock().unwrap().clone()`, `it.load(..)`) and return the change as a result",
        note = "more: `cargo wirecheck explain WC0075`"
    )]
    ProcessLocal;
    [T: ?Sized + 'static,] Mutex<T>;
    [T: ?Sized + 'static,] RwLock<T>;
    [T: 'static,] AtomicPtr<T>;
    [] Condvar;
    [] Barrier;
    [] Once;
    [] AtomicBool;
    [] AtomicI8;
    [] AtomicI16;
    [] AtomicI32;
    [] AtomicI64;
    [] AtomicIsize;
    [] AtomicU8;
    [] AtomicU16;
    [] AtomicU32;
    [] AtomicU64;
    [] AtomicUsize;
}

refuse! {
    /// Implemented by nobody: a guard is a promise to one thread.
    #[diagnostic::on_unimplemented(
        message = "[WC0076] `{T}` is a lock held by this thread; another process cannot hold it",
        label = "a held lock does not cross a process boundary",
        note = "why: the guard keeps the others out until this thread drops it; a copy elsewhere would guard nothing",
        note = "python: `TypeError: cannot pickle '_thread.lock' object`",
        note = "help: copy the value out and drop the guard first: `let value = (*guard).clone(); drop(guard);`",
        note = "more: `cargo wirecheck explain WC0076`"
    )]
    HeldLock;
    [T: ?Sized + 'static,] MutexGuard<'static, T>;
    [T: ?Sized + 'static,] RwLockReadGuard<'static, T>;
    [T: ?Sized + 'static,] RwLockWriteGuard<'static, T>;
    [T: ?Sized + 'static,] Ref<'static, T>;
    [T: ?Sized + 'static,] RefMut<'static, T>;
}
