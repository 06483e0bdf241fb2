//! Programs in which somebody else collects the exit status of workers: errors are right, and no other process is hit.

mod support;

use rustix::process::{WaitOptions, wait};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use support::{alone, both, eventually, is_ignored, is_running, raise};

wirecheck::test_support!();

const SIGCHLD: u32 = 17;

fn double(x: u64) -> u64 {
    match x % 50 {
        20 => raise("-KILL"),
        30 => std::process::exit(3),
        40 => loop {
            std::thread::park();
        },
        _ => {}
    }
    x * 2
}

fn pid(_: u64) -> u32 {
    std::process::id()
}

/// Workers that are killed, end by themselves and hang, together with a process that has nothing to do with it. `ends` says what the
/// errors of the first two may say.
fn scenario(ends: [&[&str]; 2]) {
    let mut bystander = Command::new("sleep").arg("1000").spawn().unwrap();
    both!(|builder| builder.workers(2).task_timeout(Duration::from_millis(400)), |backend| {
        for (x, result) in (0..100).zip(backend.try_map(double, 0..100).unwrap()) {
            let error = match result {
                Ok(y) => {
                    assert_eq!(y, x * 2);
                    continue;
                }
                Err(error) => error,
            };
            let message = error.to_string();
            let says = |ends: &[&str]| error.is_crash() && ends.iter().any(|end| message.contains(end));
            let is_right = match x % 50 {
                20 => says(ends[0]),
                30 => says(ends[1]),
                40 => error.is_timeout(),
                _ => false,
            };
            assert!(is_right, "{x}: {message}");
        }
        let pids = backend.map(pid, 0..8).unwrap();
        backend.terminate();
        drop(backend);
        eventually("the workers are gone", Duration::from_secs(10), || {
            !pids.iter().any(|pid| is_running(*pid))
        });
        assert!(is_running(bystander.id()));
    });
    bystander.kill().unwrap();
    // With an error where its status is collected elsewhere, but then it is gone.
    let _ = bystander.wait();
}

const ELSEWHERE: &str = "something else collected its exit status";

#[test]
fn another_thread_waits_for_any_child() {
    let _alone = alone();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let collector = scope.spawn(|| {
            let mut collected = 0;
            while !is_over.load(Ordering::Relaxed) {
                collected += usize::from(matches!(wait(WaitOptions::NOHANG), Ok(Some(_))));
                std::thread::yield_now();
            }
            collected
        });
        // Which of the two threads is first is not known.
        scenario([&[ELSEWHERE, "SIGKILL"], &[ELSEWHERE, "code 3"]]);
        is_over.store(true, Ordering::Relaxed);
        assert!(collector.join().unwrap() > 0, "it collected something");
    });
}

/// Set where the test below runs a second time.
const AGAIN: &str = "WIRECHECK_TEST_AGAIN";

/// A signal that is ignored stays ignored over `exec`: `env` ignores it for this test, which runs a second time.
#[test]
fn sigchld_is_ignored() {
    let _alone = alone();
    if std::env::var_os(AGAIN).is_some() {
        assert!(is_ignored(SIGCHLD));
        return scenario([&[ELSEWHERE], &[ELSEWHERE]]);
    }
    let again = Command::new("env")
        .arg("--ignore-signal=CHLD")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "sigchld_is_ignored", "--nocapture"])
        .env(AGAIN, "1")
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&again.stdout);
    assert!(again.status.success(), "{output}{}", String::from_utf8_lossy(&again.stderr));
    assert!(output.contains("1 passed"), "{output}");
}
