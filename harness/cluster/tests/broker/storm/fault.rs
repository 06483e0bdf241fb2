//! What happens in a storm.

use super::super::machine::{Caller, Node};
use super::super::proxy::Weather;
use super::dice::Dice;
use super::field::{Field, NODES};
use rustix::process::{Pid, Signal, kill_process};
use std::thread::sleep;
use std::time::Duration;

/// A fault, with all that a seed decides about it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    KillWorker {
        node: usize,
        worker: usize,
    },
    StopWorker {
        node: usize,
        worker: usize,
        time: Duration,
    },
    KillNode {
        node: usize,
        pause: Duration,
    },
    StopNode {
        node: usize,
        time: Duration,
    },
    KillCaller {
        time: Duration,
    },
    Guest {
        time: Duration,
    },
    RestartServer {
        pause: Duration,
    },
    StopServer {
        time: Duration,
    },
    WipeServer {
        pause: Duration,
    },
    /// Of a node, or of the callers if that is the number of nodes.
    Weather {
        at: usize,
        weather: Weather,
        time: Duration,
    },
    Cuts {
        at: usize,
        times: usize,
    },
}

impl Fault {
    pub(super) fn any(dice: &mut Dice) -> Self {
        // Some last longer than the silence after which somebody is lost.
        let long = |dice: &mut Dice| {
            let most = dice.one_of(&[300, 1500, 3000, 8000]);
            Duration::from_millis(dice.between(100, most) as u64)
        };
        let short = |dice: &mut Dice| Duration::from_millis(dice.between(0, 1200) as u64);
        let (node, at, worker) = (dice.between(0, NODES - 1), dice.between(0, NODES), dice.between(0, 9));
        match dice.between(0, 12) {
            0 => Self::KillWorker { node, worker },
            1 => Self::StopWorker { node, worker, time: long(dice) },
            2 => Self::KillNode { node, pause: short(dice) },
            3 => Self::StopNode { node, time: long(dice) },
            4 => Self::KillCaller { time: short(dice) },
            5 => Self::Guest { time: short(dice) },
            6 => Self::RestartServer { pause: short(dice) },
            7 => Self::StopServer { time: long(dice) },
            8 => Self::WipeServer { pause: short(dice) },
            9 => Self::Cuts { at, times: dice.between(1, 8) },
            _ => {
                let all = [
                    Weather::Held,
                    Weather::Deaf,
                    Weather::Mute,
                    Weather::Late,
                    Weather::InCrumbs,
                    Weather::Lossy,
                    Weather::Doubled,
                ];
                Self::Weather { at, weather: dice.one_of(&all), time: long(dice) }
            }
        }
    }

    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::KillWorker { .. } => "killed workers",
            Self::StopWorker { .. } => "stopped workers",
            Self::KillNode { .. } => "killed nodes",
            Self::StopNode { .. } => "stopped nodes",
            Self::KillCaller { .. } => "killed callers",
            Self::Guest { .. } => "nodes that came and left",
            Self::RestartServer { .. } => "restarts",
            Self::StopServer { .. } => "stopped servers",
            Self::WipeServer { .. } => "wiped stores",
            Self::Cuts { .. } => "cut connections",
            Self::Weather { weather, .. } => match weather {
                Weather::Held => "partitions",
                Weather::Deaf | Weather::Mute => "partitions one way",
                Weather::Lossy => "lost messages",
                Weather::Doubled => "repeated messages",
                Weather::Late | Weather::InCrumbs | Weather::Fair => "slow networks",
            },
        }
    }

    /// For how long somebody may be unheard because of it.
    pub(super) fn harm(self) -> Duration {
        match self {
            Self::KillNode { .. } => Duration::MAX / 100,
            Self::KillWorker { .. } | Self::StopWorker { .. } | Self::KillCaller { .. } => Duration::ZERO,
            // Those who leave have tasks.
            Self::Guest { .. } => Duration::MAX / 100,
            Self::StopNode { time, .. } | Self::StopServer { time } | Self::Weather { time, .. } => time,
            Self::RestartServer { pause } | Self::WipeServer { pause } => pause,
            Self::Cuts { times, .. } => Duration::from_millis(120) * times as u32,
        }
    }

    /// Whether nothing passes for longer than a moment.
    pub(super) fn holds(self) -> bool {
        let is_held = |weather| matches!(weather, Weather::Held | Weather::Deaf | Weather::Mute);
        match self {
            Self::Weather { weather, time, .. } => is_held(weather) && time > Duration::from_millis(500),
            Self::StopNode { time, .. } => time > Duration::from_millis(500),
            _ => false,
        }
    }

    /// Whether connections end.
    pub(super) fn cuts(self) -> bool {
        matches!(self, Self::Cuts { .. } | Self::RestartServer { .. } | Self::WipeServer { .. })
    }

    /// Returns once it is over.
    pub(super) fn happen(self, field: &Field) {
        // It may have ended already.
        let signal = |pid: u32, signal| {
            let _ =
                kill_process(Pid::from_raw(i32::try_from(pid).expect("a number")).expect("not 0"), signal);
        };
        let victim = |node: usize, worker: usize| {
            let mut victim = None;
            field.with_node(node, |node| {
                let all = node.workers();
                victim = all.get(worker % all.len().max(1)).copied();
            });
            victim
        };
        match self {
            Self::KillWorker { node, worker } => {
                if let Some(pid) = victim(node, worker) {
                    signal(pid, Signal::KILL);
                }
            }
            Self::StopWorker { node, worker, time } => {
                if let Some(pid) = victim(node, worker) {
                    signal(pid, Signal::STOP);
                    sleep(time);
                    signal(pid, Signal::CONT);
                }
            }
            Self::KillNode { node, pause } => field.replace_node(node, pause),
            Self::StopNode { node, time } => field.with_node(node, |node| {
                node.signal(Signal::STOP);
                sleep(time);
                node.signal(Signal::CONT);
            }),
            Self::KillCaller { time } => {
                let mut caller = Caller::begin(&field.address(true), &field.new_file());
                sleep(time);
                caller.process.kill().expect("killed");
            }
            Self::Guest { time } => {
                let guest = Node::start(&field.address(true), "guest", 2);
                sleep(time);
                drop(guest);
            }
            Self::RestartServer { pause } => {
                let mut server = field.server();
                server.kill();
                sleep(pause);
                server.restart();
            }
            Self::StopServer { time } => {
                let server = field.server();
                server.signal(Signal::STOP);
                sleep(time);
                server.signal(Signal::CONT);
            }
            Self::WipeServer { pause } => {
                let mut server = field.server();
                field.note_wiped();
                server.wipe();
                sleep(pause);
                server.restart();
            }
            Self::Weather { at, weather, time } => field.weather(at, weather, time),
            Self::Cuts { at, times } => {
                for _ in 0..times {
                    field.cut(at);
                    sleep(Duration::from_millis(120));
                }
            }
        }
    }
}
