//! Detached calls whose deputies, nodes and servers are killed, stopped and cut off.

use super::detached::{LONG, builder, calls, no_deputy, results};
use super::faults::{inputs, runs_at_most};
use super::machine::{Node, Server, deputies, folder, is_alive, wait_for, within};
use super::proxy::{Proxy, Weather};
use super::tasks::{named, noted, runners, slowly, square};
use rustix::process::{Pid, Signal, kill_process};
use std::time::Duration;
use wirecheck_cluster::CallState;
use wirecheck_cluster::testing::{kept_messages, kept_subjects, leave_call, leave_record};

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("a_killed_deputy_is_lost_within_a_moment", a_killed_deputy_is_lost_within_a_moment),
        ("a_call_goes_on_after_its_deputy", a_call_goes_on_after_its_deputy),
        ("a_call_goes_on_after_its_node", a_call_goes_on_after_its_node),
        ("a_lost_node_is_told_to_who_asks", a_lost_node_is_told_to_who_asks),
        ("a_stopped_deputy_does_not_run_on", a_stopped_deputy_does_not_run_on),
        ("tokens_are_the_same_after_a_lost_node", tokens_are_the_same_after_a_lost_node),
        ("deaths_of_workers_and_deputies_count_together", deaths_of_workers_and_deputies_count_together),
        ("a_node_that_is_cut_off_does_not_run_on", a_node_that_is_cut_off_does_not_run_on),
        ("a_detached_call_outlives_a_restart", a_detached_call_outlives_a_restart),
        ("what_a_killed_server_brings_back_is_deleted", what_a_killed_server_brings_back_is_deleted),
        ("a_forgotten_call_among_others_stays_forgotten", a_forgotten_call_among_others_stays_forgotten),
        ("a_wiped_store_is_an_error_that_says_so", a_wiped_store_is_an_error_that_says_so),
    ]
}

fn kill(pid: u32, signal: Signal) {
    kill_process(Pid::from_raw(pid as i32).unwrap(), signal).unwrap();
}

/// The node of those that has the deputy, and the deputy.
fn deputy_of(nodes: &[&Node]) -> (usize, u32) {
    let mut found = None;
    wait_for("a deputy runs", || {
        let all = nodes.iter().map(|node| deputies(node)).enumerate();
        found = all.filter_map(|(at, deputies)| Some((at, *deputies.first()?))).next();
        found.is_some()
    });
    found.unwrap()
}

fn a_killed_deputy_is_lost_within_a_moment() {
    let (_folder, file) = folder();
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 2);
    let calls = calls(&server);
    let mut all = inputs(&file, 4, 0);
    all.extend((4..8).map(|x| (file.clone(), x, 60_000)));
    let id = calls.detach(slowly, all).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    wait_for("it is on its way", || call.done().unwrap() == 4);
    kill(deputy_of(&[&node]).1, Signal::KILL);
    let results = within(Duration::from_secs(6), || results(&call));
    for (x, result) in (0..).zip(results) {
        match result {
            Ok(value) => assert!(x < 4 && value == x),
            Err(error) => assert!(x >= 4 && error.is_lost() && error.node() == Some("one"), "{x}: {error}"),
        }
    }
    assert_eq!(call.state().unwrap(), CallState::Lost { node: "one".to_owned() });
    within(Duration::from_secs(8), || no_deputy(&[&node]));
    runs_at_most(&file, 1);
    // Others are not affected.
    let id = calls.detach(square, [7]).unwrap();
    assert_eq!(calls.attach::<u64>(&id).unwrap().join().unwrap(), [49]);
}

fn a_call_goes_on_after_its_deputy() {
    let (_folder, file) = folder();
    let server = Server::start();
    let nodes = [Node::start(&server.address(), "one", 2), Node::start(&server.address(), "two", 2)];
    let calls = builder(&server).retries(1).calls().unwrap();
    let id = calls.detach(slowly, inputs(&file, 100, 50)).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    wait_for("some are done", || call.done().unwrap() > 10);
    kill(deputy_of(&[&nodes[0], &nodes[1]]).1, Signal::KILL);
    assert!(results(&call).into_iter().map(Result::unwrap).eq(0..100));
    runs_at_most(&file, 2);
    assert!(noted(&file).len() < 150, "what had a result did not run again");
    no_deputy(&[&nodes[0], &nodes[1]]);
}

