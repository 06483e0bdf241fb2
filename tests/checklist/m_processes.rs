//! M. Process object and start methods.
//!
//! M103 (a fork server that is killed) has no test: there is none, each worker is started by the program itself. That a
//! worker that is killed is replaced belongs to C.

use crate::support::{alone, both, descriptors, eventually, is_ignored, is_running, raise};
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};
use wirecheck::{Batch, Exit, Pool, Sendable, Spawn, closure};

const SOON: Duration = Duration::from_secs(20);

fn wait_for(path: &str) -> u32 {
    let start = Instant::now();
    while !Path::new(path).exists() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::process::id()
}

#[test]
fn m093_the_life_of_a_task_and_of_its_backend() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    both!(|builder| builder.workers(1), |backend| {
        let gate = folder.path().join("gate");
        let path = gate.to_str().unwrap().to_owned();
        let job = backend.submit(closure!(|_: u32| wait_for(&path)), 0).unwrap();
        assert!(!job.is_finished());
        std::fs::write(&gate, "").unwrap();
        eventually("it is finished", SOON, || job.is_finished());
        let pid = job.join().unwrap();
        assert_ne!(pid, std::process::id());
        assert!(backend.takes_tasks());
        backend.close();
        backend.close();
        assert!(!backend.takes_tasks());
        for error in [
            backend.map(closure!(|x: u32| x), [1]).map(drop).unwrap_err(),
            backend.submit(closure!(|x: u32| x), 1).map(drop).unwrap_err(),
            backend.map_iter(closure!(|x: u32| x), [1]).map(drop).unwrap_err(),
        ] {
            assert!(error.is_refused(), "{error}");
            assert_eq!(
                error.to_string(),
                "this backend is closed and takes no more tasks: build another one"
            );
        }
        backend.join().unwrap();
        backend.join().unwrap();
        assert!(!is_running(pid), "its workers ended with it");
        std::fs::remove_file(&gate).unwrap();
    });
}

/// Ends its worker in the way that its input names.
fn end(how: String) -> String {
    match how.split_once(' ') {
        Some(("exit", code)) => std::process::exit(code.parse().unwrap()),
        Some(("kill", signal)) => raise(signal),
        _ => {}
    }
    how
}

#[test]
fn m094_signals_are_named() {
    let _alone = alone();
    let cases =
        [("-TERM", 15, "SIGTERM"), ("-KILL", 9, "SIGKILL"), ("-INT", 2, "SIGINT"), ("-HUP", 1, "SIGHUP")];
    let cases: Vec<_> = cases.into_iter().filter(|(_, number, _)| !is_ignored(*number as u32)).collect();
    let deaths = cases.len() as u64;
    both!(|builder| builder.workers(1).batch(Batch::Fixed(1)), |backend| {
        let inputs: Vec<String> = cases.iter().map(|(flag, ..)| format!("kill {flag}")).collect();
        for ((_, number, name), result) in cases.iter().zip(backend.try_map(end, inputs).unwrap()) {
            let error = result.unwrap_err();
            assert!(error.is_crash(), "{error}");
            assert_eq!((error.exit(), error.signal()), (Some(Exit::Signal(*number)), Some(*name)));
            assert!(error.to_string().contains(&format!("was killed by {name}")), "{error}");
        }
        assert_eq!(backend.stats().crashed, deaths);
        // Ended from here, it is cancelled and no crash.
        let job = backend.submit(closure!(|_: u32| std::thread::sleep(Duration::from_secs(100))), 0).unwrap();
        backend.terminate();
        assert!(job.join().unwrap_err().is_cancelled());
        assert_eq!(backend.stats().crashed, deaths);
    });
}

