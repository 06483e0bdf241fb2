//! The programs of a node: its own, and those of callers that are signed by a key which it trusts.

use super::host::Host;
use crate::digest::Digest;
use crate::program::{Cache, ProgramInfo, Trust};
use crate::tunnel::LinkId;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use wirecheck::Error;
use wirecheck::cluster::{Program, WorkerHost};

/// An executable stays in memory for so long after its last worker.
const KEPT: Duration = Duration::from_secs(60);
/// The most executables that a beat names.
const MOST_NAMED: usize = 16;

/// A seat of a caller.
pub(super) type SeatId = (LinkId, u64);

/// A program with its signature. Each is checked by itself, so that a wrong signature concerns only those who gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ProgramKey(Digest, Digest);

impl ProgramKey {
    fn of(info: &ProgramInfo) -> Self {
        let signature = info.signature.as_deref().unwrap_or_default();
        Self(info.build, Digest(*blake3::hash(signature.as_bytes()).as_bytes()))
    }
}

/// What a node needs to run other programs than its own.
#[derive(Clone, Debug)]
pub(super) struct Others {
    pub(super) trust: Arc<Trust>,
    pub(super) cache: Cache,
}

/// See the [module](self).
pub(super) struct Programs<H = WorkerHost> {
    own: Rc<H>,
    pub(super) others: Option<Others>,
    known: HashMap<ProgramKey, State<H>>,
    /// Programs that are to be loaded from now on.
    pub(super) begun: Vec<ProgramKey>,
    /// What starts workers as callers have asked for.
    setups: Vec<Setup<H>>,
}

/// Starts workers of a program in a way that a caller has asked for.
struct Setup<H> {
    /// What starts them in the usual way.
    base: Rc<H>,
    setup: Rc<[u8]>,
    host: Rc<H>,
    used: Instant,
}

enum State<H> {
    Loading(Loading),
    Ready { host: Rc<H>, used: Instant },
}

struct Loading {
    info: Rc<ProgramInfo>,
    /// Those that wait for it.
    seats: Vec<SeatId>,
    /// The one whose caller is to put the executable on the server.
    asked: Option<(SeatId, oneshot::Sender<Result<(), String>>)>,
}

impl<H: Host> Programs<H> {
    pub(super) fn new(own: H, others: Option<Others>) -> Self {
        Self { own: Rc::new(own), others, known: HashMap::new(), begun: Vec::new(), setups: Vec::new() }
    }

    /// What starts workers of this program.
    pub(super) fn own(&self) -> Rc<H> {
        Rc::clone(&self.own)
    }

    /// What starts workers of another program, to which the node has no objection. `None` while it is loaded: the seat waits then.
    pub(super) fn other(&mut self, info: ProgramInfo, seat: SeatId, now: Instant) -> Option<Rc<H>> {
        let key = ProgramKey::of(&info);
        let state = self.known.entry(key).or_insert_with(|| {
            self.begun.push(key);
            State::Loading(Loading { info: Rc::new(info), seats: Vec::new(), asked: None })
        });
        match state {
            State::Loading(loading) => {
                loading.seats.push(seat);
                None
            }
            State::Ready { host, used } => {
                *used = now;
                Some(Rc::clone(host))
            }
        }
    }

    /// What starts workers as a caller has asked for.
    ///
    /// # Errors
    /// When this cannot be done here.
    pub(super) fn with(&mut self, base: &Rc<H>, setup: &Rc<[u8]>, now: Instant) -> Result<Rc<H>, Error> {
        if setup.is_empty() {
            return Ok(Rc::clone(base));
        }
        let is_it = |known: &&mut Setup<H>| Rc::ptr_eq(&known.base, base) && known.setup == *setup;
        if let Some(known) = self.setups.iter_mut().find(is_it) {
            known.used = now;
            return Ok(Rc::clone(&known.host));
        }
        let host = Rc::new(base.with(setup)?);
        let (base, setup) = (Rc::clone(base), Rc::clone(setup));
        self.setups.push(Setup { base, setup, host: Rc::clone(&host), used: now });
        Ok(host)
    }

    /// A program that is being loaded; `None` if nobody waits for it any more.
    pub(super) fn loading(&self, key: ProgramKey) -> Option<Rc<ProgramInfo>> {
        match self.known.get(&key) {
            Some(State::Loading(loading)) if !loading.seats.is_empty() => Some(Rc::clone(&loading.info)),
            _ => None,
        }
    }

    /// The seat whose caller is to put the executable on the server. `told` gets its answer, and is dropped if the seat ends before.
    pub(super) fn ask(
        &mut self,
        key: ProgramKey,
        told: oneshot::Sender<Result<(), String>>,
    ) -> Option<SeatId> {
        let Some(State::Loading(loading)) = self.known.get_mut(&key) else { return None };
        let seat = *loading.seats.first()?;
        loading.asked = Some((seat, told));
        Some(seat)
    }

    /// What the caller of a seat has answered.
    pub(super) fn answered(&mut self, seat: SeatId, answer: Result<(), String>) {
        for state in self.known.values_mut() {
            if let State::Loading(loading) = state
                && let Some((_, told)) = loading.asked.take_if(|(asked, _)| *asked == seat)
            {
                // Its end is noticed by whoever waits.
                let _ = told.send(answer);
                return;
            }
        }
    }

    /// These seats wait no longer.
    pub(super) fn forget(&mut self, is_gone: impl Fn(&SeatId) -> bool) {
        for state in self.known.values_mut() {
            if let State::Loading(loading) = state {
                loading.seats.retain(|seat| !is_gone(seat));
                drop(loading.asked.take_if(|(asked, _)| is_gone(asked)));
            }
        }
    }

    /// A program was loaded, or why not. Returns the seats that have waited for it, and what starts their workers.
    pub(super) fn loaded(
        &mut self,
        key: ProgramKey,
        outcome: Result<Program, String>,
        start: impl FnOnce(Program, &ProgramInfo) -> Result<H, Error>,
    ) -> (Vec<SeatId>, Result<Rc<H>, String>) {
        let Some(State::Loading(Loading { info, seats, .. })) = self.known.remove(&key) else {
            return (Vec::new(), Err("nobody waits for it".to_owned()));
        };
        let host =
            outcome.and_then(|program| start(program, &info).map_err(|error| error.to_string())).map(Rc::new);
        if let Ok(host) = &host {
            self.known.insert(key, State::Ready { host: Rc::clone(host), used: Instant::now() });
        }
        (seats, host)
    }

    /// Frees the memory of programs that were not used for a while.
    pub(super) fn forget_unused(&mut self, now: Instant) {
        self.setups.retain_mut(|Setup { host, used, .. }| {
            if Rc::strong_count(host) > 1 {
                *used = now;
            }
            now.saturating_duration_since(*used) < KEPT
        });
        self.known.retain(|_, state| match state {
            State::Loading(_) => true,
            State::Ready { host, used } => {
                if Rc::strong_count(host) > 1 {
                    *used = now;
                }
                now.saturating_duration_since(*used) < KEPT
            }
        });
    }

    /// The programs whose executables are here.
    pub(super) fn cached(&self) -> Vec<Digest> {
        let ready = self.known.iter().filter(|(_, state)| matches!(state, State::Ready { .. }));
        let mut names: Vec<Digest> = ready.map(|(key, _)| key.0).collect();
        names.extend(self.others.iter().flat_map(|others| others.cache.names()));
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(*name));
        names.truncate(MOST_NAMED);
        names
    }
}
