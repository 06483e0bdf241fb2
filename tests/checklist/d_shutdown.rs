//! D. Shutdown and liveness: what ends a backend, and that it does end.

use crate::support::{alone, children, eventually, is_ignored, is_running, skipped};
use crate::values::{Gate, LONG, Program, at_once, double, fault, hold, kill, on_both, starved};
use std::io::Write as _;
use std::sync::mpsc::channel;
use std::time::Duration;
use wirecheck::{Batch, Pool, closure};

/// A task that nobody will wait for.
fn sleep(seconds: u64) {
    std::thread::sleep(Duration::from_secs(seconds));
}

#[test]
fn d031_task_after_shutdown_is_refused() {
    let _alone = alone();
    for how in ["close", "join", "terminate"] {
        on_both!(.workers(1), |backend| {
            let clone = backend.clone();
            backend.map(double, [1]).unwrap();
            match how {
                "close" => clone.close(),
                "join" => clone.join().unwrap(),
                _ => clone.terminate(),
            }
            assert!(!backend.takes_tasks());
            let nothing = |_: u64| ();
            let errors = [
                backend.map(double, [1]).unwrap_err(),
                backend.try_map(double, [1]).unwrap_err(),
                backend.submit(double, 1).unwrap_err(),
                backend.submit_then(double, 1, nothing, |_| ()).unwrap_err(),
                backend.map_iter(double, [1]).map(drop).unwrap_err(),
                backend.map_unordered(double, [1]).map(drop).unwrap_err(),
            ];
            for error in errors {
                assert!(error.is_refused(), "{how}: {error}");
                assert!(error.to_string().contains("closed and takes no more tasks: build another"), "{error}");
            }
            // Saying it again is no mistake.
            clone.close();
            at_once("join", || clone.join()).unwrap();
            clone.terminate();
            at_once("join", || clone.join()).unwrap();
        });
    }
}

#[test]
fn d032_join_finishes_all_that_was_submitted() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let (sender, receiver) = channel();
        let jobs: Vec<_> = (0..60).map(|x| backend.submit(double, x).unwrap()).collect();
        for x in 0..20 {
            let sender = sender.clone();
            backend.submit_then(double, x, move |value| sender.send(value).unwrap(), |_| ()).unwrap();
        }
        backend.join().unwrap();
        assert!(jobs.iter().all(wirecheck::Job::is_finished));
        assert!(children().is_empty(), "the workers are gone although the handle is not");
        assert_eq!(receiver.try_iter().count(), 20, "the callbacks have run");
        for (x, job) in (0..).zip(jobs) {
            assert_eq!(job.join().unwrap(), 2 * x);
        }
    });
}

#[test]
fn d033_close_with_a_full_queue_and_dying_workers() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let jobs: Vec<_> = (0..60)
            .map(|x| backend.submit(fault, if x % 4 == 0 { "kill" } else { "fine" }.to_owned()).unwrap())
            .collect();
        backend.close();
        backend.join().unwrap();
        for (x, job) in (0..).zip(jobs) {
            match job.join() {
                Ok(_) => assert_ne!(x % 4, 0),
                Err(error) => assert!(x % 4 == 0 && error.signal() == Some("SIGKILL"), "{x}: {error}"),
            }
        }
        at_once("drop", || drop(backend));
    });
}

#[test]
fn d034_worker_that_dies_after_close() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let gate = Gate::new();
        let jobs = [(); 2].map(|()| backend.submit(hold, gate.path()).unwrap());
        let later = backend.submit(double, 4).unwrap();
        let (one, other) = (gate.next(), gate.next());
        backend.close();
        kill("-KILL", one.pid);
        eventually("that worker is gone", LONG, || !is_running(one.pid));
        drop((one, other));
        backend.join().unwrap();
        let results = jobs.map(wirecheck::Job::join);
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        assert_eq!(later.join().unwrap(), 8);
    });
}

#[test]
fn d035_close_lets_what_runs_go_on_and_waits_for_nothing() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        let gate = Gate::new();
        let held_job = backend.submit(hold, gate.path()).unwrap();
        let queued = backend.submit(double, 4).unwrap();
        let held = gate.next();
        at_once("close", || backend.close());
        at_once("drop", || drop(backend));
        assert!(!held_job.is_finished() && !queued.is_finished());
        drop(held);
        held_job.join().unwrap();
        assert_eq!(queued.join().unwrap(), 8);
        assert!(children().is_empty(), "the last job ended the workers");
    });
}

