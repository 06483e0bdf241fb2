//! What happens in a simulation.

use super::dice::Dice;
use super::ms;
use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// A node's process ends, and another one takes its place after a while.
    Die {
        node: usize,
        away: Duration,
    },
    /// A node does nothing for a while; its workers go on.
    Silence {
        node: usize,
        time: Duration,
    },
    /// What a node says and what it is told waits for so long.
    CutNode {
        node: usize,
        time: Duration,
    },
    CutCaller {
        time: Duration,
    },
    /// The server ends, and another one takes its place. Messages under way are lost.
    Restart {
        away: Duration,
    },
    /// Of 100 messages, so many are lost and so many come twice; each comes up to so late.
    Bad {
        time: Duration,
        loss: usize,
        repeats: usize,
        late: Duration,
    },
    /// The caller's process ends, and another one begins anew.
    CallerDies,
}

impl Fault {
    pub(super) fn any(dice: &mut Dice, nodes: usize) -> Self {
        let node = dice.between(0, nodes - 1);
        let time = ms(dice.between(1, 9000) as u64);
        match dice.between(0, 13) {
            0..=2 => Self::Die { node, away: time },
            3..=5 => Self::Silence { node, time },
            6..=8 => Self::CutNode { node, time },
            9 => Self::CutCaller { time },
            10 | 11 => Self::Restart { away: time / 2 },
            12 => Self::Bad {
                time,
                loss: dice.between(0, 30),
                repeats: dice.between(0, 30),
                late: ms(dice.between(1, 300) as u64),
            },
            _ => Self::CallerDies,
        }
    }
}
