//! A program whose workers have a hard time to start: `starting HOW`, and for the workers the variables `SHAKY_LOG`, a file that
//! gets one byte for each start, and `SHAKY`, which says how starts end before `init`.

use rustix::process::{Signal, getpid, kill_process};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::io::Write as _;
use std::sync::mpsc::{Sender, channel};
use wirecheck::{Error, Pool, Spawn};

fn double(x: u64) -> u64 {
    2 * x
}

/// A list that is nested as deep as it is long.
#[derive(Serialize, Deserialize)]
struct Node {
    next: Option<Box<Node>>,
}

impl<F: wirecheck::Format> wirecheck::Sendable<F> for Node {}

fn depth(node: Node) -> u64 {
    let (mut depth, mut at) = (0, &node);
    while let Some(next) = &at.next {
        depth += 1;
        at = next;
    }
    depth
}

/// Before `init`, in a worker only.
fn shake() -> Option<()> {
    std::env::var_os("WIRECHECK_WORKER")?;
    let how = std::env::var("SHAKY").ok()?;
    let path = std::env::var_os("SHAKY_LOG")?;
    let mut log = std::fs::OpenOptions::new().append(true).create(true).open(&path).ok()?;
    log.write_all(b"x").ok()?;
    let starts = std::fs::metadata(&path).ok()?.len();
    // The first two serve; of the others every second and third does not.
    let is_due = how.starts_with("always") || (starts > 2 && starts % 3 != 0);
    if is_due && how.ends_with("abort") {
        std::process::abort();
    }
    if is_due && how.ends_with("segv") {
        // Std's handler takes the first one for a fault that comes again.
        for _ in 0..2 {
            let _ = kill_process(getpid(), Signal::SEGV);
        }
    }
    Some(())
}

/// Uses a pool when its thread ends.
struct Late(RefCell<Option<(Pool, Sender<String>)>>);

impl Drop for Late {
    fn drop(&mut self) {
        if let Some((pool, told)) = self.0.take() {
            let all = [
                pool.map(double, 0..3),
                pool.map(depth, [Node { next: None }]),
                pool.map_iter(double, 0..2).and_then(Iterator::collect),
                pool.submit(double, 4).and_then(wirecheck::Job::join).map(|value| vec![value]),
            ];
            let _ = told.send(format!("{all:?}"));
        }
    }
}

thread_local! {
    static LATE: Late = const { Late(RefCell::new(None)) };
}

fn late() -> Result<String, Error> {
    let pool = Pool::builder().workers(1).build()?;
    let (tell, told) = channel();
    let thread = std::thread::spawn(move || {
        LATE.with(|late| late.0.replace(Some((pool.clone(), tell))));
        // Whatever the library keeps for this thread is made later than that, and so dropped earlier.
        let failed = pool.try_map(double, [1]).map(|all| all.len());
        failed.unwrap_or_default()
    });
    let _ = thread.join();
    Ok(told.recv().unwrap_or_else(|_| "nothing".to_owned()))
}

fn deep() -> Result<String, Error> {
    let pool = Pool::builder().workers(1).build()?;
    let nodes =
        |levels: usize| (0..levels).fold(Node { next: None }, |next, _| Node { next: Some(Box::new(next)) });
    let few = pool.map(depth, [nodes(3)])?;
    let many = pool.map(depth, [nodes(250)]).map_err(|error| error.to_string());
    Ok(format!("{few:?} {many:?}"))
}

fn main() {
    shake();
    wirecheck::init();
    let how = std::env::args().nth(1);
    let outcome = match how.as_deref() {
        Some("late") => late(),
        Some("deep") => deep(),
        Some("spawn") => {
            let spawn = Spawn::builder().workers(2).build();
            spawn.and_then(|spawn| spawn.map(double, 0..300)).map(|all| format!("{}", all.len()))
        }
        _ => {
            let pool = Pool::builder().workers(2).tasks_per_worker(3).build();
            pool.and_then(|pool| pool.map(double, 0..300)).map(|all| format!("{}", all.len()))
        }
    };
    let _ = match outcome {
        Ok(said) => writeln!(std::io::stdout(), "gives {said}"),
        Err(error) => writeln!(std::io::stdout(), "fails: {error}"),
    };
}
