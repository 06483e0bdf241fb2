//! What programs use: detach a call, attach to one, and look at dead letters.

use super::call::DetachedCall;
use super::call_store::{CallStore, VersionedEntry};
use super::entry::{Entry, Options, Plan, State, now};
use super::follower::{Follower, unknown};
use super::id::CallId;
use super::letter::{self, DeadLetter};
use super::records::{RecordWriter, What};
use crate::access::{Access, new_number};
use crate::local::Local;
use crate::program::ProgramInfo;
use crate::reactor::Reactor;
use crate::store::{LONGEST, StoreError};
use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use wirecheck::cluster::{EncodedTask, refused};
use wirecheck::task::{RemoteTask, StatelessCode};
use wirecheck::{Bincode, Codec, Error, Sendable};

/// How long results are kept, unless that is set.
const KEEP: Duration = Duration::from_secs(7 * 24 * 3600);

/// How calls are detached.
#[derive(Clone, Debug)]
pub(crate) struct DetachOptions {
    pub(crate) options: Options,
    /// Copies of what is kept, on different servers.
    pub(crate) replicas: usize,
    /// A file with the signature of this program.
    pub(crate) signature: Option<PathBuf>,
    /// An option that detached calls do not have, and that was set.
    pub(crate) other: Option<&'static str>,
}

impl Default for DetachOptions {
    fn default() -> Self {
        let options = Options { keep: KEEP, ..Options::default() };
        Self { options, replicas: 1, signature: None, other: None }
    }
}

/// Detached calls of an application, from [`ClusterBuilder::calls`](crate::ClusterBuilder::calls). No node need be there: calls wait on the
/// server until one is.
///
/// A detached call runs without the process that made it. Its inputs, its state and its results are kept on the NATS server, which
/// needs JetStream. A node takes the call, and a process of its own there (of the same program) runs it on all nodes, with the promises
/// of [`Pool`](wirecheck::Pool). Any process of the program can attach to it and fetch the results.
///
/// If that process or its node is lost, another node goes on with the call, if [`retries`](crate::ClusterBuilder::retries) allow it; no
/// input runs more often than once and `retries` times more. Without retries, inputs without a result have an error whose
/// [`is_lost`](Error::is_lost) is true.
///
/// ```no_run
/// use std::time::Duration;
/// use wirecheck_cluster::{CallId, Cluster};
///
/// fn square(x: u64) -> u64 {
///     x * x
/// }
///
/// fn main() -> Result<(), wirecheck::Error> {
///     wirecheck_cluster::init();
///     let calls = Cluster::builder().server("nats://broker:4222").calls()?;
///     if let Some(id) = std::env::args().nth(1) {
///         let call = calls.attach::<u64>(&id.parse::<CallId>()?)?;
///         for (index, result) in call.results() {
///             println!("{index}: {}", result?);
///         }
///         call.forget()
///     } else {
///         println!("{}", calls.detach(square, 0..1000)?);
///         Ok(())
///     }
/// }
/// ```
pub struct Calls<F: Codec = Bincode> {
    shared: Arc<Shared>,
    format: PhantomData<fn() -> F>,
}

/// What all handles share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) store: CallStore,
    pub(super) reactor: Reactor,
    detach: DetachOptions,
    program: ProgramInfo,
    /// The nodes on this machine, if it was asked for some.
    _local: Option<Arc<Local>>,
}

impl<F: Codec> Calls<F> {
    /// # Errors
    /// When the server cannot be reached.
    pub(crate) fn open(
        access: &Access,
        detach: DetachOptions,
        local: Option<Arc<Local>>,
    ) -> Result<Self, Error> {
        let program = ProgramInfo::own(detach.signature.as_deref())?;
        let reactor = Reactor::start("wirecheck-calls")?;
        let access = access.clone();
        let store =
            reactor.run(move || async move { CallStore::open(&access, "wirecheck calls").await })??;
        let shared = Arc::new(Shared { store, reactor, detach, program, _local: local });
        Ok(Self { shared, format: PhantomData })
    }

