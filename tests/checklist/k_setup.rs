//! K. Initializer and environment.

use crate::support::{alone, both, raise};
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use wirecheck::{Batch, Pool, Spawn, closure};

/// What the initializer of this process did.
static STATE: AtomicU64 = AtomicU64::new(0);

fn prepare() {
    STATE.fetch_add(7, Ordering::Relaxed);
}

fn state(_: u64) -> (u32, u64) {
    (std::process::id(), STATE.load(Ordering::Relaxed))
}

fn slow_state(x: u64) -> (u32, u64) {
    std::thread::sleep(Duration::from_millis(5));
    state(x)
}

#[test]
fn k084_initializer_runs_once_a_worker_before_any_task() {
    let _alone = alone();
    both!(|builder| builder.workers(2).batch(Batch::Fixed(4)).initializer(prepare), |backend| {
        let seen = backend.map(slow_state, 0..24).unwrap();
        assert!(seen.iter().all(|(_, state)| *state == 7), "{seen:?}");
        assert_eq!(backend.submit(state, 0).unwrap().join().unwrap().1, 7);
        assert!(backend.map_iter(state, 0..3).unwrap().all(|seen| seen.unwrap().1 == 7));
        let stats = backend.stats();
        assert_eq!((stats.crashed, stats.stopped), (0, 0), "{stats:?}");
        // It is no task of the caller's.
        assert_eq!(stats.tasks, 24 + 1 + 3);
    });
    assert_eq!(STATE.load(Ordering::Relaxed), 0, "nothing of it happens here");
}

/// The one task of a spawned process, and the few of a worker that is replaced, are tasks of the caller.
#[test]
fn k084_initializer_is_no_task() {
    let _alone = alone();
    let distinct = |seen: Vec<(u32, u64)>| {
        assert!(seen.iter().all(|(_, state)| *state == 7), "{seen:?}");
        let mut pids: Vec<u32> = seen.into_iter().map(|(pid, _)| pid).collect();
        pids.sort_unstable();
        pids.dedup();
        pids.len()
    };
    let spawn = Spawn::builder().workers(1).initializer(prepare).build().unwrap();
    assert_eq!(distinct(spawn.map(state, 0..6).unwrap()), 6);
    assert_eq!((spawn.stats().started, spawn.stats().crashed), (6, 0));
    let pool = Pool::builder().workers(1).tasks_per_worker(2).initializer(prepare).build().unwrap();
    assert_eq!(distinct(pool.map(state, 0..6).unwrap()), 3);
    assert_eq!((pool.stats().started, pool.stats().crashed), (3, 0));
}

/// While initializers run no more processes are started than there are tasks for.
#[test]
fn k084_initializer_starts_no_more_than_is_needed() {
    let _alone = alone();
    let spawn = Spawn::builder().workers(8).initializer(prepare).build().unwrap();
    assert_eq!(spawn.map(state, [0]).unwrap()[0].1, 7);
    assert_eq!(spawn.submit(state, 0).unwrap().join().unwrap().1, 7);
    assert_eq!(spawn.map_iter(state, 0..3).unwrap().count(), 3);
    assert_eq!(spawn.stats().started, 5);
}

/// What is cancelled of a call is exactly its own, also when the initializer was the worker's first task.
#[test]
fn k084_initializer_does_not_shift_what_is_cancelled() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).batch(Batch::Fixed(8)).initializer(prepare).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ran").to_str().unwrap().to_owned();
    let log = path.clone();
    let task = closure!(|x: u64| {
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(log.as_str()).unwrap();
        file.write_all(format!("{x} ").as_bytes()).unwrap();
        assert!(x != 0, "the first fails");
        std::thread::sleep(Duration::from_millis(100));
    });
    assert!(pool.map(task, 0..8).unwrap_err().is_panic());
    // The worker is the only one: what comes next is run after all that was left.
    assert_eq!(pool.map(state, [0]).unwrap()[0].1, 7);
    let ran = std::fs::read_to_string(&path).unwrap();
    assert!(!ran.contains('7'), "the call was over long before its last task: {ran}");
}

