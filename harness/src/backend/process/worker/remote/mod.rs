//! Workers on other machines: the caller's side, which the event loop drives, and the node's, which has the processes.
//!
//! ```text
//! caller: RemoteWorker ==stream== SeatHost  ~~network~~  node: HostedWorker ==socket== process
//! ```
//! A *seat* is the place of one worker process on some node. Its byte stream is that of a local worker, and both ends of it know
//! nothing of the network. What lies between is not part of this crate: it implements [`SeatHost`].

mod host;
mod hosted;
mod memory;
mod messages;
mod program;
mod seat;
mod setup;
mod status;

pub use host::{NewSeat, SeatHost};
pub use hosted::{HostedWorker, WorkerHost};
pub use memory::{
    GrowingMemory, MemoryChannel, MemoryCopy, NewMemory, SharedBytes, SharedMemory, WorkerMemory,
};
pub use messages::{SeatCommand, SeatEnd, SeatReport};
pub use program::{Program, ProgramFile, WorkerProtocol, glibc_version};
pub(crate) use seat::{RemoteLauncher, RemoteWorker};
pub(crate) use setup::{read as read_setup, write as write_setup};
pub use status::SeatStatus;
