//! A sample of the sweep's faults, chosen by a fixed seed, and the tools themselves.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use nix::errno::Errno;
use nix::libc;
use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use wirecheck_sweep::fault::{Fault, Side};
use wirecheck_sweep::judge::{Left, Outcome, judge};
use wirecheck_sweep::plan::{Density, sample};
use wirecheck_sweep::run::{Program, Run};
use wirecheck_sweep::sweep::{Clean, SCENARIOS, Schedule, plan, sweep};
use wirecheck_sweep::tracer::End;

/// Faults in CI: half a minute on two cores.
const SAMPLE: usize = 150;
const SEED: u64 = 15;

fn program() -> Program {
    Program { executable: env!("CARGO_BIN_EXE_scenario").into(), limit: Duration::from_secs(60) }
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sweep-{name}"))
}

/// Whether processes may be traced here. Containers may forbid it; CI must not skip.
fn may_trace(name: &str) -> bool {
    match program().run("none", None, &folder(name)) {
        Ok(_) => true,
        Err(error) if std::env::var_os("CI").is_none() && error.raw_os_error() == Some(libc::EPERM) => {
            let _ =
                writeln!(io::stderr(), "test {name} is skipped: processes cannot be traced here: {error}");
            false
        }
        Err(error) => panic!("processes cannot be traced: {error}"),
    }
}

fn run(name: &str, scenario: &str, fault: &str) -> (Fault, Run) {
    let fault: Fault = fault.parse().unwrap();
    let run = program().run(scenario, Some(&fault), &folder(name)).unwrap();
    (fault, run)
}

#[test]
fn a_sample_of_all_faults_breaks_no_promise() {
    let name = "a_sample_of_all_faults_breaks_no_promise";
    if !may_trace(name) {
        return;
    }
    let folder = folder(name);
    let clean: Vec<Clean> =
        SCENARIOS.iter().map(|scenario| Clean::of(&program(), scenario, &folder).unwrap()).collect();
    let faults = plan(&clean, Density { once: 4, onwards: 2, kills: 6 }, |_| true);
    assert!(faults.len() > 5000, "only {} faults are planned", faults.len());
    let faults = sample(faults, SAMPLE, SEED);
    let schedule = Schedule { jobs: 2, skips_hangs: false };
    let rows = sweep(&program(), &clean, &faults, schedule, &folder, |_, _, _| {}).unwrap();
    let broken: Vec<String> = rows
        .iter()
        .filter(|row| matches!(row.outcome, Outcome::Broken(_)))
        .map(|row| format!("{}\n  {}", wirecheck_sweep::report::replay(row), row.outcome))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert_eq!(rows.len(), SAMPLE);
    // The sample is one: every side, and every way in which a run may end well.
    let sides: BTreeSet<Side> = rows.iter().map(|row| row.fault.side).collect();
    assert_eq!(sides.len(), 4);
    for outcome in [Outcome::Equal, Outcome::Error, Outcome::Killed] {
        assert!(rows.iter().any(|row| row.outcome == outcome), "no run is {}", outcome.name());
    }
}

#[test]
fn a_fault_hits_the_side_and_the_call_that_it_names() {
    let name = "a_fault_hits_the_side_and_the_call_that_it_names";
    if !may_trace(name) {
        return;
    }
    // The parent cannot make its second socket pair, and says so.
    let (fault, made) = run(name, "files", "parent:socketpair:EMFILE:2");
    assert_eq!(judge(&made, Some(&fault), Left::default()), Outcome::Error, "{made:?}");
    assert_eq!(made.seen.made, 1);
    assert!(made.report.contains("error") && made.report.contains("ulimit -n"), "{}", made.report);
    // In the workers alone, so the parent still makes large inputs in memory.
    let (fault, made) = run(name, "pool", "workers:memfd_create:EPERM:1+");
    assert_eq!(judge(&made, Some(&fault), Left::default()), Outcome::Equal, "{made:?}");
    assert!(made.seen.made >= 1);
    // Before `exec`, where the parent hears of it from `posix_spawn`.
    let (fault, made) = run(name, "spawn", "child:execve:ENOENT:1+");
    assert_eq!(judge(&made, Some(&fault), Left::default()), Outcome::Error, "{made:?}");
    assert!(made.seen.counts.keys().all(|(side, _)| *side != Side::Workers), "no worker began");
    // A killed program leaves nothing.
    let (fault, made) = run(name, "pool", "parent:recvfrom:kill:20");
    assert_eq!(judge(&made, Some(&fault), Left::default()), Outcome::Killed, "{made:?}");
    assert_eq!(made.seen.survivors, Vec::<String>::new());
}