#[test]
fn m095_exit_codes_are_told() {
    let _alone = alone();
    // What a process hands over is the low byte.
    let codes = [(0, 0), (1, 1), (8, 8), (255, 255), (-1, 255), (256, 0)];
    both!(|builder| builder.workers(1).batch(Batch::Fixed(1)), |backend| {
        let inputs: Vec<String> = codes.iter().map(|(code, _)| format!("exit {code}")).collect();
        for ((_, code), result) in codes.iter().zip(backend.try_map(end, inputs).unwrap()) {
            let error = result.unwrap_err();
            assert_eq!((error.exit(), error.signal()), (Some(Exit::Code(*code)), None), "{error}");
            assert!(
                error.to_string().contains(&format!("exited with code {code}; return an error")),
                "{error}"
            );
        }
        assert_eq!(backend.map(end, ["fine".to_owned()]).unwrap(), ["fine"]);
    });
}

/// Tells which of several futures can go on.
struct Bell(mpsc::Sender<usize>, usize);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        let _ = self.0.send(self.1);
    }
}

/// The wait for several at once, where each end counts: a job is a future, and wakes whoever waits for it.
#[test]
fn m096_an_end_wakes_whoever_waits_for_several() {
    let _alone = alone();
    both!(|builder| builder.workers(4), |backend| {
        let hows = ["nothing", "exit 3", "kill -KILL", "nothing"];
        let mut jobs: Vec<_> =
            hows.iter().map(|how| Some(Box::pin(backend.submit(end, (*how).to_owned()).unwrap()))).collect();
        let (bell, bells) = mpsc::channel();
        let mut ends = Vec::new();
        let mut look = |at: usize| {
            let waker = Waker::from(Arc::new(Bell(bell.clone(), at)));
            let Some(job) = jobs[at].as_mut() else { return 0 };
            let Poll::Ready(result) = job.as_mut().poll(&mut Context::from_waker(&waker)) else { return 0 };
            jobs[at] = None;
            ends.push((at, result.map_err(|error| error.exit())));
            1
        };
        let mut ready: usize = (0..hows.len()).map(&mut look).sum();
        while ready < hows.len() {
            ready += look(bells.recv_timeout(SOON).unwrap());
        }
        ends.sort_by_key(|(at, _)| *at);
        let ends: Vec<_> = ends.into_iter().map(|(_, end)| end).collect();
        let nothing = || Ok("nothing".to_owned());
        assert_eq!(ends, [nothing(), Err(Some(Exit::Code(3))), Err(Some(Exit::Signal(9))), nothing()]);
    });
}

#[test]
fn m097_workers_are_children_of_their_program() {
    let _alone = alone();
    let family = closure!(|_: u32| (std::process::id(), std::os::unix::process::parent_id()));
    both!(|builder| builder.workers(2), |backend| {
        let own = std::process::id();
        for (pid, parent) in backend.map(family, 0..4).unwrap() {
            assert!(pid != own && parent == own, "{pid} of {parent}");
        }
    });
    let pool = Pool::builder().workers(3).build().unwrap();
    assert_eq!(crate::support::children().len(), 3, "started with the pool, and known to the kernel");
    drop(pool);
    assert_eq!(crate::support::children().len(), 0);
}

/// Alive at the same time: none goes on before all have begun.
#[test]
fn m098_a_hundred_processes_at_once() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    both!(|builder| builder.workers(100).batch(Batch::Fixed(1)), |backend| {
        let path = folder.path().join("roll").to_str().unwrap().to_owned();
        let task = closure!(|_: u32| {
            let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path.as_str()).unwrap();
            file.write_all(b"x").unwrap();
            let start = Instant::now();
            while file.metadata().unwrap().len() < 100 && start.elapsed() < Duration::from_secs(60) {
                std::thread::sleep(Duration::from_millis(10));
            }
            (std::process::id(), file.metadata().unwrap().len())
        });
        let mut seen = backend.map(task, 0..100).unwrap();
        assert!(seen.iter().all(|(_, length)| *length == 100));
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 100);
        std::fs::remove_file(folder.path().join("roll")).unwrap();
    });
}

static DROPPED: AtomicU32 = AtomicU32::new(0);

