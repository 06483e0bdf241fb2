//! How soon it is known that the process of a node is gone.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use wirecheck::closure;
use wirecheck_cluster::Cluster;

/// Nodes that are killed while they work.
const ROUNDS: usize = 9;
/// Nothing here takes longer.
const LONG: Duration = Duration::from_secs(30);

pub(crate) fn run(server: &str) {
    // An application of its own, whose nodes are all processes.
    let mut times: Vec<Duration> = (0..ROUNDS).map(|_| once(server)).collect();
    times.sort_unstable();
    let (middle, longest) = (times[ROUNDS / 2], times[ROUNDS - 1]);
    println!(
        "a node whose process is killed: noticed after {middle:.2?}, at most {longest:.2?} (at most 1 s)"
    );
}

fn once(server: &str) -> Duration {
    let start = |name: &str| -> Child {
        let mut node = Command::new("/proc/self/exe");
        node.env("WIRECHECK_NODE", server).env("WIRECHECK_NODE_NAME", name).env("WIRECHECK_APP", "gone");
        node.env("WIRECHECK_NODE_WORKERS", "1").stdin(Stdio::null()).spawn().expect("a node")
    };
    let (mut one, mut two) = (start("one"), start("two"));
    let cluster = Cluster::builder().server(server).app("gone").build().expect("connected");
    wait_for(|| cluster.nodes().len() == 2);
    let folder = tempfile::tempdir().expect("a directory");
    let begun = |job: u64| folder.path().join(job.to_string());
    let pause = closure!(|file: PathBuf| {
        std::fs::write(file, "begun").expect("written");
        std::thread::sleep(LONG * 2);
    });
    let jobs: Vec<_> = (0..2).map(|job| cluster.submit(pause, begun(job)).expect("submitted")).collect();
    wait_for(|| (0..2).all(|job| begun(job).exists()));
    one.kill().expect("killed");
    let killed = Instant::now();
    wait_for(|| jobs.iter().any(wirecheck::Job::is_finished));
    let took = killed.elapsed();
    for job in &jobs {
        job.cancel();
    }
    one.wait().expect("ended");
    two.kill().and_then(|()| two.wait()).expect("ended");
    took
}

fn wait_for(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < LONG, "it takes too long");
        std::thread::sleep(Duration::from_millis(2));
    }
}
