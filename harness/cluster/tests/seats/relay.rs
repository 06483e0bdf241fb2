//! A host of seats without a network: a thread for each passes bytes between the stream and a process of this machine.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, Shutdown, recv, send, shutdown};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use wirecheck::cluster::{
    GrowingMemory, HostedWorker, NewMemory, NewSeat, Program, ProgramNumbers, SeatCommand, SeatHost,
    SeatStatus, SharedMemory, WorkerHost, WorkerProtocol,
};

/// Workers are told that memory of this length cannot be had.
pub(crate) const REFUSED: u64 = 3 << 20;

/// What a thread of a seat is told.
enum Order {
    Command(SeatCommand),
    Share(SharedMemory, bool),
    Release,
    /// The node is gone, and with it all that it knew.
    Lose,
}

/// What ends a seat, and what is told of that.
type Open = (Sender<Order>, Arc<SeatStatus>);

/// See the [module](self).
#[derive(Debug)]
pub(crate) struct Relay {
    host: Arc<WorkerHost>,
    build: u64,
    seats: Mutex<HashMap<u64, Open>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    pids: Arc<Mutex<Vec<u32>>>,
}

impl Relay {
    /// Workers of this program, or of that one.
    pub(crate) fn new(build: u64, program: Option<Program>) -> Arc<Self> {
        let host = Arc::new(WorkerHost::new(build, program, 1, &[]).expect("a host"));
        let (seats, threads) = (Mutex::default(), Mutex::default());
        Arc::new(Self { host, build, seats, threads, pids: Arc::default() })
    }

    /// Loses each worker: neither its end nor its last answers are known.
    pub(crate) fn lose_all(&self) {
        let seats = self.seats.lock().unwrap();
        seats.values().for_each(|(_, status)| status.lost());
        seats.values().for_each(|(orders, _)| drop(orders.send(Order::Lose)));
    }

    /// The processes that were started so far.
    pub(crate) fn pids(&self) -> Vec<u32> {
        self.pids.lock().unwrap().clone()
    }

    /// Waits for all threads of seats that were released.
    pub(crate) fn join(&self) {
        for thread in std::mem::take(&mut *self.threads.lock().unwrap()) {
            thread.join().expect("no panic");
        }
    }
}

impl SeatHost for Relay {
    fn program(&self) -> ProgramNumbers {
        WorkerProtocol::own().numbers(self.build)
    }

    fn has_nodes(&self) -> bool {
        true
    }

    fn open(&self, seat: NewSeat) {
        let (orders, taken) = channel();
        self.seats.lock().unwrap().insert(seat.number, (orders, Arc::clone(&seat.status)));
        let (host, pids) = (Arc::clone(&self.host), Arc::clone(&self.pids));
        let thread = std::thread::spawn(move || match host.start() {
            Ok(worker) => {
                pids.lock().unwrap().push(worker.pid());
                seat.status.placed("relay");
                let (to_worker, to_caller, growing) = (Vec::new(), Vec::new(), HashMap::new());
                Route { seat, worker, to_worker, to_caller, is_open: true, growing }.run(&taken);
            }
            Err(error) => seat.status.refused(error.to_string()),
        });
        self.threads.lock().unwrap().push(thread);
    }

    fn command(&self, seat: u64, command: SeatCommand) {
        if let Some((orders, _)) = self.seats.lock().unwrap().get(&seat) {
            let _ = orders.send(Order::Command(command));
        }
    }

    fn share(&self, seat: u64, memory: SharedMemory, is_awaited: bool) {
        if let Some((orders, _)) = self.seats.lock().unwrap().get(&seat) {
            let _ = orders.send(Order::Share(memory, is_awaited));
        }
    }

    fn release(&self, seat: u64) {
        if let Some((orders, _)) = self.seats.lock().unwrap().remove(&seat) {
            let _ = orders.send(Order::Release);
        }
    }
}

/// The bytes of one seat on their way.
struct Route {
    seat: NewSeat,
    worker: HostedWorker,
    to_worker: Vec<u8>,
    to_caller: Vec<u8>,
    /// Whether more may come from the caller.
    is_open: bool,
    /// Copies of memory that grows.
    growing: HashMap<u64, GrowingMemory>,
}