fn a_call_goes_on_after_its_node() {
    let (_folder, file) = folder();
    let server = Server::start();
    let mut nodes = vec![Node::start(&server.address(), "one", 2), Node::start(&server.address(), "two", 2)];
    let calls = builder(&server).retries(2).calls().unwrap();
    let id = calls.detach(slowly, inputs(&file, 100, 50)).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    wait_for("some are done", || call.done().unwrap() > 10);
    let (at, deputy) = deputy_of(&[&nodes[0], &nodes[1]]);
    drop(nodes.remove(at));
    assert!(!is_alive(deputy), "it ends with its node");
    assert!(results(&call).into_iter().map(Result::unwrap).eq(0..100));
    runs_at_most(&file, 3);
}

fn a_lost_node_is_told_to_who_asks() {
    let (_folder, file) = folder();
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 2);
    let calls = calls(&server);
    let id = calls.detach(slowly, inputs(&file, 2, 60_000)).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    wait_for("both run", || noted(&file).len() == 2);
    // No node is left that could notice it.
    drop(node);
    let results = within(Duration::from_millis(6500), || results(&call));
    for result in results {
        let error = result.unwrap_err();
        assert!(error.is_lost() && error.node() == Some("one"), "{error}");
    }
    runs_at_most(&file, 1);
}

fn a_stopped_deputy_does_not_run_on() {
    let (_folder, file) = folder();
    let server = Server::start();
    let nodes = [Node::start(&server.address(), "one", 1), Node::start(&server.address(), "two", 1)];
    let calls = builder(&server).retries(1).calls().unwrap();
    let id = calls.detach(slowly, inputs(&file, 60, 100)).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    wait_for("some are done", || call.done().unwrap() > 5);
    let (_, deputy) = deputy_of(&[&nodes[0], &nodes[1]]);
    kill(deputy, Signal::STOP);
    wait_for("another one has it", || nodes.iter().map(deputies).map(|all| all.len()).sum::<usize>() == 2);
    kill(deputy, Signal::CONT);
    wait_for("the first one has noticed", || !is_alive(deputy));
    assert!(results(&call).into_iter().map(Result::unwrap).eq(0..60));
    runs_at_most(&file, 2);
}

fn tokens_are_the_same_after_a_lost_node() {
    let (_folder, file) = folder();
    let server = Server::start();
    let nodes = [Node::start(&server.address(), "one", 2), Node::start(&server.address(), "two", 2)];
    let calls = builder(&server).retries(1).calls().unwrap();
    let id = calls.detach(named, inputs(&file, 100, 50)).unwrap();
    let call = calls.attach::<String>(&id).unwrap();
    wait_for("some are done", || call.done().unwrap() > 4);
    kill(deputy_of(&[&nodes[0], &nodes[1]]).1, Signal::KILL);
    let tokens = results(&call);
    let first = tokens[0].as_ref().unwrap()[..24].to_owned();
    for (x, token) in (0_u64..).zip(tokens) {
        assert_eq!(token.unwrap(), format!("{first}{x:016x}"));
    }
    assert!(noted(&file).len() > 100, "none ran again");
}

fn deaths_of_workers_and_deputies_count_together() {
    let (_folder, file) = folder();
    let server = Server::start();
    let nodes = [Node::start(&server.address(), "one", 2), Node::start(&server.address(), "two", 2)];
    let calls = builder(&server).retries(1).calls().unwrap();
    let id = calls.detach(slowly, inputs(&file, 200, 50)).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    wait_for("some ran", || runners(&file).len() > 10);
    let is_runner = |pid: &&u32| runners(&file).contains(&u64::from(**pid));
    let workers: Vec<u32> = nodes.iter().flat_map(Node::workers).collect();
    kill(*workers.iter().find(is_runner).unwrap(), Signal::KILL);
    wait_for("more are done", || call.done().unwrap() > 20);
    kill(deputy_of(&[&nodes[0], &nodes[1]]).1, Signal::KILL);
    let mut lost = 0;
    for (x, result) in (0..).zip(results(&call)) {
        match result {
            Ok(value) => assert_eq!(value, x),
            // It died in both tries.
            Err(error) => {
                assert!(error.is_lost() || error.signal() == Some("SIGKILL"), "{error}");
                lost += 1;
            }
        }
    }
    assert!(lost <= 1, "{lost}");
    runs_at_most(&file, 2);
}

