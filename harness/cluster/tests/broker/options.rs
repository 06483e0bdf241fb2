//! What callers ask of the processes of their workers.

use super::detached::{LONG, builder, calls, results};
use super::machine::{Node, Server, wait_for, within};
use std::time::Duration;
use wirecheck::Reason;
use wirecheck_cluster::{CallState, Cluster, ClusterBuilder};

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("workers_are_started_as_their_caller_asks", workers_are_started_as_their_caller_asks),
        ("a_worker_is_limited_in_memory", a_worker_is_limited_in_memory),
        ("workers_of_detached_calls_are_started_so_too", workers_of_detached_calls_are_started_so_too),
        ("what_a_node_cannot_do_is_named", what_a_node_cannot_do_is_named),
        ("a_detached_call_waits_for_a_node_with_its_labels", a_detached_call_waits_for_its_labels),
    ]
}

/// The variables, the directory, the niceness and the number of threads of a worker.
fn surroundings(names: Vec<String>) -> (Vec<Option<String>>, String, i32, Option<String>) {
    let values = names.iter().map(|name| std::env::var(name).ok()).collect();
    let folder = std::env::current_dir().expect("a directory").display().to_string();
    let nice = rustix::process::getpriority_process(None).expect("a niceness");
    (values, folder, nice, std::env::var("RAYON_NUM_THREADS").ok())
}

fn asking(builder: ClusterBuilder) -> ClusterBuilder {
    builder
        .env("WIRECHECK_TEST_OPTION", "größe")
        .env("WIRECHECK_TEST_GONE", "set first")
        .env_remove("WIRECHECK_TEST_GONE")
        .current_dir("/usr")
        .nice(3)
        .inner_threads(7)
        .backtraces(false)
}

fn names() -> Vec<String> {
    ["WIRECHECK_TEST_OPTION", "WIRECHECK_TEST_GONE", "RUST_BACKTRACE"].map(str::to_owned).to_vec()
}

fn has_what_was_asked((values, folder, nice, threads): (Vec<Option<String>>, String, i32, Option<String>)) {
    assert_eq!(values, [Some("größe".to_owned()), None, Some("0".to_owned())]);
    assert_eq!((folder.as_str(), nice, threads.as_deref()), ("/usr", 3, Some("7")));
}

fn workers_are_started_as_their_caller_asks() {
    let server = Server::start();
    let _node = Node::start_with(&server.address(), "one", 2, &[("WIRECHECK_TEST_GONE", "of the node")]);
    let asking = asking(builder(&server)).build().unwrap();
    // Workers of another caller on the same node are as the node starts them.
    let plain = builder(&server).build().unwrap();
    for _ in 0..3 {
        asking.map(surroundings, [names()]).unwrap().into_iter().for_each(has_what_was_asked);
        let (values, folder, nice, _) = plain.map(surroundings, [names()]).unwrap().remove(0);
        assert_eq!((&values[0], values[1].as_deref()), (&None, Some("of the node")));
        assert!(folder != "/usr" && nice == 0);
    }
}

/// Takes so many bytes.
fn fill(bytes: usize) -> usize {
    std::hint::black_box(vec![1_u8; bytes]).len()
}

fn a_worker_is_limited_in_memory() {
    let cluster = Cluster::builder().local(1).memory_limit(1 << 30).build().unwrap();
    let results = within(LONG, || cluster.try_map(fill, [1000, 4 << 30, 2000]).unwrap());
    assert!(matches!(results[..], [Ok(1000), Err(_), Ok(2000)]), "{results:?}");
    let error = results[1].as_ref().unwrap_err();
    assert_eq!(error.reason(), Some(Reason::OutOfMemory { limit: Some(1 << 30) }), "{error}");
    assert!(error.node().is_some(), "{error}");
}

fn workers_of_detached_calls_are_started_so_too() {
    let server = Server::start();
    let _node = Node::start(&server.address(), "one", 2);
    let calls = asking(builder(&server)).calls().unwrap();
    let id = calls.detach(surroundings, [names(), names()]).unwrap();
    results(&calls.attach(&id).unwrap()).into_iter().map(Result::unwrap).for_each(has_what_was_asked);
    let limited = builder(&server).memory_limit(1 << 30).calls().unwrap();
    let id = limited.detach(fill, [1000, 4 << 30]).unwrap();
    let results = results(&limited.attach::<usize>(&id).unwrap());
    assert_eq!(
        results[1].as_ref().unwrap_err().reason(),
        Some(Reason::OutOfMemory { limit: Some(1 << 30) }),
        "{results:?}"
    );
}

fn what_a_node_cannot_do_is_named() {
    let server = Server::start();
    let _node = Node::start(&server.address(), "one", 1);
    let loader = builder(&server).env("LD_PRELOAD", "/tmp/other.so").build().unwrap_err();
    assert!(loader.is_refused() && loader.to_string().contains("`LD_PRELOAD`"), "{loader}");
    let nowhere = builder(&server).current_dir("/nowhere/at/all").build().unwrap();
    let error = within(LONG, || nowhere.map(fill, [1]).unwrap_err());
    let text = error.to_string();
    assert!(text.contains("/nowhere/at/all") && text.contains("the node one"), "{text}");
    // Others are not held up by it.
    assert_eq!(builder(&server).build().unwrap().map(fill, [1]).unwrap(), [1]);
}

fn a_detached_call_waits_for_its_labels() {
    let server = Server::start();
    let plain = Node::start(&server.address(), "plain", 1);
    let labelled = builder(&server).labels(["gpu"]).calls().unwrap();
    let call = labelled.attach::<usize>(&labelled.detach(fill, [1, 2]).unwrap()).unwrap();
    // A call without labels that comes later runs meanwhile.
    let other = calls(&server);
    let first = other.attach::<usize>(&other.detach(fill, [3]).unwrap()).unwrap();
    assert!(first.wait(LONG).unwrap());
    assert!(!call.wait(Duration::from_secs(2)).unwrap());
    assert_eq!((call.state().unwrap(), call.done().unwrap()), (CallState::Queued, 0));
    let _node = Node::start_with(&server.address(), "with", 1, &[("WIRECHECK_NODE_LABELS", "big,gpu")]);
    assert!(results(&call).into_iter().map(Result::unwrap).eq([1, 2]));
    wait_for("the other node has had nothing to do with it", || plain.workers().is_empty());
}
