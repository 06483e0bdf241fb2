//! What the road to the nodes costs, in ratios of one run on one machine: a cluster of three local nodes next to a pool, and next to
//! bare messages and objects over the same server.
//!
//! `NATS_SERVER=.. cargo bench -p wirecheck-cluster [-- --gib]`; with `--gib`, the shared value has 1 GiB in place of 256 MiB.
//! Ray and Dask run next to us if `$WIRECHECK_PEERS_PYTHON`, or `python3` of the `PATH`, has `ray` and `distributed`.
//! A word after `--` runs the rows whose name has it.

#![allow(clippy::print_stdout, reason = "figures are what it is for")]

#[path = "road/gone.rs"]
mod gone;
#[path = "road/peers.rs"]
mod peers;
#[path = "road/raw.rs"]
mod raw;

use peers::Figures;
use raw::Raw;
use std::process::Command;
use std::time::{Duration, Instant};
use wirecheck::{Pool, Shared, closure};
use wirecheck_cluster::Cluster;

/// Makes this program a caller of the server at that address, with so many tasks.
const CALLER: &str = "WIRECHECK_ROAD_CALLER";
const COUNT: &str = "WIRECHECK_ROAD_COUNT";

/// Rounds of which each figure is the median.
const ROUNDS: usize = 5;

fn nothing(x: u64) -> u64 {
    x
}

fn wait(millis: u64) -> u64 {
    std::thread::sleep(Duration::from_millis(millis));
    millis
}

fn main() {
    wirecheck_cluster::init();
    if let Ok(server) = std::env::var(CALLER) {
        return be_a_caller(&server);
    }
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let has_gib = arguments.iter().any(|argument| argument == "--gib");
    let words: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let cluster = Cluster::local(3).expect("a cluster");
    let pool = Pool::builder().workers(6).build().expect("a pool");
    let raw = Raw::start(cluster.local_server().expect("local"));
    pool.map(nothing, 0..1000).expect("warm");
    cluster.map(nothing, 0..1000).expect("warm");
    let rows: [(&str, &dyn Fn()); 8] = [
        ("tasks", &|| no_op_tasks(&cluster, &pool, &raw)),
        ("flight", &|| one_in_flight(&cluster, &pool, &raw)),
        ("bytes", &|| large_inputs(&cluster, &raw)),
        ("shared", &|| shared_value(&cluster, &raw, if has_gib { 1 << 30 } else { 256 << 20 })),
        ("memory", &|| memory_of_a_caller(&cluster)),
        ("gone", &|| gone::run(cluster.local_server().expect("local"))),
        ("efficiency", &|| waiting_tasks(&cluster, &pool)),
        ("peers", &|| other_engines(&cluster)),
    ];
    rows.iter().filter(|(name, _)| is_wanted(name)).for_each(|(_, row)| row());
}

fn no_op_tasks(cluster: &Cluster, pool: &Pool, raw: &Raw) {
    let bare = median(|| raw.road(100, 20_000, 256));
    let messages = 20_000.0 / bare.as_secs_f64();
    for count in [1_000, 100_000, 1_000_000] {
        let run = || drop(cluster.map(nothing, 0..count).expect("run"));
        let (theirs, ours) = medians(|| drop(pool.map(nothing, 0..count).expect("run")), run);
        let per_second = |time: Duration| count as f64 / time.as_secs_f64();
        println!(
            "{count} no-op tasks: cluster {:.0} k/s, pool {:.0} k/s, ratio {:.2}; bare messages, published, pulled, acknowledged and \
             answered, {:.0} k/s, ratio {:.1} (at least 10, and 800 k/s)",
            per_second(ours) / 1e3,
            per_second(theirs) / 1e3,
            theirs.as_secs_f64() / ours.as_secs_f64(),
            messages / 1e3,
            per_second(ours) / messages
        );
    }
}

fn one_in_flight(cluster: &Cluster, pool: &Pool, raw: &Raw) {
    // They take turns: the machine is not equally busy all the time.
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..300 {
        times[0].push(timed(&|| raw.request()));
        times[1].push(timed(&|| drop(pool.map(nothing, [1]).expect("run"))));
        times[2].push(timed(&|| drop(cluster.map(nothing, [1]).expect("run"))));
    }
    let [bare, local, far] = times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    });
    println!(
        "one in flight: cluster {far:?}, request and reply {bare:?}, pool {local:?}, ratio to their sum {:.2} (at most 1.5)",
        far.as_secs_f64() / (bare + local).as_secs_f64()
    );
}

fn large_inputs(cluster: &Cluster, raw: &Raw) {
    for kib in [64, 256] {
        let (length, count) = (kib << 10, 400 * 256 / kib);
        let bytes = vec![7_u8; length];
        let task = closure!(|bytes: Vec<u8>| bytes.len() as u64);
        let (bare, ours) = medians(
            || raw.road(length, count, 32),
            || drop(cluster.map(task, (0..count).map(|_| bytes.clone())).expect("run")),
        );
        let one_way = median(|| raw.publish(length, count));
        let megabytes = |time: Duration| (length * count) as f64 / time.as_secs_f64() / 1e6;
        println!(
            "{kib} KiB inputs: cluster {:.0} MB/s; bare messages, published, pulled, acknowledged and answered, {:.0} MB/s, ratio {:.2} (at \
             least 0.8); one way by core {:.0} MB/s",
            megabytes(ours),
            megabytes(bare),
            bare.as_secs_f64() / ours.as_secs_f64(),
            megabytes(one_way)
        );
    }
}

