//! Three servers that keep the same.

use super::faults::{inputs, runs_at_most};
use super::machine::{Node, Server, folder, wait_for, within};
use super::tasks::{noted, slowly};
use std::net::TcpListener;
use std::time::Duration;
use wirecheck_cluster::testing::leader_of_calls;
use wirecheck_cluster::{Cluster, ClusterBuilder};

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![("a_killed_leader_costs_time_only", a_killed_leader_costs_time_only)]
}

const SERVERS: usize = 3;
const LONG: Duration = Duration::from_secs(90);

/// Servers by the names `s0` to `s2`, which know each other.
fn servers() -> Vec<Server> {
    let free = || TcpListener::bind("127.0.0.1:0").expect("a port");
    let routes: Vec<TcpListener> = (0..SERVERS).map(|_| free()).collect();
    let ports: Vec<u16> = routes.iter().map(|route| route.local_addr().expect("bound").port()).collect();
    drop(routes);
    let all: Vec<String> = ports.iter().map(|port| format!("nats://127.0.0.1:{port}")).collect();
    let start = |(number, port): (usize, &u16)| {
        Server::configured(&format!(
            "server_name: s{number}\ncluster {{\n name: three\n listen: \"127.0.0.1:{port}\"\n routes: [{}]\n}}\n",
            all.join(", ")
        ))
    };
    ports.iter().enumerate().map(start).collect()
}

fn a_killed_leader_costs_time_only() {
    let (_folder, file) = folder();
    let mut servers = servers();
    let address: String = servers.iter().map(Server::address).collect::<Vec<_>>().join(",");
    let _nodes = ["one", "two"].map(|name| Node::start(&address, name, 2));
    let builder = || -> ClusterBuilder { Cluster::builder().server(&address).retries(2).replicas(SERVERS) };
    let calls = builder().calls().unwrap();
    let mut detached = calls.detach(slowly, inputs(&file, 60, 150));
    // They choose a leader first.
    wait_for("the servers keep something", || {
        if detached.is_err() {
            detached = calls.detach(slowly, inputs(&file, 60, 150));
        }
        detached.is_ok()
    });
    let call = calls.attach::<u64>(&detached.unwrap()).unwrap();
    wait_for("it runs", || noted(&file).len() > 8);
    let leader = leader_of_calls(&address, "app").unwrap().expect("a cluster has a leader");
    let number: usize = leader.strip_prefix('s').and_then(|number| number.parse().ok()).expect("one of them");
    servers[number].kill();
    let results = within(LONG, || call.join().unwrap());
    assert!(results.into_iter().eq(0..60));
    runs_at_most(&file, 3);
    // Two of three are enough, and the attached verbs go on too.
    let cluster = builder().build().unwrap();
    assert_eq!(within(LONG, || cluster.map(super::tasks::square, 0..50)).unwrap().len(), 50);
    within(LONG, || call.forget().unwrap());
}
