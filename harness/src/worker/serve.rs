//! The loop of a worker: frames in, answers out.

use crate::panics;
use crate::sys::{Inherited, OUTBOX};
use crate::task::remote::LoadResult;
use crate::task::table::Table;
use crate::wire::{Failure, Header, Hello, Inbox, Kind, Reader, Received, begin, control, finish};
use rustix::net::SendFlags;
use std::cell::OnceCell;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

/// Exit codes of a worker; 0 is an orderly end.
pub(crate) const EXIT_NO_CHANNEL: i32 = 120;
pub(crate) const EXIT_PROTOCOL: i32 = 121;

/// Answers of one call wait about this long for company, or for the task that is running.
const LINGER: Duration = Duration::from_micros(100);

/// Serves until the parent is done with this worker; gives the exit code.
pub(super) fn serve(ends: Inherited) -> i32 {
    let mut worker = Worker {
        ends,
        inbox: Inbox::default(),
        scratch: Vec::new(),
        calls: Vec::new(),
        received: 0,
        answered: 0,
        tasks_left: None,
        greeted: false,
        pace: Pace::new(),
    };
    let code = match worker.run() {
        Ok(()) => 0,
        // Whatever happened to the channel, the parent sees its end and has the story on its side.
        Err(_) => EXIT_PROTOCOL,
    };
    // The channel closes with the process: the parent is not to wait for one that still runs exit handlers.
    std::mem::forget(worker);
    code
}

/// The task and the captures of a call. They are decoded within the first task that needs them: a `Deserialize`
/// that kills the process then costs that task, and not a story about nobody.
struct Call {
    packed: Vec<u8>,
    loaded: OnceCell<LoadResult>,
}

impl Call {
    fn load(&self) -> &LoadResult {
        self.loaded.get_or_init(|| {
            let mut reader = Reader(&self.packed);
            match reader.u32().map(|number| Table::get().entry(number)) {
                Ok(Some((entry, trusted))) => entry.load(trusted, reader.0),
                Ok(None) => Err(Failure::refused("the task is not in the table of this executable")),
                Err(_) => Err(Failure::refused("the task's name was cut short")),
            }
        })
    }
}

struct Worker {
    ends: Inherited,
    inbox: Inbox,
    scratch: Vec<u8>,
    calls: Vec<(u32, Call)>,
    /// Tasks received.
    received: u64,
    /// The call of the answers in the outbox.
    answered: u32,
    tasks_left: Option<u64>,
    greeted: bool,
    pace: Pace,
}

impl Worker {
    fn run(&mut self) -> io::Result<()> {
        self.greet()?;
        loop {
            // Taken out so that the frame can borrow it while the rest of `self` is used.
            let mut inbox = std::mem::take(&mut self.inbox);
            let step = self.drain(&mut inbox);
            self.inbox = inbox;
            self.flush()?;
            if step? == Step::End {
                return Ok(());
            }
            if self.inbox.receive(self.ends.socket.as_fd(), true)? == Received::End {
                return Ok(());
            }
            self.pace.begin();
        }
    }

    fn greet(&mut self) -> io::Result<()> {
        let mut body = Vec::new();
        Hello::own(0).write(&mut body);
        control(&mut self.scratch, Kind::Hello, 0, 0, &body);
        self.answer()?;
        self.flush()
    }

    fn drain(&mut self, inbox: &mut Inbox) -> io::Result<Step> {
        while let Some((header, body)) = inbox.next().map_err(|bad| broken(&bad.to_string()))? {
            match header.kind {
                Kind::Run if self.greeted => {
                    self.run_task(header, body)?;
                    if let Some(left) = &mut self.tasks_left {
                        *left = left.saturating_sub(1);
                        if *left == 0 {
                            return Ok(Step::End);
                        }
                    }
                }
                Kind::Load if self.greeted => {
                    self.unload(header.call);
                    let call = Call { packed: body.to_vec(), loaded: OnceCell::new() };
                    self.calls.push((header.call, call));
                }
                Kind::Unload if self.greeted => self.unload(header.call),
                Kind::Hello => self.check(body)?,
                _ => return Err(broken("a frame that a worker does not take")),
            }
        }
        Ok(Step::GoOn)
    }

