//! The thread that starts the workers of a pool.
//!
//! Each worker is told by the kernel when the thread that started it ends, which is how it notices the end of this process. So
//! that has to be a thread that ends after all of them. It also has what belongs to a thread, such as its cores and niceness, from
//! the time when the pool was built, and so do all workers, whoever needs a new one.

use crate::error::Error;
use crate::sys::{Command, Files, Generation, SpawnError, WorkerProcess};
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

/// Its stack. It runs no code of others.
const STACK: usize = 256 * 1024;

#[derive(Debug)]
pub(super) struct LaunchThread {
    /// `None` once the thread is to end.
    orders: Mutex<Option<Sender<Order>>>,
    thread: Option<JoinHandle<()>>,
    /// In which process the thread is.
    parent: Generation,
}

#[derive(Debug)]
struct Order {
    files: Files,
    answer: Sender<Result<WorkerProcess, SpawnError>>,
}

impl LaunchThread {
    pub(super) fn start(command: Command) -> Result<Self, Error> {
        let (orders, taken) = channel();
        let thread = std::thread::Builder::new()
            .name("wirecheck-launch".to_owned())
            .stack_size(STACK)
            .spawn(move || run(&command, &taken))
            .map_err(|error| Error::start_io("the thread that starts workers could not be started", error))?;
        Ok(Self { orders: Mutex::new(Some(orders)), thread: Some(thread), parent: Generation::current() })
    }

    /// Starts a worker with these descriptors.
    pub(super) fn spawn(&self, files: Files) -> Result<WorkerProcess, SpawnError> {
        let (answer, answered) = channel();
        let orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let sent = orders.is_some_and(|orders| orders.send(Order { files, answer }).is_ok());
        let gone = || SpawnError { what: None, source: io::Error::other("its thread is gone") };
        if sent { answered.recv().unwrap_or_else(|_| Err(gone())) } else { Err(gone()) }
    }
}

fn run(command: &Command, orders: &Receiver<Order>) {
    while let Ok(Order { files, answer }) = orders.recv() {
        // Who asked waits for the answer.
        let _ = answer.send(command.spawn(files));
    }
}

impl Drop for LaunchThread {
    fn drop(&mut self) {
        let thread = self.thread.take();
        if !self.parent.is_current() {
            // A fork does not have the thread.
            std::mem::forget(thread);
            return;
        }
        self.orders.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}
