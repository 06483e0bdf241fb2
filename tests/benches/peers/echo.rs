//! A raw pipelined echo: every message framed and answered on its own over plain socket pairs, a window of them under
//! way at each worker, one thread and one `poll` on this side. What a pool that frames each task on its own could
//! reach if it had no tasks, no formats, no faults.

use super::{WORKERS, child, limits};
use rustix::event::{PollFd, PollFlags, poll};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::process::Child;
use std::time::Instant;

/// Length, number, value.
const FRAME: usize = 4 + 8 + 8;
/// Bytes of one read, and about those that wait to be written.
const CHUNK: usize = 64 * 1024;

fn frame(index: u64, value: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&(FRAME as u32 - 4).to_le_bytes());
    out.extend_from_slice(&index.to_le_bytes());
    out.extend_from_slice(&value.to_le_bytes());
}

/// Takes whole frames off the front.
fn frames(bytes: &mut Vec<u8>, mut each: impl FnMut(u64, u64)) -> io::Result<()> {
    let mut at = 0;
    while let Some((length, rest)) = bytes[at..].split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length) as usize;
        let Some(body) = rest.get(..length) else { break };
        match body.split_first_chunk::<8>().map(|(index, value)| (index, value.try_into())) {
            Some((index, Ok(value))) => each(u64::from_le_bytes(*index), u64::from_le_bytes(value)),
            _ => return Err(ErrorKind::InvalidData.into()),
        }
        at += 4 + length;
    }
    bytes.drain(..at);
    Ok(())
}

/// The worker: adds one to each value.
pub(crate) fn answer() -> io::Result<()> {
    let mut socket = limits::inherited()?;
    let (mut space, mut unread, mut out) = (vec![0; CHUNK], Vec::new(), Vec::new());
    loop {
        match socket.read(&mut space)? {
            0 => return Ok(()),
            n => unread.extend_from_slice(&space[..n]),
        }
        frames(&mut unread, |index, value| frame(index, std::hint::black_box(value + 1), &mut out))?;
        socket.write_all(&out)?;
        out.clear();
    }
}

struct Worker {
    socket: UnixStream,
    child: Child,
    out: Vec<u8>,
    unread: Vec<u8>,
    open: usize,
}

impl Worker {
    fn start() -> io::Result<Self> {
        let (socket, theirs) = UnixStream::pair()?;
        let child = child::with_socket("echo", theirs.into())?;
        socket.set_nonblocking(true)?;
        Ok(Self { socket, child, out: Vec::new(), unread: Vec::new(), open: 0 })
    }

    fn write(&mut self) -> io::Result<()> {
        let mut at = 0;
        while at < self.out.len() {
            match self.socket.write(&self.out[at..]) {
                Ok(n) => at += n,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        self.out.drain(..at);
        Ok(())
    }

    fn read(&mut self, space: &mut [u8]) -> io::Result<()> {
        loop {
            match self.socket.read(space) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(n) => {
                    self.unread.extend_from_slice(&space[..n]);
                    if n < space.len() {
                        return Ok(());
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }
}

/// Messages a second, with `window` of them under way at each worker.
pub(crate) fn per_second(tasks: u64, window: usize) -> io::Result<f64> {
    let mut workers = (0..WORKERS).map(|_| Worker::start()).collect::<io::Result<Vec<_>>>()?;
    run(&mut workers, 100, 1)?;
    let start = Instant::now();
    let results = run(&mut workers, tasks, window)?;
    let seconds = start.elapsed().as_secs_f64();
    assert!(results.into_iter().eq(1..=tasks));
    for Worker { socket, mut child, .. } in workers {
        drop(socket);
        child.wait()?;
    }
    Ok(tasks as f64 / seconds)
}

fn run(workers: &mut [Worker], tasks: u64, window: usize) -> io::Result<Vec<u64>> {
    let (mut results, mut space) = (vec![0; tasks as usize], vec![0; CHUNK]);
    let (mut next, mut done) = (0, 0);
    while done < tasks {
        for worker in workers.iter_mut() {
            while next < tasks && worker.open < window && worker.out.len() < CHUNK {
                frame(next, next, &mut worker.out);
                next += 1;
                worker.open += 1;
            }
            worker.write()?;
        }
        let interest = |worker: &Worker| {
            if worker.out.is_empty() { PollFlags::IN } else { PollFlags::IN | PollFlags::OUT }
        };
        let mut fds: Vec<_> =
            workers.iter().map(|worker| PollFd::new(&worker.socket, interest(worker))).collect();
        poll(&mut fds, None)?;
        let ready: Vec<bool> =
            fds.iter().map(|fd| !fd.revents().difference(PollFlags::OUT).is_empty()).collect();
        for (worker, _) in workers.iter_mut().zip(ready).filter(|(_, ready)| *ready) {
            worker.read(&mut space)?;
            let open = &mut worker.open;
            frames(&mut worker.unread, |index, value| {
                results[index as usize] = value;
                *open -= 1;
                done += 1;
            })?;
        }
    }
    Ok(results)
}