#[test]
fn d036_queued_tasks_are_cancelled_while_those_that_run_end_first() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        let gate = Gate::new();
        let running = backend.submit(hold, gate.path()).unwrap();
        let queued: Vec<_> = (0..20).map(|x| backend.submit(double, x).unwrap()).collect();
        let held = gate.next();
        backend.close();
        assert!(queued.iter().all(wirecheck::Job::cancel));
        for mut job in queued {
            let error = job.join_timeout(LONG).unwrap_err();
            assert!(error.is_cancelled() && error.to_string().contains(": cancelled"), "{error}");
        }
        assert!(!running.is_finished());
        drop(held);
        backend.join().unwrap();
        assert!(running.join().unwrap() > 0);
        assert_eq!((backend.stats().stopped, backend.stats().crashed), (0, 0), "no worker was harmed");
    });
}

#[test]
fn d037_terminate_with_ten_thousand_long_tasks_queued() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let gate = Gate::new();
        let held: Vec<_> = (0..2).map(|_| backend.submit(hold, gate.path()).unwrap()).collect();
        let queued: Vec<_> = (0..10_000).map(|_| backend.submit(sleep, 300_u64).unwrap()).collect();
        let _running = (gate.next(), gate.next());
        at_once("terminate, join and each job", || {
            backend.terminate();
            backend.join().unwrap();
            for job in held {
                assert!(job.join().unwrap_err().is_cancelled());
            }
            for job in queued {
                assert!(job.join().unwrap_err().is_cancelled());
            }
        });
        assert!(children().is_empty());
    });
}

/// Workers within workers: gone with those that started them.
fn nested(path: String) -> u32 {
    let inner = Pool::builder().workers(1).build().unwrap();
    inner.map(hold, [path]).unwrap()[0]
}

#[test]
fn d038_terminate_ends_calls_that_run_and_the_pools_within_them() {
    let _alone = alone();
    on_both!(.workers(2).batch(Batch::Fixed(1)), |backend| {
        let gate = Gate::new();
        let mut job = backend.submit(nested, gate.path()).unwrap();
        let within = gate.next();
        let error = std::thread::scope(|scope| {
            let call = scope.spawn(|| backend.map(hold, [gate.path()]).unwrap_err());
            let held = gate.next();
            at_once("terminate and its call", || {
                backend.terminate();
                let error = call.join().unwrap();
                eventually("the worker is gone", LONG, || !is_running(held.pid));
                error
            })
        });
        assert!(error.is_cancelled(), "{error}");
        assert!(job.join_timeout(LONG).unwrap_err().is_cancelled());
        eventually("the inner worker is gone", Duration::from_secs(1), || !is_running(within.pid));
    });
}

/// Its workers run on while nobody asks for results; they are ended all the same.
#[test]
fn d038_terminate_reaches_the_workers_of_an_iterator_that_nobody_reads() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let gate = Gate::new();
        let inputs = [String::new(), gate.path(), gate.path(), gate.path()];
        let mut results = backend.map_iter(hold, inputs).unwrap();
        results.next().unwrap().unwrap();
        let held = gate.next();
        at_once("terminate", || backend.terminate());
        eventually("the worker is gone", LONG, || !is_running(held.pid));
        let error = results.next().unwrap().unwrap_err();
        assert!(error.is_cancelled(), "{error}");
        assert!(results.next().is_none());
        drop(results);
        assert_eq!(backend.stats().crashed, 0);
    });
}

#[test]
fn d039_dropping_the_handle_leaves_jobs_their_work_and_ends_all_else() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let jobs: Vec<_> = (0..20).map(|x| backend.submit(double, x).unwrap()).collect();
        drop(backend);
        for (x, job) in (0..).zip(jobs) {
            assert_eq!(job.join().unwrap(), 2 * x);
        }
        assert!(children().is_empty());
    });
    // Nobody is left who could take a result: what runs is ended.
    on_both!(.workers(2), |backend| {
        let gate = Gate::new();
        drop(backend.submit(hold, gate.path()).unwrap());
        let held = gate.next();
        let (sender, receiver) = channel();
        let cancelled = move |error| sender.send(error).unwrap();
        backend.submit_then(sleep, 300_u64, |()| (), cancelled).unwrap();
        at_once("drop", || drop(backend));
        assert!(!is_running(held.pid) && children().is_empty());
        assert!(receiver.try_recv().unwrap().is_cancelled(), "a callback is told, too");
    });
}

