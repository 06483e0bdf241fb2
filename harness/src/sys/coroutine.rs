//! Threads of control that take turns on one thread, for the simulation of a pool and its workers.

use corosensei::stack::DefaultStack;
use corosensei::{CoroutineResult, Yielder};
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

/// Bytes of the stack of each: tasks of the simulation and proptest's formatting need no more.
const STACK: usize = 256 * 1024;
/// Stacks that are kept to be used again.
const KEPT: usize = 64;

/// A thread of control. It runs only while it is resumed.
pub(crate) struct Coroutine(Option<corosensei::Coroutine<(), (), (), DefaultStack>>);

thread_local! {
    /// Of the coroutine that runs, if one does.
    static CURRENT: Cell<Option<NonNull<Yielder<(), ()>>>> = const { Cell::new(None) };
    static STACKS: RefCell<Vec<DefaultStack>> = const { RefCell::new(Vec::new()) };
}

impl Coroutine {
    /// Prepares `body`, which begins when it is resumed.
    pub(crate) fn new(body: impl FnOnce() + 'static) -> Self {
        let kept = STACKS.with_borrow_mut(Vec::pop);
        let stack = kept.unwrap_or_else(|| DefaultStack::new(STACK).expect("memory for a stack"));
        Self(Some(corosensei::Coroutine::with_stack(stack, |yielder: &Yielder<(), ()>, ()| {
            CURRENT.set(Some(NonNull::from(yielder)));
            body();
        })))
    }

    /// Goes on with it until it is suspended or ends; returns whether it has ended.
    ///
    /// # Panics
    /// When its body does.
    pub(crate) fn resume(&mut self) -> bool {
        let Some(coroutine) = &mut self.0 else { return true };
        let outer = Outer(CURRENT.take());
        let result = coroutine.resume(());
        drop(outer);
        if matches!(result, CoroutineResult::Yield(())) {
            return false;
        }
        if let Some(ended) = self.0.take() {
            STACKS.with_borrow_mut(|stacks| {
                if stacks.len() < KEPT {
                    stacks.push(ended.into_stack());
                }
            });
        }
        true
    }
}

/// Of whoever resumes a coroutine; put back also when its body panics.
struct Outer(Option<NonNull<Yielder<(), ()>>>);

impl Drop for Outer {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

/// Suspends the coroutine that runs until it is resumed.
///
/// # Panics
/// Outside of a coroutine.
pub(crate) fn suspend() {
    let current = CURRENT.get().expect("only a coroutine can be suspended");
    // SAFETY: the yielder is on the stack of the coroutine that runs. It lives as long as the body of that coroutine, which
    // calls this function. `CURRENT` is of the coroutine that runs: `new` sets it when the body begins, the line below when
    // the body goes on, and `resume` puts back (`Outer`) the one of its caller when the body is left.
    let yielder = unsafe { current.as_ref() };
    yielder.suspend(());
    CURRENT.set(Some(current));
}
