//! The same without any work of ours: bare messages and objects of the client.

use async_nats::Client;
use async_nats::jetstream::{self, consumer, stream};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, future};
use std::cell::RefCell;
use std::sync::mpsc;
use tokio::io::AsyncReadExt;
use tokio::runtime::Runtime;

/// Who answers, as many as the cluster has nodes.
const NODES: usize = 3;

/// A client on this thread, and others that answer on threads of their own.
pub(crate) struct Raw {
    runtime: Runtime,
    server: String,
    client: Client,
    context: jetstream::Context,
    inbox: RefCell<async_nats::Subscriber>,
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

impl Raw {
    pub(crate) fn start(server: &str) -> Self {
        let (server, runtime) = (server.to_owned(), runtime());
        let (client, context, inbox) = runtime.block_on(async {
            let client = async_nats::connect(&server).await.expect("connected");
            let context = jetstream::new(client.clone());
            let queue = stream::Config {
                name: "bench".to_owned(),
                subjects: vec!["bench.tasks".to_owned()],
                storage: stream::StorageType::Memory,
                retention: stream::RetentionPolicy::WorkQueue,
                discard: stream::DiscardPolicy::New,
                max_bytes: 256 << 20,
                ..Default::default()
            };
            let queue = context.create_stream(queue).await.expect("a stream");
            let nodes = consumer::pull::Config {
                durable_name: Some("nodes".to_owned()),
                ack_policy: consumer::AckPolicy::Explicit,
                max_ack_pending: 20_000,
                ..Default::default()
            };
            queue.create_consumer(nodes).await.expect("a consumer");
            let inbox = client.subscribe("bench.answers").await.expect("subscribed");
            client.flush().await.expect("flushed");
            (client, context, inbox)
        });
        let (ready, waited) = mpsc::channel();
        for _ in 0..NODES {
            let (server, ready) = (server.clone(), ready.clone());
            std::thread::spawn(move || self::runtime().block_on(pull(server, ready)));
        }
        let here = server.clone();
        std::thread::spawn(move || self::runtime().block_on(answer(here, ready)));
        (0..=NODES).for_each(|_| waited.recv().expect("it listens"));
        Self { runtime, server, client, context, inbox: RefCell::new(inbox) }
    }

    /// One request and its reply.
    pub(crate) fn request(&self) {
        let asking = self.client.request("bench.here", "x".into());
        self.runtime.block_on(asking).expect("a reply");
    }

    /// Messages that are published to a work queue, pulled, acknowledged and answered by core, so many at a time.
    pub(crate) fn road(&self, length: usize, count: usize, under_way: usize) {
        let bytes = Bytes::from(vec![7_u8; length]);
        let mut inbox = self.inbox.borrow_mut();
        self.runtime.block_on(async {
            let mut acknowledgements = Vec::new();
            let (mut sent, mut answered) = (0, 0);
            while answered < count {
                while sent < count && sent - answered < under_way {
                    let acknowledgement = self.context.publish("bench.tasks", bytes.clone()).await;
                    acknowledgements.push(acknowledgement.expect("published").into_future());
                    sent += 1;
                }
                inbox.next().await.expect("an answer");
                answered += 1;
                // The client lets no more than 5,000 be open.
                if acknowledgements.len() >= 1000 {
                    future::try_join_all(acknowledgements.drain(..)).await.expect("acknowledged");
                }
            }
            future::try_join_all(acknowledgements).await.expect("acknowledged");
        });
    }

    /// So many messages of this size, from this client to itself.
    pub(crate) fn publish(&self, length: usize, count: usize) {
        let bytes = Bytes::from(vec![7_u8; length]);
        self.runtime.block_on(async {
            let mut there = self.client.subscribe("bench.there").await.expect("subscribed");
            let sending = async {
                for _ in 0..count {
                    self.client.publish("bench.there", bytes.clone()).await.expect("published");
                }
                self.client.flush().await.expect("flushed");
            };
            let receiving = async {
                for _ in 0..count {
                    there.next().await.expect("a message");
                }
            };
            tokio::join!(sending, receiving);
        });
    }

    /// One put of an object, and a get by each node at once. Returns how long both took.
    pub(crate) fn object(&self, bytes: &[u8]) -> std::time::Duration {
        let config = jetstream::object_store::Config { bucket: "bench".to_owned(), ..Default::default() };
        let bucket = self.runtime.block_on(self.context.create_object_store(config)).expect("a bucket");
        let start = std::time::Instant::now();
        self.runtime.block_on(async {
            let meta = jetstream::object_store::ObjectMetadata {
                name: "value".to_owned(),
                chunk_size: Some(512 << 10),
                ..Default::default()
            };
            bucket.put(meta, &mut &*bytes).await.expect("put");
        });
        let server = &self.server;
        std::thread::scope(|scope| {
            for _ in 0..NODES {
                scope.spawn(|| runtime().block_on(get(server, bytes.len())));
            }
        });
        let took = start.elapsed();
        self.runtime.block_on(self.context.delete_object_store("bench")).expect("deleted");
        took
    }
}

async fn get(server: &str, length: usize) {
    let client = async_nats::connect(server).await.expect("connected");
    let bucket = jetstream::new(client).get_object_store("bench").await.expect("a bucket");
    let mut object = bucket.get("value").await.expect("an object");
    let mut bytes = Vec::with_capacity(length);
    object.read_to_end(&mut bytes).await.expect("read");
    assert_eq!(bytes.len(), length);
}

/// Answers requests.
async fn answer(server: String, ready: mpsc::Sender<()>) {
    let client = async_nats::connect(&server).await.expect("connected");
    let mut requests = client.subscribe("bench.here").await.expect("subscribed");
    client.flush().await.expect("flushed");
    ready.send(()).expect("waited for");
    while let Some(request) = requests.next().await {
        let reply = request.reply.expect("a request");
        client.publish(reply, request.payload).await.expect("published");
    }
}

/// Pulls tasks, acknowledges and answers them.
async fn pull(server: String, ready: mpsc::Sender<()>) {
    let client = async_nats::connect(&server).await.expect("connected");
    let context = jetstream::new(client.clone());
    let tasks: consumer::PullConsumer =
        context.get_consumer_from_stream("nodes", "bench").await.expect("a consumer");
    let mut tasks = tasks.stream().max_messages_per_batch(64).messages().await.expect("messages");
    ready.send(()).expect("waited for");
    while let Some(task) = tasks.try_next().await.expect("pulled") {
        task.ack().await.expect("acknowledged");
        client.publish("bench.answers", Bytes::from_static(b"12345678")).await.expect("published");
    }
}
