//! Forks without `exec`, in the program `forked`.

use crate::support::{alone, eventually, is_running};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

fn forked(how: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_forked"));
    command.arg(how).stdin(Stdio::null());
    command
}

fn succeeds(how: &str) {
    succeeds_after("", how);
}

/// Started after a line for the shell, and ended in case of a hang.
fn succeeds_after(line: &str, how: &str) {
    let _alone = alone();
    let line = format!("{line} exec timeout 60 \"$0\" \"$1\"");
    let mut command = Command::new("sh");
    command.args(["-c", &line, env!("CARGO_BIN_EXE_forked"), how]).stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{how}: {:?}\n{text}", output.status);
}

#[test]
fn a_copy_of_a_pool_is_refused_and_harms_nobody() {
    succeeds("copies");
}

#[test]
fn parent_and_fork_do_not_get_each_others_results() {
    succeeds("races");
}

#[test]
fn a_fork_is_told_that_the_threads_are_not_its_own() {
    succeeds("threads");
}

#[test]
fn a_task_that_comes_back_twice_is_answered_once() {
    succeeds("twice");
}

#[test]
fn a_death_is_noticed_whoever_holds_the_channel_and_collects_the_status() {
    succeeds("holders");
    succeeds("collector");
    // The kernel collects it, and gives nobody the status.
    succeeds_after("trap '' CHLD;", "holders");
}

#[test]
fn workers_end_with_their_parent_although_a_fork_of_it_lives() {
    let _alone = alone();
    let mut program = forked("alone").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines().take(2);
    let ids: Vec<u32> = lines.map(|line| line.unwrap().parse().unwrap()).collect();
    let [worker, helper] = ids[..] else { panic!("{ids:?}") };
    assert!(is_running(worker) && is_running(helper));
    program.kill().unwrap();
    program.wait().unwrap();
    eventually("the worker is gone", Duration::from_secs(2), || !is_running(worker));
    assert!(is_running(helper), "it holds what the parent had");
    kill_process(Pid::from_raw(i32::try_from(helper).unwrap()).unwrap(), Signal::KILL).unwrap();
    eventually("the helper is gone", Duration::from_secs(10), || !is_running(helper));
}
