//! The methods of `Pool`, with its promises.

use super::machine::{Server, children, folder, within};
use super::tasks::{note, noted, risky, square};
use std::time::Duration;
use wirecheck::{Exit, Json, closure};
use wirecheck_cluster::Cluster;

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("every_method_gives_what_a_loop_gives", every_method_gives_what_a_loop_gives),
        ("large_values_cross_whole", large_values_cross_whole),
        ("a_crash_and_a_panic_cost_their_task_only", a_crash_and_a_panic_cost_their_task_only),
        ("a_task_that_takes_too_long_is_stopped", a_task_that_takes_too_long_is_stopped),
        ("an_answer_does_not_wait_for_the_next_task", an_answer_does_not_wait_for_the_next_task),
        ("several_callers_share_the_nodes", several_callers_share_the_nodes),
        ("idle_workers_make_room_for_other_callers", idle_workers_make_room_for_other_callers),
        ("another_format_and_an_initializer", another_format_and_an_initializer),
        ("nothing_is_left", nothing_is_left),
        ("a_server_that_is_not_there_is_named", a_server_that_is_not_there_is_named),
        ("a_cluster_without_nodes_says_how_to_start_one", a_cluster_without_nodes_says_how_to_start_one),
    ]
}

fn every_method_gives_what_a_loop_gives() {
    let cluster = Cluster::local(3).unwrap();
    let names: Vec<String> = cluster.nodes().into_iter().map(|node| node.name).collect();
    assert_eq!(names, ["local-1", "local-2", "local-3"]);
    assert!(cluster.nodes().iter().all(|node| node.is_same_build && node.workers == 2));
    let expected: Vec<u64> = (0..2000).map(square).collect();
    assert_eq!(cluster.map(square, 0..2000).unwrap(), expected);
    let by = 3;
    assert_eq!(cluster.map(closure!(|x: u64| x * by), 0..10).unwrap()[9], 27);
    let results: Vec<u64> = cluster.map_iter(square, 0..2000).unwrap().map(Result::unwrap).collect();
    assert_eq!(results, expected);
    let mut results: Vec<(usize, u64)> =
        cluster.map_unordered(square, 0..2000).unwrap().map(|(at, result)| (at, result.unwrap())).collect();
    results.sort_unstable();
    assert!(results.into_iter().map(|(_, value)| value).eq(expected));
    let double = closure!(|chunk: Vec<u64>| chunk.into_iter().map(|x| 2 * x).collect::<Vec<_>>());
    assert_eq!(cluster.map_chunks(double, &[1, 2, 3], 2).unwrap(), [2, 4, 6]);
    let jobs: Vec<_> = (0..20).map(|x| cluster.submit(square, x).unwrap()).collect();
    assert!(jobs.into_iter().map(|job| job.join().unwrap()).eq((0..20).map(square)));
    assert_eq!(cluster.stats().crashed, 0);
}

fn large_values_cross_whole() {
    let cluster = Cluster::local(2).unwrap();
    let inputs: Vec<Vec<u64>> = (1..6).map(|n| (0..300_000).map(|x| x * n).collect()).collect();
    let back = within(Duration::from_secs(60), || {
        cluster.map(closure!(|values: Vec<u64>| values), inputs.clone()).unwrap()
    });
    assert!(back == inputs);
}

fn a_crash_and_a_panic_cost_their_task_only() {
    let cluster = Cluster::local(2).unwrap();
    for (x, result) in (0..90).zip(cluster.try_map(risky, 0..90).unwrap()) {
        match (x, result) {
            (13, Err(error)) => {
                assert_eq!(error.exit(), Some(Exit::Signal(6)), "{error}");
                assert!(error.node().is_some_and(|node| node.starts_with("local-")), "{error}");
            }
            (50, Err(error)) => assert!(error.is_panic(), "{error}"),
            (_, result) => assert_eq!(result.unwrap(), x + 1),
        }
    }
    assert_eq!(cluster.stats().crashed, 1);
}

fn a_task_that_takes_too_long_is_stopped() {
    let cluster = Cluster::builder().local(2).task_timeout(Duration::from_millis(400)).build().unwrap();
    let results = within(Duration::from_secs(15), || cluster.try_map(risky, 90..110).unwrap());
    for (x, result) in (90..110).zip(results) {
        match result {
            Err(error) => assert!(x == 99 && error.is_timeout(), "{x}: {error}"),
            Ok(value) => assert_eq!((x != 99, value), (true, x + 1)),
        }
    }
}

fn an_answer_does_not_wait_for_the_next_task() {
    let cluster = Cluster::local(1).unwrap();
    let mut results = cluster.map_unordered(risky, [1, 2, 3, 4, 5, 6, 99, 99]).unwrap();
    let first: Vec<usize> =
        within(Duration::from_secs(20), || results.by_ref().take(6).map(|(at, _)| at).collect());
    assert!(first.iter().all(|at| *at < 6), "{first:?}");
    cluster.terminate();
}

