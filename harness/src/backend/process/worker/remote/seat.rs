//! The caller's end of a seat, as a worker of the event loop.

use super::host::{NewSeat, SeatHost};
use super::memory::{MemoryChannel, SharedMemory};
use super::messages::SeatCommand;
use super::setup;
use super::status::SeatStatus;
use crate::backend::process::worker::contract::{KillIf, Recording, StartFailure, TaskId, Worker};
use crate::backend::process::worker::process::Channel;
use crate::backend::process::worker::start_failure;
use crate::backend::process::worker::{Carrier, Connection};
use crate::backend::process::worker::{DeadTask, LineHub};
use crate::backend::{Fault, Launch};
use crate::error::{Error, Exit};
use crate::id_map::IdMap;
use crate::shared_slice::Region;
use crate::sys::{FdChannel, PhaseTotals};
use crate::transfer::Store;
use crate::wire::{FrameReader, ReceiveStatus, WorkerConfig};
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SendFlags, Shutdown, SocketFlags, SocketType, socketpair};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long the end of a killed worker is waited for. A node that cannot be reached is lost before that.
const AFTER_KILL: Duration = Duration::from_secs(10);
/// A condition that was sent is not sent again before this time has passed.
const ASK_AGAIN: Duration = Duration::from_millis(20);

/// A worker process on some node of a cluster.
#[derive(Debug)]
pub(crate) struct RemoteWorker {
    seat: Seat,
    socket: OwnedFd,
    status: Arc<SeatStatus>,
    channel: Channel,
    /// The condition that was sent last, and when.
    asked: Option<(KillIf, Instant)>,
}

/// What asks for the workers of a pool.
#[derive(Debug)]
pub(crate) struct RemoteLauncher {
    host: Arc<dyn SeatHost>,
    setup: Arc<[u8]>,
    /// What takes their lines, if they are wanted.
    lines: Option<Arc<LineHub>>,
}

impl RemoteLauncher {
    /// # Errors
    /// When a node would not start workers so.
    pub(crate) fn new(
        host: Arc<dyn SeatHost>,
        launch: &Launch,
        lines: Option<Arc<LineHub>>,
    ) -> Result<Self, Error> {
        Ok(Self { host, setup: setup::write(launch)?.into(), lines })
    }

    pub(crate) fn host(&self) -> &dyn SeatHost {
        &*self.host
    }
}

/// A seat, by its number.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    number: u64,
    host: Arc<dyn SeatHost>,
}

impl PartialEq for Seat {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Seat {
    fn next(host: &Arc<dyn SeatHost>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { number: NEXT.fetch_add(1, Ordering::Relaxed), host: Arc::clone(host) }
    }

    fn command(&self, command: SeatCommand) {
        self.host.command(self.number, command);
    }
}

/// Has the memory of `Shared` values brought to the worker of a seat.
#[derive(Debug)]
struct MemorySender {
    seat: Seat,
    status: Arc<SeatStatus>,
    /// How much was written of memory that grows when that was told last.
    told: Mutex<IdMap<u64, u64>>,
}

/// So many are noted before it is looked which of them are gone.
const NOTED: usize = 64;

impl Carrier for MemorySender {
    fn carry(&self, region: &Arc<Region>, is_new: bool) {
        let memory = SharedMemory::of(region);
        if memory.grows() {
            let written = memory.written();
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            if told.len() >= NOTED {
                told.retain(|id, _| Region::find(*id).is_some());
            }
            let before = told.insert(region.id(), written);
            if !is_new && before == Some(written) {
                return;
            }
        } else if !is_new {
            return;
        }
        if is_new {
            self.status.memory_is_awaited();
        }
        self.seat.host.share(self.seat.number, memory, is_new);
    }
}

impl Worker for RemoteWorker {
    type Launcher = RemoteLauncher;
    type Killer = Seat;

    const GIVES_ITS_PLACE: bool = true;

    fn start(
        launcher: &RemoteLauncher,
        _: WorkerConfig,
        store: &Arc<Store>,
    ) -> Result<(Self, Connection), Error> {
        let failed = |error| Error::start_io("the stream to a worker on a node could not be made", error);
        let (socket, stream) =
            socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)
                .map_err(|errno| failed(errno.into()))?;
        let (results, theirs) = FdChannel::pair().map_err(failed)?;
        let host = &launcher.host;
        let seat = Seat::next(host);
        let status = Arc::new(SeatStatus::with_lines(launcher.lines.clone()));
        let memory = MemoryChannel::new(FdChannel::new(theirs));
        let (told, setup) = (Arc::clone(&status), Arc::clone(&launcher.setup));
        host.open(NewSeat { number: seat.number, stream, memory, status: told, setup });
        if launcher.lines.is_some() {
            seat.command(SeatCommand::Lines);
        }
        let carrier =
            MemorySender { seat: seat.clone(), status: Arc::clone(&status), told: Mutex::default() };
        let connection = Connection::remote(host.program(), Arc::new(carrier), results, store.spare());
        Ok((Self { seat, socket, status, channel: Channel::default(), asked: None }, connection))
    }

    fn send(&mut self, bytes: &[u8]) -> usize {
        // Once its node is lost, all that it was sent counts as begun. The end of the stream comes later.
        if self.channel.cut.is_some() || self.status.exit().is_some() {
            return 0;
        }
        match rustix::net::send(&self.socket, bytes, SendFlags::NOSIGNAL | SendFlags::DONTWAIT) {
            Ok(sent) => {
                self.channel.sending.succeeded();
                return sent;
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) if self.channel.sending.try_again() => {}
            Err(errno) => self.cut_off(errno.into()),
        }
        0
    }

