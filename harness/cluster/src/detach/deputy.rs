//! A deputy: a process that a node starts for one detached call. It is a caller as any other, in the place of the one who went home, and
//! keeps the results on the server.
//!
//! It knows none of the call's types: task, inputs and results are bytes to it. So it is the program of the node, whatever the workers
//! run, and has no worker's place there.

mod inputs;

use super::call_store::{CallStore, VersionedEntry};
use super::deputy_config::DeputyConfig;
use super::entry::{Entry, State};
use super::heartbeat::{Heartbeat, Progress};
use super::history::{History, Left};
use super::letter::{NewLetter, is_dead};
use super::publisher::Publisher;
use super::records::What;
use crate::builder::open_pool;
use crate::caller::{Caller, Demands};
use crate::reactor::Reactor;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wirecheck::Error;
use wirecheck::cluster::{
    EncodedTask, RemotePool, decode_error, encode_error, has_lost_worker, lost, not_started, refused,
};

/// The environment variable of a process that is a deputy. It says which call, for whoever looks.
pub(crate) const DEPUTY_VARIABLE: &str = "WIRECHECK_DEPUTY";

/// How long the last messages may take, once the node has ended.
const LAST: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(100);
/// How long the server may be away before the call is given up.
const AWAY: Duration = Duration::from_secs(60);

/// Runs the call that the standard input names, whose end is the end of the node.
///
/// # Errors
/// When the call cannot be begun. What goes wrong later is noted in its entry.
pub(crate) fn serve() -> Result<(), Error> {
    let mut length = [0; 4];
    let mut input = std::io::stdin();
    let mut message = Vec::new();
    let read = input.read_exact(&mut length).and_then(|()| {
        let limit = u64::from(u32::from_le_bytes(length));
        input.lock().take(limit).read_to_end(&mut message)
    });
    read.map_err(|error| {
        refused(format!("a deputy was not told its call: {error}; only nodes start deputies"))
    })?;
    let DeputyConfig { access, id, version } = DeputyConfig::read(&message)?;
    let progress = Arc::new(Progress::default());
    end_with_node(&progress)?;
    let reactor = Reactor::start("wirecheck-deputy")?;
    let store = while_away(&progress, || {
        let access = access.clone();
        reactor.run(move || async move { CallStore::open(&access, "wirecheck deputy").await })?
    })?;
    let found = {
        let store = store.clone();
        reactor.run(move || async move { store.find(&id).await })?
    };
    let page = found.map_err(|error| error.into_error())?;
    // Otherwise it was cancelled, or taken away, before this process was up.
    let Some(page) = page.filter(|page| page.version == version && page.entry.state == State::Running) else {
        return Ok(());
    };
    let deputy = Deputy::new(reactor, store, page, progress);
    let state = match deputy.run(access) {
        Ok(()) => State::Done,
        Err(error) => {
            let failure = deputy.progress.failure().map(|error| error.into_error());
            State::Failed(encode_error(failure.as_ref().unwrap_or(&error)))
        }
    };
    deputy.end(state);
    Ok(())
}

/// Connects, and tries that again for a while if the server is away.
fn while_away<T>(progress: &Progress, connect: impl Fn() -> Result<T, Error>) -> Result<T, Error> {
    let start = Instant::now();
    loop {
        let outcome = connect();
        if outcome.is_ok() || progress.is_stopped() || start.elapsed() > AWAY {
            return outcome;
        }
        std::thread::sleep(LOOK);
    }
}

/// Ends this process with its node, however that ends.
fn end_with_node(progress: &Arc<Progress>) -> Result<(), Error> {
    let progress = Arc::clone(progress);
    let watch = move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        progress.stop();
        // The thread that runs the call says good-bye to the nodes meanwhile.
        std::thread::sleep(LAST);
        std::process::exit(0)
    };
    let started = std::thread::Builder::new().name("wirecheck-node-watch".to_owned()).spawn(watch);
    started
        .map(drop)
        .map_err(|error| not_started(format!("a thread of a deputy could not be started: {error}")))
}