impl Route {
    fn run(mut self, orders: &Receiver<Order>) {
        loop {
            if !self.take(orders) || !self.pass_on(orders) {
                return;
            }
            self.seat.status.report(self.worker.report());
            if let Some(end) = self.worker.try_end(&mut self.to_caller) {
                while !self.to_caller.is_empty() && self.deliver() {
                    self.wait();
                }
                self.seat.status.ended(end);
                return;
            }
            self.wait();
        }
    }

    /// Does what is asked. Returns false once the seat is over.
    fn take(&mut self, orders: &Receiver<Order>) -> bool {
        for order in orders.try_iter() {
            match order {
                Order::Command(command) => self.worker.command(command),
                Order::Share(memory, is_awaited) => self.share(&memory, is_awaited),
                Order::Release => return false,
                Order::Lose => {
                    self.worker.kill();
                    return false;
                }
            }
        }
        true
    }

    /// Copies the memory, as a node would.
    fn share(&mut self, memory: &SharedMemory, is_awaited: bool) {
        let (id, length) = (memory.id(), memory.length());
        let copy = if memory.grows() {
            let growing =
                self.growing.entry(id).or_insert_with(|| GrowingMemory::new(length).expect("memory"));
            growing.append(&memory.bytes_from(growing.written()).expect("alive")).expect("room");
            growing.copy()
        } else {
            let mut copy = NewMemory::new(length).expect("memory");
            copy.append(&memory.bytes_from(0).expect("alive")).expect("room");
            copy.seal().expect("sealed")
        };
        if is_awaited && length == REFUSED {
            assert!(self.worker.memory().expect("it has one").refuse(id, "the relay does not like it"));
        } else if is_awaited {
            assert!(self.worker.memory().expect("it has one").share(id, &copy));
        }
        self.seat.status.memory_came();
    }

    /// Copies what the results refer to.
    fn share_results(&mut self) {
        let channel = self.worker.memory().expect("it has one");
        while let Some((id, memory)) = channel.take() {
            let memory = memory.expect("sealed");
            let copy = if memory.grows() {
                let new = || GrowingMemory::new(memory.length()).expect("memory");
                let growing = self.growing.entry(id).or_insert_with(new);
                growing.append(&memory.bytes(growing.written(), usize::MAX)).expect("room");
                growing.copy()
            } else {
                let mut copy = NewMemory::new(memory.length()).expect("memory");
                copy.append(&memory.bytes(0, usize::MAX)).expect("room");
                copy.seal().expect("sealed")
            };
            assert!(self.seat.memory.share(id, &copy));
        }
    }

    fn pass_on(&mut self, orders: &Receiver<Order>) -> bool {
        let mut buffer = [0; 16 << 10];
        while self.is_open && self.to_worker.is_empty() {
            match recv(&self.seat.stream, &mut buffer[..], RecvFlags::DONTWAIT) {
                Ok((0, _)) => {
                    self.is_open = false;
                    self.worker.close();
                }
                Ok((n, _)) => self.to_worker.extend_from_slice(&buffer[..n]),
                Err(_) => break,
            }
            // Memory that these bytes refer to was announced before they were written.
            if !self.take(orders) {
                return false;
            }
            let sent = self.worker.write(&self.to_worker).unwrap_or(self.to_worker.len());
            self.to_worker.drain(..sent);
        }
        let sent = self.worker.write(&self.to_worker).unwrap_or(self.to_worker.len());
        self.to_worker.drain(..sent);
        if self.to_caller.len() < 1 << 20 {
            while self.worker.read(&mut self.to_caller) {}
            self.worker.take_waiting(&mut self.to_caller);
            self.share_results();
        }
        self.deliver();
        true
    }

    /// Returns whether the caller may take more.
    fn deliver(&mut self) -> bool {
        while !self.to_caller.is_empty() {
            match send(&self.seat.stream, &self.to_caller, SendFlags::NOSIGNAL | SendFlags::DONTWAIT) {
                Ok(sent) => drop(self.to_caller.drain(..sent)),
                Err(Errno::AGAIN) => return true,
                Err(_) => {
                    self.to_caller.clear();
                    let _ = shutdown(&self.seat.stream, Shutdown::Write);
                    return false;
                }
            }
        }
        true
    }

    fn wait(&self) {
        let mut fds = vec![PollFd::from_borrowed_fd(self.worker.socket(), PollFlags::IN)];
        if self.is_open {
            fds.push(PollFd::new(&self.seat.stream, PollFlags::IN));
        }
        let patience = Timespec::try_from(Duration::from_millis(2)).expect("short");
        let _ = poll(&mut fds, Some(&patience));
    }
}
