//! The options of the process backends, seen from within their tasks.

mod support;

use rustix::process::{geteuid, getpriority_process};
use rustix::thread::sched_getaffinity;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use support::{alone, both};
use wirecheck::{Batch, Error, Output, Pool, Reason, Spawn, Workers, closure};

wirecheck::test_support!();

fn square(x: u64) -> u64 {
    x * x
}

/// Both backends refuse to be built, and say why.
macro_rules! refused {
    (|$builder:ident| $options:expr, $message:expr) => {{
        let $builder = Pool::builder().workers(1);
        let pool = $options.build().map(drop).unwrap_err();
        let $builder = Spawn::builder().workers(1);
        let spawn = $options.build().map(drop).unwrap_err();
        for error in [pool, spawn] {
            assert!(error.is_refused(), "{error}");
            assert_eq!(error.to_string(), $message);
        }
    }};
}

#[test]
fn values_that_make_no_sense_are_refused() {
    let _alone = alone();
    let zero = Duration::ZERO;
    refused!(
        |builder| builder.workers(0),
        "0 workers cannot run anything: give at least 1, or a negative number for all cores but that many"
    );
    refused!(
        |builder| builder.workers(100_000),
        "100000 worker processes are more than the 4096 that a backend may have: give fewer"
    );
    refused!(
        |builder| builder.batch(Batch::Fixed(0)),
        "a batch of 0 tasks cannot be handed out: give at least 1, or `Batch::Auto`"
    );
    refused!(|builder| builder.window(0), "a window of 0 inputs lets no task begin: give at least 1");
    refused!(|builder| builder.task_timeout(zero), "a task cannot end in no time: give it more than 0 s");
    refused!(|builder| builder.call_timeout(zero), "a call cannot end in no time: give it more than 0 s");
    refused!(
        |builder| builder.greeting_timeout(zero),
        "a worker cannot begin to serve in no time: give it more than 0 s"
    );
    refused!(|builder| builder.nice(30), "a niceness is a number from -20 to 19");
    refused!(|builder| builder.nice(-21), "a niceness is a number from -20 to 19");
    refused!(|builder| builder.pin([0, 5000]), "there is no core with this number: the first is 0");
    refused!(|builder| builder.inner_threads(0), "0 threads cannot run anything: give at least 1");
    refused!(|builder| builder.memory_limit(0), "a worker cannot run in 0 bytes: give it some MiB at least");
    refused!(
        |builder| builder.max_depth(0),
        "pools that may be nested 0 deep cannot be built at all: give at least 1"
    );
    for (name, value) in [("T4_NUL", "a\0b"), ("T4\0", "a"), ("T4=X", "a"), ("", "a")] {
        refused!(
            |builder| builder.env(name, value),
            format!(
                "the environment variable `{}` cannot be set for the workers: a name is not empty and holds no `=`, \
                 and neither name nor value holds a NUL byte",
                name.escape_debug()
            )
        );
    }
    for (folder, number) in [("/nowhere/at/all", 2), ("/dev/null", 20), ("a\0b", 22)] {
        let why = std::io::Error::from_raw_os_error(number);
        refused!(
            |builder| builder.current_dir(folder),
            format!(
                "the working directory `{folder}` of the workers is not a directory that can be entered: {why}"
            )
        );
    }
    let error = Pool::builder().tasks_per_worker(0).build().unwrap_err();
    assert_eq!(error.to_string(), "a worker that runs 0 tasks is of no use: give at least 1");
    let error = Pool::builder().idle_timeout(zero).build().unwrap_err();
    assert!(error.to_string().starts_with("a worker that may not be idle cannot wait for a task"), "{error}");
    // The first of several is the one that is told.
    let error = Spawn::builder().window(0).nice(30).build().unwrap_err();
    assert!(error.to_string().starts_with("a window of 0"), "{error}");
    // And later, too.
    let pool = Pool::builder().workers(1).build().unwrap();
    assert!(pool.resize(0).unwrap_err().to_string().starts_with("0 workers"));
    assert!(pool.resize(5000).unwrap_err().is_refused());
    assert_eq!((pool.workers(), pool.map(square, [3]).unwrap()), (1, vec![9]));
}