#[test]
fn k084_initializer_may_capture_and_be_slow() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inits").to_str().unwrap().to_owned();
    // As long as it likes: the limits are those of greetings, tasks and calls.
    let limit = Duration::from_millis(100);
    both!(
        |builder| {
            let log = path.clone();
            let builder = builder.workers(2).task_timeout(limit).greeting_timeout(Duration::from_secs(5));
            builder.initializer(closure!(|| {
                let mut file =
                    std::fs::OpenOptions::new().append(true).create(true).open(log.as_str()).unwrap();
                file.write_all(format!("{}\n", std::process::id()).as_bytes()).unwrap();
                std::thread::sleep(Duration::from_millis(300));
                prepare();
            }))
        },
        |backend| {
            let seen = backend.map(slow_state, 0..4).unwrap();
            assert!(seen.iter().all(|(_, state)| *state == 7), "{seen:?}");
            let inits = std::fs::read_to_string(&path).unwrap();
            for (pid, _) in &seen {
                assert_eq!(inits.lines().filter(|line| *line == pid.to_string()).count(), 1, "{inits}");
            }
            assert_eq!(backend.stats().crashed + backend.stats().stopped, 0);
        }
    );
}

/// Counts how often it was begun, then fails in its way.
fn fail(path: &str, how: &str) -> Result<(), String> {
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
    file.write_all(b"x").unwrap();
    match how {
        "panic" => panic!("no table today"),
        "exit" => std::process::exit(9),
        "kill" => raise("-KILL"),
        _ => return Err(format!("{how}: no such table")),
    }
    Ok(())
}

#[test]
fn k085_failing_initializer_is_bounded() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        ("err", "err: no such table"),
        ("panic", "panicked at tests/checklist/k_setup.rs"),
        ("exit", "exited with code 9"),
        ("kill", "was killed by SIGKILL"),
    ];
    for (how, message) in cases {
        let start = Instant::now();
        let path = folder.path().join(how).to_str().unwrap().to_owned();
        let begun = || std::fs::read(&path).map_or(0, |bytes| bytes.len());
        let initializer = || {
            let (path, how) = (path.clone(), how.to_owned());
            closure!(|| fail(&path, &how))
        };
        let error = Pool::builder().workers(2).initializer(initializer()).build().unwrap_err();
        assert!(error.to_string().contains(message), "{how}: {error}");
        assert!(error.task().is_some_and(|task| task.contains("k_setup")), "{error}");
        assert_eq!(
            (error.is_panic(), error.is_crash()),
            (how == "panic", how == "exit" || how == "kill"),
            "{error}"
        );
        assert!(begun() <= 6, "{how}: begun {} times", begun());

        let before = begun();
        let spawn = Spawn::builder().workers(2).initializer(initializer()).build().unwrap();
        let first = spawn.map(state, 0..100).unwrap_err();
        assert!(first.to_string().contains(message), "{how}: {first}");
        let most = before + 6;
        assert!(begun() <= most, "{how}: begun {} times", begun());
        // Told again to whoever comes later, without another try.
        let tries = begun();
        let later = [
            spawn.map(state, 0..100).map(drop).unwrap_err(),
            spawn.try_map(state, 0..100).map(drop).unwrap_err(),
            spawn.submit(state, 0).map(drop).unwrap_err(),
            spawn.map_iter(state, 0..9).map(drop).unwrap_err(),
        ];
        for error in later {
            assert!(error.is_refused(), "{error}");
            assert!(error.to_string().starts_with("this backend is stopped: the initializer `"), "{error}");
            assert!(error.to_string().contains(message), "{error}");
        }
        assert!(!spawn.takes_tasks());
        assert_eq!(begun(), tries, "{how}");
        assert!(start.elapsed() < Duration::from_secs(30), "{how} took {:?}", start.elapsed());
    }
}

fn refuse() {
    panic!("no table today");
}

/// Jobs that wait when it fails are told, too.
#[test]
fn k085_jobs_learn_of_a_failing_initializer() {
    let _alone = alone();
    let spawn = Spawn::builder().workers(1).initializer(refuse).build().unwrap();
    let jobs: Vec<_> = (0..4).filter_map(|x| spawn.submit(state, x).ok()).collect();
    assert!(!jobs.is_empty());
    for job in jobs {
        let error = job.join().unwrap_err();
        assert!(error.to_string().contains("no table today"), "{error}");
    }
    let error = spawn.try_map(state, 0..3).unwrap_err();
    assert!(error.to_string().contains("no table today"), "{error}");
}

