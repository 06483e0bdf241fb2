//! Calls whose caller goes home.

use super::faults::{inputs, runs_at_most};
use super::machine::{Node, Server, detach_elsewhere, folder, wait_for, within};
use super::tasks::{note, noted, slowly, square};
use std::time::Duration;
use wirecheck::{Error, closure};
use wirecheck_cluster::testing::kept_messages;
use wirecheck_cluster::{CallState, Calls, Cluster, ClusterBuilder, DetachedCall};

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("another_process_fetches_the_results", another_process_fetches_the_results),
        ("a_detached_call_gives_what_a_loop_gives", a_detached_call_gives_what_a_loop_gives),
        ("a_detached_call_waits_for_a_node", a_detached_call_waits_for_a_node),
        ("callers_that_have_all_places_do_not_keep_a_call_waiting", callers_do_not_keep_a_call_waiting),
        ("of_nodes_with_one_name_one_takes_a_call", of_nodes_with_one_name_one_takes_a_call),
        ("large_inputs_and_results_are_kept_whole", large_inputs_and_results_are_kept_whole),
        ("failures_of_detached_tasks_are_told", failures_of_detached_tasks_are_told),
        ("a_detached_call_is_cancelled", a_detached_call_is_cancelled),
        ("a_detached_call_is_forgotten_while_it_runs", a_detached_call_is_forgotten_while_it_runs),
        ("a_full_queue_takes_no_more_calls", a_full_queue_takes_no_more_calls),
        ("what_is_not_permitted_is_named", what_is_not_permitted_is_named),
        ("other_types_and_unknown_calls_are_refused", other_types_and_unknown_calls_are_refused),
        ("results_expire_when_they_are_to", results_expire_when_they_are_to),
        ("an_input_that_kills_workers_on_two_nodes_is_a_dead_letter", a_dead_letter),
        ("an_attached_call_has_dead_letters_too", an_attached_call_has_dead_letters_too),
    ]
}

pub(crate) const LONG: Duration = Duration::from_secs(30);

pub(crate) fn builder(server: &Server) -> ClusterBuilder {
    Cluster::builder().server(&server.address())
}

pub(crate) fn calls(server: &Server) -> Calls {
    builder(server).calls().unwrap()
}

/// All results of a call within a bound, in the order of the inputs.
pub(crate) fn results<R: wirecheck::Sendable<wirecheck::Bincode>>(
    call: &DetachedCall<R>,
) -> Vec<Result<R, Error>> {
    let mut results: Vec<_> = within(LONG, || call.results().collect());
    results.sort_unstable_by_key(|(index, _)| *index);
    if let Some((usize::MAX, Err(error))) = results.last() {
        panic!("{error}");
    }
    assert!(results.iter().map(|(index, _)| *index).eq(0..call.total()), "one result for each input");
    results.into_iter().map(|(_, result)| result).collect()
}

fn nothing_is_kept(server: &Server) {
    wait_for("nothing is kept", || kept_messages(&server.address(), "app").unwrap() == 0);
}

pub(crate) fn no_deputy(nodes: &[&Node]) {
    wait_for("no deputy and no worker is left", || nodes.iter().all(|node| node.workers().is_empty()));
}

fn another_process_fetches_the_results() {
    let (_folder, file) = folder();
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 2);
    let id = detach_elsewhere(&server.address(), &file, 30, 20);
    let (one, two) = (calls(&server), calls(&server));
    let (first, second) = (one.attach::<u64>(&id).unwrap(), two.attach::<u64>(&id).unwrap());
    assert_eq!((first.total(), first.id()), (30, &id));
    assert!(results(&first).into_iter().map(Result::unwrap).eq(0..30));
    assert!(within(LONG, || second.wait(LONG)).unwrap());
    assert_eq!((second.state().unwrap(), second.done().unwrap()), (CallState::Done, 30));
    // As often as one likes.
    assert_eq!(second.join().unwrap(), (0..30).collect::<Vec<_>>());
    assert_eq!(noted(&file).len(), 30);
    first.forget().unwrap();
    nothing_is_kept(&server);
    let error = two.attach::<u64>(&id).unwrap_err();
    assert!(error.to_string().contains("forgotten"), "{error}");
    no_deputy(&[&node]);
}

