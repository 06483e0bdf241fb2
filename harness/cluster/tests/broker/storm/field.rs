//! What a storm rages over: a server, three nodes, and a proxy before the server for each of them and for the callers.

use super::super::machine::{Node, Server, deputies, is_alive, wait_for};
use super::super::proxy::{Proxy, Weather};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(super) const NODES: usize = 3;
/// Workers of each node.
pub(super) const PLACES: usize = 2;
/// Somebody who is unheard for so long may be given up.
const LOSES: Duration = Duration::from_secs(4);
const NAMES: [&str; NODES] = ["one", "two", "three"];

pub(super) struct Field {
    server: Mutex<Server>,
    port: u16,
    /// Of the nodes and the callers. A lock of it is held as long as its weather is bad.
    proxies: Vec<(Proxy, Mutex<()>)>,
    nodes: [Mutex<Option<Node>>; NODES],
    /// Whether the store was wiped in this round.
    is_wiped: AtomicBool,
    /// Whether the server was away in this round, or cut off.
    is_disturbed: AtomicBool,
    /// Whether nodes may be lost in this round.
    may_lose: AtomicBool,
    folder: TempDir,
    files: AtomicUsize,
}

impl Field {
    pub(super) fn new() -> Self {
        let server = Server::start();
        let port = server.port();
        let proxies: Vec<_> = (0..=NODES).map(|_| (Proxy::before(port), Mutex::new(()))).collect();
        let nodes = std::array::from_fn(|at| {
            Mutex::new(Some(Node::start(&proxies[at].0.address(), NAMES[at], PLACES)))
        });
        Self {
            server: Mutex::new(server),
            port,
            proxies,
            nodes,
            is_wiped: AtomicBool::new(false),
            is_disturbed: AtomicBool::new(false),
            may_lose: AtomicBool::new(false),
            folder: tempfile::tempdir().expect("a directory"),
            files: AtomicUsize::new(0),
        }
    }

    /// `harm` is for how long somebody may be unheard in it.
    pub(super) fn begin_round(&self, harm: Duration, may_lose: bool) {
        self.may_lose.store(harm >= LOSES || may_lose, Ordering::SeqCst);
        self.is_wiped.store(false, Ordering::SeqCst);
        self.is_disturbed.store(false, Ordering::SeqCst);
    }

    pub(super) fn may_lose(&self) -> bool {
        self.may_lose.load(Ordering::SeqCst)
    }

    pub(super) fn is_wiped(&self) -> bool {
        self.is_wiped.load(Ordering::SeqCst)
    }

    pub(super) fn is_disturbed(&self) -> bool {
        self.is_disturbed.load(Ordering::SeqCst)
    }

    /// The address for callers, past the proxy or not.
    pub(super) fn address(&self, is_past_proxy: bool) -> String {
        if is_past_proxy {
            format!("nats://127.0.0.1:{}", self.port)
        } else {
            self.proxies[NODES].0.address()
        }
    }

    /// A file that does not exist.
    pub(super) fn new_file(&self) -> String {
        let number = self.files.fetch_add(1, Ordering::SeqCst);
        self.folder.path().join(number.to_string()).display().to_string()
    }

    fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn server(&self) -> MutexGuard<'_, Server> {
        self.is_disturbed.store(true, Ordering::SeqCst);
        Self::lock(&self.server)
    }

    /// The store is about to be lost.
    pub(super) fn note_wiped(&self) {
        self.is_wiped.store(true, Ordering::SeqCst);
    }

    pub(super) fn with_node(&self, at: usize, act: impl FnOnce(&Node)) {
        if let Some(node) = Self::lock(&self.nodes[at]).as_ref() {
            act(node);
        }
    }

    /// Kills a node, and starts another one in its place after a while.
    pub(super) fn replace_node(&self, at: usize, pause: Duration) {
        let mut node = Self::lock(&self.nodes[at]);
        drop(node.take());
        std::thread::sleep(pause);
        *node = Some(Node::start(&self.proxies[at].0.address(), NAMES[at], PLACES));
    }

    /// Starts nodes again that could not reach the server when they started.
    pub(super) fn revive(&self) {
        for (at, node) in self.nodes.iter().enumerate() {
            let mut node = Self::lock(node);
            if node.as_mut().is_some_and(Node::has_ended) {
                drop(node.take());
                *node = Some(Node::start(&self.proxies[at].0.address(), NAMES[at], PLACES));
            }
        }
    }

    /// Bad weather for a while; the last proxy is that of the callers.
    pub(super) fn weather(&self, at: usize, weather: Weather, time: Duration) {
        self.is_disturbed.store(true, Ordering::SeqCst);
        let (proxy, lock) = &self.proxies[at];
        let _held = Self::lock(lock);
        proxy.set(weather);
        std::thread::sleep(time);
        proxy.set(Weather::Fair);
    }

    pub(super) fn cut(&self, at: usize) {
        self.is_disturbed.store(true, Ordering::SeqCst);
        self.proxies[at].0.cut();
    }

    /// Child processes of all nodes.
    fn children(&self) -> Vec<u32> {
        let all = self.nodes.iter().flat_map(|node| Self::lock(node).as_ref().map(Node::workers));
        all.flatten().filter(|pid| is_alive(*pid)).collect()
    }

    /// How many deputies there are.
    pub(super) fn deputies(&self) -> usize {
        self.nodes.iter().map(|node| Self::lock(node).as_ref().map_or(0, |node| deputies(node).len())).sum()
    }

    /// No worker and no deputy is left, soon.
    pub(super) fn check_empty(&self) {
        wait_for("no worker and no deputy is left", || self.children().is_empty());
    }

    /// Waits until something is so. Says whether it is.
    pub(super) fn comes(&self, mut is_so: impl FnMut() -> bool) -> bool {
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if is_so() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }

    /// Kills all that runs.
    pub(super) fn end(&self) {
        self.nodes.iter().for_each(|node| drop(Self::lock(node).take()));
        Self::lock(&self.server).kill();
    }

    /// For the text of an error.
    pub(super) fn describe(&self) -> String {
        format!("child processes of the nodes: {:?}, of them {} deputies", self.children(), self.deputies())
    }
}
