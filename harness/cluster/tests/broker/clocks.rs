//! Nodes whose clocks are wrong. They count the time that passes, and the time of day is that of the server.

use super::detached::{LONG, builder, results};
use super::faults::inputs;
use super::machine::{Node, Server, folder, wait_for, within};
use super::tasks::{noted, slowly, square};
use std::path::PathBuf;
use std::time::Duration;

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("nodes_whose_clocks_are_an_hour_off_keep_every_promise", clocks_are_an_hour_off),
        ("results_expire_by_the_clock_of_the_server", results_expire_by_the_clock_of_the_server),
    ]
}

/// What is not here and has to be, if something is.
pub(crate) fn missing() -> Option<&'static str> {
    library().is_none().then_some("the package `faketime`")
}

/// The library that gives a program another time of day: Debian's package `faketime`.
fn library() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.flatten();
    let mut files = folders.map(|folder| folder.path().join("faketime/libfaketime.so.1"));
    files.find(|file| file.is_file())
}

fn node(server: &Server, name: &str, offset: &str) -> Node {
    let library = library().expect("the package `faketime`: install it").display().to_string();
    let variables = [("LD_PRELOAD", &*library), ("FAKETIME", offset), ("FAKETIME_DONT_FAKE_MONOTONIC", "1")];
    Node::start_with(&server.address(), name, 2, &variables)
}

/// The time of day of a worker, in seconds since 1970.
fn time_of_day(_: u64) -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.expect("after 1970").as_secs()
}

fn clocks_are_an_hour_off() {
    let server = Server::start();
    let _nodes = [node(&server, "early", "+1h"), node(&server, "late", "-1h")];
    let cluster = builder(&server).keep_results(Duration::from_secs(600)).retries(1).build().unwrap();
    wait_for("both are there", || cluster.nodes().len() == 2);
    let now = time_of_day(0);
    let times = cluster.map(time_of_day, 0..200).unwrap();
    assert!(times.iter().all(|time| time.abs_diff(now) > 3000), "they have another time of day");
    assert_eq!(cluster.map(square, 0..500).unwrap(), (0..500).map(square).collect::<Vec<_>>());
    let (_folder, file) = folder();
    let calls: Vec<_> = (0..3)
        .map(|_| cluster.attach::<u64>(&cluster.detach(slowly, inputs(&file, 20, 30)).unwrap()).unwrap())
        .collect();
    for call in &calls {
        assert!(results(call).into_iter().map(Result::unwrap).eq(0..20));
    }
    assert_eq!(noted(&file).len(), 60);
    // Both have looked at all entries often by now, and nobody takes the results for old.
    let last = cluster.attach::<u64>(&cluster.detach(square, 0..2).unwrap()).unwrap();
    assert!(last.wait(LONG).unwrap());
    for call in calls {
        assert_eq!(within(LONG, || call.join()).unwrap(), (0..20).collect::<Vec<_>>());
        call.forget().unwrap();
    }
}

fn results_expire_by_the_clock_of_the_server() {
    let server = Server::start();
    // By its own clock there is an hour left.
    let _node = node(&server, "late", "-1h");
    let calls = builder(&server).keep_results(Duration::from_secs(3)).calls().unwrap();
    let id = calls.detach(square, 0..3).unwrap();
    let call = calls.attach::<u64>(&id).unwrap();
    assert!(results(&call).into_iter().map(Result::unwrap).eq([0, 1, 4]));
    wait_for("they are deleted", || calls.attach::<u64>(&id).is_err());
}
