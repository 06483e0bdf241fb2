//! A bound for the end of this process: the kernel kills it if its destructors and exit handlers take longer.

use std::mem::MaybeUninit;
use std::time::Duration;

/// From now on this process has that long to end. Best effort: a kernel without such timers sets no bound.
///
/// No thread is needed for it, which might not be had any more, and no handler, which a task could have replaced.
pub(crate) fn end_within(patience: Duration) {
    // SAFETY: all of its fields are numbers or pointers, for which zeros are valid.
    let mut event: libc::sigevent = unsafe { MaybeUninit::zeroed().assume_init() };
    event.sigev_notify = libc::SIGEV_SIGNAL;
    event.sigev_signo = libc::SIGKILL;
    let mut timer = MaybeUninit::uninit();
    // SAFETY: both pointers are valid for the call, and the event is initialised.
    let made = unsafe { libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, timer.as_mut_ptr()) };
    if made != 0 {
        return;
    }
    let once = libc::itimerspec {
        it_interval: libc::timespec { tv_sec: 0, tv_nsec: 0 },
        it_value: libc::timespec {
            tv_sec: patience.as_secs().try_into().unwrap_or(libc::time_t::MAX),
            tv_nsec: patience.subsec_nanos().into(),
        },
    };
    // SAFETY: the call above succeeded, so it initialised the timer, which is never deleted. The new value is valid for the call,
    // and no old one is asked for.
    unsafe { libc::timer_settime(timer.assume_init(), 0, &raw const once, std::ptr::null_mut()) };
}