/// A capture whose drops in this process are counted.
#[derive(serde::Serialize, serde::Deserialize)]
struct Counted(u32);
impl<F: wirecheck::Format> Sendable<F> for Counted {}
impl Drop for Counted {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn m098_captures_are_released_once_they_are_sent() {
    let _alone = alone();
    both!(|builder| builder.workers(1), |backend| {
        DROPPED.store(0, Ordering::Relaxed);
        let counted = Counted(4);
        let job =
            backend.submit(closure!(|x: u32| (x + counted.0, DROPPED.load(Ordering::Relaxed))), 1).unwrap();
        assert_eq!(DROPPED.load(Ordering::Relaxed), 1, "the job holds its bytes only");
        assert_eq!(job.join().unwrap(), (5, 0));
        let counted = Counted(5);
        assert_eq!(backend.map(closure!(|x: u32| x + counted.0), [1]).unwrap(), [6]);
        assert_eq!(DROPPED.load(Ordering::Relaxed), 2);
    });
}

/// Names of what is open in this process, but for the directory that is read for it.
fn open_files(_: u32) -> Vec<String> {
    let entries = std::fs::read_dir("/proc/self/fd").unwrap();
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let entry = entry.unwrap();
            let target = std::fs::read_link(entry.path()).ok()?;
            Some(format!("{} {}", entry.file_name().display(), target.display()))
        })
        .filter(|name| !name.ends_with("/fd"))
        .collect();
    names.sort();
    names
}

#[test]
fn m099_workers_inherit_no_descriptors() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let secret = std::fs::File::create(folder.path().join("secret")).unwrap();
    let sockets = std::os::unix::net::UnixStream::pair().unwrap();
    let others = [Pool::builder().workers(3).build().unwrap(), Pool::builder().workers(2).build().unwrap()];
    both!(|builder| builder.workers(8).batch(Batch::Fixed(1)), |backend| {
        let start = closure!(|_: u32| {
            std::thread::sleep(Duration::from_millis(20));
            open_files(0)
        });
        for names in backend.map(start, 0..16).unwrap() {
            // The three streams, the two sockets and the lifeline, in their places; the page is mapped and closed. Nor what
            // whoever started this program left open for all.
            let places: Vec<&str> = names.iter().map(|name| name.split(' ').next().unwrap()).collect();
            assert_eq!(places, ["0", "1", "2", "3", "5", "6"], "{names:?}");
            assert!(names[0].ends_with("/dev/null"), "{names:?}");
            assert!(!names.iter().any(|name| name.contains("secret")), "{names:?}");
        }
    });
    drop((others, secret, sockets));
    // And what a task starts inherits none of the channel.
    both!(|builder| builder.workers(1), |backend| {
        let list = closure!(|_: u32| {
            let output = Command::new("sh").args(["-c", "ls /proc/self/fd"]).output().unwrap();
            let mut places: Vec<String> =
                String::from_utf8(output.stdout).unwrap().split_whitespace().map(str::to_owned).collect();
            places.sort();
            places
        });
        // The fourth is the directory that `ls` reads.
        assert_eq!(backend.map(list, [0]).unwrap()[0], ["0", "1", "2", "3"]);
    });
    let before = descriptors();
    drop(Pool::builder().workers(2).build().unwrap());
    assert_eq!(descriptors(), before);
}

const STARTS: &str = env!("CARGO_BIN_EXE_starts");

/// What the program says: a line for each time its `main` got beyond `init`, and one with the results.
fn said(command: &mut Command) -> String {
    let output = command.stderr(Stdio::piped()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

const GOOD: &str = "main\n[0, 1, 4, 9]\n[0, 1, 4, 9]\n";

/// However the program was started, `main` runs once, and its workers are found.
#[test]
fn m100_main_does_not_run_again() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(said(&mut Command::new(STARTS)), GOOD);
    // By a link, from its own folder, with a name that leads nowhere, and without one.
    let link = folder.path().join("a link");
    std::os::unix::fs::symlink(STARTS, &link).unwrap();
    assert_eq!(said(&mut Command::new(&link)), GOOD);
    assert_eq!(said(Command::new("./starts").current_dir(Path::new(STARTS).parent().unwrap())), GOOD);
    assert_eq!(said(Command::new(STARTS).arg0("nowhere/at all")), GOOD);
    assert_eq!(said(Command::new(STARTS).arg0("")), GOOD);
    assert_eq!(said(Command::new(STARTS).args(["--flag", "wirecheck-worker"])), GOOD);
    assert_eq!(said(Command::new(STARTS).env_clear()), GOOD);
    assert_eq!(said(Command::new("sh").args(["-c", &format!("{STARTS} | cat")])), GOOD);
}

/// Workers are started from the file that runs, also when it has no name any more or another file has its name.
#[test]
fn m100_a_program_that_was_replaced_while_it_runs() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    for how in ["delete", "replace"] {
        let program = folder.path().join(how);
        std::fs::copy(STARTS, &program).unwrap();
        assert_eq!(said(Command::new(&program).arg(how)), GOOD, "{how}");
        match how {
            "delete" => assert!(!program.exists()),
            _ => assert_eq!(std::fs::read_to_string(&program).unwrap(), "#!/bin/false\n"),
        }
    }
}

