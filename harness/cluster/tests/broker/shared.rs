//! `Shared` values that workers on nodes read: put on the server once, fetched once by each node.

use super::machine::{Node, Server, folder, wait_for, within};
use super::tasks::{note, noted};
use rustix::process::Signal;
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
        ("a_large_shared_value_needs_jetstream_and_says_so", a_large_shared_value_needs_jetstream_and_says_so),
        ("a_shared_value_that_does_not_fit_the_store_says_so", a_shared_value_that_does_not_fit_says_so),
        ("a_node_that_may_not_fetch_a_shared_value_is_named", a_node_that_may_not_fetch_is_named),
        ("a_node_that_dies_with_shared_values_costs_its_tasks", a_node_that_dies_costs_its_tasks),
        ("shared_values_outlive_a_wiped_store", shared_values_outlive_a_wiped_store),
    ]
}

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
    let results = cluster.map(closure!(|(values, x): (Shared<[u64]>, u64)| expected(&values, x)), inputs).unwrap();
    assert!(results.into_iter().eq((0..60_usize).map(|x| expected(&large[x * 1000..], x as u64))));
    let fetched: u64 = nodes.iter().map(|node| fetched(node)).sum();
    assert_eq!(fetched, 3, "each node fetches it once, for both of its workers");
    // Once nobody has it any more, it is gone from the server.
    drop((large, captured));
    wait_for("the object is deleted", || objects.length(name).unwrap().is_none());
    wait_for("no worker has it any more", || nodes.iter().all(|node| mapped(node) == 0));
    drop(cluster);
}
