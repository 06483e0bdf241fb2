//! [`Cluster`]: a pool whose workers are on other machines.

use crate::access::Access;
use crate::builder::ClusterBuilder;
use crate::caller::{Caller, NodeInfo};
use crate::detach::{CallId, Calls, DetachOptions, DetachedCall};
use crate::local::Local;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use wirecheck::cluster::{RemotePool, SeatHost};
use wirecheck::task::{RemoteTask, StatelessCode};
use wirecheck::{Bincode, Codec, Error, Sendable};

/// Worker processes on the nodes of a cluster, with the methods of [`wirecheck::Pool`].
///
/// A node is the same program, started with the environment variable `WIRECHECK_NODE` that names the NATS server, or another one that
/// trusts the [`signature`](ClusterBuilder::signature) of this one. Nodes may come and go; work goes to those that are there. The promises of `Pool` hold: a crash costs one task, limits and timeouts stop one
/// task, and nothing runs twice unless [`retries`](ClusterBuilder::retries) allows it. If a node is lost, the tasks that may have run
/// there fail with an error whose [`is_lost`](Error::is_lost) is true.
///
/// The program must call [`init`](crate::init) first in `main`. A clone is the same cluster. Dropping the last one ends its workers.
///
/// ```no_run
/// use wirecheck::closure;
/// use wirecheck_cluster::Cluster;
///
/// fn main() -> Result<(), wirecheck::Error> {
///     wirecheck_cluster::init();
///     let cluster = Cluster::connect("nats://broker:4222")?;
///     let by = 2.5;
///     let scaled = cluster.map(closure!(|x: f64| x * by), [1.0, 2.0])?;
///     assert_eq!(scaled, [2.5, 5.0]);
///     Ok(())
/// }
/// ```
#[derive(Debug)]
pub struct Cluster<F: Codec = Bincode> {
    // Dropped in this order: the workers, the connection, the nodes on this machine.
    pool: RemotePool<F>,
    caller: Arc<Caller>,
    local: Option<Arc<Local>>,
    detach: Detach,
    /// Connected when it is first needed.
    calls: Arc<OnceLock<Calls<F>>>,
}

/// How calls are detached.
#[derive(Clone, Debug)]
pub(crate) struct Detach {
    pub(crate) access: Access,
    pub(crate) options: DetachOptions,
}

impl Cluster {
    /// Connects to a NATS server and the nodes that run this program. Values are sent in [`Bincode`].
    ///
    /// # Errors
    /// When the server cannot be reached, or no node answers within some seconds.
    pub fn connect(server: &str) -> Result<Self, Error> {
        Self::builder().server(server).build()
    }

    /// Sets options.
    pub fn builder() -> ClusterBuilder {
        ClusterBuilder::new()
    }

    /// A cluster on this machine, for tests and first tries: a NATS server and so many nodes, each with two workers. They end with
    /// it.
    ///
    /// The server is `$NATS_SERVER`, or `nats-server` in the `PATH`.
    ///
    /// # Errors
    /// When there is no such program, or it does not start.
    ///
    /// ```no_run
    /// use wirecheck::closure;
    ///
    /// wirecheck_cluster::init();
    /// let cluster = wirecheck_cluster::Cluster::local(3)?;
    /// assert_eq!(cluster.nodes().len(), 3);
    /// assert_eq!(cluster.map(closure!(|x: u64| x * x), [2, 3])?, [4, 9]);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    pub fn local(nodes: usize) -> Result<Self, Error> {
        Self::builder().local(nodes).build()
    }
}

impl<F: Codec> Cluster<F> {
    pub(crate) fn new(
        pool: RemotePool<F>,
        caller: Arc<Caller>,
        local: Option<Arc<Local>>,
        detach: Detach,
    ) -> Self {
        Self { pool, caller, local, detach, calls: Arc::default() }
    }

    /// Detached calls of the same application, with the options of this cluster.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub fn calls(&self) -> Result<&Calls<F>, Error> {
        if let Some(calls) = self.calls.get() {
            return Ok(calls);
        }
        let Detach { access, options } = &self.detach;
        let calls = Calls::open(access, options.clone(), self.local.clone())?;
        Ok(self.calls.get_or_init(|| calls))
    }

    /// Runs `task` over `inputs` without this process, which may end. As of [`Calls::detach`].
    ///
    /// ```no_run
    /// use wirecheck::closure;
    /// use wirecheck_cluster::Cluster;
    ///
    /// wirecheck_cluster::init();
    /// let cluster = Cluster::connect("nats://broker:4222")?;
    /// let id = cluster.detach(closure!(|x: u64| x * x), 0..1000)?;
    /// // Later, also in another process:
    /// let call = cluster.attach::<u64>(&id)?;
    /// assert_eq!(call.join()?[3], 9);
    /// call.forget()?;
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// As of [`Calls::detach`].
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
        self.calls()?.detach(task, inputs)
    }

    /// A call that was detached by this or another process of the program. As of [`Calls::attach`].
    ///
    /// # Errors
    /// As of [`Calls::attach`].
    pub fn attach<R: Sendable<F>>(&self, id: &CallId) -> Result<DetachedCall<R, F>, Error> {
        self.calls()?.attach(id)
    }

    /// The nodes that are there, also those that do not run this program, with the reason.
    pub fn nodes(&self) -> Vec<NodeInfo> {
        self.caller.board().nodes()
    }

    /// The same nodes for another pool, with options of its own.
    #[doc(hidden)]
    pub fn host(&self) -> Arc<dyn SeatHost> {
        let host: Arc<Caller> = Arc::clone(&self.caller);
        host
    }

    /// The address of the server of a cluster on this machine, for more nodes.
    pub fn local_server(&self) -> Option<&str> {
        self.local.as_deref().map(Local::address)
    }
}

/// The methods of [`wirecheck::Pool`].
impl<F: Codec> Deref for Cluster<F> {
    type Target = RemotePool<F>;

    fn deref(&self) -> &RemotePool<F> {
        &self.pool
    }
}

impl<F: Codec> Clone for Cluster<F> {
    fn clone(&self) -> Self {
        Self {
            pool: self.pool.clone(),
            caller: Arc::clone(&self.caller),
            local: self.local.clone(),
            detach: self.detach.clone(),
            calls: Arc::clone(&self.calls),
        }
    }
}
