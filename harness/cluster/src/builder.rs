//! The options of a [`Cluster`].

use crate::access::Access;
use crate::caller::{Caller, Demands, NodeInfo};
use crate::cluster::{Cluster, Detach};
use crate::detach::{Calls, DetachOptions};
use crate::local::Local;
use crate::tunnel::Key;
use crate::watch::Watch;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use wirecheck::backend::Initialized;
use wirecheck::cluster::{RemotePool, not_started, refused, system};
use wirecheck::task::{RemoteTask, StatelessCode};
use wirecheck::{Batch, Bincode, Builder, Codec, Error, Fault, Progress, Sendable, WorkerLine};

/// How long the first node is waited for, unless that is set.
const PATIENCE: Duration = Duration::from_secs(5);
/// An error names at most so many nodes.
const MOST_NAMED: usize = 4;
/// A pool has at most so many workers.
const MOST_WORKERS: usize = 4096;

/// Sets the options of a [`Cluster`].
#[derive(Debug)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClusterBuilder<F: Codec = Bincode> {
    pool: Builder<RemotePool<F>>,
    access: Access,
    demands: Demands,
    local: Option<usize>,
    patience: Duration,
    detach: DetachOptions,
}

impl ClusterBuilder {
    pub(crate) fn new() -> Self {
        let access = Access::to("nats://127.0.0.1:4222");
        Self {
            pool: RemotePool::in_format(),
            access,
            demands: Demands::default(),
            local: None,
            patience: PATIENCE,
            detach: DetachOptions::default(),
        }
    }
}

/// Options that a [`wirecheck::Pool`] has too.
macro_rules! of_pool {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $ty:ty),*);)*) => {$(
        $(#[$doc])*
        pub fn $name(self, $($argument: $ty),*) -> Self {
            Self { pool: self.pool.$name($($argument),*), ..self }
        }
    )*};
}

impl<F: Codec> ClusterBuilder<F> {
    /// The address of the NATS server: `nats://host:4222`, `tls://host:4222`, with a user (`nats://USER:PASSWORD@host`) or a token
    /// (`nats://TOKEN@host`); several of one cluster with commas between them.
    pub fn server(mut self, server: &str) -> Self {
        server.clone_into(&mut self.access.server);
        self
    }

    /// The name of the application. Callers and nodes find each other by it, so that several can use one server. `app` by default.
    pub fn app(mut self, name: &str) -> Self {
        name.clone_into(&mut self.access.app);
        self
    }

    /// What callers and nodes have in common. Messages of anybody else are dropped. The environment variable
    /// `WIRECHECK_CLUSTER_SECRET` by default.
    pub fn secret(mut self, secret: &[u8]) -> Self {
        self.access.key = Key::of(secret);
        self
    }

    /// A file with NATS credentials (`.creds`), or with the seed of an nkey.
    pub fn credentials(mut self, file: impl Into<PathBuf>) -> Self {
        self.access.credentials = Some(file.into());
        self
    }

    /// Refuses servers without TLS, and trusts the authorities whose certificates are in this file, besides those of the system.
    pub fn tls(mut self, roots: Option<PathBuf>) -> Self {
        self.access.requires_tls = true;
        self.access.roots = roots;
        self
    }

    /// The signature of this program's executable, a file that `minisign -Sm PROGRAM` has made. It is sent to nodes that have another
    /// executable: they run this one if they trust the key that has signed it (`WIRECHECK_NODE_TRUST`, see [`init`](crate::init)). The
    /// executable goes to them over the server, which needs JetStream for it.
    ///
    /// By default it is the file next to the executable that has its name with `.minisig` behind, if there is one.
    pub fn signature(mut self, file: impl Into<PathBuf>) -> Self {
        let file = file.into();
        self.detach.signature = Some(file.clone());
        self.demands.signature = Some(file);
        self
    }

    /// Uses only nodes that have all of these labels, which a node gets by `WIRECHECK_NODE_LABELS`.
    pub fn labels<L: Into<String>>(mut self, labels: impl IntoIterator<Item = L>) -> Self {
        self.demands.labels = labels.into_iter().map(Into::into).collect();
        self.detach.options.labels.clone_from(&self.demands.labels);
        self
    }

    /// Starts a server and so many nodes on this machine. See [`Cluster::local`].
    pub fn local(mut self, nodes: usize) -> Self {
        self.local = Some(nodes);
        self
    }