    fn cut_off(&mut self, why: io::Error) {
        self.channel.cut.get_or_insert(why);
        self.close();
    }

    fn is_cut_off(&self) -> Option<&io::Error> {
        self.channel.cut.as_ref()
    }

    fn record(&self, recording: Recording) {
        if recording != Recording::default() {
            self.seat.command(SeatCommand::record(recording));
        }
    }

    fn set_fault(&self, fault: Option<(Fault, u64)>) {
        let (number, at) = fault.map_or((0, 0), |(fault, at)| (fault.number(), at));
        self.seat.command(SeatCommand::Fault { number, at });
    }

    fn cancel_first(&self, count: u64) {
        self.seat.command(SeatCommand::CancelFirst(count));
    }

    fn cancel_call(&self, call: u32) {
        self.seat.command(SeatCommand::CancelCall(call));
    }

    fn forget_call(&self, call: u32) {
        self.seat.command(SeatCommand::ForgetCall(call));
    }

    const KEEPS_DEAD_TASKS: bool = true;

    fn keep_dead_task(launcher: &RemoteLauncher, task: DeadTask) {
        launcher.host.keep_dead_task(task);
    }

    fn waits_for_place(&self) -> bool {
        self.status.is_pending() && self.seat.host.has_nodes()
    }

    fn waits_for_memory(&self) -> bool {
        self.status.waits_for_memory()
    }

    fn wait_on(&self, unsent: bool) -> PollFd<'_> {
        let out = if unsent && self.channel.cut.is_none() { PollFlags::OUT } else { PollFlags::empty() };
        PollFd::from_borrowed_fd(self.socket.as_fd(), PollFlags::IN | out)
    }

    fn receive(&mut self, frames: &mut FrameReader) -> io::Result<ReceiveStatus> {
        match frames.receive(self.socket.as_fd()) {
            Ok(received) => {
                self.channel.receiving.succeeded();
                Ok(received)
            }
            Err(_) if self.channel.receiving.try_again() => Ok(ReceiveStatus::Nothing),
            Err(errno) => Err(errno.into()),
        }
    }

    fn running(&self) -> Option<TaskId> {
        self.status.running()
    }

    fn begun(&self) -> Option<u64> {
        Some(self.status.begun())
    }

    fn running_for(&self) -> Option<Duration> {
        self.status.running_for()
    }

    fn take_worked(&mut self) -> Option<Duration> {
        self.status.take_worked()
    }

    fn phase_totals(&self) -> PhaseTotals {
        self.status.totals()
    }

    fn resident_bytes(&self) -> Option<u64> {
        self.status.resident()
    }

    fn close(&mut self) {
        let _ = rustix::net::shutdown(&self.socket, Shutdown::Write);
    }

    fn end_reads(&mut self) {
        let _ = rustix::net::shutdown(&self.socket, Shutdown::Both);
    }

    /// The node checks the condition on the worker's own control block. Whether it was met is told with the end of the worker.
    fn kill_if(&mut self, condition: KillIf) -> bool {
        let is_asked = self.asked.is_some_and(|(known, at)| known == condition && at.elapsed() < ASK_AGAIN);
        if !is_asked && self.status.exit().is_none() {
            self.asked = Some((condition, Instant::now()));
            self.seat.command(SeatCommand::KillIf(condition));
        }
        false
    }

    fn was_killed_on_condition(&self) -> bool {
        self.status.was_killed_on_condition()
    }

    /// What it still answers is not wanted any more.
    fn kill(&mut self) {
        self.seat.command(SeatCommand::Kill);
        self.end_reads();
    }

    fn killer(&self) -> Seat {
        self.seat.clone()
    }

    fn kill_by(killer: &Seat) {
        killer.command(SeatCommand::Kill);
    }

    fn is_ending(&self) -> bool {
        self.status.is_ending()
    }

    fn has_exited(&self) -> bool {
        self.status.exit().is_some()
    }

    fn wait_for_exit(&mut self, patience: Duration) -> Exit {
        if let Some(exit) = self.status.wait(patience) {
            return exit;
        }
        self.kill();
        match self.status.wait(AFTER_KILL) {
            None => Exit::Alive,
            Some(Exit::Lost) => Exit::Lost,
            Some(_) => Exit::Severed,
        }
    }

    /// The node appends them to the stream.
    fn unsent_answers(&mut self, _: u64) -> Vec<u8> {
        Vec::new()
    }

    fn crash(&self, exit: Exit) -> Error {
        self.status.crash(exit)
    }

    fn failed_start(&self, failure: StartFailure) -> Error {
        let seconds = |patience: Duration| patience.as_secs_f64();
        match (failure, self.status.node()) {
            (StartFailure::Ended(_), _) => {
                self.status.failed_start().unwrap_or_else(|| start_failure::explain(failure, None))
            }
            (StartFailure::TooLate(patience), None) => Error::start(format!(
                "no node had a place for a worker within {} s: start more nodes of this program, or wait until other callers are done",
                seconds(patience)
            )),
            (StartFailure::TooLate(patience), Some(node)) => Error::start(format!(
                "a worker on the node {node} did not begin to serve within {} s: call `wirecheck_cluster::init()` first in `main`",
                seconds(patience)
            )),
            (StartFailure::InitializerTooLate(_), _) => start_failure::explain(failure, None),
        }
    }
}

impl Drop for RemoteWorker {
    fn drop(&mut self) {
        self.seat.host.release(self.seat.number);
    }
}