/// Statics are not dropped: what ends the workers is the end of the program.
#[test]
fn d040_program_that_ends_with_tasks_running_leaves_no_worker() {
    let _alone = alone();
    for backend in ["pool", "spawn"] {
        let (status, words) = Program::start(&["return", backend]).finish();
        assert_eq!((status.code(), words.as_str()), (Some(0), ""), "{backend}");
        let (status, words) = Program::start(&["panic", backend]).finish();
        assert_eq!(status.code(), Some(101), "{backend}");
        assert!(words.contains("the last words of the program"), "{words}");
    }
    let (status, words) = Program::start(&["idle", "pool"]).finish();
    assert_eq!((status.code(), words.as_str()), (Some(0), ""));
}

/// What the terminal does on Ctrl-C: the signal goes to the whole group.
#[test]
fn d040_interrupt_ends_the_program_and_its_workers() {
    let _alone = alone();
    if is_ignored(2) {
        skipped("SIGINT is ignored here, as in a background job");
        return;
    }
    for arguments in [["busy", "pool"], ["busy", "spawn"], ["idle", "pool"]] {
        let program = Program::start(&arguments);
        let group = format!("-{}", program.pid());
        let status = std::process::Command::new("kill").args(["-INT", "--", &group]).status().unwrap();
        assert!(status.success());
        let (status, words) = program.ended();
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(2), "{arguments:?}");
        assert_eq!(words, "", "{arguments:?}");
    }
}

/// More submissions than any pipe has room for, while nothing takes them.
#[test]
fn d041_submit_never_waits_for_room() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        let gate = Gate::new();
        let first = backend.submit(hold, gate.path()).unwrap();
        let held = gate.next();
        let jobs: Vec<_> = std::thread::scope(|scope| {
            let submit = || (0..4_000).map(|x| backend.submit(double, x).unwrap()).collect::<Vec<_>>();
            let threads = [(); 4].map(|()| scope.spawn(submit));
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert!(jobs.iter().all(|job| !job.is_finished()));
        drop(held);
        first.join().unwrap();
        for (x, mut job) in (0..20).zip(jobs) {
            assert_eq!(job.join_timeout(LONG).unwrap(), 2 * x);
        }
        backend.terminate();
    });
}

#[test]
fn d042_thread_that_cannot_be_started_is_an_error() {
    let _alone = alone();
    // No thread has room for its stack.
    let told = starved("RUST_MIN_STACK=70368744177664", &[]);
    let [forwarding, pool, job, spawn] = told.as_slice() else { panic!("{told:?}") };
    assert!(forwarding.contains("fails: the reader of the workers' output could not be started"), "{told:?}");
    assert!(pool.contains("gives [0, 2, 4]"), "a call needs no thread: {told:?}");
    assert!(job.contains("fails: the dispatcher's thread could not be started"), "{told:?}");
    assert!(spawn.contains("gives [30]"), "{told:?}");
    assert!(told.iter().all(|told| told.ends_with("; 0 children")), "{told:?}");
}

#[test]
fn d043_pool_that_cannot_be_built_ends_the_workers_it_has() {
    let _alone = alone();
    // The first worker is ready, the second one objects.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mark").to_str().unwrap().to_owned();
    let first_only = closure!(|| match std::fs::File::create_new(path.as_str()) {
        Ok(mut file) => file.write_all(b"first").map_err(|error| error.to_string()),
        Err(_) => Err("there is room for one".to_owned()),
    });
    let error = at_once("build", || Pool::builder().workers(4).initializer(first_only).build()).unwrap_err();
    assert!(error.to_string().contains("there is room for one"), "{error}");
    assert!(children().is_empty());

    // Descriptors for some of them.
    let told = starved("ulimit -n 18;", &[]);
    let [forwarding, pool, job, spawn] = told.as_slice() else { panic!("{told:?}") };
    for told in [forwarding, pool] {
        assert!(told.contains("fails: a") && told.contains("Too many open files"), "{told}");
    }
    assert!(job.contains("gives [8]") && spawn.contains("gives [30]"), "fewer workers do it too: {told:?}");
    assert!(told.iter().all(|told| told.ends_with("; 0 children")), "{told:?}");
}
