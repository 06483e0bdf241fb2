//! Ids of spans and traces, which nobody else has.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};
use std::time::SystemTime;

/// A random number that is not 0.
pub(super) fn random() -> u64 {
    thread_local! {
        /// The state of this thread's generator and the process that it was seeded in.
        static STATE: Cell<(u64, u32)> = const { Cell::new((0, 0)) };
    }
    let pid = std::process::id();
    let next = |(state, of): (u64, u32)| {
        // A fork would repeat the numbers of its parent.
        let state = if of == pid { state } else { seed(pid) };
        // SplitMix64: any state is a good one, and no number repeats before 2^64 of them.
        let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((state, pid), (mixed ^ mixed >> 31).max(1))
    };
    let kept = STATE.try_with(|kept| {
        let (state, number) = next(kept.get());
        kept.set(state);
        number
    });
    // Where the thread's own values are gone already, each number has a seed of its own.
    kept.unwrap_or_else(|_| next((seed(pid), pid)).1)
}

/// Keyed by the system's random numbers.
fn seed(pid: u32) -> u64 {
    RandomState::new().hash_one((pid, SystemTime::now(), std::thread::current().id()))
}

/// A random id of a trace.
pub(super) fn random_trace() -> u128 {
    u128::from(random()) << 64 | u128::from(random())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn numbers_of_all_threads_differ() {
        let many = || (0..1000).map(|_| random()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(many)).collect();
        let all: HashSet<u64> =
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).chain(many()).collect();
        assert_eq!(all.len(), 5000);
        assert!(!all.contains(&0));
    }
}