    /// How long to wait for the first node. 5 s by default.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    of_pool! {
        /// As of [`Builder::batch`].
        batch(batch: Batch);
        /// As of [`Builder::window`].
        window(inputs: usize);
        /// As of [`Builder::phases`].
        phases(measure: bool);
        /// As of [`Builder::idle_timeout`].
        idle_timeout(patience: Duration);
        /// As of [`Builder::greeting_timeout`]. The time until a node has a place for the worker does not count.
        greeting_timeout(patience: Duration);
        /// As of [`Builder::initializer_timeout`].
        initializer_timeout(patience: Duration);
        /// As of [`Builder::memory_limit`].
        memory_limit(bytes: u64);
        /// As of [`Builder::nice`]. A node takes a negative one only if it has the privilege.
        nice(nice: i32);
        /// As of [`Builder::inner_threads`].
        inner_threads(threads: usize);
        /// As of [`Builder::backtraces`].
        backtraces(wanted: bool);
        /// As of [`Builder::max_depth`].
        max_depth(depth: u32);
    }

    /// Sets an environment variable for the workers. One that makes the loader run other code, as `LD_PRELOAD` does, is refused.
    pub fn env(self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        Self { pool: self.pool.env(name, value), ..self }
    }

    /// Removes an environment variable for the workers, which otherwise have those of their node.
    pub fn env_remove(self, name: impl Into<OsString>) -> Self {
        Self { pool: self.pool.env_remove(name), ..self }
    }

    /// The directory in which workers start. It must exist on the nodes.
    pub fn current_dir(self, folder: impl Into<PathBuf>) -> Self {
        Self { pool: self.pool.current_dir(folder), ..self }
    }

    /// As of [`Builder::fault`]. Detached calls have none.
    pub fn fault(mut self, fault: Fault, input: u64) -> Self {
        self.detach.other = Some("fault");
        Self { pool: self.pool.fault(fault, input), ..self }
    }

    /// As of [`Builder::task_timeout`].
    pub fn task_timeout(mut self, limit: Duration) -> Self {
        self.detach.options.task_timeout = Some(limit);
        Self { pool: self.pool.task_timeout(limit), ..self }
    }

    /// As of [`Builder::call_timeout`]. Detached calls do not have it.
    pub fn call_timeout(mut self, limit: Duration) -> Self {
        self.detach.other = Some("call_timeout");
        Self { pool: self.pool.call_timeout(limit), ..self }
    }

    /// How often a task is run again when its worker dies or its node is lost. Never by default, because a task may have done
    /// half of its work.
    pub fn retries(mut self, times: u32) -> Self {
        self.detach.options.retries = times;
        Self { pool: self.pool.retries(times), ..self }
    }

    /// As of [`Builder::tasks_per_worker`].
    pub fn tasks_per_worker(mut self, tasks: u64) -> Self {
        self.detach.options.tasks_per_worker = tasks;
        Self { pool: self.pool.tasks_per_worker(tasks), ..self }
    }

    /// As of [`Builder::recycle_above`].
    pub fn recycle_above(mut self, bytes: u64) -> Self {
        self.detach.options.recycle_above = bytes;
        Self { pool: self.pool.recycle_above(bytes), ..self }
    }

    /// How long the server keeps the results of a detached call, from when it was detached, unless they are forgotten before. 7 days by
    /// default, and 30 days at the most.
    pub fn keep_results(mut self, time: Duration) -> Self {
        self.detach.options.keep = time;
        self
    }

    /// On how many servers of a NATS cluster detached calls are kept: 1, 3 or 5. One by default. It counts when the first call of an
    /// application is detached; what is there by then stays as it is.
    pub fn replicas(mut self, servers: usize) -> Self {
        self.detach.replicas = servers;
        self
    }

    /// As of [`Builder::on_progress`].
    pub fn on_progress(self, hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { pool: self.pool.on_progress(hook), ..self }
    }

    /// Calls `hook` with each line that a worker writes to its standard error, with its node and the task that ran then. As of
    /// [`Builder::on_line`]. The node's standard error has these lines too.
    ///
    /// Lines travel behind the results. What there is no room for is dropped and counted.
    ///
    /// ```no_run
    /// use wirecheck_cluster::Cluster;
    ///
    /// fn main() -> Result<(), wirecheck::Error> {
    ///     wirecheck_cluster::init();
    ///     // Prints lines such as `[node gpu-1 worker 4711 render #7] half done`.
    ///     let cluster = Cluster::builder().server("nats://broker").on_line(|line| eprintln!("{line}")).build()?;
    ///     # drop(cluster);
    ///     Ok(())
    /// }
    /// ```
    pub fn on_line(self, hook: impl Fn(&WorkerLine) + Send + Sync + 'static) -> Self {
        Self { pool: self.pool.on_line(hook), ..self }
    }

    /// As of [`Builder::initializer`].
    ///
    /// Detached calls have none.
    #[track_caller]
    pub fn initializer<K, R, M>(mut self, task: K) -> Self
    where
        K: RemoteTask<F, (), R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        (): Sendable<F>,
        R: Sendable<F> + Initialized,
        M: 'static,
    {
        self.detach.other = Some("initializer");
        Self { pool: self.pool.initializer(task), ..self }
    }

    /// Uses another wire format. Give it before an initializer.
    pub fn format<G: Codec>(self) -> ClusterBuilder<G> {
        let Self { pool, access, demands, local, patience, detach } = self;
        ClusterBuilder { pool: pool.format(), access, demands, local, patience, detach }
    }

    /// Connects.
    ///
    /// # Errors
    /// When an option is refused, the server cannot be reached, or no node that runs this program answers in time.
    pub fn build(self) -> Result<Cluster<F>, Error> {
        let Self { pool, mut access, demands, local, patience, mut detach } = self;
        detach.options.setup = pool.setup()?;
        let local = start_local(local, &mut access)?;
        let caller = Arc::new(Caller::start(access.clone(), demands)?);
        let expected = local.as_ref().map_or(1, |local| local.nodes());
        if caller.board().wait_for_nodes(expected, patience) == 0 {
            return Err(not_started(no_node(&caller.board().nodes(), patience)));
        }
        let pool = open_pool(pool, &caller)?;
        Ok(Cluster::new(pool, caller, local, Detach { access, options: detach }))
    }

    /// Connects to look at the nodes, whatever program they run.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub fn watch(self) -> Result<Watch, Error> {
        Watch::open(self.access)
    }

    /// Connects for detached calls only. No node need be there.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub fn calls(self) -> Result<Calls<F>, Error> {
        let Self { pool, mut access, local, mut detach, .. } = self;
        detach.options.setup = pool.setup()?;
        let local = start_local(local, &mut access)?;
        Calls::open(&access, detach, local)
    }
}

