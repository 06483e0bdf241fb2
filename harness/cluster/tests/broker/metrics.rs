//! The figures that a node gives to Prometheus.

use super::machine::{Node, Server, folder, wait_for};
use super::tasks::{noted, risky, slowly};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use wirecheck_cluster::Cluster;

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("metrics_count_what_a_node_does", metrics_count_what_a_node_does),
        ("metrics_are_read_by_a_real_client", metrics_are_read_by_a_real_client),
        ("a_node_whose_metrics_have_no_port_says_so", a_node_whose_metrics_have_no_port_says_so),
    ]
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").to_string()
}

/// What a node answers, once it listens.
fn scrape(address: &str) -> String {
    let mut stream = None;
    wait_for("the node listens", || {
        stream = TcpStream::connect(address).ok();
        stream.is_some()
    });
    let mut stream = stream.expect("connected");
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: here\r\n\r\n").expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    body.to_owned()
}

/// Reads the text format strictly: a family has its help and its type before its values, which are numbers.
fn parse(text: &str) -> BTreeMap<String, f64> {
    let (mut values, mut family, mut kind) = (BTreeMap::new(), String::new(), String::new());
    assert!(text.ends_with('\n'));
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, help) = help.split_once(' ').expect("a text");
            assert!(!help.is_empty() && name.starts_with("wirecheck_node_"), "{line}");
            let is_new = !values.keys().any(|known: &String| known.split('{').next() == Some(name));
            assert!(is_new, "{name} comes twice");
            (family, kind) = (name.to_owned(), String::new());
        } else if let Some(line) = line.strip_prefix("# TYPE ") {
            let (name, of) = line.split_once(' ').expect("a type");
            assert_eq!(name, family);
            assert!(matches!(of, "counter" | "gauge"), "{line}");
            assert_eq!(of == "counter", name.ends_with("_total"), "{name}");
            of.clone_into(&mut kind);
        } else {
            let (name, value) = line.rsplit_once(' ').expect("a value");
            assert!(!kind.is_empty() && name.split('{').next() == Some(&*family), "{line}");
            let labels = name.strip_prefix(&*family).expect("its name");
            assert!(labels.is_empty() || (labels.starts_with('{') && labels.ends_with("\"}")), "{line}");
            let value: f64 = value.parse().expect("a number");
            assert!(value.is_finite() && value >= 0.0, "{line}");
            assert_eq!(values.insert(name.to_owned(), value), None, "{line} comes twice");
        }
    }
    values
}

fn metrics_count_what_a_node_does() {
    let (_folder, file) = folder();
    let (server, address) = (Server::start(), free_address());
    let node = Node::start_with(&server.address(), "one", 2, &[("WIRECHECK_NODE_METRICS", &address)]);
    let cluster = Cluster::connect(&server.address()).unwrap();
    let value = |name: &str| parse(&scrape(&address))[&format!("wirecheck_node_{name}")];
    assert_eq!([value("tasks_begun_total"), value("callers"), value("connected")], [0.0, 0.0, 1.0]);
    assert_eq!([value("places"), value("workers"), value("deputies")], [2.0, 0.0, 0.0]);
    // One task in a worker, so that each death costs no other.
    let results = cluster.try_map(risky, [1, 2, 50, 3]).unwrap();
    assert_eq!(results.iter().filter(|result| result.is_err()).count(), 1);
    assert!(cluster.map(risky, [13]).unwrap_err().signal() == Some("SIGABRT"));
    wait_for("the crash is counted", || value("worker_crashes_total") == 1.0);
    assert_eq!(
        [value("tasks_begun_total"), value("tasks_done_total"), value("tasks_failed_total")],
        [5.0, 4.0, 1.0]
    );
    std::thread::scope(|scope| {
        let inputs = (0..2).map(|x| (file.clone(), x, 2000));
        let call = scope.spawn(|| cluster.map(slowly, inputs.collect::<Vec<_>>()).unwrap());
        wait_for("both run", || noted(&file).len() == 2);
        assert_eq!([value("running_tasks"), value("workers"), value("callers")], [2.0, 2.0, 1.0]);
        assert_eq!(call.join().unwrap(), [0, 1]);
    });
    wait_for("all are done", || value("tasks_done_total") == 6.0);
    assert!(value("received_bytes_total") > 100.0 && value("sent_bytes_total") > 100.0);
    assert!(value("start_time_seconds") > 1.6e9 && value("uptime_seconds") > 1.0);
    assert!(value("workers_started_total") >= 3.0);
    assert_eq!(value("cache_bytes{cache=\"shared\"}"), 0.0);
    let text = scrape(&address);
    assert!(text.contains("wirecheck_node_build_info{node=\"one\",version=\""), "{text}");
    // What is counted stays when the workers are gone.
    drop(cluster);
    wait_for("the caller is gone", || value("callers") == 0.0 && value("workers") == 0.0);
    assert_eq!(
        [value("tasks_begun_total"), value("tasks_done_total"), value("tasks_failed_total")],
        [7.0, 6.0, 1.0]
    );
    assert_eq!(value("worker_crashes_total"), 1.0);
    drop(node);
}

fn metrics_are_read_by_a_real_client() {
    let (server, address) = (Server::start(), free_address());
    let _node = Node::start_with(&server.address(), "one", 1, &[("WIRECHECK_NODE_METRICS", &address)]);
    let direct = parse(&scrape(&address));
    let url = format!("http://{address}/metrics");
    // Where there is no curl, what was read above is the test.
    let Ok(output) = Command::new("curl").args(["-sS", "-i", "--max-time", "10", &url]).output() else {
        return;
    };
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8"), "{head}");
    assert_eq!(parse(body).keys().collect::<Vec<_>>(), direct.keys().collect::<Vec<_>>());
}

fn a_node_whose_metrics_have_no_port_says_so() {
    let server = Server::start();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = Command::new("/proc/self/exe");
    command.env("WIRECHECK_NODE", server.address()).env("WIRECHECK_NODE_METRICS", &address);
    let output = command.output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(122), "{error}");
    let said = format!("this node cannot start: the metrics of a node cannot be given at {address}:");
    assert!(error.contains(&said), "{error}");
}