struct Deputy {
    store: CallStore,
    entry: Entry,
    progress: Arc<Progress>,
    heartbeat: Arc<Heartbeat>,
    publisher: Arc<Publisher>,
    reactor: Reactor,
}

impl Deputy {
    fn new(reactor: Reactor, store: CallStore, page: VersionedEntry, progress: Arc<Progress>) -> Self {
        let entry = page.entry.clone();
        let number = entry.tries.len().saturating_sub(1);
        let results = Entry::results(store.app(), &entry.id, Some(number));
        let heartbeat = Arc::new(Heartbeat::new(store.clone(), page, Arc::clone(&progress)));
        let publisher = Arc::new(Publisher::new(store.clone(), results, Arc::clone(&progress)));
        let (heartbeat_runs, publisher_runs) = (Arc::clone(&heartbeat), Arc::clone(&publisher));
        reactor.spawn(move || heartbeat_runs.run());
        reactor.spawn(move || publisher_runs.run());
        Self { store, entry, progress, heartbeat, publisher, reactor }
    }

    fn run(&self, access: crate::access::Access) -> Result<(), Error> {
        let (load, inputs) = self.inputs()?;
        let mut history = self.history(inputs.len())?;
        let Left { mut runs, lost: gone } = history.left();
        for index in gone {
            // The try before this one may have begun it.
            let before = self.entry.tries.iter().rev().nth(1).map_or("(unknown)", String::as_str);
            self.settle(&mut history, &load, &inputs, index, lost(before, &self.entry.plan.task, index));
        }
        if !runs.is_empty() {
            let plan = &self.entry.plan;
            let demands = Demands {
                program: Some(plan.program.clone()),
                labels: plan.options.labels.clone(),
                ..Demands::default()
            };
            let caller = while_away(&self.progress, || Caller::start(access.clone(), demands.clone()))?;
            let caller = Arc::new(caller);
            while caller.board().wait_for_nodes(1, LOOK) == 0 {
                if self.progress.is_stopped() {
                    return Err(self.stopped());
                }
            }
            let pool = self.pool(&caller)?;
            let name: &'static str = self.entry.plan.task.clone().leak();
            let format: &'static str = self.entry.plan.format.clone().leak();
            let task = EncodedTask { name, format, load: load.clone() };
            let mut outcome = Ok(());
            while !runs.is_empty() {
                match self.round(&pool, &task, &inputs, &mut history, &runs) {
                    Ok(again) => runs = again,
                    Err(error) => {
                        outcome = Err(error);
                        break;
                    }
                }
            }
            // Its last handle says good-bye to the nodes.
            self.progress.release();
            drop(pool);
            drop(caller);
            outcome?;
        }
        if self.publisher.flush() { Ok(()) } else { Err(self.stopped()) }
    }

    /// Runs these inputs once each. Gives those that are to run again.
    fn round(
        &self,
        pool: &RemotePool,
        task: &EncodedTask,
        inputs: &[Vec<u8>],
        history: &mut History,
        runs: &[u64],
    ) -> Result<Vec<u64>, Error> {
        let mut again = Vec::new();
        let of = |index: u64| inputs.get(index as usize).map_or(&[][..], Vec::as_slice);
        let outcome = pool.run_encoded(
            task,
            runs.iter().map(|index| (*index, of(*index))),
            |index, result| match result {
                Ok(bytes) => {
                    history.settle(index);
                    self.publisher.push(What::Result, index, &bytes);
                }
                Err(error) if has_lost_worker(&error) && history.runs_left(index) > 1 => {
                    again.push((index, encode_error(&error)));
                }
                Err(error) => self.settle(history, &task.load, inputs, index, error),
            },
        );
        if self.progress.is_stopped() {
            return Err(self.stopped());
        }
        outcome?;
        // How often they ran must be known before they run once more, and that nobody else has the call by now.
        for (index, error) in &again {
            self.publisher.push(What::Again, *index, error);
            history.fail(*index, error.clone());
        }
        if !again.is_empty() {
            self.confirm()?;
        }
        let mut again: Vec<u64> = again.into_iter().map(|(index, _)| index).collect();
        again.sort_unstable();
        Ok(again)
    }

