//! Which faults a sweep makes.

use crate::calls::{self, Call};
use crate::fault::{Action, Fault, Side, Times};
use crate::tracer::Counts;
use std::collections::BTreeSet;

/// How many of the calls of a kind are failed alone, and from how many on.
#[derive(Clone, Copy, Debug)]
pub struct Density {
    /// Once.
    pub once: u64,
    /// From then on.
    pub onwards: u64,
    /// Killed at the call.
    pub kills: u64,
}

/// The faults for the calls that a run without a fault made.
pub fn faults(counts: &Counts, density: Density) -> Vec<Fault> {
    let mut faults = Vec::new();
    for ((side, number), count) in counts {
        let Some(Call { errors, .. }) = calls::find(*number) else { continue };
        let mut add = |action, points, times| {
            faults.extend(spread(*count, points).into_iter().map(|nth| Fault {
                side: *side,
                call: *number,
                action,
                nth,
                times,
            }));
        };
        for errno in *errors {
            if *side != Side::Workers {
                add(Action::Fail(*errno), density.once, Times::Once);
            }
            add(Action::Fail(*errno), density.onwards, Times::Onwards);
        }
        if *side != Side::Workers {
            add(Action::Kill, density.kills, Times::Once);
        }
    }
    faults
}

/// The first, the last and numbers between them.
fn spread(count: u64, points: u64) -> BTreeSet<u64> {
    match points {
        0 => BTreeSet::new(),
        1 => BTreeSet::from([1]),
        _ => (0..points).map(|at| 1 + at * (count - 1) / (points - 1)).collect(),
    }
}

/// This many of them, chosen by a seed.
pub fn sample<T>(mut items: Vec<T>, count: usize, seed: u64) -> Vec<T> {
    let mut state = seed;
    let mut chosen = Vec::new();
    while chosen.len() < count && !items.is_empty() {
        // Knuth's generator for 64 bits, whose high bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 33) % items.len() as u64;
        chosen.push(items.swap_remove(usize::try_from(at).unwrap_or_default()));
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_the_ends_and_between() {
        assert_eq!(spread(10, 4), BTreeSet::from([1, 4, 7, 10]));
        assert_eq!(spread(1, 4), BTreeSet::from([1]));
        assert_eq!(spread(2, 2), BTreeSet::from([1, 2]));
        assert_eq!(spread(9, 1), BTreeSet::from([1]));
    }

    #[test]
    fn a_sample_depends_on_its_seed_alone() {
        let of = |seed| sample((0..100).collect::<Vec<u32>>(), 10, seed);
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
        assert_eq!(of(7).iter().collect::<BTreeSet<_>>().len(), 10);
    }

    #[test]
    fn the_text_of_a_fault_reads_back() {
        let counts = Counts::from([
            ((Side::Worker, nix::libc::SYS_read), 5),
            ((Side::Parent, nix::libc::SYS_poll), 9),
        ]);
        let made = faults(&counts, Density { once: 3, onwards: 2, kills: 1 });
        assert_eq!(made.len(), 6 * 5 + 1 + 4 * 5 + 1);
        for fault in made {
            assert_eq!(fault.to_string().parse(), Ok(fault));
        }
    }
}
