//! Processes with a mark of a worker: those that a pool starts, those that tasks start, and what is started by hand.

use std::io::Write;
use std::process::{Command, ExitCode, Stdio};
use wirecheck::{Error, Pool};

fn main() -> ExitCode {
    let mode = std::env::args().nth(1).unwrap_or_default();
    wait_for_the_parents_end();
    let way = std::env::var("INIT").unwrap_or_default();
    match way.as_str() {
        "late" => late(),
        "twice" => {
            wirecheck::init();
            wirecheck::init();
        }
        "threads" => std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(wirecheck::init);
            }
        }),
        "thread" => std::thread::scope(|scope| drop(scope.spawn(wirecheck::init).join())),
        _ => wirecheck::init(),
    }
    match run(&mode) {
        Ok(text) => {
            say(&text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(mode: &str) -> Result<String, Error> {
    match mode {
        // As an ordinary program.
        "plain" => Ok(format!("plain, descriptors {}", descriptors(()))),
        "pool" => Ok(format!("{:?}", pool()?.map(square, 1..=3)?)),
        // The environment of a worker.
        "mark" => Ok(pool()?.map(mark, [()])?.remove(0)),
        // What a task sees that starts this program again, as an ordinary one, with a pool of its own.
        "child" => Ok(pool()?.map(child, ["pool".to_owned()])?.remove(0)),
        "child_plain" => Ok(pool()?.map(child, ["plain".to_owned()])?.remove(0)),
        // A task that calls `init`.
        "init_in_task" => Ok(format!("{:?}", pool()?.map(init_then_square, 1..=3)?)),
        // Ends before its worker begins: what it starts waits until it is gone.
        "orphan" => {
            std::thread::spawn(|| {
                Pool::builder().workers(1).env(ORPHAN, std::process::id().to_string()).build().map(drop)
            });
            let children = || {
                std::fs::read_dir("/proc/self/task").is_ok_and(|tasks| {
                    tasks.flatten().any(|task| {
                        std::fs::read_to_string(task.path().join("children"))
                            .is_ok_and(|list| !list.is_empty())
                    })
                })
            };
            while !children() {
                std::thread::yield_now();
            }
            // Not a word of its worker is awaited.
            std::process::exit(0)
        }
        other => Ok(format!("no mode {other}")),
    }
}

/// Set for a worker that is to begin when its parent, of this id, is gone.
const ORPHAN: &str = "MARKED_ORPHAN";

fn wait_for_the_parents_end() {
    let parent: Option<u32> = std::env::var(ORPHAN).ok().and_then(|parent| parent.parse().ok());
    if let Some(parent) = parent {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while std::os::unix::process::parent_id() == parent && std::time::Instant::now() < deadline {
            std::thread::yield_now();
        }
    }
}

fn pool() -> Result<Pool, Error> {
    Pool::builder().workers(1).build()
}

/// Files and a thread of its own, before `init`.
fn late() {
    let files: Vec<_> =
        (0..8).map(|_| std::fs::File::open("/dev/null").expect("it is always there")).collect();
    let (send, receive) = std::sync::mpsc::channel::<()>();
    let other = std::thread::spawn(move || {
        // Reads the environment all the while.
        while receive.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
            assert!(std::env::vars_os().count() > 0);
        }
    });
    wirecheck::init();
    drop(send);
    other.join().expect("it only reads");
    drop(files);
}

fn square(x: u64) -> u64 {
    x * x
}

fn init_then_square(x: u64) -> u64 {
    wirecheck::init();
    square(x)
}

fn mark((): ()) -> String {
    std::env::var("WIRECHECK_WORKER").unwrap_or_default()
}

fn child(mode: String) -> String {
    let program = std::env::current_exe().expect("this one");
    let output = Command::new(program).arg(mode).stdin(Stdio::null()).output().expect("it can be started");
    format!("{} {}", String::from_utf8_lossy(&output.stdout).trim(), output.status)
}

/// Those of the channel that are open, close-on-exec or not.
fn descriptors((): ()) -> String {
    let open = (3..=6).filter(|number| std::fs::read_link(format!("/proc/self/fd/{number}")).is_ok());
    let state = open.map(|number| {
        let info = std::fs::read_to_string(format!("/proc/self/fdinfo/{number}")).unwrap_or_default();
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:")).unwrap_or_default();
        let flags = u32::from_str_radix(flags.trim(), 8).unwrap_or_default();
        // Close-on-exec and signals on news.
        format!("{number}{}", if flags & (0o2_000_000 | 0o20_000) == 0 { "" } else { " changed" })
    });
    format!("[{}]", state.collect::<Vec<_>>().join(", "))
}

fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