fn shared_value(cluster: &Cluster, raw: &Raw, length: usize) {
    let mut round = 0;
    let ours = || {
        round += 1;
        // Another content each time.
        let value = Shared::<[u64]>::build(length / 8, |to| to.fill(round)).expect("memory");
        let start = Instant::now();
        // Each of the 6 workers gets one of these.
        let sums = cluster.map(
            closure!(|pause: u64| {
                std::thread::sleep(Duration::from_millis(pause));
                value[value.len() / 2]
            }),
            [30; 18],
        );
        let took = start.elapsed();
        assert_eq!(sums.expect("run"), [round; 18]);
        took
    };
    let bytes = vec![5; length];
    let mut both: Vec<(Duration, Duration)> = Vec::new();
    let mut ours = ours;
    for _ in 0..3 {
        both.push((raw.object(&bytes), ours()));
    }
    let ratio = |(bare, ours): &(Duration, Duration)| ours.as_secs_f64() / bare.as_secs_f64();
    both.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
    let (bare, ours) = both[1];
    println!(
        "{} MiB shared with 3 nodes: cluster {ours:.2?}, one put and three gets at once of the object store {bare:.2?}, ratio {:.2} (at \
         most 1.2)",
        length >> 20,
        ratio(&(bare, ours))
    );
}

/// Of callers in processes of their own, one for each number of tasks.
fn memory_of_a_caller(cluster: &Cluster) {
    let peak = |count: u64| {
        let mut caller = Command::new("/proc/self/exe");
        caller.env(CALLER, cluster.local_server().expect("local")).env(COUNT, count.to_string());
        let output = caller.output().expect("a caller");
        let said = String::from_utf8(output.stdout).expect("text");
        let numbers: Vec<f64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [kib, seconds] = numbers[..] else { panic!("{said:?}") };
        (kib * 1024.0 / 1e6, seconds / count as f64 * 1e6)
    };
    for count in [1_000, 10_000, 100_000, 1_000_000] {
        let (megabytes, micros) = peak(count);
        println!(
            "a caller with {count} tasks: at most {megabytes:.0} MB (at most 200), {micros:.2} us a task"
        );
    }
}

/// The other side: prints its peak of resident memory in KiB, and the seconds of a call on workers that are there.
fn be_a_caller(server: &str) {
    let count: u64 = std::env::var(COUNT).expect("a number").parse().expect("a number");
    let cluster = Cluster::connect(server).expect("connected");
    cluster.map(nothing, 0..10_000).expect("warm");
    let start = Instant::now();
    assert!(cluster.map(nothing, 0..count).expect("run").into_iter().eq(0..count));
    let took = start.elapsed();
    let status = std::fs::read_to_string("/proc/self/status").expect("of Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    println!("{} {}", peak.trim().trim_end_matches(" kB"), took.as_secs_f64());
}

fn waiting_tasks(cluster: &Cluster, pool: &Pool) {
    let efficiency = |took: Duration| 120.0 * 0.1 / 6.0 / took.as_secs_f64();
    let local = efficiency(timed(&|| drop(pool.map(wait, vec![100; 120]).expect("run"))));
    let far = efficiency(timed(&|| drop(cluster.map(wait, vec![100; 120]).expect("run"))));
    println!("100 ms tasks on 6 workers: efficiency {far:.3}, of the pool {local:.3} (at least 0.98)");
}

/// Ray and Dask, on as many workers, with what takes them a few seconds.
fn other_engines(cluster: &Cluster) {
    let second = |count: f64, time: Duration| count / time.as_secs_f64();
    let (length, count) = (64 << 10, 800);
    let inputs: Vec<Vec<u8>> = (0..count).map(|n| vec![n as u8; length]).collect();
    let task = closure!(|bytes: Vec<u8>| bytes.len() as u64);
    let measure = || Figures {
        tasks: second(1e6, timed(&|| drop(cluster.map(nothing, 0..1_000_000).expect("run")))),
        efficiency: second(
            120.0 * 0.1 / 6.0,
            timed(&|| drop(cluster.map(wait, vec![100; 120]).expect("run"))),
        ),
        bytes: second(
            (length * count) as f64,
            timed(&|| drop(cluster.map(task, inputs.iter().cloned()).expect("run"))),
        ),
    };
    for (name, package) in [("ray", "ray"), ("dask", "distributed")] {
        let ours = measure();
        let theirs = match peers::figures(name, package) {
            Ok(theirs) => theirs,
            Err(why) => {
                println!("{why}");
                continue;
            }
        };
        println!(
            "next to {name}: no-op tasks {:.0} k/s, {name} {:.2} k/s, ratio {:.0}; 100 ms tasks {:.3}, {name} {:.3}; 64 KiB inputs {:.0} MB/s, \
             {name} {:.1} MB/s, ratio {:.1}",
            ours.tasks / 1e3,
            theirs.tasks / 1e3,
            ours.tasks / theirs.tasks,
            ours.efficiency,
            theirs.efficiency,
            ours.bytes / 1e6,
            theirs.bytes / 1e6,
            ours.bytes / theirs.bytes
        );
    }
}

fn timed(run: &dyn Fn()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(run: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS).map(|_| timed(&run)).collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

/// The medians of two runs that take turns.
fn medians(one: impl Fn(), other: impl Fn()) -> (Duration, Duration) {
    let (mut ones, mut others): (Vec<_>, Vec<_>) = (0..ROUNDS).map(|_| (timed(&one), timed(&other))).unzip();
    ones.sort_unstable();
    others.sort_unstable();
    (ones[ROUNDS / 2], others[ROUNDS / 2])
}