fn a_detached_call_gives_what_a_loop_gives() {
    let cluster = Cluster::local(2).unwrap();
    let by = 3;
    let id = cluster.detach(closure!(|x: u64| x * by), 0..3000).unwrap();
    let empty = cluster.detach(square, 0..0).unwrap();
    let call = cluster.attach::<u64>(&id).unwrap();
    assert!(results(&call).into_iter().map(Result::unwrap).eq((0..3000).map(|x| x * 3)));
    let empty = cluster.attach::<u64>(&empty).unwrap();
    assert_eq!(empty.results().count(), 0);
    assert!(empty.wait(LONG).unwrap());
    // Both kinds of calls at the same time.
    let id = cluster.detach(square, 0..200).unwrap();
    assert_eq!(cluster.map(square, 0..200).unwrap().len(), 200);
    let call = cluster.attach::<u64>(&id).unwrap();
    assert!(results(&call).into_iter().map(Result::unwrap).eq((0..200).map(square)));
}

fn a_detached_call_waits_for_a_node() {
    let server = Server::start();
    let calls = calls(&server);
    let id = calls.detach(square, 0..10).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    assert!(!call.wait(Duration::from_millis(300)).unwrap());
    assert_eq!((call.state().unwrap(), call.done().unwrap()), (CallState::Queued, 0));
    // With one place only: a deputy takes none.
    let _node = Node::start(&server.address(), "late", 1);
    assert_eq!(within(LONG, || call.join()).unwrap(), (0..10).map(square).collect::<Vec<_>>());
}

fn callers_do_not_keep_a_call_waiting() {
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 1);
    // Its place stays taken: by a worker without work, then by one that has work for a minute.
    let cluster = builder(&server).build().unwrap();
    assert_eq!(cluster.map(square, 0..1).unwrap(), [0]);
    let detached = cluster.detach(square, 0..20).unwrap();
    let detached = cluster.attach::<u64>(&detached).unwrap();
    assert!(results(&detached).into_iter().map(Result::unwrap).eq((0..20).map(square)));
    let (_folder, file) = folder();
    let long = cluster.submit(slowly, (file.clone(), 1, 60_000)).unwrap();
    wait_for("it runs", || !noted(&file).is_empty());
    let waits = cluster.attach::<u64>(&cluster.detach(square, 0..20).unwrap()).unwrap();
    wait_for("a node looks after it", || matches!(waits.state().unwrap(), CallState::Running { .. }));
    assert!(long.cancel());
    assert!(results(&waits).into_iter().map(Result::unwrap).eq((0..20).map(square)));
    drop(cluster);
    no_deputy(&[&node]);
}

fn of_nodes_with_one_name_one_takes_a_call() {
    let (_folder, file) = folder();
    let server = Server::start();
    let _nodes = [0; 3].map(|_| Node::start(&server.address(), "same", 1));
    let calls = calls(&server);
    for round in 1..6 {
        let id = calls.detach(slowly, inputs(&file, 3, 0)).unwrap();
        let call = calls.attach::<u64>(&id).unwrap();
        assert_eq!(within(LONG, || call.join()).unwrap(), [0, 1, 2]);
        assert!(call.wait(LONG).unwrap());
        assert_eq!(noted(&file).len(), 3 * round);
    }
}

fn large_inputs_and_results_are_kept_whole() {
    let server = Server::start();
    let _node = Node::start(&server.address(), "one", 2);
    let calls = calls(&server);
    let inputs: Vec<Vec<u64>> = (1..5).map(|n| (0..150_000).map(|x| x * n).collect()).collect();
    let id = calls.detach(closure!(|values: Vec<u64>| values), inputs.clone()).unwrap();
    let call = calls.attach::<Vec<u64>>(&id).unwrap();
    assert!(within(LONG, || call.join()).unwrap() == inputs);
    call.forget().unwrap();
    nothing_is_kept(&server);
}

fn failures_of_detached_tasks_are_told() {
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 2);
    let calls = builder(&server).task_timeout(Duration::from_millis(500)).calls().unwrap();
    let id = calls.detach(super::tasks::risky, 0..120).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    for (x, result) in (0..).zip(results(&call)) {
        match (x, result) {
            (13, Err(error)) => {
                assert_eq!(
                    (error.signal(), error.node(), error.index()),
                    (Some("SIGABRT"), Some("one"), Some(13))
                );
            }
            (50, Err(error)) => assert!(error.is_panic(), "{error}"),
            (99, Err(error)) => assert!(error.is_timeout(), "{error}"),
            (_, result) => assert_eq!(result.unwrap(), x + 1),
        }
    }
    assert!(call.wait(LONG).unwrap());
    assert_eq!(call.state().unwrap(), CallState::Done);
    assert!(calls.dead_letters().unwrap().is_empty(), "one node is not two");
    let error = builder(&server).call_timeout(LONG).calls().unwrap().detach(square, 0..3).unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("call_timeout"), "{error}");
    no_deputy(&[&node]);
}