#[test]
fn workers_start_in_their_directory() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let here = std::env::current_dir().unwrap();
    let path = folder.path().canonicalize().unwrap();
    let current = closure!(|_: u32| std::env::current_dir().unwrap());
    both!(|builder| builder.workers(1).current_dir(&path), |backend| {
        assert_eq!(backend.map(current, [0]).unwrap().remove(0), path);
        assert_eq!(std::env::current_dir().unwrap(), here);
    });
    // From where this process is when it starts one.
    both!(|builder| builder.workers(1).current_dir(".."), |backend| {
        assert_eq!(backend.map(current, [0]).unwrap(), [here.parent().unwrap().to_owned()]);
    });
    both!(|builder| builder.workers(1), |backend| {
        let seen: PathBuf = backend.map(current, [0]).unwrap().remove(0);
        assert_eq!(seen, here);
    });
    // It was there when the backend was built.
    let spawn = Spawn::builder().workers(1).current_dir(&path).build().unwrap();
    drop(folder);
    // They stand in it all the same, as a process does whose directory is removed.
    let seen =
        spawn.map(closure!(|_: u32| std::fs::read_link("/proc/self/cwd").unwrap()), [0]).unwrap().remove(0);
    assert_eq!(seen.to_str().unwrap(), format!("{} (deleted)", path.display()));
}

fn write_both(line: String) -> u32 {
    let _ = std::io::stdout().write_all(line.as_bytes());
    let _ = std::io::stdout().flush();
    let _ = std::io::stderr().write_all(line.to_uppercase().as_bytes());
    std::process::id()
}

#[test]
fn output_is_captured_for_each_worker() {
    let _alone = alone();
    let both_of = Output::Captured;
    both!(|builder| builder.workers(2).batch(Batch::Fixed(1)).stdout(both_of).stderr(both_of), |backend| {
        let task = closure!(|x: u64| {
            std::thread::sleep(Duration::from_millis(10));
            write_both(format!("said {x}\n"))
        });
        let pids = backend.map(task, 0..4).unwrap();
        let mut said = vec![(String::new(), String::new()); 4];
        let deadline = Instant::now() + Duration::from_secs(10);
        let whole =
            |said: &[(String, String)]| said.iter().all(|(out, err)| !out.is_empty() && !err.is_empty());
        while !whole(&said) && Instant::now() < deadline {
            for output in backend.output() {
                for (x, pid) in pids.iter().enumerate().filter(|(_, pid)| **pid == output.pid) {
                    let line = format!("said {x}\n");
                    if output.stdout.contains(&line) {
                        said[x].0 = line.clone();
                    }
                    if output.stderr.contains(&line.to_uppercase()) {
                        said[x].1 = line.to_uppercase();
                    }
                    let lines = output.stdout.lines().chain(output.stderr.lines());
                    assert!(
                        lines.into_iter().all(|line| line.to_lowercase().starts_with("said ")),
                        "{output:?} {pid}"
                    );
                }
            }
        }
        assert!(whole(&said), "{said:?}");
        assert!(backend.output().is_empty(), "it is given once");
    });
    // One of the two, and only its end when it is long; bytes that are no text break nothing.
    both!(|builder| builder.workers(1).stdout(Output::Captured).stderr(Output::Null), |backend| {
        let task = closure!(|_: u32| {
            let mut out = std::io::stdout();
            (0..30_000).try_for_each(|x| out.write_all(format!("line {x}\n").as_bytes())).unwrap();
            out.write_all(b"\xff\xfe end").unwrap();
            out.flush().unwrap();
            let _ = std::io::stderr().write_all(b"nobody hears this");
        });
        backend.map(task, [0]).unwrap();
        let mut text = String::new();
        support::eventually("all is there", Duration::from_secs(10), || {
            backend.output().iter().for_each(|output| {
                assert_eq!(output.stderr, "");
                text += &output.stdout;
            });
            text.ends_with("\u{fffd}\u{fffd} end")
        });
        assert!(text.contains("line 29999\n") && text.len() <= 2 * 64 * 1024 + 100, "{} bytes", text.len());
    });
    let pool = Pool::builder().workers(1).build().unwrap();
    pool.map(write_both, ["\n".to_owned()]).unwrap();
    assert!(pool.output().is_empty(), "nothing is kept unless asked for");
}

#[test]
fn the_last_words_of_a_worker_are_told() {
    let _alone = alone();
    let die = closure!(|x: u64| {
        if x == 1 {
            let _ = std::io::stderr().write_all(b"about to\ngive up\n");
            std::process::exit(5);
        }
        x
    });
    for (output, told) in [(Output::Forward, true), (Output::Captured, true), (Output::Null, false)] {
        both!(|builder| builder.workers(1).stderr(output), |backend| {
            let error = backend.try_map(die, [0, 1, 2]).unwrap().remove(1).unwrap_err();
            assert_eq!(error.stderr(), told.then_some("about to\ngive up"), "{output:?}");
            assert_eq!(
                error.to_string().contains("it last wrote:\n    | about to\n    | give up"),
                told,
                "{error}"
            );
        });
    }
}

