//! Processes that are killed, stopped and cut off: results are right, or an error names the reason, within a bound.

use super::machine::{Caller, Node, Server, folder, is_alive, wait_for, within};
use super::tasks::{named, noted, runners, slowly, square};
use rustix::process::{Pid, Signal, kill_process};
use std::time::{Duration, Instant};
use wirecheck::Error;
use wirecheck_cluster::Cluster;

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("a_killed_worker_costs_its_task", a_killed_worker_costs_its_task),
        ("a_killed_node_is_noticed_within_a_moment", a_killed_node_is_noticed_within_a_moment),
        ("tasks_of_a_killed_node_run_again_if_they_may", tasks_of_a_killed_node_run_again_if_they_may),
        ("a_task_has_the_same_token_in_each_attempt", a_task_has_the_same_token_in_each_attempt),
        ("a_stopped_node_is_lost_and_kills_its_workers", a_stopped_node_is_lost_and_kills_its_workers),
        ("a_killed_caller_leaves_no_worker", a_killed_caller_leaves_no_worker),
        ("a_server_that_is_restarted_costs_time_only", a_server_that_is_restarted_costs_time_only),
        ("nodes_join_and_leave", nodes_join_and_leave),
    ]
}

/// Inputs of tasks that take so many milliseconds.
pub(crate) fn inputs(file: &str, count: u64, millis: u64) -> Vec<(String, u64, u64)> {
    (0..count).map(|x| (file.to_owned(), x, millis)).collect()
}

/// Each result is right, or says that its node is lost. Returns how many are lost.
pub(crate) fn right_or_lost(results: Vec<Result<u64, Error>>, node: &str) -> usize {
    let mut lost = 0;
    for (x, result) in (0..).zip(results) {
        match result {
            Ok(value) => assert_eq!(value, x),
            Err(error) => {
                assert!(error.is_lost(), "{error}");
                assert_eq!(error.node(), Some(node), "{error}");
                lost += 1;
            }
        }
    }
    lost
}

/// Whether all workers of a node have begun tasks.
fn has_begun(node: &Node, file: &str) -> bool {
    let (workers, runners) = (node.workers(), runners(file));
    !workers.is_empty() && workers.iter().all(|worker| runners.contains(&u64::from(*worker)))
}

pub(crate) fn runs_at_most(file: &str, times: usize) {
    let ran = noted(file);
    for x in &ran {
        assert!(ran.iter().filter(|other| *other == x).count() <= times, "{x} ran too often: {ran:?}");
    }
}

fn a_killed_worker_costs_its_task() {
    let (_folder, file) = folder();
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 2);
    let cluster = Cluster::connect(&server.address()).unwrap();
    let results = std::thread::scope(|scope| {
        let call = scope.spawn(|| cluster.try_map(slowly, inputs(&file, 20, 100)).unwrap());
        wait_for("some ran", || noted(&file).len() > 4);
        let victim = node.workers()[0];
        kill_process(Pid::from_raw(victim as i32).unwrap(), Signal::KILL).unwrap();
        call.join().unwrap()
    });
    let failed: Vec<&Error> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert!(failed.len() <= 1, "{failed:?}");
    for error in failed {
        assert_eq!((error.signal(), error.node()), (Some("SIGKILL"), Some("one")), "{error}");
    }
    runs_at_most(&file, 1);
    assert_eq!(noted(&file).len(), 20);
}

fn a_killed_node_is_noticed_within_a_moment() {
    let (_folder, file) = folder();
    let server = Server::start();
    let (one, two) = (Node::start(&server.address(), "one", 2), Node::start(&server.address(), "two", 2));
    let cluster = Cluster::connect(&server.address()).unwrap();
    wait_for("both nodes are known", || cluster.nodes().len() == 2);
    let (results, took) = std::thread::scope(|scope| {
        let call = scope.spawn(|| cluster.try_map(slowly, inputs(&file, 40, 200)).unwrap());
        wait_for("it runs some", || has_begun(&one, &file));
        drop(one);
        let start = Instant::now();
        wait_for("the node is lost", || cluster.nodes().len() == 1);
        let took = start.elapsed();
        (call.join().unwrap(), took)
    });
    assert!(took < Duration::from_millis(2500), "{took:?}");
    let lost = right_or_lost(results, "one");
    assert!(lost > 0);
    runs_at_most(&file, 1);
    assert_eq!(cluster.map(square, 0..100).unwrap().len(), 100);
    drop(two);
}