/// Starts a server and nodes on this machine, if that was asked for.
fn start_local(nodes: Option<usize>, access: &mut Access) -> Result<Option<Arc<Local>>, Error> {
    match nodes {
        None => Ok(None),
        Some(0) => Err(refused("a cluster without nodes runs nothing: give at least 1")),
        Some(nodes) => Ok(Some(Arc::new(Local::start(nodes, access)?))),
    }
}

/// A pool on the nodes of a caller, with as many workers as there are places.
pub(crate) fn open_pool<F: Codec>(
    pool: Builder<RemotePool<F>>,
    caller: &Arc<Caller>,
) -> Result<RemotePool<F>, Error> {
    let board = Arc::clone(caller.board());
    let places = board.places();
    let host: Arc<Caller> = Arc::clone(caller);
    let pool = pool.workers(places.clamp(1, MOST_WORKERS)).on(host).build()?;
    let resize = pool.resizer();
    std::thread::Builder::new()
        .name("wirecheck-places".to_owned())
        .spawn(move || {
            let mut known = places;
            while let Some(places) = board.wait_for_places(known) {
                if !resize(places.clamp(1, MOST_WORKERS)) {
                    return;
                }
                known = places;
            }
        })
        .map_err(|error| system("a thread of a cluster could not be started", error))?;
    Ok(pool)
}

fn no_node(others: &[NodeInfo], patience: Duration) -> String {
    let start =
        "start one: this program with the environment variable `WIRECHECK_NODE` set to the server's address";
    let seconds = patience.as_secs_f64();
    if others.is_empty() {
        return format!("no node answered within {seconds} s; {start}");
    }
    let mut whys: Vec<&str> = others.iter().filter_map(|node| node.refusal.as_deref()).collect();
    let more = whys.len().saturating_sub(MOST_NAMED);
    whys.truncate(MOST_NAMED);
    let more = if more > 0 { format!("; and {more} more nodes") } else { String::new() };
    format!("no node runs this program: {}{more}; {start}", whys.join("; "))
}