    /// Runs `task` over `inputs`, without this process. Returns once the server has all inputs, with the name of the call.
    ///
    /// [`retries`](crate::ClusterBuilder::retries), [`task_timeout`](crate::ClusterBuilder::task_timeout),
    /// [`tasks_per_worker`](crate::ClusterBuilder::tasks_per_worker), [`recycle_above`](crate::ClusterBuilder::recycle_above),
    /// [`labels`](crate::ClusterBuilder::labels), [`keep_results`](crate::ClusterBuilder::keep_results), and what is said of the worker
    /// processes ([`env`](crate::ClusterBuilder::env), [`memory_limit`](crate::ClusterBuilder::memory_limit) and the like) hold for it.
    ///
    /// If this program has a [`signature`](crate::ClusterBuilder::signature), nodes of other programs run the call too. They get the
    /// executable from the server, where it is kept for a day.
    ///
    /// # Errors
    /// When the task or an input cannot be encoded. When the server has no JetStream, or does not keep the call. When an initializer, a
    /// fault or a limit for whole calls was set, which detached calls do not have.
    #[track_caller]
    pub fn detach<K, A, R, M>(&self, task: K, inputs: impl IntoIterator<Item = A>) -> Result<CallId, Error>
    where
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        let (task, encoder) = EncodedTask::new::<F, K, A, R, M>(&task)?;
        let inputs = (0..).zip(inputs).map(|(index, input)| encoder.encode(index, input));
        self.shared.detach(&task, (&self.shared.program, std::any::type_name::<R>()), inputs)
    }

    /// A call that was detached by this or another process of the program.
    ///
    /// # Errors
    /// When the server does not answer or knows nothing of the call. When it was detached by another build of the program, in another
    /// format, or its results are of another type.
    pub fn attach<R: Sendable<F>>(&self, id: &CallId) -> Result<DetachedCall<R, F>, Error> {
        let (store, asked) = (self.shared.store.clone(), id.clone());
        let follower =
            self.shared.reactor.run(move || async move { Follower::open(store, &asked).await })??;
        let plan = &follower.page.entry.plan;
        let differs = |what: &str, theirs: &str, ours: &str| {
            Err(refused(format!("the call {id} has {what} {theirs}, and is asked for with {ours}")))
        };
        if plan.program.build != self.shared.program.build {
            return Err(refused(format!(
                "the call {id} was detached by the build {} of the program, and this is {}: attach from the same executable",
                plan.program.build, self.shared.program.build
            )));
        }
        let result = std::any::type_name::<R>();
        if plan.format != F::NAME {
            return differs("the format", &plan.format, F::NAME);
        }
        // That of a dead letter may not be known.
        if plan.result != result && !plan.result.is_empty() {
            return differs("results of the type", &format!("`{}`", plan.result), &format!("`{result}`"));
        }
        Ok(DetachedCall::new(Arc::clone(&self.shared), follower))
    }

    /// Inputs that have killed their workers on two nodes, in calls of any kind, the oldest first. That takes
    /// [`retries`](crate::ClusterBuilder::retries): without them an input runs once.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn dead_letters(&self) -> Result<Vec<DeadLetter>, Error> {
        let store = self.shared.store.clone();
        self.shared.reactor.run(move || async move { letter::all(&store).await })?
    }

    /// Runs the input of a dead letter again, as a detached call with one input, and deletes the letter.
    ///
    /// # Errors
    /// As of [`detach`](Self::detach). The call is one of the letter's build of the program, also where this is another one.
    pub fn retry_letter(&self, letter: &DeadLetter) -> Result<CallId, Error> {
        let plan = &letter.entry.plan;
        let name: &'static str = plan.task.clone().leak();
        let format: &'static str = plan.format.clone().leak();
        let task = EncodedTask { name, format, load: letter.load.clone() };
        let id = self.shared.detach(
            &task,
            (&plan.program, &plan.result),
            std::iter::once(Ok(letter.input.clone())),
        )?;
        self.forget_letter(&letter.id)?;
        Ok(id)
    }

    /// Deletes a dead letter.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn forget_letter(&self, id: &str) -> Result<(), Error> {
        let (store, id) = (self.shared.store.clone(), id.to_owned());
        if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(refused(format!("`{}` does not name a dead letter", id.escape_debug())));
        }
        let forgotten = self.shared.reactor.run(move || async move { letter::forget(&store, &id).await })?;
        forgotten.map_err(StoreError::into_error)
    }
}

