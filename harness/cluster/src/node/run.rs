//! The connection of a node, and its beats.

use super::peers::Peers;
use super::programs::{Others, Programs};
use super::{fetch, load, pump};
use crate::access::{Access, new_id};
use crate::beat::{BEAT, Beat};
use crate::courier::{self, Batch};
use crate::detach::CallScheduler;
use crate::digest::Digest;
use crate::program::{Cache, Glibc, ProgramInfo, Trust, triple};
use crate::store::hints;
use crate::store::{LazyStore, Store};
use crate::tunnel::TAG;
use async_nats::{Client, Event, Subscriber};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::{LocalSet, spawn_local};
use wirecheck::Error;
use wirecheck::cluster::{Program, WorkerHost, WorkerProtocol, not_started, system};

/// The environment variable that makes a program a node, and names the server.
pub(crate) const NODE_VARIABLE: &str = "WIRECHECK_NODE";
/// Names the file with the keys whose signature makes a node run other programs.
pub(crate) const TRUST_VARIABLE: &str = "WIRECHECK_NODE_TRUST";
/// Names the directory in which a node keeps their executables.
pub(crate) const CACHE_VARIABLE: &str = "WIRECHECK_NODE_CACHE";

/// What workers do not inherit.
const OF_NODE: [&str; 3] = [NODE_VARIABLE, TRUST_VARIABLE, CACHE_VARIABLE];

/// How often it is looked whether callers are gone.
const LOOK: Duration = Duration::from_millis(250);
/// How long the last messages may take.
const LAST: Duration = Duration::from_millis(500);

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) struct NodeOptions {
    pub(crate) access: Access,
    pub(crate) name: String,
    /// How many workers it may have.
    pub(crate) places: usize,
    pub(crate) labels: Vec<String>,
    /// What it needs to run other programs. Without that it runs its own.
    pub(crate) trusted: Option<Trusted>,
}

/// Which other programs a node runs, and where it keeps them.
#[derive(Clone, Debug)]
pub(crate) struct Trusted {
    /// A file with public keys.
    pub(crate) keys: PathBuf,
    pub(crate) cache: PathBuf,
    /// The most bytes of the cache.
    pub(crate) cache_bytes: u64,
}

impl Trusted {
    fn open(&self) -> Result<Others, Error> {
        let trust = Arc::new(Trust::read(&self.keys)?);
        Ok(Others { trust, cache: Cache::open(&self.cache, self.cache_bytes)? })
    }
}

/// Ends a node that runs in this process.
pub(crate) type Stop = Arc<Notify>;

/// Runs a node until it is to stop. `ready` is called once callers can find it.
///
/// # Errors
/// When the server cannot be reached, or this process cannot have workers.
pub(crate) fn run(options: &NodeOptions, stop: &Stop, ready: impl FnOnce()) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| system("the thread of a node could not be set up", error))?;
    LocalSet::new().block_on(&runtime, async {
        let node = Node::begin(options).await?;
        ready();
        stop.notified().await;
        node.end().await;
        Ok(())
    })
}

pub(super) struct Node {
    access: Access,
    id: String,
    client: Client,
    /// The subject of its inbox.
    inbox: String,
    pub(super) peers: Rc<RefCell<Peers>>,
    /// Connected once it is needed.
    store: LazyStore,
    /// Taken while it looks.
    scheduler: RefCell<Option<CallScheduler>>,
}

impl Node {
    async fn begin(options: &NodeOptions) -> Result<Rc<Self>, Error> {
        let NodeOptions { access, name, places, labels, trusted } = options;
        let build = Digest::own()?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let cores = (cores / places.max(&1)).max(1);
        let start = move |program: Option<Program>, build: Digest| {
            WorkerHost::new(build.number(), program, cores, &OF_NODE)
        };
        let others = trusted.as_ref().map(Trusted::open).transpose()?;
        let trusted = others.iter().flat_map(|others| others.trust.ids()).collect();
        let programs = Programs::new(start(None, build)?, others);
        let id = new_id();
        let own = Beat {
            id: id.clone(),
            name: name.clone(),
            build,
            triple: triple(),
            glibc: Glibc::here(),
            protocol: WorkerProtocol::own(),
            trusted,
            cached: Vec::new(),
            places: u32::try_from(*places).unwrap_or(u32::MAX),
            taken: 0,
            callers: 0,
            labels: labels.clone(),
        };
        let wake = Rc::new(Notify::new());
        let reconnected = Arc::new(Notify::new());
        let notify = Arc::clone(&reconnected);
        let on_event = move |event| {
            if matches!(event, Event::Connected) {
                notify.notify_one();
            }
        };
        let client = access.connect(&format!("wirecheck node {name}"), on_event).await?;
        let inbox = access.node(&id);
        let subscribe = async |subject: String| {
            let refused =
                || not_started(format!("the NATS server refused the subject `{subject}` to a node"));
            client.subscribe(subject.clone()).await.map_err(|_| refused())
        };
        let messages = subscribe(inbox.clone()).await?;
        let pings = subscribe(access.ping(&id)).await?;
        let queries = subscribe(access.query()).await?;
        let start = Box::new(move |program, info: &ProgramInfo| start(Some(program), info.build));
        let new_calls = subscribe(hints(&access.app)).await?;
        let (fetches, jobs) = unbounded_channel();
        let peers = Peers::new(access.key.clone(), (programs, start), own, fetches, Rc::clone(&wake));
        let peers = Rc::new(RefCell::new(peers));
        let store = LazyStore::new(access, "wirecheck node, objects");
        spawn_local(fetch::run(store.clone(), Rc::clone(&peers), jobs));
        let scheduler = RefCell::new(Some(CallScheduler::new(access, store.clone(), name)));
        let node = Rc::new(Self { access: access.clone(), id, client, inbox, peers, store, scheduler });
        spawn_local(Rc::clone(&node).take_messages(messages));
        spawn_local(Rc::clone(&node).answer(pings));
        spawn_local(Rc::clone(&node).tell(queries));
        spawn_local(Rc::clone(&node).watch());
        spawn_local(Rc::clone(&node).run_detached(new_calls));
        spawn_local(Rc::clone(&node).send_again(reconnected));
        let collecting = Rc::clone(&node);
        let collect = move |now| collecting.collect(now);
        spawn_local(courier::run(node.client.clone(), node.inbox.clone(), wake, collect));
        // The subscriptions are known to the server before anybody hears of this node.
        let _ = tokio::time::timeout(LAST, node.client.flush()).await;
        node.beat().await;
        let _ = tokio::time::timeout(LAST, node.client.flush()).await;
        Ok(node)
    }

