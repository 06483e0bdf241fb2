//! All workers of a pool start in the state of the time when it was built, also those that replace others, and they inherit no
//! descriptors.

use crate::support::{alone, both};
use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, umask};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::collections::BTreeSet;
use std::io::Read;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use wirecheck::{Batch, Pool, Spawn};

/// What a worker is started with.
type State = (PathBuf, u32, Option<u64>, usize);

fn state(x: u64) -> State {
    if x == 3 {
        std::process::abort();
    }
    std::thread::sleep(Duration::from_millis(20));
    let mask = umask(Mode::empty());
    umask(mask);
    let cores = sched_getaffinity(None).unwrap().count() as usize;
    (std::env::current_dir().unwrap(), mask.bits(), getrlimit(Resource::Nofile).current, cores)
}

/// The states of workers before and after one is replaced.
fn states(pool: &Pool, between: impl FnOnce()) -> BTreeSet<State> {
    let mut states: BTreeSet<State> = pool.map(state, [0; 6]).unwrap().into_iter().collect();
    between();
    let died = pool.try_map(state, 0..8).unwrap().into_iter().filter(Result::is_err).count();
    assert_eq!(died, 1);
    states.extend(pool.map(state, [0; 6]).unwrap());
    states
}

#[test]
fn what_the_program_changes_later_is_not_of_its_workers() {
    let _alone = alone();
    let (folder, mask, files) =
        (std::env::current_dir().unwrap(), umask(Mode::empty()), getrlimit(Resource::Nofile));
    umask(mask);
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(1)).build().unwrap();
    let lower = files.current.map(|most| most - 1);
    let seen = states(&pool, || {
        std::env::set_current_dir("/proc").unwrap();
        umask(Mode::from_raw_mode(0o077));
        setrlimit(Resource::Nofile, Rlimit { current: lower, maximum: files.maximum }).unwrap();
    });
    std::env::set_current_dir(&folder).unwrap();
    umask(mask);
    setrlimit(Resource::Nofile, files).unwrap();
    let cores = sched_getaffinity(None).unwrap().count() as usize;
    assert_eq!(seen, BTreeSet::from([(folder, mask.bits(), files.current, cores)]));
}

#[test]
fn the_cores_are_those_of_the_thread_that_built_the_pool() {
    let _alone = alone();
    let all = sched_getaffinity(None).unwrap();
    let pool = Pool::builder().workers(1).build().unwrap();
    let first = (0..1024).find(|core| all.is_set(*core)).unwrap();
    let on_one_core = std::thread::scope(|scope| {
        let call = scope.spawn(|| {
            let mut one = CpuSet::new();
            one.set(first);
            sched_setaffinity(None, &one).unwrap();
            pool.try_map(state, [0, 3, 0]).unwrap()
        });
        call.join().unwrap()
    });
    assert!(on_one_core[1].is_err());
    for (.., cores) in on_one_core.into_iter().flatten() {
        assert_eq!(cores, all.count() as usize, "whoever needs a new worker");
    }
}

#[test]
fn a_relative_directory_is_the_one_that_it_named_at_first() {
    let _alone = alone();
    let before = std::env::current_dir().unwrap();
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().canonicalize().unwrap().join("inner");
    std::fs::create_dir(&folder).unwrap();
    std::env::set_current_dir(&outer).unwrap();
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(1)).current_dir("inner").build().unwrap();
    let seen = states(&pool, || std::env::set_current_dir(&before).unwrap());
    let folders: BTreeSet<&PathBuf> = seen.iter().map(|(folder, ..)| folder).collect();
    assert_eq!(folders, BTreeSet::from([&folder]));
    let file = folder.join("file");
    std::fs::write(&file, "").unwrap();
    for refused in ["no such folder".into(), file] {
        let error = Spawn::builder().current_dir(refused).build().unwrap_err();
        assert!(error.is_refused() && error.to_string().contains("is not a directory"), "{error}");
    }
}

/// As a C library's pipe or listening socket, which is not close-on-exec.
#[test]
fn descriptors_of_the_program_are_not_inherited() {
    let _alone = alone();
    both!(|builder| builder.workers(1), |backend| {
        let (from, to) = rustix::pipe::pipe().unwrap();
        // Held while the workers start.
        assert_eq!(backend.map(crate::starting::double, 0..4).unwrap(), [0, 2, 4, 6]);
        drop(to);
        let (tell, told) = channel();
        std::thread::spawn(move || tell.send(std::fs::File::from(from).read(&mut [0]).unwrap()));
        assert_eq!(
            told.recv_timeout(Duration::from_secs(10)),
            Ok::<_, RecvTimeoutError>(0),
            "its end is seen"
        );
        assert_eq!(backend.map(crate::starting::double, [4]).unwrap(), [8]);
    });
    let pool = Pool::builder().workers(1).build().unwrap();
    let open = wirecheck::closure!(|_: u64| std::fs::read_dir("/proc/self/fd").unwrap().count());
    // Its standard streams, its channel of four, the directory that is read, and the mapping's files of none.
    assert!(pool.map(open, [0]).unwrap()[0] <= 8);
}
