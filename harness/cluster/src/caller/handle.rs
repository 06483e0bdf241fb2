//! What the rest of the program has of a caller: it passes orders to the thread.

use super::board::Board;
use super::memory::{Announced, Share};
use super::run;
use super::seats::Order;
use crate::access::Access;
use crate::program::ProgramInfo;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use wirecheck::Error;
use wirecheck::cluster::{
    DeadTask, NewSeat, ProgramNumbers, SeatCommand, SeatHost, SharedMemory, not_started, system,
};

/// What a caller asks of nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Demands {
    /// What workers run, if it is not this program.
    pub(crate) program: Option<ProgramInfo>,
    /// A file with the signature of this program.
    pub(crate) signature: Option<PathBuf>,
    /// Labels that a node must have.
    pub(crate) labels: Vec<String>,
}

/// Carries the seats of a pool to the nodes of a cluster. Dropping it ends its thread.
#[derive(Debug)]
pub(crate) struct Caller {
    orders: UnboundedSender<Order>,
    announced: Arc<Announced>,
    board: Arc<Board>,
    /// What workers run.
    program: ProgramNumbers,
    thread: Option<JoinHandle<()>>,
    /// The process that has the thread.
    process: u32,
}

impl Caller {
    /// Connects, and looks for nodes.
    ///
    /// # Errors
    /// When the server cannot be reached, or the signature of this program cannot be read from its file.
    pub(crate) fn start(access: Access, demands: Demands) -> Result<Self, Error> {
        let program = match demands.program {
            Some(program) => program,
            None => ProgramInfo::own(demands.signature.as_deref())?,
        };
        let numbers = program.protocol.numbers(program.build.number());
        let board = Arc::new(Board::default());
        let (orders, taken) = unbounded_channel();
        let (told, connected) = mpsc::channel();
        let (theirs, events) = (Arc::clone(&board), orders.clone());
        let announced = Arc::new(Announced::default());
        let taking = Arc::clone(&announced);
        let thread = std::thread::Builder::new()
            .name("wirecheck-cluster".to_owned())
            .spawn(move || {
                run::run(&access, (program, demands.labels), (&theirs, taking), (events, taken), &told);
                theirs.end();
            })
            .map_err(|error| system("the thread of a cluster could not be started", error))?;
        let process = std::process::id();
        let caller = Self { orders, announced, board, program: numbers, thread: Some(thread), process };
        connected.recv().unwrap_or_else(|_| Err(not_started("the thread of a cluster has ended")))?;
        Ok(caller)
    }

    pub(crate) fn board(&self) -> &Arc<Board> {
        &self.board
    }
}

impl SeatHost for Caller {
    fn program(&self) -> ProgramNumbers {
        self.program
    }

    fn has_nodes(&self) -> bool {
        self.board.has_nodes()
    }

    fn keep_dead_task(&self, task: DeadTask) {
        let _ = self.orders.send(Order::KeepDeadTask(task));
    }

    fn late_answers(&self) -> u64 {
        self.board.late()
    }

    fn open(&self, seat: NewSeat) {
        // If the thread is gone, the seat is dropped, which ends its stream.
        let status = Arc::clone(&seat.status);
        if self.orders.send(Order::Open(seat)).is_err() {
            status.refused("the thread of the cluster has ended".to_owned());
        }
    }

    fn command(&self, seat: u64, command: SeatCommand) {
        let _ = self.orders.send(Order::Command(seat, command));
    }

    fn share(&self, seat: u64, memory: SharedMemory, is_awaited: bool) {
        self.announced.push(Share { seat, memory, is_awaited });
        let _ = self.orders.send(Order::Share);
    }

    fn release(&self, seat: u64) {
        let _ = self.orders.send(Order::Release(seat));
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        let thread = self.thread.take();
        if self.process != std::process::id() {
            // A fork does not have the thread.
            std::mem::forget(thread);
            return;
        }
        let _ = self.orders.send(Order::Stop);
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}
