//! Tasks that close descriptors which are not their own, and processes that have none left.

#[path = "support/closing.rs"]
mod closing;
mod support;
#[path = "support/verbs.rs"]
mod verbs;

use rustix::net::{
    AddressFamily, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketFlags, SocketType, sendmsg,
    socketpair,
};
use std::fs::File;
use std::io::IoSlice;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::process::Command;
use std::time::{Duration, Instant};
use support::{alone, raise};
use verbs::{BATCHES, Setting, VERBS, Verb, What, call};
use wirecheck::{Batch, Exit, Pool, Shared, Transfer, closure};

wirecheck::test_support!();

/// A task that closes all descriptors costs itself, once, wherever it stands.
#[test]
fn a_task_that_closes_all_descriptors_costs_itself_and_runs_once() {
    let _alone = alone();
    for verb in VERBS {
        for (batch, workers) in BATCHES.into_iter().zip([2, 1, 2, 1]) {
            for bad in [0, 3, 7] {
                let backend = Setting { batch, workers, ..Setting::default() }.build();
                let mut whats = [What::Nothing; 8];
                whats[bad] = What::CloseAll;
                let context = format!("{verb:?}, {batch:?}, {workers} workers, input {bad}");
                call(&backend, verb, &whats, 1).check(&context, verb, bad, 1, |error| {
                    error.is_crash() && error.exit() == Some(Exit::Severed)
                });
                call(&backend, Verb::Map, &[What::Nothing; 4], 1);
            }
        }
        let backend = Setting { is_pool: false, ..Setting::default() }.build();
        let whats = [What::Nothing, What::CloseAll, What::Nothing];
        call(&backend, verb, &whats, 1)
            .check(&format!("{verb:?}, spawn"), verb, 1, 1, |error| error.is_crash());
    }
}

/// As above, with values that have descriptors of their own, and with what a task does after it.
#[test]
fn nothing_that_a_task_does_after_it_closed_descriptors_counts() {
    let _alone = alone();
    for transfer in Transfer::ALL {
        for what in [What::CloseAll, What::CloseAndPanic, What::CloseAndSleep(20), What::Exec] {
            for (len, batch) in [(1, Batch::Fixed(8)), (300_000, Batch::Fixed(8)), (300_000, Batch::Auto)] {
                let backend = Setting { transfer, batch, ..Setting::default() }.build();
                let mut whats = [What::Nothing; 8];
                whats[4] = what;
                let context = format!("{transfer:?}, {what:?}, {len} bytes, {batch:?}");
                let outcome = call(&backend, Verb::TryMap, &whats, len);
                outcome.check(&context, Verb::TryMap, 4, len, |error| error.exit() == Some(Exit::Severed));
                assert!(outcome.took < Duration::from_secs(10), "{context}: {:?}", outcome.took);
            }
        }
    }
}

/// Without the socket, results stay in the control block, and the parent takes them from there.
#[test]
fn a_lost_socket_loses_no_result_and_no_task_runs_twice() {
    let _alone = alone();
    for descriptor in [3, 4, 6] {
        for (len, batch) in BATCHES.into_iter().flat_map(|batch| [(1, batch), (300_000, batch)]) {
            let backend = Setting { batch, workers: 1, ..Setting::default() }.build();
            let mut whats = [What::Nothing; 8];
            whats[2] = What::Close(descriptor);
            let outcome = call(&backend, Verb::TryMap, &whats, len);
            assert!(
                outcome.begun.iter().all(|times| *times == 1),
                "{descriptor}, {batch:?}: {:?}",
                outcome.begun
            );
            for (number, result) in &outcome.results {
                match result {
                    Ok(bytes) => assert_eq!((bytes.len(), usize::from(bytes[0])), (len, number + 1)),
                    // Its result may have had no way out. All others had.
                    Err(error) => {
                        assert!(*number == 2 && error.is_crash(), "{descriptor}, {batch:?}: {error}")
                    }
                }
            }
        }
    }
}