fn a_detached_call_is_cancelled() {
    let (_folder, file) = folder();
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 2);
    let calls = calls(&server);
    let mut all = inputs(&file, 2, 0);
    all.extend((2..6).map(|x| (file.clone(), x, 60_000)));
    let id = calls.detach(slowly, all).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    wait_for("it is on its way", || noted(&file).len() == 4 && call.done().unwrap() == 2);
    assert_eq!(call.state().unwrap(), CallState::Running { node: "one".to_owned() });
    call.cancel().unwrap();
    for (x, result) in (0..).zip(results(&call)) {
        match result {
            Ok(value) => assert!(x < 2 && value == x),
            Err(error) => assert!(x >= 2 && error.is_cancelled(), "{x}: {error}"),
        }
    }
    assert_eq!(call.state().unwrap(), CallState::Cancelled);
    within(Duration::from_secs(8), || no_deputy(&[&node]));
    runs_at_most(&file, 1);
    // One that is over stays what it is.
    call.cancel().unwrap();
    assert_eq!(call.state().unwrap(), CallState::Cancelled);
}

fn a_detached_call_is_forgotten_while_it_runs() {
    let (_folder, file) = folder();
    let server = Server::start();
    let node = Node::start(&server.address(), "one", 2);
    let calls = calls(&server);
    let id = calls.detach(slowly, inputs(&file, 1000, 10)).unwrap();
    wait_for("it runs", || noted(&file).len() > 20);
    calls.attach::<u64>(&id).unwrap().forget().unwrap();
    within(Duration::from_secs(8), || no_deputy(&[&node]));
    nothing_is_kept(&server);
    assert!(noted(&file).len() < 1000);
}

fn a_full_queue_takes_no_more_calls() {
    let server = Server::start();
    wirecheck_cluster::testing::make_call_stream(&server.address(), "app", 2).unwrap();
    let calls = calls(&server);
    let ids: Vec<_> = (0..2).map(|_| calls.detach(square, 0..3).unwrap()).collect();
    let error = within(LONG, || calls.detach(square, 0..3).unwrap_err());
    assert!(error.to_string().contains("takes no more detached calls"), "{error}");
    calls.attach::<u64>(&ids[0]).unwrap().forget().unwrap();
    let third = calls.detach(square, 0..3).unwrap();
    let _node = Node::start(&server.address(), "one", 1);
    for id in [&ids[1], &third] {
        let call = calls.attach::<u64>(id).unwrap();
        assert_eq!(within(LONG, || call.join()).unwrap(), [0, 1, 4]);
        let call = calls.attach::<u64>(id).unwrap();
        call.forget().unwrap();
    }
    nothing_is_kept(&server);
}

fn what_is_not_permitted_is_named() {
    let deny = |denied: &str| {
        Server::configured(&format!(
            "no_auth_user: guest\nauthorization {{ users: [\n{{ user: guest, password: x, permissions: {{ publish: {{ deny: [\"{denied}\"] }} }} }}\n] }}"
        ))
    };
    for denied in ["wc.app.r.>", "wc.app.d.>", "$JS.API.STREAM.CREATE.>"] {
        let server = deny(denied);
        let calls = calls(&server);
        let error = within(LONG, || calls.detach(square, 0..3).unwrap_err());
        let start = denied.trim_end_matches('>');
        assert!(error.to_string().contains(start), "{denied}: {error}");
    }
    let server = Server::without_jetstream();
    let error = within(LONG, || calls(&server).detach(square, 0..3).unwrap_err());
    assert!(error.to_string().contains("JetStream"), "{error}");
}

fn other_types_and_unknown_calls_are_refused() {
    let server = Server::start();
    let calls = calls(&server);
    let id = calls.detach(square, 0..3).unwrap();
    let error = calls.attach::<String>(&id).unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("u64"), "{error}");
    let json = builder(&server).format::<wirecheck::Json>().calls().unwrap();
    let error = json.attach::<u64>(&id).unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("json"), "{error}");
    for other in [builder(&server).secret(b"other"), builder(&server).app("other")] {
        let error = within(LONG, || other.calls().unwrap().attach::<u64>(&id).unwrap_err());
        assert!(error.to_string().contains("knows no call"), "{error}");
    }
    let values = wirecheck::Shared::copy_of(&[1_u64, 2, 3]).unwrap();
    let error = calls.detach(closure!(|x: u64| values[0] + x), 0..3).unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("Shared"), "{error}");
    let error = calls.detach(|x: u64| x, 0..3).unwrap_err();
    assert!(error.to_string().contains("WC0099"), "{error}");
    let error =
        builder(&server).keep_results(Duration::ZERO).calls().unwrap().detach(square, 0..1).unwrap_err();
    assert!(error.is_refused(), "{error}");
}