fn a_node_that_is_cut_off_does_not_run_on() {
    let (_folder, file) = folder();
    let server = Server::start();
    let proxy = Proxy::before(server.port());
    let cut = Node::start(&proxy.address(), "cut", 2);
    let calls = builder(&server).retries(1).calls().unwrap();
    let id = calls.detach(slowly, inputs(&file, 100, 50)).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    wait_for("some are done", || call.done().unwrap() > 5);
    let deputy = deputies(&cut)[0];
    let _other = Node::start(&server.address(), "other", 2);
    proxy.set(Weather::Held);
    let results = results(&call);
    proxy.set(Weather::Fair);
    wait_for("the first one has noticed", || !is_alive(deputy));
    assert!(results.into_iter().map(Result::unwrap).eq(0..100));
    runs_at_most(&file, 2);
    assert!(call.wait(LONG).unwrap());
    assert_eq!(call.state().unwrap(), CallState::Done);
}

fn a_detached_call_outlives_a_restart() {
    let (_folder, file) = folder();
    let mut server = Server::start();
    let _node = Node::start(&server.address(), "one", 2);
    let calls = calls(&server);
    let id = calls.detach(slowly, inputs(&file, 80, 40)).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    let results = std::thread::scope(|scope| {
        let reading = scope.spawn(|| results(&call));
        for ran in [10, 40] {
            wait_for("some ran", || noted(&file).len() > ran);
            server.kill();
            std::thread::sleep(Duration::from_millis(600));
            server.restart();
        }
        reading.join().unwrap()
    });
    assert!(results.into_iter().map(Result::unwrap).eq(0..80));
    runs_at_most(&file, 1);
}

fn what_a_killed_server_brings_back_is_deleted() {
    let mut server = Server::start();
    let _node = Node::start(&server.address(), "one", 2);
    let calls = calls(&server);
    let id = calls.detach(square, 0..20).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    assert!(results(&call).into_iter().map(Result::unwrap).eq((0..20).map(square)));
    let own = kept_messages(&server.address(), "app").unwrap();
    leave_record(&server.address(), "app").unwrap();
    server.kill();
    server.restart();
    let kept = || kept_messages(&server.address(), "app");
    wait_for("it is deleted", || kept() == Ok(own));
    // Those of the call are left alone.
    assert!(results(&call).into_iter().map(Result::unwrap).eq((0..20).map(square)));
    // As if the server had brought it back while it was deleted.
    leave_call(&server.address(), "app", &id).unwrap();
    wait_for("the call is deleted", || kept() == Ok(0));
}

fn a_forgotten_call_among_others_stays_forgotten() {
    let mut server = Server::start();
    let _node = Node::start(&server.address(), "one", 2);
    let calls = calls(&server);
    let [forgotten, kept] = [0, 1].map(|_| {
        let id = calls.detach(square, 0..20).unwrap();
        let call = calls.attach::<u64>(&id).unwrap();
        assert!(results(&call).into_iter().map(Result::unwrap).eq((0..20).map(square)));
        call
    });
    let subject = format!("wc.app.d.{}", forgotten.id());
    forgotten.forget().unwrap();
    let own = kept_messages(&server.address(), "app").unwrap();
    // The server brings back the version of an entry that came before the one that was deleted, if the stream has others.
    server.kill();
    server.restart();
    let all = || kept_subjects(&server.address(), "app").unwrap();
    wait_for("it is deleted", || !all().contains(&subject));
    assert_eq!(kept_messages(&server.address(), "app"), Ok(own));
    assert!(results(&kept).into_iter().map(Result::unwrap).eq((0..20).map(square)));
}

fn a_wiped_store_is_an_error_that_says_so() {
    let (_folder, file) = folder();
    let mut server = Server::start();
    let node = Node::start(&server.address(), "one", 2);
    let calls = calls(&server);
    let id = calls.detach(slowly, inputs(&file, 400, 40)).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    wait_for("some ran", || noted(&file).len() > 10);
    server.wipe();
    server.restart();
    let last = within(LONG, || call.results().last()).unwrap();
    let error = last.1.unwrap_err();
    assert!(
        last.0 == usize::MAX && error.to_string().contains("the store of the server was lost"),
        "{error}"
    );
    wait_for("nothing is known of it", || call.state().is_err());
    within(LONG, || no_deputy(&[&node]));
    assert!(noted(&file).len() < 400, "nobody wants it any more");
    // New calls are as good as ever.
    let id = calls.detach(square, 0..5).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    assert_eq!(within(LONG, || call.join()).unwrap(), [0, 1, 4, 9, 16]);
}