const OUTPUTS: &str = env!("CARGO_BIN_EXE_outputs");

/// What the program's standard streams got while its workers wrote with these options.
fn heard(arguments: &[&str]) -> (String, String) {
    let output = Command::new(OUTPUTS).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Each of 8 tasks writes 25 lines of one letter to both streams, in pieces.
fn assert_whole_lines(text: &str, what: &str) {
    for line in text.lines() {
        assert!(line.len() == 200 && line.bytes().all(|byte| byte == line.as_bytes()[0]), "{what}: {line}");
    }
    for letter in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] {
        let lines = text.lines().filter(|line| line.starts_with(letter)).count();
        assert_eq!(lines, 25, "{what}: lines of {letter}");
    }
}

#[test]
fn output_goes_where_it_is_sent() {
    let _alone = alone();
    for kind in ["pool", "spawn"] {
        let (out, err) = heard(&[kind, "forward", "forward"]);
        assert_whole_lines(&out, "forwarded");
        assert_whole_lines(&err, "forwarded");
        let (out, err) = heard(&[kind, "inherit", "inherit"]);
        for text in [out, err] {
            // Nobody keeps the pieces of several workers apart here; none is lost.
            assert_eq!(text.len(), 8 * 25 * 201, "inherited");
        }
        let (out, err) = heard(&[kind, "null", "null"]);
        assert_eq!((out.as_str(), err.as_str()), ("", ""));
        let (out, err) = heard(&[kind, "captured", "forward"]);
        assert_eq!(out, "");
        assert_whole_lines(&err, "the other one captured");
    }
}

/// Streams of this process that are closed or that nobody reads cost no task.
#[test]
fn output_that_nobody_can_hear_costs_no_task() {
    let _alone = alone();
    for streams in ["2>&-", ">&- 2>&-", ">/dev/full 2>/dev/full", "2>&1 | true"] {
        for kind in ["pool", "spawn"] {
            let script = format!("{{ \"$0\" {kind} forward forward; echo $? >&3; }} {streams}");
            let folder = tempfile::tempdir().unwrap();
            let code = folder.path().join("code");
            let script = format!("{{ {script}; }} 3>{}", code.display());
            Command::new("sh").args(["-c", &script, OUTPUTS]).output().unwrap();
            assert_eq!(std::fs::read_to_string(&code).unwrap(), "0\n", "{kind} {streams}");
        }
    }
}

/// A process that a task leaves behind, and that writes for ever, keeps nobody from ending.
#[test]
fn a_chatterbox_left_behind_holds_nobody_up() {
    let _alone = alone();
    let start = Instant::now();
    both!(|builder| builder.workers(1).stderr(Output::Captured), |backend| {
        let leave = closure!(|_: u32| {
            use std::process::Stdio;
            let mut yes = Command::new("sh");
            yes.args(["-c", "exec yes >&2"]).stdout(Stdio::null());
            yes.spawn().unwrap().id()
        });
        let pid = backend.map(leave, [0]).unwrap()[0];
        drop(backend);
        let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).status();
    });
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn prints_of_anything_stay_out_of_the_channel() {
    let _alone = alone();
    let noise = closure!(|x: u64| {
        let bytes: Vec<u8> = (0..5000_u64).map(|at| (at * (x + 3) % 256) as u8).collect();
        let _ = std::io::stdout().write_all(&bytes);
        let _ = std::io::stderr().write_all(&bytes);
        let _ = std::io::stdout().flush();
        x * x
    });
    for (out, err) in [(Output::Null, Output::Captured), (Output::Captured, Output::Null)] {
        both!(|builder| builder.workers(2).stdout(out).stderr(err), |backend| {
            assert_eq!(backend.map(noise, 0..16).unwrap(), (0..16).map(square).collect::<Vec<_>>());
        });
    }
}

fn address_space(_: u32) -> String {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max address space")).unwrap().to_owned();
    line.split_whitespace().skip(3).take(2).collect::<Vec<_>>().join(" ")
}

fn allocate(bytes: u64) -> u64 {
    let block = std::hint::black_box(vec![1_u8; usize::try_from(bytes).unwrap()]);
    block.len() as u64
}