/// Runs one test of this file again, in a process of its own that may open this number of files.
fn with_files(files: u32, test: &str) {
    limited(Command::new("sh"), files, test);
}

fn limited(mut shell: Command, files: u32, test: &str) {
    let output = shell
        .args(["-c", &format!("ulimit -n {files} && exec \"$0\" --exact \"$1\" --nocapture")])
        .args([std::env::current_exe().unwrap().to_str().unwrap(), test])
        .env("LIMITED", "1")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

fn is_limited() -> bool {
    std::env::var_os("LIMITED").is_some()
}

/// Takes all descriptors that are left.
fn hog() -> Vec<File> {
    std::iter::from_fn(|| File::open("/dev/null").ok()).collect()
}

#[test]
fn large_values_pass_a_parent_without_a_free_descriptor() {
    if !is_limited() {
        return with_files(64, "large_values_pass_a_parent_without_a_free_descriptor");
    }
    let _alone = alone();
    for transfer in [Transfer::Auto, Transfer::SharedMemory, Transfer::Inline] {
        let pool = Pool::builder().workers(2).transfer(transfer).build().unwrap();
        pool.map(closure!(|x: u64| x), 0..20).unwrap();
        let hog = hog();
        for len in [300_000_usize, 500_000, 2_000_000] {
            let sent = pool.map(closure!(|v: Vec<u8>| v.len()), [vec![1_u8; len], vec![2; len]]).unwrap();
            assert_eq!(sent, [len, len], "{transfer:?}");
            let got = pool.map(closure!(|len: usize| vec![7_u8; len]), [len; 6]).unwrap();
            assert!(got.iter().all(|bytes| *bytes == vec![7; len]), "{transfer:?}");
        }
        let mut fetched =
            pool.map_iter(closure!(|len: usize| vec![9_u8; len]), (0..20).map(|at| 200_000 + at)).unwrap();
        assert!((0..20).all(|at| fetched.next().unwrap().unwrap() == vec![9; 200_000 + at]), "{transfer:?}");
        drop(hog);
    }
}

#[test]
fn a_worker_without_a_free_descriptor_gets_and_gives_large_values() {
    if !is_limited() {
        return with_files(64, "a_worker_without_a_free_descriptor_gets_and_gives_large_values");
    }
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    let task = closure!(|bytes: Vec<u8>| {
        // They stay open until this process ends.
        std::mem::forget(hog());
        bytes.into_iter().map(|byte| byte + 1).collect::<Vec<u8>>()
    });
    let results = pool.map(task, (0..12).map(|at| vec![at; 300_000])).unwrap();
    assert!((1..).zip(&results).all(|(due, bytes)| *bytes == vec![due; 300_000]));
    assert_eq!(pool.stats().crashed, 0);
}

#[test]
fn the_error_of_a_shared_value_without_a_descriptor_says_what_helps() {
    if !is_limited() {
        return with_files(64, "the_error_of_a_shared_value_without_a_descriptor_says_what_helps");
    }
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    // The worker has no place for its memory.
    let hogging = closure!(|_: u64| std::mem::forget(hog()));
    pool.map(hogging, [0]).unwrap();
    let many: Vec<Shared<[u64]>> =
        (0..4_u64).map(|i| Shared::build(300_000, |to: &mut [u64]| to.fill(i)).unwrap()).collect();
    let again = many.clone();
    let error = pool.map(closure!(|at: usize| many[at][0]), 0..4).unwrap_err();
    let message = error.to_string();
    assert!(error.is_system() && !error.is_decode(), "{message}");
    assert!(message.contains("`ulimit -n`") && !message.contains("Transfer::Inline"), "{message}");
    // With a new worker it works.
    let _ = pool.map(closure!(|_: u64| raise("-KILL")), [0]).unwrap_err();
    assert_eq!(pool.map(closure!(|at: usize| again[at][0]), 0..4).unwrap(), [0, 1, 2, 3]);
}

/// Descriptors of this user that are on their way and do not arrive: more than a process may open.
fn clog() -> (OwnedFd, OwnedFd) {
    let (ours, theirs) =
        socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None).unwrap();
    let file = File::open("/dev/null").unwrap();
    let files = [file.as_fd(); 70];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(70))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    assert!(control.push(SendAncillaryMessage::ScmRights(&files)));
    sendmsg(&ours, &[IoSlice::new(b"x")], &mut control, SendFlags::empty()).unwrap();
    (ours, theirs)
}

