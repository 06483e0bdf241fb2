//! What the road to the nodes costs, in ratios of one run on one machine: a cluster of three local nodes next to a pool, and next to
//! bare messages over the same kind of server.
//!
//! `NATS_SERVER=.. cargo bench -p wirecheck-cluster`

#![allow(clippy::print_stdout, reason = "figures are what it is for")]

use async_nats::Client;
use futures_util::StreamExt;
use std::time::{Duration, Instant};
use wirecheck::{Pool, closure};
use wirecheck_cluster::Cluster;

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
    let cluster = Cluster::local(3).expect("a cluster");
    let pool = Pool::builder().workers(6).build().expect("a pool");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let server = cluster.local_server().expect("local").to_owned();
    let client = runtime.block_on(async_nats::connect(&server)).expect("connected");
    answer(server);
    pool.map(nothing, 0..1000).expect("warm");
    cluster.map(nothing, 0..1000).expect("warm");

    for count in [1_000, 100_000, 1_000_000] {
        let run = || drop(cluster.map(nothing, 0..count).expect("run"));
        let (theirs, ours) = medians(|| drop(pool.map(nothing, 0..count).expect("run")), run);
        let per_second = |time: Duration| count as f64 / time.as_secs_f64() / 1e3;
        println!(
            "{count} no-op tasks: cluster {:.0} k/s, pool {:.0} k/s, ratio {:.2}",
            per_second(ours),
            per_second(theirs),
            theirs.as_secs_f64() / ours.as_secs_f64()
        );
    }

    let one = |run: &dyn Fn()| {
        let mut times: Vec<Duration> = (0..200).map(|_| timed(run)).collect();
        times.sort_unstable();
        times[times.len() / 2]
    };
    let raw = one(&|| runtime.block_on(request(&client)));
    let local = one(&|| drop(pool.map(nothing, [1]).expect("run")));
    let far = one(&|| drop(cluster.map(nothing, [1]).expect("run")));
    println!(
        "one in flight: cluster {far:?}, request and reply {raw:?}, pool {local:?}, ratio to their sum {:.2}",
        far.as_secs_f64() / (raw + local).as_secs_f64()
    );

    let bytes = vec![7_u8; 256 << 10];
    let count = 400;
    let echo = closure!(|bytes: Vec<u8>| bytes.len() as u64);
    let (raw, ours) = medians(
        || runtime.block_on(publish(&client, &bytes, count)),
        || drop(cluster.map(echo, vec![bytes.clone(); count]).expect("run")),
    );
    let megabytes = |time: Duration| (bytes.len() * count) as f64 / time.as_secs_f64() / 1e6;
    println!(
        "256 KiB inputs: cluster {:.0} MB/s, bare messages {:.0} MB/s, ratio {:.2}",
        megabytes(ours),
        megabytes(raw),
        raw.as_secs_f64() / ours.as_secs_f64()
    );

    let efficiency = |took: Duration| 120.0 * 0.1 / 6.0 / took.as_secs_f64();
    let local = efficiency(timed(&|| drop(pool.map(wait, vec![100; 120]).expect("run"))));
    let far = efficiency(timed(&|| drop(cluster.map(wait, vec![100; 120]).expect("run"))));
    println!("100 ms tasks on 6 workers: efficiency {far:.3}, of the pool {local:.3}");
}

fn timed(run: &dyn Fn()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// The medians of two runs that take turns.
fn medians(one: impl Fn(), other: impl Fn()) -> (Duration, Duration) {
    let (mut ones, mut others): (Vec<_>, Vec<_>) = (0..ROUNDS).map(|_| (timed(&one), timed(&other))).unzip();
    ones.sort_unstable();
    others.sort_unstable();
    (ones[ROUNDS / 2], others[ROUNDS / 2])
}

/// One request and its reply.
async fn request(client: &Client) {
    client.request("bench.here", "x".into()).await.expect("a reply");
}

/// Answers requests, on a thread of its own.
fn answer(server: String) {
    let (ready, waited) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let client = async_nats::connect(&server).await.expect("connected");
            let mut requests = client.subscribe("bench.here").await.expect("subscribed");
            client.flush().await.expect("flushed");
            ready.send(()).expect("waited for");
            while let Some(request) = requests.next().await {
                let reply = request.reply.expect("a request");
                client.publish(reply, request.payload).await.expect("published");
            }
        });
    });
    waited.recv().expect("it listens");
}

/// So many messages of this size, from this client to itself.
async fn publish(client: &Client, bytes: &[u8], count: usize) {
    let mut inbox = client.subscribe("bench.there").await.expect("subscribed");
    let bytes = bytes::Bytes::copy_from_slice(bytes);
    let sending = async {
        for _ in 0..count {
            client.publish("bench.there", bytes.clone()).await.expect("published");
        }
        client.flush().await.expect("flushed");
    };
    let receiving = async {
        for _ in 0..count {
            inbox.next().await.expect("a message");
        }
    };
    tokio::join!(sending, receiving);
}