    fn collect(&self, now: Instant) -> Batch {
        let (messages, next) = self.peers.borrow_mut().collect(now);
        Batch { messages, next }
    }

    async fn take_messages(self: Rc<Self>, mut messages: Subscriber) {
        while let Some(message) = messages.next().await {
            let mut next = Some(message);
            while let Some(message) = next {
                let from = message.reply.as_ref().map(|from| from.as_str());
                let answer = self.peers.borrow_mut().take(&message.payload, from, Instant::now());
                if let (Some(answer), Some(from)) = (answer, from) {
                    courier::send(&self.client, from.to_owned(), &self.inbox, answer).await;
                }
                next = messages.next().now_or_never().flatten();
            }
            self.start_pumps();
            self.peers.borrow().wake.notify_one();
            let begun = std::mem::take(&mut self.peers.borrow_mut().programs.begun);
            begun.into_iter().for_each(|key| drop(spawn_local(load::run(Rc::clone(&self), key))));
        }
    }

    /// What is kept on the server.
    pub(super) async fn store(&self) -> Result<Store, Error> {
        self.store.get().await
    }

    pub(super) fn start_pumps(&self) {
        let placed = std::mem::take(&mut self.peers.borrow_mut().placed);
        for (link, seat) in placed {
            spawn_local(pump::run(Rc::clone(&self.peers), link, seat));
        }
    }

    /// Says that the process lives.
    async fn answer(self: Rc<Self>, mut pings: Subscriber) {
        while let Some(ping) = pings.next().await {
            if let Some(asker) = ping.reply {
                courier::send(&self.client, asker.to_string(), &self.inbox, Bytes::new()).await;
            }
        }
    }

    /// Says at once that it is there, when that is asked.
    async fn tell(self: Rc<Self>, mut queries: Subscriber) {
        while queries.next().await.is_some() {
            self.beat().await;
        }
    }

    pub(super) async fn beat(&self) {
        let mut message = vec![0; TAG];
        {
            let peers = self.peers.borrow();
            peers.beat().write(&mut message);
            peers.key.seal(&mut message);
        }
        courier::send(&self.client, self.access.beat(&self.id), &self.inbox, message.into()).await;
    }

    async fn watch(self: Rc<Self>) {
        let mut last = Instant::now();
        loop {
            tokio::time::sleep(LOOK).await;
            {
                let mut peers = self.peers.borrow_mut();
                peers.forget_silent(Instant::now());
                peers.make_room(Instant::now());
            }
            self.start_pumps();
            if last.elapsed() >= BEAT {
                last = Instant::now();
                self.beat().await;
            }
        }
    }

    /// Takes detached calls, and looks after those of other nodes.
    async fn run_detached(self: Rc<Self>, mut hints: Subscriber) {
        loop {
            let is_hinted = tokio::select! {
                hint = hints.next() => hint.is_some(),
                () = tokio::time::sleep(LOOK) => false,
            };
            // Several hints are one.
            while hints.next().now_or_never().flatten().is_some() {}
            let Some(mut scheduler) = self.scheduler.borrow_mut().take() else { return };
            let beat = self.peers.borrow().beat();
            scheduler.look(is_hinted, &beat).await;
            *self.scheduler.borrow_mut() = Some(scheduler);
        }
    }

    async fn send_again(self: Rc<Self>, reconnected: Arc<Notify>) {
        loop {
            reconnected.notified().await;
            let mut peers = self.peers.borrow_mut();
            peers.peers.values_mut().for_each(|peer| peer.link.send_again(Instant::now()));
            peers.wake.notify_one();
        }
    }

    async fn end(&self) {
        if let Some(mut scheduler) = self.scheduler.borrow_mut().take() {
            scheduler.end();
        }
        let told = self.peers.borrow_mut().end();
        let ending = async {
            for (address, message) in told {
                courier::send(&self.client, address, &self.inbox, message).await;
            }
            let _ = self.client.flush().await;
        };
        let _ = tokio::time::timeout(LAST, ending).await;
    }
}