/// `sendmsg` then fails in a way that `poll` knows nothing of.
#[test]
fn too_many_descriptors_on_their_way_cost_no_value_and_no_time() {
    let test = "too_many_descriptors_on_their_way_cost_no_value_and_no_time";
    if !is_limited() {
        // The limit is not for a privileged user.
        let mut shell = Command::new("setpriv");
        shell.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sh"]);
        let is_root = rustix::process::geteuid().is_root();
        return limited(if is_root { shell } else { Command::new("sh") }, 64, test);
    }
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    pool.map(closure!(|x: u64| x), 0..20).unwrap();
    let clog = clog();
    let start = Instant::now();
    for len in [300_000_usize, 2_000_000] {
        let sent = pool.map(closure!(|v: Vec<u8>| v.len()), [vec![1_u8; len], vec![2; len], vec![3; len]]);
        assert_eq!(sent.unwrap(), [len; 3]);
        let captured = vec![1_u8; len];
        assert_eq!(pool.map(closure!(|_: u64| captured.len()), 0..3).unwrap(), [len; 3]);
        let got = pool.map(closure!(|len: usize| vec![7_u8; len]), [len; 6]).unwrap();
        assert!(got.iter().all(|bytes| *bytes == vec![7; len]));
    }
    let shared: Shared<[u64]> = Shared::build(300_000, |to: &mut [u64]| to.fill(5)).unwrap();
    let again = shared.clone();
    let error = pool.map(closure!(|at: usize| shared[at]), 0..3).unwrap_err();
    assert!(error.is_system() && error.to_string().contains("`ulimit -n`"), "{error}");
    let made = closure!(|x: u64| Shared::build(300_000, |to: &mut [u64]| to.fill(x)).unwrap());
    let error = pool.map(made, 0..1).unwrap_err();
    assert!(error.is_system() && error.to_string().contains("`ulimit -n`"), "{error}");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    drop(clog);
    assert_eq!(pool.map(closure!(|at: usize| again[at]), 0..3).unwrap(), [5; 3]);
    assert_eq!(pool.stats().crashed, 0);
}

#[test]
fn a_worker_that_cannot_be_started_for_want_of_descriptors_says_so() {
    if !is_limited() {
        return with_files(64, "a_worker_that_cannot_be_started_for_want_of_descriptors_says_so");
    }
    let _alone = alone();
    let spawn = wirecheck::Spawn::builder().workers(1).build().unwrap();
    let hog = hog();
    let error = spawn.map(closure!(|x: u64| x), [0]).unwrap_err();
    assert!(error.is_start_failure() && error.to_string().contains("`ulimit -n`"), "{error}");
    let items: Vec<_> = spawn.map_unordered(closure!(|x: u64| x), 0..3).unwrap().collect();
    let (index, result) = items.last().unwrap();
    let error = result.as_ref().unwrap_err();
    assert_eq!((*index, error.index(), items.len()), (usize::MAX, None, 1), "it is no input's: {error}");
    let items: Vec<_> = spawn.map_iter(closure!(|x: u64| x), 0..3).unwrap().collect();
    assert!(matches!(&items[..], [Err(error)] if error.index().is_none()), "{items:?}");
    drop(hog);
    assert_eq!(spawn.map(closure!(|x: u64| x), [5]).unwrap(), [5]);
}