fn several_callers_share_the_nodes() {
    let server = Server::start();
    let nodes: Vec<_> =
        ["a", "b"].map(|name| super::machine::Node::start(&server.address(), name, 2)).into_iter().collect();
    let address = server.address();
    std::thread::scope(|scope| {
        for caller in 0..5_u64 {
            let address = &address;
            scope.spawn(move || {
                let cluster = Cluster::connect(address).unwrap();
                let inputs = (0..200).map(|x| x + 1000 * caller);
                let results = cluster.map(square, inputs.clone()).unwrap();
                assert!(results.into_iter().eq(inputs.map(square)));
            });
        }
    });
    drop(nodes);
}

fn idle_workers_make_room_for_other_callers() {
    let server = Server::start();
    let node = super::machine::Node::start(&server.address(), "one", 1);
    let callers: Vec<Cluster> = (0..3).map(|_| Cluster::connect(&server.address()).unwrap()).collect();
    // All of them stay, and there is one place.
    for round in 0..3 {
        for caller in &callers {
            let results = within(Duration::from_secs(10), || caller.map(square, 0..100).unwrap());
            assert!(results.into_iter().eq((0..100).map(square)), "{round}");
        }
    }
    // A caller that waits gets it once the task of another one is done.
    std::thread::scope(|scope| {
        for (caller, millis) in callers.iter().zip([600, 400, 200]) {
            scope.spawn(move || {
                let task = closure!(|x: u64| {
                    std::thread::sleep(Duration::from_millis(millis));
                    x
                });
                let results = within(Duration::from_secs(20), || caller.map(task, 0..3).unwrap());
                assert_eq!(results, [0, 1, 2]);
            });
        }
    });
    for caller in &callers {
        assert_eq!(caller.stats().crashed, 0, "{:?}", caller.stats());
    }
    assert_eq!(node.workers().len(), 1);
}

fn another_format_and_an_initializer() {
    let (_folder, file) = folder();
    let theirs = file.clone();
    let cluster = Cluster::builder()
        .local(1)
        .format::<Json>()
        .initializer(closure!(|| note(&theirs, 7)))
        .build()
        .unwrap();
    assert_eq!(cluster.map(square, [5]).unwrap(), [25]);
    assert!(noted(&file).iter().all(|x| *x == 7) && !noted(&file).is_empty());
}

fn nothing_is_left() {
    let before = threads();
    let cluster = Cluster::local(2).unwrap();
    let pids: Vec<u64> = cluster.map(closure!(|_: u64| u64::from(std::process::id())), 0..50).unwrap();
    let server = server_of(cluster.local_server().unwrap()).expect("it runs");
    let clone = cluster.clone();
    drop(cluster);
    assert_eq!(clone.map(square, [3]).unwrap(), [9]);
    within(Duration::from_secs(10), || drop(clone));
    for pid in pids {
        assert!(!super::machine::is_alive(pid as u32), "worker {pid} is left");
    }
    assert!(!super::machine::is_alive(server), "server {server} is left");
    super::machine::wait_for("its threads are gone", || {
        threads().iter().all(|name| before.contains(name) || !name.starts_with("wirecheck-local"))
    });
}

fn threads() -> Vec<String> {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("comm")).ok()).collect()
}

/// The process of a server that `Cluster::local` has started: the one that this process's shell runs with that address.
fn server_of(address: &str) -> Option<u32> {
    let shells = children(std::process::id());
    let servers: Vec<u32> = shells.into_iter().flat_map(children).collect();
    servers.into_iter().find(|pid| listens_at(*pid, address))
}

fn listens_at(pid: u32, address: &str) -> bool {
    let folder = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let folder = folder.split('\0').skip_while(|word| *word != "--ports_file_dir").nth(1).map(str::to_owned);
    // The file has the name of the program before that.
    let end = format!("_{pid}.ports");
    let files = folder.and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let file = files.map(|file| file.path()).find(|path| path.to_string_lossy().ends_with(&end));
    file.and_then(|file| std::fs::read_to_string(file).ok()).is_some_and(|text| text.contains(address))
}

fn a_server_that_is_not_there_is_named() {
    let error = within(Duration::from_secs(10), || Cluster::connect("nats://127.0.0.1:1").unwrap_err());
    assert!(error.is_start_failure(), "{error}");
    assert!(error.to_string().contains("nats://127.0.0.1:1"), "{error}");
}

fn a_cluster_without_nodes_says_how_to_start_one() {
    let server = Server::start();
    let build = || Cluster::builder().server(&server.address()).patience(Duration::from_millis(500)).build();
    let error = build().unwrap_err();
    assert!(error.to_string().contains("WIRECHECK_NODE"), "{error}");
    // One with another secret is none.
    let _node = super::machine::Node::start_with(
        &server.address(),
        "other",
        1,
        &[("WIRECHECK_CLUSTER_SECRET", "other")],
    );
    let error =
        Cluster::builder().server(&server.address()).patience(Duration::from_secs(2)).build().unwrap_err();
    assert!(error.to_string().contains("no node answered"), "{error}");
    let known = Cluster::builder().server(&server.address()).secret(b"other").build().unwrap();
    assert_eq!(known.map(square, [4]).unwrap(), [16]);
}