fn tasks_of_a_killed_node_run_again_if_they_may() {
    let (_folder, file) = folder();
    let server = Server::start();
    let (one, _two) = (Node::start(&server.address(), "one", 2), Node::start(&server.address(), "two", 2));
    let cluster = Cluster::builder().server(&server.address()).retries(1).build().unwrap();
    wait_for("both nodes are known", || cluster.nodes().len() == 2);
    let results = std::thread::scope(|scope| {
        let call = scope.spawn(|| cluster.map(slowly, inputs(&file, 40, 100)));
        wait_for("it runs some", || has_begun(&one, &file));
        drop(one);
        call.join().unwrap()
    });
    assert!(results.unwrap().into_iter().eq(0..40));
    runs_at_most(&file, 2);
}

fn a_task_has_the_same_token_in_each_attempt() {
    let (_folder, file) = folder();
    let server = Server::start();
    let (one, _two) = (Node::start(&server.address(), "one", 2), Node::start(&server.address(), "two", 2));
    let cluster = Cluster::builder().server(&server.address()).retries(1).build().unwrap();
    wait_for("both nodes are known", || cluster.nodes().len() == 2);
    let tokens = std::thread::scope(|scope| {
        let call = scope.spawn(|| cluster.map(named, inputs(&file, 30, 100)));
        wait_for("it runs some", || has_begun(&one, &file));
        drop(one);
        call.join().unwrap().unwrap()
    });
    // What ends in the index of its input, whoever ran it, and begins as all of this call.
    for (x, token) in (0_u64..).zip(&tokens) {
        assert_eq!(token[..24], tokens[0][..24]);
        assert_eq!(token[24..], format!("{x:016x}"));
    }
    assert!(noted(&file).len() > 30, "none ran again");
    let others = cluster.map(named, inputs(&file, 1, 0)).unwrap();
    assert_ne!(others[0], tokens[0]);
}

fn a_stopped_node_is_lost_and_kills_its_workers() {
    let (_folder, file) = folder();
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 2);
    let cluster = Cluster::connect(&server.address()).unwrap();
    let results = std::thread::scope(|scope| {
        let call = scope.spawn(|| cluster.try_map(slowly, inputs(&file, 2, 60_000)).unwrap());
        wait_for("both run", || noted(&file).len() == 2);
        node.signal(Signal::STOP);
        within(Duration::from_secs(8), || call.join().unwrap())
    });
    assert_eq!(right_or_lost(results, "one"), 2);
    let workers = node.workers();
    assert_eq!(workers.len(), 2);
    node.signal(Signal::CONT);
    // It hears that it was given up.
    wait_for("its workers are killed", || !workers.iter().any(|pid| is_alive(*pid)));
    wait_for("it is found again", || cluster.nodes().len() == 1);
    assert_eq!(cluster.map(square, [6]).unwrap(), [36]);
}

fn a_killed_caller_leaves_no_worker() {
    let (_folder, file) = folder();
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 1);
    let mut caller = Caller::start(&server.address(), &file);
    wait_for("its task runs", || noted(&file).len() == 1);
    assert_eq!(node.workers().len(), 1);
    caller.process.kill().unwrap();
    within(Duration::from_secs(8), || wait_for("its worker is killed", || node.workers().is_empty()));
    let cluster = Cluster::connect(&server.address()).unwrap();
    assert_eq!(cluster.map(square, [6]).unwrap(), [36]);
}

fn a_server_that_is_restarted_costs_time_only() {
    let (_folder, file) = folder();
    let mut server = Server::start();
    let _node = Node::start(&server.address(), "one", 2);
    let cluster = Cluster::connect(&server.address()).unwrap();
    let results = std::thread::scope(|scope| {
        let call = scope.spawn(|| cluster.map(slowly, inputs(&file, 100, 40)));
        for ran in [10, 30, 50] {
            wait_for("some ran", || noted(&file).len() > ran);
            server.kill();
            std::thread::sleep(Duration::from_millis(600));
            server.restart();
        }
        within(Duration::from_secs(30), || call.join().unwrap())
    });
    assert!(results.unwrap().into_iter().eq(0..100));
    runs_at_most(&file, 1);
}

fn nodes_join_and_leave() {
    let (_folder, file) = folder();
    let server = Server::start();
    let _kept = Node::start(&server.address(), "kept", 1);
    let cluster = Cluster::builder().server(&server.address()).retries(8).build().unwrap();
    let results = std::thread::scope(|scope| {
        let call = scope.spawn(|| cluster.map(slowly, inputs(&file, 150, 40)));
        let mut guests = 0;
        while !call.is_finished() && guests < 20 {
            let guest = Node::start(&server.address(), "guest", 2);
            let start = Instant::now();
            wait_for("a second is over, or the call", || {
                start.elapsed() > Duration::from_secs(1) || call.is_finished()
            });
            drop(guest);
            guests += 1;
        }
        within(Duration::from_secs(30), || call.join().unwrap())
    });
    assert!(results.unwrap().into_iter().eq(0..150));
    runs_at_most(&file, 9);
}