/// One that works for a while: a pool whose worker cannot be replaced says why.
#[test]
fn k085_an_initializer_may_fail_later() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gone").to_str().unwrap().to_owned();
    let flag = path.clone();
    let initializer = closure!(|| match std::path::Path::new(flag.as_str()).exists() {
        true => Err("too late".to_owned()),
        false => Ok(()),
    });
    let pool = Pool::builder().workers(1).initializer(initializer).build().unwrap();
    assert_eq!(pool.map(closure!(|x: u64| x), [1]).unwrap(), [1]);
    std::fs::write(&path, "").unwrap();
    let die = closure!(|x: u64| {
        if x == 0 {
            std::process::exit(4);
        }
        x
    });
    let error = pool.map(die, [0, 1, 2]).unwrap_err();
    assert!(error.is_crash() || error.to_string().contains("too late"), "{error}");
    let error = pool.map(die, [1, 2]).unwrap_err();
    assert!(error.to_string().contains("too late"), "{error}");
    assert!(!pool.takes_tasks());
}

fn variables(names: Vec<String>) -> Vec<Option<String>> {
    names.into_iter().map(|name| std::env::var(name).ok()).collect()
}

#[test]
fn k086_environment_of_the_workers() {
    let _alone = alone();
    let names = || {
        ["T4_SET", "T4_TWICE", "T4_ODD", "T4_EMPTY", "CARGO_MANIFEST_DIR", "PATH"].map(str::to_owned).to_vec()
    };
    both!(
        |builder| builder
            .workers(1)
            .env("T4_SET", "yes")
            .env("T4_TWICE", "first")
            .env("T4_TWICE", "second")
            .env("T4_ODD", " a=b\n\"c\" ")
            .env("T4_EMPTY", "")
            .env_remove("CARGO_MANIFEST_DIR"),
        |backend| {
            let seen = backend.map(variables, [names()]).unwrap().remove(0);
            let path = std::env::var("PATH").ok();
            let seen: Vec<_> = seen.iter().map(Option::as_deref).collect();
            assert_eq!(
                seen,
                [Some("yes"), Some("second"), Some(" a=b\n\"c\" "), Some(""), None, path.as_deref()]
            );
            assert!(std::env::var_os("T4_SET").is_none(), "this process has its own");
        }
    );
    // Two at once do not mix.
    let one = Pool::builder().workers(1).env("T4_SET", "1").build().unwrap();
    let two = Pool::builder().workers(1).env("T4_SET", "2").build().unwrap();
    let seen = |pool: &Pool| pool.map(variables, [vec!["T4_SET".to_owned()]]).unwrap().remove(0).remove(0);
    assert_eq!((seen(&one).as_deref(), seen(&two).as_deref()), (Some("1"), Some("2")));
}

/// The threads that libraries within a task may start, as the variables tell them.
fn thread_counts(_: u64) -> Vec<Option<String>> {
    variables(
        ["RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]
            .map(str::to_owned)
            .to_vec(),
    )
}

#[test]
fn k087_inner_threads_are_limited() {
    let _alone = alone();
    both!(|builder| builder.workers(1).inner_threads(3), |backend| {
        assert_eq!(backend.map(thread_counts, [0]).unwrap()[0], vec![Some("3".to_owned()); 4]);
    });
    // Without a word each worker gets its share of the cores.
    let cores = wirecheck::Workers::Available.resolve().unwrap();
    for workers in [1, 2, 8] {
        both!(|builder| builder.workers(workers), |backend| {
            let share = (cores / workers).max(1).to_string();
            if std::env::var_os("RAYON_NUM_THREADS").is_none() {
                assert_eq!(backend.submit(thread_counts, 0).unwrap().join().unwrap()[0], Some(share));
            }
        });
    }
    // What is said for one library stands.
    both!(|builder| builder.workers(1).inner_threads(3).env("OMP_NUM_THREADS", "5"), |backend| {
        let seen = backend.map(thread_counts, [0]).unwrap().remove(0);
        assert_eq!(seen[..2], [Some("3".to_owned()), Some("5".to_owned())]);
    });
}
