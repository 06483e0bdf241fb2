//! `Shared` values that workers on nodes read: put on the server once, fetched once by each node.

use super::machine::{Node, Server, folder, memories, wait_for, within};
use super::tasks::{note, noted};
use rustix::process::{Pid, Resource, Rlimit, Signal, prlimit};
use std::collections::BTreeSet;
use std::time::Duration;
use wirecheck::{Shared, closure};
use wirecheck_cluster::testing::{Objects, name_of};
use wirecheck_cluster::{Cluster, ClusterBuilder};

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("shared_values_are_read_on_every_node", shared_values_are_read_on_every_node),
        ("small_shared_values_need_no_jetstream", small_shared_values_need_no_jetstream),
        ("a_shared_value_is_put_once_whoever_sends_it", a_shared_value_is_put_once_whoever_sends_it),
        ("a_shared_object_that_was_deleted_is_put_again", a_shared_object_that_was_deleted_is_put_again),
        ("a_shared_object_that_was_changed_is_put_again", a_shared_object_that_was_changed_is_put_again),
        (
            "a_large_shared_value_needs_jetstream_and_says_so",
            a_large_shared_value_needs_jetstream_and_says_so,
        ),
        ("a_shared_value_that_does_not_fit_the_store_says_so", a_shared_value_that_does_not_fit_says_so),
        ("a_node_that_may_not_fetch_a_shared_value_is_named", a_node_that_may_not_fetch_is_named),
        ("a_node_that_dies_with_shared_values_costs_its_tasks", a_node_that_dies_costs_its_tasks),
        ("shared_values_outlive_a_wiped_store", shared_values_outlive_a_wiped_store),
        ("a_call_that_ends_before_its_value_came_holds_nothing_up", a_call_that_ends_before_its_value_came),
        ("shared_values_in_results_come_back", shared_values_in_results_come_back),
        ("shared_values_that_workers_pass_on_come_back", shared_values_that_workers_pass_on_come_back),
    ]
}

type Values = Shared<[u64]>;

/// Values of a length that is no whole number of chunks.
fn values(count: usize) -> Shared<[u64]> {
    Shared::build(count, |to| (0..).zip(to).for_each(|(n, to)| *to = n * n)).unwrap()
}

fn expected(values: &[u64], x: u64) -> u64 {
    let step = usize::try_from(x % 7 + 1).unwrap();
    values.iter().step_by(step * 1000).fold(x, |sum, value| sum.wrapping_add(*value))
}

fn bytes_of(values: &[u64]) -> Vec<u8> {
    let mut bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    bytes.resize(bytes.len().next_multiple_of(4096), 0);
    bytes
}

fn objects(server: &Server) -> Objects {
    Objects::connect(&server.address(), "app").unwrap()
}

fn connect(server: &Server, nodes: usize) -> Cluster {
    let cluster = builder(server).build().unwrap();
    wait_for("all nodes are there", || cluster.nodes().len() == nodes);
    cluster
}

fn builder(server: &Server) -> ClusterBuilder {
    Cluster::builder().server(&server.address())
}