fn results_expire_when_they_are_to() {
    let server = Server::start();
    let _node = Node::start(&server.address(), "one", 1);
    let calls = builder(&server).keep_results(Duration::from_secs(3)).calls().unwrap();
    let id = calls.detach(square, 0..3).unwrap();
    assert_eq!(calls.attach::<u64>(&id).unwrap().join().unwrap(), [0, 1, 4]);
    nothing_is_kept(&server);
}

fn poisonous((file, x): (String, u64)) -> u64 {
    note(&file, x);
    if x == 3 && !std::path::Path::new(&format!("{file}.cured")).exists() {
        std::process::abort();
    }
    x
}

fn a_dead_letter() {
    let (_folder, file) = folder();
    let server = Server::start();
    let nodes = [Node::start(&server.address(), "one", 1), Node::start(&server.address(), "two", 1)];
    let calls = builder(&server).retries(9).calls().unwrap();
    let mut letters = Vec::new();
    // Nobody says on which node an input runs again.
    for _ in 0..5 {
        let id = calls.detach(poisonous, (0..6).map(|x| (file.clone(), x))).unwrap();
        let call = calls.attach::<u64>(&id).unwrap();
        for (x, result) in (0..).zip(results(&call)) {
            match result {
                Ok(value) => assert!(x != 3 && value == x),
                Err(error) => assert_eq!((x, error.signal()), (3, Some("SIGABRT")), "{error}"),
            }
        }
        call.forget().unwrap();
        letters = calls.dead_letters().unwrap();
        if !letters.is_empty() {
            assert_eq!(letters[0].call, Some(id));
            break;
        }
    }
    let letter = letters.pop().expect("one of five");
    assert_eq!((letter.index, letter.format.as_str(), letter.errors.len()), (3, "bincode", 10));
    assert!(letter.task.contains("poisonous") && letter.time.elapsed().unwrap() < Duration::from_secs(100));
    let on = |node: &str| letter.errors.iter().any(|error| error.node() == Some(node));
    assert!(on("one") && on("two"), "{:?}", letter.errors);
    // It can be run again once its reason is gone.
    std::fs::write(format!("{file}.cured"), "").unwrap();
    let id = calls.retry_letter(&letter).unwrap();
    assert_eq!(calls.attach::<u64>(&id).unwrap().join().unwrap(), [3]);
    assert!(calls.dead_letters().unwrap().is_empty());
    calls.forget_letter(&letter.id).unwrap();
    assert!(calls.forget_letter("> ").unwrap_err().is_refused());
    calls.attach::<u64>(&id).unwrap().forget().unwrap();
    nothing_is_kept(&server);
    no_deputy(&[&nodes[0], &nodes[1]]);
}

fn an_attached_call_has_dead_letters_too() {
    let (_folder, file) = folder();
    let server = Server::start();
    let _nodes = [Node::start(&server.address(), "one", 1), Node::start(&server.address(), "two", 1)];
    let build = || builder(&server).retries(9).build().unwrap();
    let calls = calls(&server);
    let mut letters = Vec::new();
    // Nobody says on which node an input runs again.
    for _ in 0..5 {
        let cluster = build();
        wait_for("both nodes are known", || cluster.nodes().len() == 2);
        let results = cluster.try_map(poisonous, (0..6).map(|x| (file.clone(), x))).unwrap();
        assert!((0..).zip(&results).all(|(x, result)| result.is_ok() == (x != 3)));
        // It waits for the letter.
        drop(cluster);
        letters = calls.dead_letters().unwrap();
        if !letters.is_empty() {
            break;
        }
    }
    let letter = letters.pop().expect("one of five");
    assert_eq!((&letter.call, letter.index, letter.errors.len()), (&None, 3, 10));
    assert!(letter.errors.iter().all(|error| error.signal() == Some("SIGABRT")), "{:?}", letter.errors);
    std::fs::write(format!("{file}.cured"), "").unwrap();
    let id = calls.retry_letter(&letter).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    assert_eq!(call.join().unwrap(), [3]);
    call.forget().unwrap();
    nothing_is_kept(&server);
}
