//! Users with the permissions of their role and no others, and who looks at the nodes.

use super::machine::{Node, Server, wait_for, within};
use super::tasks::{risky, square};
use std::time::Duration;
use wirecheck::{Shared, closure};
use wirecheck_cluster::{Cluster, ClusterBuilder, Role};

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("the_permissions_of_each_role_are_enough", the_permissions_of_each_role_are_enough),
        ("a_watcher_cannot_send_tasks", a_watcher_cannot_send_tasks),
        ("nodes_of_any_program_are_seen", nodes_of_any_program_are_seen),
    ]
}

const APP: &str = "render-1";

/// A server with a user for each role, whose password is the role's name.
fn server() -> Server {
    let user = |role: Role| format!("{{ user: {role}, password: {role}\n{}\n}}\n", role.permissions(APP));
    Server::configured(&format!("authorization {{ users = [\n{}] }}\n", Role::ALL.map(user).concat()))
}

fn address(server: &Server, role: Role) -> String {
    format!("nats://{role}:{role}@127.0.0.1:{}", server.port())
}

fn builder(server: &Server, role: Role) -> ClusterBuilder {
    Cluster::builder().server(&address(server, role)).app(APP)
}

fn node(server: &Server, name: &str) -> Node {
    Node::start_with(&address(server, Role::Node), name, 2, &[("WIRECHECK_APP", APP)])
}

fn the_permissions_of_each_role_are_enough() {
    let server = server();
    let _nodes = [node(&server, "one"), node(&server, "two")];
    let cluster = builder(&server, Role::Caller).retries(1).build().unwrap();
    assert_eq!(cluster.map(square, 0..100).unwrap(), (0..100).map(square).collect::<Vec<_>>());
    assert!(cluster.try_map(risky, [1, 13, 50]).unwrap().iter().map(Result::is_ok).eq([true, false, false]));
    let values = Shared::build(2 << 20, |to| (0..).zip(to).for_each(|(n, to): (u64, _)| *to = n)).unwrap();
    let last = closure!(|x: u64| values[values.len() - 1] + x);
    assert_eq!(cluster.map(last, [1, 2]).unwrap(), [2 << 20, (2 << 20) + 1]);
    let calls = builder(&server, Role::Caller).calls().unwrap();
    let id = calls.detach(square, 0..50).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    let results = within(Duration::from_secs(30), || call.join().unwrap());
    assert_eq!(results, (0..50).map(square).collect::<Vec<_>>());
    call.forget().unwrap();
    // If 13 came to the other node in its second try, it is one.
    let letters = calls.dead_letters().unwrap();
    assert!(letters.len() < 2 && letters.iter().all(|letter| letter.task.ends_with("risky")), "{letters:?}");
    let seen = builder(&server, Role::Watcher).watch().unwrap().nodes(Duration::from_secs(2)).unwrap();
    assert!(seen.iter().map(|node| node.name.as_str()).eq(["one", "two"]), "{seen:?}");
}

fn a_watcher_cannot_send_tasks() {
    let server = server();
    let _node = node(&server, "one");
    // It hears of the node, and its tasks do not get there.
    let cluster = builder(&server, Role::Watcher).build().unwrap();
    let error = within(Duration::from_secs(20), || cluster.map(square, [1]).unwrap_err());
    let text = error.to_string();
    assert!(text.contains("the node one does not get what this caller sends"), "{text}");
    assert!(text.to_lowercase().contains("permissions violation"), "{text}");
    // And again.
    let error = within(Duration::from_secs(20), || cluster.map(square, [1]).unwrap_err());
    assert!(error.is_start_failure(), "{error}");
}

fn nodes_of_any_program_are_seen() {
    let server = Server::start();
    let watch = Cluster::builder().server(&server.address()).watch().unwrap();
    assert!(watch.nodes(Duration::from_millis(300)).unwrap().is_empty());
    let node = Node::start(&server.address(), "seen", 3);
    let mut seen = Vec::new();
    wait_for("the node is seen", || {
        seen = watch.nodes(Duration::from_millis(300)).unwrap();
        !seen.is_empty()
    });
    assert_eq!((seen[0].name.as_str(), seen[0].workers, seen[0].busy), ("seen", 3, 0));
    drop(node);
    assert!(watch.nodes(Duration::from_millis(300)).unwrap().is_empty());
}
