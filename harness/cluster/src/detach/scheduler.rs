//! A node's part: it takes calls that wait, starts a deputy for each, and looks after those of others.
//!
//! Every node looks at the entries that have changed since it looked last, so no node is in charge, and any of them may end. Who
//! wants to change an entry names its version; the server lets one of several do it.

use super::call_store::{CallStore, VersionedEntry};
use super::deputy::DEPUTY_VARIABLE;
use super::deputy_config::DeputyConfig;
use super::entry::{Plan, State, now as time_here};
use super::id::CallId;
use super::leftovers::Leftovers;
use super::liveness::LivenessTracker;
use super::server_clock::ServerClock;
use crate::access::{Access, new_number};
use crate::beat::Beat;
use crate::node::NODE_VARIABLE;
use crate::program::objection;
use crate::store::{LazyStore, StoreError};
use std::collections::HashMap;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often it looks.
pub(crate) const LOOK: Duration = Duration::from_millis(500);
/// The same while the server has no calls to offer, or none for this node.
const SLOW_LOOK: Duration = Duration::from_secs(3);
/// Entries that are read in one look.
const MOST: usize = 1000;
/// A call that has waited for so long is taken where no place is free. Its seats wait for their turn then, as those of any caller.
const WAITS: Duration = Duration::from_secs(1);
/// How long a deputy may take to end with its node.
const LAST: Duration = Duration::from_millis(1500);

#[derive(Debug)]
pub(crate) struct CallScheduler {
    access: Access,
    /// The name of the node.
    node: String,
    /// The connection, which others of the node use too.
    lazy: LazyStore,
    /// Once it was connected.
    store: Option<CallStore>,
    /// When the stream was made whose entries are known.
    made: String,
    /// The last message of it that was read.
    seen: u64,
    entries: HashMap<CallId, VersionedEntry>,
    liveness: LivenessTracker,
    clock: ServerClock,
    leftovers: Leftovers,
    /// Since when each call that waits was seen to wait.
    waiting: HashMap<CallId, Instant>,
    deputies: HashMap<CallId, Deputy>,
    /// When it looks next, unless there is a hint.
    due: Instant,
}

/// A deputy of this node.
#[derive(Debug)]
struct Deputy {
    process: Child,
    /// Which of the tries of the call is its.
    number: usize,
}

impl CallScheduler {
    pub(crate) fn new(access: &Access, lazy: LazyStore, node: &str) -> Self {
        Self {
            access: access.clone(),
            node: node.to_owned(),
            lazy,
            store: None,
            made: String::new(),
            seen: 0,
            entries: HashMap::new(),
            liveness: LivenessTracker::default(),
            clock: ServerClock::default(),
            leftovers: Leftovers::default(),
            waiting: HashMap::new(),
            deputies: HashMap::new(),
            due: Instant::now(),
        }
    }

    /// Looks at what has changed, if it is time, and takes calls as long as it has a free place. Nodes with a free place come
    /// first, but callers may keep all places for as long as they like: a call that waits is taken then too.
    ///
    /// What the server does not let it do is tried again later: callers hear of it themselves.
    pub(crate) async fn look(&mut self, is_hinted: bool, node: &Beat) {
        self.collect_ended().await;
        if !is_hinted && Instant::now() < self.due {
            return;
        }
        let outcome = self.look_now(node).await;
        let is_idle = self.entries.values().all(|page| page.entry.state.is_over());
        let pause = if outcome.is_err() || is_idle { SLOW_LOOK } else { LOOK };
        self.due = Instant::now() + pause;
    }

    /// How many calls it looks after.
    pub(crate) fn deputies(&self) -> usize {
        self.deputies.len()
    }

    async fn look_now(&mut self, node: &Beat) -> Result<(), StoreError> {
        let store = match &self.store {
            Some(store) => store.clone(),
            None => {
                let connected = self.lazy.get().await;
                let store = connected.map_err(|error| StoreError::Local { why: error.to_string() })?;
                self.store.insert(CallStore::over(store, &self.access.key)).clone()
            }
        };
        let now = Instant::now();
        let looks_anew = self.leftovers.are_due(store.connections(), now);
        if looks_anew {
            // An older version may be there again.
            self.forget_all();
        }
        self.read(&store).await?;
        let now = Instant::now();
        self.liveness.look(now);
        let time = self.server_time(&store, now).await;
        let ids: Vec<CallId> = self.entries.keys().cloned().collect();
        for id in ids {
            let Some(page) = self.entries.get(&id).cloned() else { continue };
            let is_gone = page.entry.state == State::Running && self.liveness.is_gone(&id, page.version, now);
            let waits = page.entry.state == State::Queued;
            let has_waited = waits && now - *self.waiting.entry(id.clone()).or_insert(now) >= WAITS;
            if !waits {
                self.waiting.remove(&id);
            }
            let has_room = self.deputies.len() < node.places as usize
                && (node.taken < node.places || has_waited)
                && !self.deputies.contains_key(&id);
            match page.entry.state {
                State::Running if is_gone => self.lose(&store, page).await?,
                State::Running => {}
                _ if page.entry.has_expired(time) => {
                    store.forget(&id).await?;
                    self.drop_entry(&id);
                }
                State::Queued if has_room && may_run(node, &page.entry.plan) => {
                    self.take(&store, page).await?;
                }
                _ => {}
            }
        }
        if looks_anew {
            // Also if they cannot be deleted: all entries were read, and the next look goes on from there.
            self.leftovers.done(now);
            Leftovers::delete(&store).await?;
        }
        Ok(())
    }

