//! What has its value from whoever asks first, or from code that the compiler does not look into.

use super::refuse;
use std::cell::{LazyCell, OnceCell, UnsafeCell};
use std::mem::{ManuallyDrop, MaybeUninit};
use std::sync::{LazyLock, OnceLock};
use std::thread::LocalKey;

refuse! {
    /// Implemented by nobody: every thread of every process has its own value.
    #[diagnostic::on_unimplemented(
        message = "[WC0088] `{T}` names a thread local; every thread of the other process has a value of its own \
                   there",
        label = "a thread local does not cross a process boundary",
        note = "why: the key leads to the value of the thread that asks, so the task would find another value under \
                it",
        note = "python: `TypeError: cannot pickle '_thread._local' object`",
        note = "help: send the value (`KEY.get()`, `KEY.with(Clone::clone)`); a task that wants a value of its own \
                process names the static itself instead of a variable",
        note = "more: `cargo wirecheck explain WC0088`"
    )]
    ThreadLocal;
    [T: 'static,] LocalKey<T>;
}

refuse! {
    /// Implemented by nobody: each process fills it by itself.
    #[diagnostic::on_unimplemented(
        message = "[WC0089] `{T}` is initialised on first use; another process has its own and initialises it anew",
        label = "a value that is filled later does not cross a process boundary",
        note = "why: whether it is initialised may change while it is sent, and what initialises it may be code",
        note = "python: a `functools.cached_property` is sent with what it holds at that moment",
        note = "help: send the value (`(*it).clone()`), or an `Option` of it (`it.get().cloned()`); for a cache, \
                leave it out and fill it again in the task",
        note = "more: `cargo wirecheck explain WC0089`"
    )]
    FilledLater;
    [T: 'static,] OnceCell<T>;
    [T: 'static,] OnceLock<T>;
    [T: 'static, I: 'static,] LazyCell<T, I>;
    [T: 'static, I: 'static,] LazyLock<T, I>;
}

refuse! {
    /// Implemented by nobody: nobody knows what is in it.
    #[diagnostic::on_unimplemented(
        message = "[WC0092] `{T}` may hold no valid value; the compiler does not know whether it can be read",
        label = "this wrapper does not cross a process boundary",
        note = "why: only the code around it knows whether there is a value, who may read it and who drops it",
        note = "help: take the value out (`.into_inner()`, `ManuallyDrop::into_inner(it)`, `.assume_init()`) and send \
                that",
        note = "more: `cargo wirecheck explain WC0092`"
    )]
    Unguarded;
    [T: ?Sized + 'static,] ManuallyDrop<T>;
    [T: 'static,] MaybeUninit<T>;
    [T: ?Sized + 'static,] UnsafeCell<T>;
}