fn shared_values_are_read_on_every_node() {
    let server = Server::start();
    let nodes = ["one", "two", "three"].map(|name| Node::start(&server.address(), name, 2));
    let objects = objects(&server);
    let cluster = connect(&server, nodes.len());
    // 64 MiB.
    let large = values(8 << 20);
    let name = name_of(&bytes_of(&large));
    let captured = large.clone();
    let results = within(Duration::from_secs(60), || {
        cluster.map(closure!(|x: u64| expected(&captured, x)), 0..300).unwrap()
    });
    assert!(results.into_iter().eq((0..300).map(|x| expected(&large, x))));
    assert_eq!(objects.length(name).unwrap(), Some(64 << 20));
    // As inputs: parts of the same memory.
    let inputs: Vec<(Shared<[u64]>, u64)> =
        (0..60).map(|x: usize| (large.slice(x * 1000..).unwrap(), x as u64)).collect();
    let results =
        cluster.map(closure!(|(values, x): (Shared<[u64]>, u64)| expected(&values, x)), inputs).unwrap();
    assert!(results.into_iter().eq((0..60_usize).map(|x| expected(&large[x * 1000..], x as u64))));
    for node in &nodes {
        let copies = memories(node.pid(), 64 << 20);
        assert_eq!(copies.len(), 1, "a node has one copy");
        assert_eq!(of_workers(node, 64 << 20), copies, "and both of its workers read that one");
        assert_eq!(node.workers().len(), 2);
    }
    // Once nobody has it any more, it is gone from the server and the workers.
    drop(large);
    wait_for("the object is deleted", || objects.length(name).unwrap().is_none());
    wait_for("no worker has it any more", || nodes.iter().all(|node| of_workers(node, 64 << 20).is_empty()));
}

/// The shared memories that workers of a node have.
fn of_workers(node: &Node, least: u64) -> BTreeSet<u64> {
    node.workers().into_iter().flat_map(|pid| memories(pid, least)).collect()
}

fn small_shared_values_need_no_jetstream() {
    let server = Server::without_jetstream();
    let nodes = ["one", "two"].map(|name| Node::start(&server.address(), name, 2));
    let cluster = connect(&server, nodes.len());
    // More and more small ones, in memory that grows while workers read it.
    let mut all: Vec<Shared<[u64]>> = Vec::new();
    for round in 1..40_u64 {
        all.extend((0..round).map(|x| Shared::copy_of(&vec![x * round; 100]).unwrap()));
        let inputs = all.clone();
        let sums = cluster.map(closure!(|values: Shared<[u64]>| values.iter().sum::<u64>()), inputs).unwrap();
        assert!(sums.into_iter().eq(all.iter().map(|values| values.iter().sum::<u64>())), "{round}");
    }
    let captured = all.clone();
    let counted = cluster.map(closure!(|x: u64| captured.len() as u64 + x), [1]).unwrap();
    assert_eq!(counted, [all.len() as u64 + 1]);
}

fn a_shared_value_is_put_once_whoever_sends_it() {
    let server = Server::start();
    let _node = Node::start(&server.address(), "one", 2);
    let objects = objects(&server);
    let (first, second) = (connect(&server, 1), connect(&server, 1));
    let (one, same) = (values(1 << 20), values(1 << 20));
    let name = name_of(&bytes_of(&one));
    let sum = |cluster: &Cluster, values: &Shared<[u64]>| {
        let values = values.clone();
        cluster.map(closure!(|x: u64| expected(&values, x)), [5]).unwrap()[0]
    };
    assert_eq!(sum(&first, &one), expected(&one, 5));
    let put = objects.sequences().unwrap();
    // Of another caller, and of another memory with the same content.
    assert_eq!(sum(&second, &same), expected(&one, 5));
    assert_eq!(sum(&first, &same), expected(&one, 5));
    assert_eq!(objects.sequences().unwrap(), put, "nothing was put again");
    // Whoever has put it deletes it. The other one puts it again when that matters.
    drop(first);
    wait_for("the object is deleted", || objects.length(name).unwrap().is_none());
    let _other = Node::start(&server.address(), "two", 2);
    wait_for("the other node is there", || second.nodes().len() == 2);
    wait_for("both nodes have it", || {
        assert_eq!(sum(&second, &same), expected(&one, 5));
        let inputs = vec![same.clone(); 20];
        second.map(closure!(|values: Shared<[u64]>| values.len() as u64), inputs).unwrap();
        objects.length(name).unwrap().is_some()
    });
    drop(second);
    wait_for("nothing is left", || objects.length(name).unwrap().is_none());
}

fn a_shared_object_that_was_deleted_is_put_again() {
    gone_behind_our_back(|objects, name, _| objects.delete(name).unwrap());
}