impl Shared {
    fn detach(
        &self,
        task: &EncodedTask,
        (program, result): (&ProgramInfo, &str),
        inputs: impl Iterator<Item = Result<Vec<u8>, Error>>,
    ) -> Result<CallId, Error> {
        let DetachOptions { options, replicas, other, .. } = self.detach.clone();
        if let Some(other) = other {
            return Err(refused(format!(
                "a detached call has no `{other}`: leave it out of this builder, and build another cluster with it"
            )));
        }
        if options.keep.is_zero() || options.keep > LONGEST {
            return Err(refused(format!(
                "results cannot be kept for {} s: give from 1 s to {} days",
                options.keep.as_secs_f64(),
                LONGEST.as_secs() / (24 * 3600)
            )));
        }
        let store = self.store.clone();
        self.reactor
            .run(move || async move { store.prepare(replicas).await })?
            .map_err(StoreError::into_error)?;
        let plan = Plan {
            program: program.clone(),
            format: task.format.to_owned(),
            task: task.name.to_owned(),
            result: result.to_owned(),
            total: 0,
            token: new_number(),
            options,
            made: now(),
        };
        let id = CallId::new();
        let (store, entry) = (self.store.clone(), Entry::new(id.clone(), plan));
        let page = self.reactor.run(move || async move { store.enter(&entry).await })??;
        let sent = self.send(&id, task, inputs);
        let sent =
            sent.and_then(|total| self.keep_executable(program).and_then(|()| self.queue(page, total)));
        if let Err(error) = sent {
            // What was sent is of no use.
            let (store, id) = (self.store.clone(), id);
            let _ = self.reactor.run(move || async move { store.forget(&id).await });
            return Err(error);
        }
        Ok(id)
    }

    /// Puts the executable on the server for nodes that have another one, since this process may end. Without a signature none of them
    /// would run it.
    fn keep_executable(&self, program: &ProgramInfo) -> Result<(), Error> {
        if *program != self.program || program.signature.is_none() {
            return Ok(());
        }
        let (store, program) = (self.store.clone(), program.clone());
        let kept = self.reactor.run(move || async move { store.keep_executable(&program).await })?;
        kept.map_err(StoreError::into_error)
    }

    /// Lets nodes take a call whose inputs were sent.
    fn queue(&self, page: VersionedEntry, total: u64) -> Result<(), Error> {
        let VersionedEntry { mut entry, version } = page;
        entry.plan.total = total;
        entry.state = State::Queued;
        let (store, id) = (self.store.clone(), entry.id.clone());
        let queued = self.reactor.run(move || async move {
            entry.plan.made = store.changed_at(&entry.id).await?.unwrap_or(entry.plan.made);
            let queued = store.change(&entry, version).await;
            store.hint().await;
            queued
        })?;
        match queued.map_err(StoreError::into_error)? {
            Some(_) => Ok(()),
            None => Err(unknown(&id)),
        }
    }

    /// Sends the task and its inputs. Returns their number.
    fn send(
        &self,
        id: &CallId,
        task: &EncodedTask,
        inputs: impl Iterator<Item = Result<Vec<u8>, Error>>,
    ) -> Result<u64, Error> {
        let mut writer = RecordWriter::new(Entry::inputs(self.store.app(), id));
        writer.push(What::Task, 0, &task.load);
        let mut total = 0;
        for input in inputs {
            writer.push(What::Input, total, &input?);
            total += 1;
            while writer.is_full() {
                self.send_one(&mut writer)?;
            }
        }
        while !writer.is_empty() {
            self.send_one(&mut writer)?;
        }
        Ok(total)
    }

    fn send_one(&self, writer: &mut RecordWriter) -> Result<(), Error> {
        let (store, subject) = (self.store.clone(), writer.subject().to_owned());
        let Some(message) = writer.next_message(store.key()) else { return Ok(()) };
        let sent = self.reactor.run(move || async move { store.append(&subject, message).await })?;
        sent.map_err(StoreError::into_error)
    }
}

impl<F: Codec> Clone for Calls<F> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), format: PhantomData }
    }
}

impl<F: Codec> fmt::Debug for Calls<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calls").field("app", &self.shared.store.app()).finish_non_exhaustive()
    }
}