#[test]
fn memory_is_limited_and_its_end_is_told() {
    let _alone = alone();
    let limit = 512 << 20;
    both!(|builder| builder.workers(1).memory_limit(limit), |backend| {
        assert_eq!(backend.map(address_space, [0]).unwrap(), [format!("{limit} {limit}")]);
        let results = backend.try_map(allocate, [1 << 20, 1 << 30, 2 << 20]).unwrap();
        assert_eq!((results[0].as_ref().unwrap(), results[2].as_ref().unwrap()), (&(1 << 20), &(2 << 20)));
        let error = results[1].as_ref().unwrap_err();
        assert!(error.is_crash(), "{error}");
        assert_eq!(error.reason(), Some(Reason::OutOfMemory { limit: Some(limit) }));
        let message = error.to_string();
        assert!(
            message.contains("it ran out of memory; `memory_limit` allows it 536870912 bytes, raise it"),
            "{message}"
        );
    });
    // Told as well where standard error is not passed on.
    let quiet = Pool::builder().workers(1).memory_limit(limit).stderr(Output::Captured).build().unwrap();
    assert!(quiet.map(allocate, [1 << 30]).unwrap_err().reason().is_some());
}

/// What does not leave a worker enough to begin with, or, when it was quicker than the limit, for its first task.
#[test]
fn too_little_memory_to_start_is_told() {
    let _alone = alone();
    let spawn = Spawn::builder().workers(1).memory_limit(4096).build().unwrap();
    for error in [
        Pool::builder().workers(1).memory_limit(4096).build().and_then(|pool| pool.map(allocate, [16 << 20])),
        spawn.map(allocate, [16 << 20]),
    ]
    .map(Result::unwrap_err)
    {
        assert!(error.to_string().contains("`memory_limit` allows it 4096 bytes"), "{error}");
        assert!(!error.to_string().contains("init()"), "{error}");
    }
}

#[test]
fn niceness_of_the_workers() {
    let _alone = alone();
    let own = getpriority_process(None).unwrap();
    let seen = closure!(|_: u32| getpriority_process(None).unwrap());
    both!(|builder| builder.workers(1).nice(own + 3), |backend| {
        assert_eq!(backend.map(seen, [0]).unwrap(), [own + 3]);
        assert_eq!(getpriority_process(None).unwrap(), own);
    });
    // Less than one's own needs a privilege.
    match Pool::builder().workers(1).nice(-7).build() {
        Ok(pool) => assert_eq!(pool.map(seen, [0]).unwrap(), [-7]),
        Err(error) => {
            assert!(!geteuid().is_root());
            assert!(error.to_string().contains("could not be given the niceness -7"), "{error}");
        }
    }
}

fn cores(_: u64) -> (u32, Vec<usize>, usize) {
    std::thread::sleep(Duration::from_millis(20));
    let set = sched_getaffinity(None).unwrap();
    let cores = (0..rustix::thread::CpuSet::MAX_CPU).filter(|core| set.is_set(*core)).collect();
    (std::process::id(), cores, Workers::Available.resolve().unwrap())
}

#[test]
fn workers_are_pinned_in_turn() {
    let _alone = alone();
    let (_, own, _) = cores(0);
    let pins: Vec<usize> = own.iter().copied().take(2).collect();
    both!(|builder| builder.workers(3).batch(Batch::Fixed(1)).pin(pins.clone()), |backend| {
        let mut seen = backend.map(cores, 0..6).unwrap();
        seen.sort();
        seen.dedup();
        assert!(seen.iter().all(|(_, cores, available)| cores.len() == 1 && *available == 1), "{seen:?}");
        for pin in &pins {
            let pinned = seen.iter().filter(|(_, cores, _)| cores == &[*pin]).count();
            assert!(pinned >= seen.len() / pins.len(), "{seen:?}");
        }
    });
    assert_eq!(cores(0).1, own);
    // One that this machine does not have.
    let missing = rustix::thread::CpuSet::MAX_CPU - 1;
    let errors: [Error; 2] = [
        Pool::builder().workers(1).pin([missing]).build().map(drop).unwrap_err(),
        Spawn::builder().workers(1).pin([missing]).build().unwrap().map(cores, [0]).map(drop).unwrap_err(),
    ];
    for error in errors {
        assert!(error.to_string().starts_with("a worker could not be pinned to core 1023"), "{error}");
    }
}

#[test]
fn backtraces_of_panics_come_when_asked_for() {
    let _alone = alone();
    for wanted in [true, false] {
        both!(|builder| builder.workers(1).backtraces(wanted).stderr(Output::Null), |backend| {
            let error =
                backend.map(closure!(|x: u64| if x == 0 { panic!("here") } else { x }), [0]).unwrap_err();
            let backtrace = error.panic().unwrap().backtrace();
            assert_eq!(backtrace.is_some(), wanted, "{error}");
            assert!(backtrace.is_none_or(|text| text.contains("options::")), "{backtrace:?}");
        });
    }
}