fn a_shared_object_that_was_changed_is_put_again() {
    gone_behind_our_back(|objects, name, length| {
        objects.delete(name).unwrap();
        assert!(objects.put(name, vec![7; length]).unwrap());
    });
}

/// The object is lost after one node has fetched it. Another node needs it later.
fn gone_behind_our_back(lose: impl Fn(&Objects, [u8; 32], usize)) {
    let server = Server::start();
    let first = Node::start(&server.address(), "one", 2);
    let objects = objects(&server);
    let cluster = connect(&server, 1);
    let value = values(1 << 20);
    let name = name_of(&bytes_of(&value));
    let inputs = || (0..20_u64).map(|x| (value.clone(), x)).collect::<Vec<_>>();
    let task = closure!(|(values, x): (Shared<[u64]>, u64)| expected(&values, x));
    let right: Vec<u64> = (0..20).map(|x| expected(&value, x)).collect();
    assert_eq!(cluster.map(task, inputs()).unwrap(), right);
    lose(&objects, name, 8 << 20);
    drop(first);
    let _second = Node::start(&server.address(), "two", 2);
    wait_for("only the second is there", || {
        let nodes = cluster.nodes();
        nodes.len() == 1 && nodes[0].name == "two"
    });
    assert_eq!(within(Duration::from_secs(15), || cluster.map(task, inputs()).unwrap()), right);
    assert_eq!(objects.get(name, 1 << 30).unwrap(), bytes_of(&value));
}

fn a_large_shared_value_needs_jetstream_and_says_so() {
    let server = Server::without_jetstream();
    let node = Node::start(&server.address(), "one", 2);
    let cluster = connect(&server, 1);
    let value = values(1 << 20);
    let captured = value.clone();
    let error = within(Duration::from_secs(10), || {
        cluster.map(closure!(|x: u64| expected(&captured, x)), 0..10).unwrap_err()
    });
    let text = error.to_string();
    assert!(text.contains("has no JetStream") && text.contains("`-js`"), "{text}");
    // Tasks that do not need it are right, in the same call too.
    let inputs: Vec<Option<Shared<[u64]>>> = (0..20).map(|x| (x % 4 == 0).then(|| value.clone())).collect();
    let task = closure!(|values: Option<Shared<[u64]>>| values.map_or(1, |values| values.len() as u64));
    for (x, result) in (0..20).zip(cluster.try_map(task, inputs).unwrap()) {
        match result {
            Ok(value) => assert!(x % 4 != 0 && value == 1, "{x}"),
            Err(error) => {
                assert!(x % 4 == 0 && error.to_string().contains("has no JetStream"), "{x}: {error}")
            }
        }
    }
    assert_eq!(cluster.stats().crashed, 0);
    assert_eq!(node.workers().len(), 2);
}

fn a_shared_value_that_does_not_fit_says_so() {
    let server = Server::configured("");
    let _node = Node::start(&server.address(), "one", 2);
    let cluster = connect(&server, 1);
    // 128 MiB, and the store has room for 100 MB.
    let value = values(16 << 20);
    let captured = value.clone();
    let error = within(Duration::from_secs(30), || {
        cluster.map(closure!(|x: u64| expected(&captured, x)), 0..10).unwrap_err()
    });
    assert!(error.to_string().contains("no space left"), "{error}");
    let small = values(1 << 18);
    let right = expected(&small, 1);
    wait_for("a smaller one has room again", || {
        let small = small.clone();
        cluster.map(closure!(|x: u64| expected(&small, x)), [1]).is_ok_and(|results| results == [right])
    });
}