    /// Makes sure that all is kept so far, and that the call is still this process's.
    fn confirm(&self) -> Result<(), Error> {
        while self.publisher.flush() && !self.progress.is_stopped() {
            let heartbeat = Arc::clone(&self.heartbeat);
            // If the server is away, it is asked again.
            if self.reactor.run(move || async move { heartbeat.confirm().await })?.is_ok()
                && !self.progress.is_stopped()
            {
                return Ok(());
            }
        }
        Err(self.stopped())
    }

    /// The input has no result but this error.
    fn settle(&self, history: &mut History, load: &[u8], inputs: &[Vec<u8>], index: u64, error: Error) {
        let encoded = encode_error(&error);
        if has_lost_worker(&error) {
            let mut errors = history.errors(index).to_vec();
            errors.push(encoded.clone());
            let decoded: Vec<Error> = errors.iter().filter_map(|error| decode_error(error)).collect();
            if is_dead(decoded.iter()) {
                let input = inputs.get(index as usize).map_or(&[][..], Vec::as_slice);
                self.keep_dead_task(&NewLetter { entry: &self.entry, index, load, input, errors: &errors });
            }
        }
        history.settle(index);
        self.publisher.push(What::Error, index, &encoded);
    }

    /// Keeps a dead letter. If that is not possible, the call goes on without it.
    fn keep_dead_task(&self, letter: &NewLetter<'_>) {
        let store = self.store.clone();
        let mut writer = letter.writer(&store);
        let _ = self.reactor.run(move || async move {
            while let Some(message) = writer.next_message(store.key()) {
                if store.append(writer.subject(), message).await.is_err() {
                    return;
                }
            }
        });
    }

    fn pool(&self, caller: &Arc<Caller>) -> Result<RemotePool, Error> {
        let options = &self.entry.plan.options;
        let mut pool = RemotePool::in_format().token(self.entry.plan.token).set_up(&options.setup);
        if options.tasks_per_worker > 0 {
            pool = pool.tasks_per_worker(options.tasks_per_worker);
        }
        if options.recycle_above > 0 {
            pool = pool.recycle_above(options.recycle_above);
        }
        if let Some(limit) = options.task_timeout {
            pool = pool.task_timeout(limit);
        }
        let pool = open_pool(pool, caller)?;
        self.progress.attach(pool.clone());
        Ok(pool)
    }

    fn stopped(&self) -> Error {
        match self.progress.failure() {
            Some(failure) => failure.into_error(),
            None => refused("the call was ended"),
        }
    }

    /// If the call was forgotten meanwhile, what was on its way is deleted.
    fn leave_nothing(&self) {
        self.publisher.settle();
        let (store, id) = (self.store.clone(), self.entry.id.clone());
        let _ = self.reactor.run(move || async move {
            if matches!(store.find(&id).await, Ok(None)) {
                let _ = store.forget(&id).await;
            }
        });
    }

    /// Notes how the call has ended, unless somebody else has it.
    fn end(&self, state: State) {
        let is_of_others = self.progress.is_stopped() && self.progress.failure().is_none();
        if is_of_others {
            self.leave_nothing();
            return;
        }
        let deadline = Instant::now() + AWAY;
        loop {
            let (heartbeat, state) = (Arc::clone(&self.heartbeat), state.clone());
            let noted = self.reactor.run(move || async move { heartbeat.end(state).await });
            if !matches!(noted, Ok(Err(_))) || Instant::now() > deadline {
                return;
            }
        }
    }
}