    /// The time of the server, or an earlier one. If a call may have expired, the server is asked.
    async fn server_time(&mut self, store: &CallStore, now: Instant) -> u64 {
        let time = self.clock.time(now);
        let own = time_here();
        let may_expire = |page: &VersionedEntry| page.entry.has_expired(own) && !page.entry.has_expired(time);
        if self.entries.values().any(may_expire) && self.clock.is_to_be_asked(now) {
            // A full stream has no room for the question. The time goes on meanwhile, and the calls are looked after.
            if let Ok(time) = store.server_time().await {
                self.clock.heard(time, now);
            }
        }
        self.clock.time(now)
    }

    /// Reads the entries that have changed.
    async fn read(&mut self, store: &CallStore) -> Result<(), StoreError> {
        let Some(extent) = store.extent().await? else {
            self.forget_all();
            return Ok(());
        };
        self.clock.heard(extent.time, Instant::now());
        if extent.made != self.made || extent.last < self.seen {
            self.forget_all();
            self.made = extent.made;
        }
        for _ in 0..MOST {
            if self.seen >= extent.last {
                break;
            }
            // What is missing was deleted, or this server does not have it yet.
            let Some((version, page)) = store.next_entry(self.seen + 1).await? else { break };
            self.seen = version;
            if let Some(page) = page {
                self.entries.insert(page.entry.id.clone(), page);
            }
        }
        Ok(())
    }

    fn forget_all(&mut self) {
        self.entries.clear();
        self.waiting.clear();
        self.seen = 0;
    }

    fn drop_entry(&mut self, id: &CallId) {
        self.entries.remove(id);
        self.waiting.remove(id);
        self.liveness.forget(id);
    }

    /// Changes an entry. Returns whether that was possible; if not, its page is read again.
    async fn change(&mut self, store: &CallStore, mut page: VersionedEntry) -> Result<bool, StoreError> {
        let id = page.entry.id.clone();
        if let Some(version) = store.change(&page.entry, page.version).await? {
            page.version = version;
            self.entries.insert(id, page);
            return Ok(true);
        }
        match store.find(&id).await? {
            Some(page) => drop(self.entries.insert(id, page)),
            None => self.drop_entry(&id),
        }
        Ok(false)
    }

    /// The deputy of a call is gone.
    async fn lose(&mut self, store: &CallStore, mut page: VersionedEntry) -> Result<(), StoreError> {
        page.entry.state = page.entry.after_loss();
        let waits = page.entry.state == State::Queued;
        if self.change(store, page).await? && waits {
            store.hint().await;
        }
        Ok(())
    }

    /// Takes a call that waits, if no other node does.
    async fn take(&mut self, store: &CallStore, mut page: VersionedEntry) -> Result<(), StoreError> {
        let id = page.entry.id.clone();
        // Another node may have the same name. Only one of two equal changes must count.
        page.entry.heartbeat = new_number();
        page.entry.tries.push(self.node.clone());
        page.entry.state = State::Running;
        let number = page.entry.tries.len();
        if !self.change(store, page).await? {
            return Ok(());
        }
        let Some(page) = self.entries.get(&id).cloned() else { return Ok(()) };
        let config = DeputyConfig { access: self.access.clone(), id: id.clone(), version: page.version };
        match start(&config) {
            Ok(process) => drop(self.deputies.insert(id, Deputy { process, number })),
            Err(error) => {
                let error = wirecheck::cluster::system(
                    format!("the node {} could not start a process for the call", self.node),
                    error,
                );
                let mut page = page;
                page.entry.state = State::Failed(wirecheck::cluster::encode_error(&error));
                self.change(store, page).await?;
            }
        }
        Ok(())
    }

    /// Looks for deputies that have ended. One that has not said how its call ended was killed.
    async fn collect_ended(&mut self) {
        let has_ended = |deputy: &mut Deputy| !matches!(deputy.process.try_wait(), Ok(None));
        let ended = self
            .deputies
            .iter_mut()
            .filter_map(|(id, deputy)| has_ended(deputy).then(|| (id.clone(), deputy.number)));
        let ended: Vec<_> = ended.collect();
        for (id, number) in ended {
            self.deputies.remove(&id);
            let Some(store) = self.store.clone() else { continue };
            // If the server does not say, the liveness of the call will.
            if let Ok(Some(page)) = store.find(&id).await {
                let is_its = page.entry.state == State::Running && page.entry.tries.len() == number;
                if is_its {
                    let _ = self.lose(&store, page).await;
                }
            }
        }
    }

    /// Ends all deputies. Their calls are lost, or go to other nodes.
    pub(crate) fn end(&mut self) {
        self.deputies.values_mut().for_each(|deputy| drop(deputy.process.stdin.take()));
        let deadline = Instant::now() + LAST;
        for deputy in self.deputies.values_mut() {
            while matches!(deputy.process.try_wait(), Ok(None)) && Instant::now() < deadline {
                std::thread::sleep(Duration::from_millis(10));
            }
            let _ = deputy.process.kill();
            let _ = deputy.process.wait();
        }
        self.deputies.clear();
    }
}

impl Drop for CallScheduler {
    fn drop(&mut self) {
        self.end();
    }
}

/// Whether the workers of a call may run on this node.
fn may_run(node: &Beat, plan: &Plan) -> bool {
    let has = |label: &String| node.labels.contains(label);
    plan.options.labels.iter().all(has) && objection(&plan.program, node).is_none()
}

/// Starts a deputy: this program again.
fn start(config: &DeputyConfig) -> std::io::Result<Child> {
    let message = config.write();
    let mut process = Command::new("/proc/self/exe")
        .env(DEPUTY_VARIABLE, config.id.as_str())
        .env_remove(NODE_VARIABLE)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX).to_le_bytes();
    // It fits into the pipe. If the process is gone already, that is noticed.
    if let Some(input) = &mut process.stdin {
        let _ = input.write_all(&[&length[..], &message].concat());
    }
    Ok(process)
}