fn a_node_that_may_not_fetch_is_named() {
    let server = Server::start();
    let node = Node::start(&server.address(), "narrow", 2);
    let cluster = connect(&server, 1);
    assert_eq!(cluster.map(closure!(|x: u64| x), 0..50).unwrap().len(), 50);
    // It has no address space for a value of 256 MiB.
    let limit = |bytes: Option<u64>| {
        let limit = Rlimit { current: bytes, maximum: None };
        prlimit(Pid::from_raw(node.pid().cast_signed()), Resource::As, limit).expect("limited");
    };
    let size = std::fs::read_to_string(format!("/proc/{}/statm", node.pid())).unwrap();
    let pages: u64 = size.split(' ').next().unwrap().parse().unwrap();
    limit(Some(pages * 4096 + (100 << 20)));
    let value = values(32 << 20);
    let task = |value: &Shared<[u64]>| {
        let value = value.clone();
        cluster.try_map(
            closure!(|x: u64| if x.is_multiple_of(2) { expected(&value, x) } else { value.len() as u64 }),
            0..4,
        )
    };
    for result in within(Duration::from_secs(20), || task(&value).unwrap()) {
        let text = result.unwrap_err().to_string();
        assert!(text.contains("on the node narrow") && text.contains("could not be made"), "{text}");
    }
    assert_eq!(cluster.map(closure!(|x: u64| x + 1), 0..50).unwrap()[49], 50);
    // As soon as it has, the same value is read.
    limit(None);
    let results: Vec<u64> = task(&value).unwrap().into_iter().map(Result::unwrap).collect();
    assert_eq!(results[0], expected(&value, 0));
    assert_eq!(cluster.stats().crashed, 0);
}

fn a_node_that_dies_costs_its_tasks() {
    let (_folder, file) = folder();
    let server = Server::start();
    let nodes = ["one", "two", "three"].map(|name| Node::start(&server.address(), name, 2));
    let cluster = builder(&server).retries(2).build().unwrap();
    wait_for("all nodes are there", || cluster.nodes().len() == 3);
    let value = values(4 << 20);
    let results = std::thread::scope(|scope| {
        let captured = value.clone();
        let call = scope.spawn(|| {
            let inputs: Vec<(String, u64)> = (0..120).map(|x| (file.clone(), x)).collect();
            let task = closure!(|(file, x): (String, u64)| {
                note(&file, x);
                std::thread::sleep(Duration::from_millis(20));
                expected(&captured, x)
            });
            cluster.map(task, inputs)
        });
        wait_for("some ran", || noted(&file).len() > 10);
        nodes[1].signal(Signal::KILL);
        within(Duration::from_secs(30), || call.join().unwrap())
    });
    assert!(results.unwrap().into_iter().eq((0..120).map(|x| expected(&value, x))));
}

fn shared_values_outlive_a_wiped_store() {
    let mut server = Server::start();
    let _first = Node::start(&server.address(), "one", 2);
    let cluster = connect(&server, 1);
    let value = values(1 << 20);
    let run = || {
        let value = value.clone();
        within(Duration::from_secs(30), || {
            cluster.map(closure!(|x: u64| expected(&value, x)), 0..20).unwrap()
        })
    };
    let right = run();
    assert!(right.iter().copied().eq((0..20).map(|x| expected(&value, x))));
    server.wipe();
    server.restart();
    assert_eq!(run(), right);
    let _second = Node::start(&server.address(), "two", 2);
    wait_for("both nodes are there", || cluster.nodes().len() == 2);
    wait_for("the second node has it", || {
        assert_eq!(run(), right);
        of_workers(&_second, 8 << 20).len() == 1
    });
}

fn a_call_that_ends_before_its_value_came() {
    let server = Server::start();
    let _node = Node::start(&server.address(), "one", 2);
    let cluster = builder(&server).call_timeout(Duration::from_millis(300)).build().unwrap();
    assert_eq!(cluster.map(closure!(|x: u64| x + 1), [1, 2]).unwrap(), [2, 3]);
    for round in 0..3 {
        // 256 MiB take longer than the call may.
        let value = values(32 << 20);
        let error = within(Duration::from_secs(10), || {
            cluster.map(closure!(|x: u64| expected(&value, x)), 0..4).unwrap_err()
        });
        assert!(error.is_timeout(), "{round}: {error}");
        wait_for("the workers are free again", || {
            cluster.map(closure!(|x: u64| x + 1), [1, 2]).is_ok_and(|results| results == [2, 3])
        });
    }
}

