//! How much of its stack a thread has left.

use std::cell::Cell;
use std::mem::MaybeUninit;

/// What has to be left for the code around a value, and for whatever notices that there is too little.
const MARGIN: usize = 48 * 1024;

thread_local! {
    /// The lowest address that a value may reach on the stack of this thread; 0 where that is not known, and the highest address
    /// before it was asked for.
    static LOWEST: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Whether so little of the stack is left below this address, which is on it, that nothing is to go any deeper.
#[inline]
pub(crate) fn is_short_of_stack(here: usize) -> bool {
    let lowest = LOWEST.get();
    here < if lowest == usize::MAX { ask() } else { lowest }
}

/// Asks the C library, which reads `/proc` for the main thread: once for each thread.
#[cold]
fn ask() -> usize {
    let lowest = own_stack().map_or(0, |(start, len)| start + MARGIN.min(len / 3));
    LOWEST.set(lowest);
    lowest
}

/// Where the stack of this thread starts, at its low end, and how long it is.
fn own_stack() -> Option<(usize, usize)> {
    let mut attributes = MaybeUninit::uninit();
    // SAFETY: the pointer is valid for writes, and the thread is the current one, which runs.
    if unsafe { libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) } != 0 {
        return None;
    }
    // SAFETY: the call above succeeded, so it initialised the object.
    let mut attributes: libc::pthread_attr_t = unsafe { attributes.assume_init() };
    let (mut start, mut len) = (std::ptr::null_mut(), 0);
    // SAFETY: the object is initialised, and both other pointers are valid for writes.
    let status = unsafe { libc::pthread_attr_getstack(&raw const attributes, &raw mut start, &raw mut len) };
    // SAFETY: the object is initialised and not used again.
    unsafe { libc::pthread_attr_destroy(&raw mut attributes) };
    (status == 0).then(|| (start.addr(), len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> usize {
        let on_the_stack = 0_u8;
        (&raw const on_the_stack).addr()
    }

    #[test]
    fn each_thread_knows_its_own_stack() {
        for stack in [64 * 1024, 8 << 20] {
            let thread = std::thread::Builder::new().stack_size(stack).spawn(move || {
                let (start, len) = own_stack().expect("known");
                assert!(len >= stack && (start..start + len).contains(&here()), "{start:x} {len}");
                assert!(!is_short_of_stack(here()));
                assert!(is_short_of_stack(start + 1024));
                LOWEST.get() - start
            });
            let margin = thread.expect("started").join().expect("no panic");
            assert!(margin <= MARGIN && margin >= 16 * 1024, "{margin}");
        }
    }
}