/// Each of these once hung, spun, panicked, ran a task twice, or left a process behind.
const MENDED: [(&str, &str); 20] = [
    ("pool", "parent:write:EAGAIN:7"),
    ("pool", "parent:munmap:ENOMEM:1+"),
    ("pool", "parent:waitid:ECHILD:1"),
    ("pool", "parent:waitid:ENOSYS:1+"),
    ("pool", "parent:pidfd_open:ESRCH:2"),
    ("pool", "parent:prlimit64:EPERM:1+"),
    ("pool", "parent:newfstatat:ENOMEM:1"),
    ("pool", "parent:sendto:EAGAIN:1+"),
    ("pool", "parent:sendto:EPIPE:1+"),
    ("pool", "parent:sendmsg:ETOOMANYREFS:1+"),
    ("pool", "parent:recvmsg:ECONNRESET:1+"),
    ("files", "parent:sendmsg:EPIPE:2+"),
    ("files", "parent:recvmsg:EMFILE:1"),
    ("files", "worker:sendto:ECONNRESET:3"),
    ("limits", "parent:pidfd_send_signal:EPERM:1+"),
    ("limits", "workers:sendto:EAGAIN:20+"),
    ("spawn", "worker:sendto:ENOTSOCK:2+"),
    ("spawn", "workers:sendto:EPIPE:1+"),
    ("spawn", "parent:recvfrom:EAGAIN:1+"),
    ("spawn", "parent:getrandom:EAGAIN:2"),
];

#[test]
fn faults_that_once_broke_a_promise_do_not_again() {
    let name = "faults_that_once_broke_a_promise_do_not_again";
    if !may_trace(name) {
        return;
    }
    let mut broken = Vec::new();
    for (scenario, fault) in MENDED {
        let (fault, made) = run(name, scenario, fault);
        let outcome = judge(&made, Some(&fault), Left::default());
        if matches!(outcome, Outcome::Broken(_)) {
            broken.push(format!("{scenario} {fault}: {outcome}"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// What a judge that sees nothing would let pass.
#[test]
fn the_judge_sees_what_is_broken() {
    let name = "the_judge_sees_what_is_broken";
    if !may_trace(name) {
        return;
    }
    let judged = |change: &dyn Fn(&mut Run)| {
        let mut clean = program().run("files", None, &folder(name)).unwrap();
        assert_eq!(judge(&clean, None, Left::default()), Outcome::Equal, "{clean:?}");
        change(&mut clean);
        judge(&clean, None, Left::default()).to_string()
    };
    let is = |text: String, word: &str| assert!(text.starts_with("broken") && text.contains(word), "{text}");
    is(judged(&|run| run.repeated.push("task-1-again".to_owned())), "ran twice");
    is(judged(&|run| run.report = run.report.replace("equal files", "wrong files: other")), "wrong: files");
    is(judged(&|run| run.report = run.report.replace("left 0 ", "left 2 ")), "2 descriptors");
    is(judged(&|run| run.report = run.report.replace(" 0 0\n", " 1 0\n")), "1 children");
    is(judged(&|run| run.hung = Some("poll".to_owned())), "hangs: poll");
    is(judged(&|run| run.seen.end = Some(End::Exited(101))), "died");
    is(judged(&|run| run.stderr.push_str("thread 'x' panicked at a.rs\nwhy\n")), "panics");
    is(judged(&|run| run.seen.survivors.push("worker".to_owned())), "left processes");
}

#[test]
fn a_program_that_does_not_end_is_a_hang() {
    let name = "a_program_that_does_not_end_is_a_hang";
    if !may_trace(name) {
        return;
    }
    let program = Program { limit: Duration::from_millis(300), ..program() };
    let run = program.run("asleep", None, &folder(name)).unwrap();
    let outcome = judge(&run, None, Left::default());
    assert!(outcome.is_hang(), "{run:?}");
    assert_eq!(run.seen.survivors, Vec::<String>::new());
}

#[test]
fn a_text_that_is_no_fault_is_refused() {
    for text in [
        "",
        "worker:read:EIO",
        "worker:read:EIO:x",
        "nobody:read:EIO:1",
        "worker:read:ENOSUCH:1",
        "worker:fly:EIO:1",
    ] {
        assert!(text.parse::<Fault>().is_err(), "{text}");
    }
    let fault: Fault = "worker:read:EIO:3+".parse().unwrap();
    assert_eq!((fault.side, fault.call, fault.nth), (Side::Worker, libc::SYS_read, 3));
    assert_eq!(fault.action, wirecheck_sweep::fault::Action::Fail(Errno::EIO));
}