/// Standard streams that are closed or broken: in the program, and so in its workers.
#[test]
fn m101_closed_and_broken_streams_are_tolerated() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("said");
    let streams = [
        "<&-",
        ">&-",
        "2>&-",
        "<&- >&- 2>&-",
        ">/dev/full",
        "2>/dev/full",
        ">/dev/full 2>&1 </dev/full",
        // A reader that is gone.
        "| true",
        "2>&1 | true",
    ];
    for streams in streams {
        let script = format!("{{ \"$0\" print \"$1\"; echo $? >\"$2\"; }} {streams}");
        let code = folder.path().join("code");
        let mut command = Command::new("sh");
        command.args(["-c", &script, STARTS]).arg(&file).arg(&code);
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        let _ = status;
        assert_eq!(std::fs::read_to_string(&code).unwrap_or_default(), "0\n", "{streams}");
        assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), GOOD, "{streams}");
        std::fs::remove_file(&file).unwrap();
        std::fs::remove_file(&code).unwrap();
    }
}

/// A task that reads gets the end of the input at once, and not what was typed for its program.
#[test]
fn m101_standard_input_of_a_worker_is_empty() {
    let _alone = alone();
    both!(|builder| builder.workers(1), |backend| {
        let read = closure!(|_: u32| {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map(|_| text).map_err(|error| error.to_string())
        });
        assert_eq!(backend.map(read, [0]).unwrap(), [Ok(String::new())]);
    });
}

/// There is one way in which a worker starts. Backends of both kinds live side by side, and in each other.
#[test]
fn m102_both_ways_to_run_at_once_and_nested() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    let spawn = Spawn::builder().workers(1).build().unwrap();
    let in_pool = pool.submit(
        closure!(|x: u64| Spawn::builder()
            .workers(1)
            .build()
            .unwrap()
            .map(closure!(|y: u64| y + 1), [x])
            .unwrap()),
        1,
    );
    let in_spawn = spawn.submit(
        closure!(|x: u64| Pool::builder()
            .workers(1)
            .build()
            .unwrap()
            .map(closure!(|y: u64| y + 1), [x])
            .unwrap()),
        2,
    );
    assert_eq!(in_pool.unwrap().join().unwrap(), [2]);
    assert_eq!(in_spawn.unwrap().join().unwrap(), [3]);
}

/// A thread that a task leaves behind does not keep its worker: nobody could wait for it. In a kept worker it goes on.
#[test]
fn m104_a_thread_left_behind_holds_nobody_up() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    both!(|builder| builder.workers(1), |backend| {
        let path = folder.path().join("thread").to_str().unwrap().to_owned();
        let leave = closure!(|x: u64| {
            let path = path.clone();
            std::thread::spawn(move || {
                wait_for(&format!("{path}.go"));
                std::fs::write(&path, "").unwrap();
                std::thread::sleep(Duration::from_secs(100));
            });
            x
        });
        let start = Instant::now();
        assert_eq!(backend.map(leave, [1]).unwrap(), [1]);
        if wirecheck::Backend::name(&backend) == "pool" {
            std::fs::write(folder.path().join("thread.go"), "").unwrap();
            eventually("it went on", SOON, || folder.path().join("thread").exists());
        }
        backend.join().unwrap();
        assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    });
}