/// More than the memory that small values share.
const LARGE: usize = (5 << 20) / 8;

/// Values that a worker makes: a large one and small ones.
fn made(x: u64) -> (Shared<[u64]>, Vec<Shared<[u64]>>) {
    let large = Shared::build(LARGE, |values| values.fill(x)).unwrap();
    (large, (0..5).map(|n| Shared::copy_of(&[x, n]).unwrap()).collect())
}

fn shared_values_in_results_come_back() {
    // What comes back needs no JetStream.
    let server = Server::without_jetstream();
    let nodes = ["one", "two"].map(|name| Node::start(&server.address(), name, 2));
    let cluster = connect(&server, nodes.len());
    for round in 0..3 {
        let results = within(Duration::from_secs(60), || cluster.map(made, 0..30).unwrap());
        for (x, (large, small)) in (0..30).zip(&results) {
            assert!(large.len() == LARGE && large.iter().all(|value| *value == x), "{round}: {x}");
            assert!((0..5).zip(small).all(|(n, values)| values[..] == [x, n]), "{round}: {x}");
        }
        // Small ones go on to other workers.
        let inputs: Vec<Vec<Shared<[u64]>>> = results.into_iter().map(|(_, small)| small).collect();
        let task = closure!(|small: Vec<Shared<[u64]>>| small
            .iter()
            .map(|values| values[0] + values[1])
            .sum::<u64>());
        let sums = cluster.map(task, inputs).unwrap();
        assert!(sums.into_iter().eq((0..30).map(|x| 5 * x + 10)), "{round}");
    }
    // A task that fails is an error, and costs no other.
    let task = closure!(|x: u64| if x == 3 { panic!("no three") } else { Shared::copy_of(&[x; 9]).unwrap() });
    for (x, result) in (0..10).zip(cluster.try_map(task, 0..10).unwrap()) {
        match result {
            Ok(values) => assert_eq!(values[..], [x; 9]),
            Err(error) => assert!(x == 3 && error.is_panic(), "{x}: {error}"),
        }
    }
    assert_eq!(cluster.stats().crashed, 0);
    // The caller keeps none of it for workers that are idle.
    wait_for("large memory is dropped", || memories(std::process::id(), 5 << 20).is_empty());
}

fn shared_values_that_workers_pass_on_come_back() {
    let server = Server::start();
    let nodes = ["one", "two"].map(|name| Node::start(&server.address(), name, 2));
    let objects = objects(&server);
    let cluster = connect(&server, nodes.len());
    let (large, small) = (values(1 << 20), values(20));
    let inputs: Vec<(Values, Values, usize)> = (0..40).map(|x| (large.clone(), small.clone(), x)).collect();
    let task = closure!(|(large, small, x): (Shared<[u64]>, Shared<[u64]>, usize)| {
        (large.slice(x * 10..).unwrap(), small.slice(x % 20..).unwrap())
    });
    let results = within(Duration::from_secs(30), || cluster.map(task, inputs).unwrap());
    for (x, (back, few)) in results.iter().enumerate() {
        assert_eq!(back.as_ptr(), large[x * 10..].as_ptr(), "it is the same memory, so nothing was copied");
        assert_eq!(few.as_ptr(), small[x % 20..].as_ptr());
    }
    // What a worker has made goes on as an object to the others.
    let made = cluster.map(made, [9]).unwrap().remove(0).0;
    let inputs = vec![made.clone(); 40];
    let firsts = cluster.map(closure!(|values: Shared<[u64]>| values[1000]), inputs).unwrap();
    assert_eq!(firsts, [9; 40]);
    assert_eq!(objects.length(name_of(&bytes_of(&made))).unwrap(), Some(5 << 20));
}