    fn check(&mut self, body: &[u8]) -> io::Result<()> {
        let parent = Hello::read(body).map_err(|_| broken("a greeting cut short"))?;
        if let Some(objection) = Hello::own(0).objection(&parent) {
            return Err(broken(&objection));
        }
        self.greeted = true;
        self.tasks_left = (parent.tasks > 0).then_some(parent.tasks);
        Ok(())
    }

    fn unload(&mut self, call: u32) {
        // The drop of a capture is the user's code.
        let _ = panics::catch(|| self.calls.retain(|(known, _)| *known != call));
    }

    fn run_task(&mut self, header: Header, input: &[u8]) -> io::Result<()> {
        let Header { call, index, .. } = header;
        if call != self.answered {
            // Those are of another call, whose caller need not wait for this one's task.
            self.flush()?;
            self.answered = call;
        }
        self.received += 1;
        self.ends.page.start(call, index);
        let at = begin(&mut self.scratch, Kind::Done, call, index);
        let outcome = if self.ends.page.is_cancelled(self.received) {
            Err(Failure::refused("the call ended before this task began"))
        } else {
            match self.calls.iter().rev().find(|(known, _)| *known == call) {
                Some((_, call)) => match call.load() {
                    Ok(loaded) => loaded.run(input, &mut self.scratch),
                    Err(failure) => Err(failure.clone()),
                },
                None => Err(Failure::refused("the task was not announced before its first input")),
            }
        };
        let outcome = outcome.and_then(|()| {
            finish(&mut self.scratch, at).map_err(|large| {
                Failure::refused(format!(
                    "the encoded result has {} bytes, more than the 4 GiB of one frame; return it in parts",
                    large.0
                ))
            })
        });
        let failed = outcome.is_err();
        if let Err(failure) = outcome {
            self.scratch.truncate(at);
            let mut body = Vec::new();
            failure.write(&mut body);
            control(&mut self.scratch, Kind::Failed, call, index, &body);
        }
        self.answer()?;
        self.ends.page.end();
        // A failure may end the call, and with it what is queued behind.
        if self.pace.is_due() || failed { self.flush() } else { Ok(()) }
    }

    /// Moves the answer in `scratch` to the outbox, or to the socket when it is large.
    fn answer(&mut self) -> io::Result<()> {
        if !self.ends.page.push(&self.scratch) {
            self.flush()?;
            if self.scratch.len() > OUTBOX {
                send_all(&self.ends.socket, &self.scratch)?;
                self.ends.page.sent(self.scratch.len());
            } else {
                // The outbox is empty now and the answer fits it.
                self.ends.page.push(&self.scratch);
            }
        }
        self.scratch.clear();
        // One large answer must not pin its memory for the life of the worker.
        self.scratch.shrink_to(4 * OUTBOX);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let outbox = self.ends.page.outbox();
        if !outbox.is_empty() {
            send_all(&self.ends.socket, outbox)?;
            self.ends.page.sent(0);
        }
        Ok(())
    }
}

#[derive(PartialEq, Eq)]
enum Step {
    GoOn,
    End,
}

fn send_all(socket: &OwnedFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::net::send(socket, bytes, SendFlags::NOSIGNAL) {
            Ok(sent) => bytes = &bytes[sent..],
            Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

fn broken(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// Decides when answers have waited long enough, without asking the clock after every tiny task.
struct Pace {
    last: Instant,
    stride: u32,
    left: u32,
}

impl Pace {
    const LONGEST_STRIDE: u32 = 16;

    fn new() -> Self {
        Self { last: Instant::now(), stride: 1, left: 1 }
    }

    /// After a wait for input: the next task may be of any length.
    fn begin(&mut self) {
        *self = Self::new();
    }

    fn is_due(&mut self) -> bool {
        self.left -= 1;
        if self.left > 0 {
            return false;
        }
        let now = Instant::now();
        let due = now.duration_since(self.last) >= LINGER;
        self.stride = if due { 1 } else { (self.stride * 2).min(Self::LONGEST_STRIDE) };
        self.left = self.stride;
        if due {
            self.last = now;
        }
        due
    }
}
