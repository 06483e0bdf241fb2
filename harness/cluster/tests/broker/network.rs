//! Faults of the network between callers, nodes and the server.

use super::faults::{inputs, right_or_lost, runs_at_most};
use super::machine::{Node, Server, folder, is_alive, wait_for, within};
use super::proxy::{Proxy, Weather};
use super::tasks::{noted, slowly, square};
use std::time::Duration;
use wirecheck::closure;
use wirecheck_cluster::Cluster;

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("a_short_partition_costs_time_only", a_short_partition_costs_time_only),
        ("a_long_partition_of_the_caller_is_an_error", a_long_partition_of_the_caller_is_an_error),
        ("a_long_partition_of_a_node_is_an_error", a_long_partition_of_a_node_is_an_error),
        ("answers_of_a_lost_node_are_counted_and_dropped", answers_of_a_lost_node_are_counted_and_dropped),
        ("cut_connections_cost_time_only", cut_connections_cost_time_only),
        ("bytes_that_come_late_or_in_crumbs_are_right", bytes_that_come_late_or_in_crumbs_are_right),
        ("a_long_task_outlives_a_silent_network", a_long_task_outlives_a_silent_network),
    ]
}

fn sum(bytes: Vec<u8>) -> u64 {
    bytes.into_iter().map(u64::from).sum()
}

/// Either side of the server is behind the proxy.
fn on_either_side(check: impl Fn(&Proxy, &Cluster, &Node, &str)) {
    for is_caller in [true, false] {
        let (_folder, file) = folder();
        let server = Server::start();
        let proxy = Proxy::before(server.port());
        let (caller, node) =
            if is_caller { (proxy.address(), server.address()) } else { (server.address(), proxy.address()) };
        let node = Node::start(&node, "one", 2);
        let cluster = Cluster::connect(&caller).unwrap();
        check(&proxy, &cluster, &node, &file);
    }
}

fn a_short_partition_costs_time_only() {
    on_either_side(|proxy, cluster, _, file| {
        let results = std::thread::scope(|scope| {
            let call = scope.spawn(|| cluster.map(slowly, inputs(file, 60, 30)));
            for ran in [5, 25] {
                wait_for("some ran", || noted(file).len() > ran);
                proxy.set(Weather::Held);
                std::thread::sleep(Duration::from_secs(2));
                proxy.set(Weather::Fair);
            }
            within(Duration::from_secs(20), || call.join().unwrap())
        });
        assert!(results.unwrap().into_iter().eq(0..60));
        runs_at_most(file, 1);
    });
}

fn a_long_partition_of_the_caller_is_an_error() {
    long_partition(true);
}

fn a_long_partition_of_a_node_is_an_error() {
    long_partition(false);
}

fn long_partition(is_caller: bool) {
    let (_folder, file) = folder();
    let server = Server::start();
    let proxy = Proxy::before(server.port());
    let (caller, node) =
        if is_caller { (proxy.address(), server.address()) } else { (server.address(), proxy.address()) };
    let node = Node::start(&node, "one", 2);
    let cluster = Cluster::connect(&caller).unwrap();
    let results = std::thread::scope(|scope| {
        let call = scope.spawn(|| cluster.try_map(slowly, inputs(&file, 2, 60_000)).unwrap());
        wait_for("both run", || noted(&file).len() == 2);
        let workers = node.workers();
        proxy.set(Weather::Held);
        let results = within(Duration::from_secs(8), || call.join().unwrap());
        // The node does not hear the caller either.
        within(Duration::from_secs(8), || {
            wait_for("no worker is left", || !workers.iter().any(|pid| is_alive(*pid)));
        });
        results
    });
    assert_eq!(right_or_lost(results, "one"), 2);
    runs_at_most(&file, 1);
    proxy.set(Weather::Fair);
    wait_for("it is found again", || cluster.nodes().len() == 1);
    assert_eq!(cluster.map(square, 0..10).unwrap()[3], 9);
}

fn answers_of_a_lost_node_are_counted_and_dropped() {
    let (_folder, file) = folder();
    let server = Server::start();
    let proxy = Proxy::before(server.port());
    let _cut = Node::start(&proxy.address(), "cut", 1);
    let cluster = Cluster::builder().server(&server.address()).retries(1).build().unwrap();
    let results = std::thread::scope(|scope| {
        let call = scope.spawn(|| cluster.map(slowly, inputs(&file, 1, 1500)));
        wait_for("it runs", || noted(&file).len() == 1);
        proxy.set(Weather::Held);
        wait_for("the node is lost", || cluster.nodes().is_empty());
        assert_eq!(cluster.stats().late, 0);
        let _other = Node::start(&server.address(), "other", 1);
        let results = within(Duration::from_secs(10), || call.join().unwrap());
        proxy.set(Weather::Fair);
        wait_for("the first answer comes", || cluster.stats().late == 1);
        results
    });
    assert_eq!(results.unwrap(), [0]);
    assert_eq!(noted(&file), [0, 0]);
}

fn cut_connections_cost_time_only() {
    on_either_side(|proxy, cluster, _, file| {
        let results = std::thread::scope(|scope| {
            let call = scope.spawn(|| cluster.map(slowly, inputs(file, 200, 10)));
            let mut cuts = 0;
            while !call.is_finished() && cuts < 12 {
                std::thread::sleep(Duration::from_millis(150));
                proxy.cut();
                cuts += 1;
            }
            assert!(cuts > 3);
            within(Duration::from_secs(30), || call.join().unwrap())
        });
        assert!(results.unwrap().into_iter().eq(0..200));
        runs_at_most(file, 1);
        // Large values, which are cut in the middle.
        let sizes = std::thread::scope(|scope| {
            let call = scope.spawn(|| cluster.map(sum, (0..40_u8).map(|n| vec![n; 700_000])));
            for _ in 0..6 {
                std::thread::sleep(Duration::from_millis(60));
                proxy.cut();
            }
            within(Duration::from_secs(30), || call.join().unwrap())
        });
        assert!(sizes.unwrap().into_iter().eq((0..40).map(|n| n * 700_000)));
    });
}

fn bytes_that_come_late_or_in_crumbs_are_right() {
    on_either_side(|proxy, cluster, _, _| {
        for weather in [Weather::Late, Weather::InCrumbs] {
            proxy.set(weather);
            let results = within(Duration::from_secs(20), || cluster.map(square, 0..500).unwrap());
            assert!(results.into_iter().eq((0..500).map(square)), "{weather:?}");
            let text = within(Duration::from_secs(20), || {
                cluster.map(closure!(|text: String| text.len() as u64), ["x".repeat(100_000)]).unwrap()
            });
            assert_eq!(text, [100_000]);
        }
    });
}

fn a_long_task_outlives_a_silent_network() {
    on_either_side(|_, cluster, _, file| {
        assert_eq!(cluster.map(slowly, inputs(file, 1, 7_000)).unwrap(), [0]);
        runs_at_most(file, 1);
    });
}
