//! Lines of workers on nodes come to the caller, with their nodes and tasks.
#![expect(clippy::print_stderr, reason = "tasks that write lines are what is tested")]

use super::machine::{Node, Server, wait_for};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wirecheck::WorkerLine;
use wirecheck_cluster::Cluster;

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("lines_come_with_their_nodes_and_tasks", lines_come_with_their_nodes_and_tasks),
        ("a_line_comes_while_its_task_runs", a_line_comes_while_its_task_runs),
        ("the_last_lines_of_a_worker_that_dies_come", the_last_lines_of_a_worker_that_dies_come),
        (
            "a_flood_of_lines_delays_no_result_and_is_counted",
            a_flood_of_lines_delays_no_result_and_is_counted,
        ),
    ]
}

/// Lines that a hook has got.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<WorkerLine>>>);

impl Lines {
    fn hook(&self) -> impl Fn(&WorkerLine) + Send + Sync + 'static {
        let lines = self.clone();
        move |line| lines.0.lock().unwrap().push(line.clone())
    }

    fn all(&self) -> Vec<WorkerLine> {
        self.0.lock().unwrap().clone()
    }
}

fn speak(x: u64) -> u64 {
    if !x.is_multiple_of(3) {
        eprintln!("about {x}");
    }
    std::thread::sleep(Duration::from_millis(2));
    x
}

fn lines_come_with_their_nodes_and_tasks() {
    let server = Server::start();
    let nodes = ["one", "two"].map(|name| Node::start(&server.address(), name, 1));
    let lines = Lines::default();
    let cluster = Cluster::builder().server(&server.address()).on_line(lines.hook()).build().unwrap();
    wait_for("both nodes are known", || cluster.nodes().len() == 2);
    assert_eq!(cluster.map(speak, 0..300).unwrap().len(), 300);
    wait_for("all lines came", || lines.all().len() >= 200);
    let mut texts = BTreeMap::new();
    for line in lines.all() {
        assert!(line.task.is_some_and(|task| task.ends_with("lines::speak")), "{line:?}");
        assert_eq!(line.missed, 0);
        let workers = nodes.iter().flat_map(Node::workers).collect::<Vec<_>>();
        assert!(workers.contains(&line.pid), "{line:?} of {workers:?}");
        texts.insert(line.index, line.text);
    }
    let expected = (0..300).filter(|x| x % 3 != 0).map(|x| (Some(x), format!("about {x}")));
    assert_eq!(texts, expected.collect());
    let of_nodes: BTreeSet<_> = lines.all().into_iter().filter_map(|line| line.node).collect();
    assert_eq!(of_nodes, BTreeSet::from(["one".to_owned(), "two".to_owned()]));
    drop(cluster);
}

fn a_line_comes_while_its_task_runs() {
    fn wait_for_file(file: String) {
        eprintln!("waiting");
        wait_for("the line came", || std::fs::exists(&file).unwrap());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seen");
    let made = file.clone();
    let server = Server::start();
    let _node = Node::start(&server.address(), "one", 1);
    let hook = move |line: &WorkerLine| {
        assert_eq!(line.text, "waiting");
        std::fs::write(&made, "").unwrap();
    };
    let cluster = Cluster::builder().server(&server.address()).on_line(hook).build().unwrap();
    cluster.map(wait_for_file, [file.to_str().unwrap().to_owned()]).unwrap();
}

fn the_last_lines_of_a_worker_that_dies_come() {
    fn die(_: u64) {
        eprintln!("one\ntwo");
        std::process::abort();
    }
    let server = Server::start();
    let _node = Node::start(&server.address(), "one", 1);
    let lines = Lines::default();
    let cluster = Cluster::builder().server(&server.address()).on_line(lines.hook()).build().unwrap();
    let error = cluster.map(die, [7]).unwrap_err();
    assert!(error.to_string().contains("two") && !error.to_string().contains('\x1b'), "{error}");
    wait_for("both lines came", || lines.all().len() == 2);
    let seen: Vec<_> = lines.all().into_iter().map(|line| (line.index, line.text)).collect();
    assert_eq!(seen, ["one", "two"].map(|text| (Some(0), text.to_owned())));
}

fn a_flood_of_lines_delays_no_result_and_is_counted() {
    const LINES: u64 = 200_000;
    fn flood(_: u64) {
        use std::io::Write;
        let many: String = (0..100).map(|at| format!("line {at}\n")).collect();
        let mut err = std::io::stderr().lock();
        (0..LINES / 100).for_each(|_| err.write_all(many.as_bytes()).unwrap());
    }
    let server = Server::start();
    // What the node prints of it as well is nobody's concern.
    let variables = [("WIRECHECK_TESTS_QUIET", "1")];
    let _node = Node::start_with(&server.address(), "one", 1, &variables);
    let seen = Arc::new(Mutex::new(0));
    let sum = Arc::clone(&seen);
    let hook = move |line: &WorkerLine| *sum.lock().unwrap() += 1 + line.missed;
    let cluster = Cluster::builder().server(&server.address()).on_line(hook).build().unwrap();
    cluster.map(flood, [0]).unwrap();
    // What was dropped is told with a line that comes later.
    wait_for("all lines are accounted for", || {
        cluster.map(speak, [1]).unwrap();
        *seen.lock().unwrap() >= LINES
    });
}
