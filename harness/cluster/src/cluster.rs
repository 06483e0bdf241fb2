//! [`Cluster`]: a pool whose workers are on other machines.

use crate::builder::ClusterBuilder;
use crate::caller::{Caller, NodeInfo};
use crate::local::Local;
use std::ops::Deref;
use std::sync::Arc;
use wirecheck::cluster::{RemotePool, SeatHost};
use wirecheck::{Bincode, Codec, Error};

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
    pub(crate) fn new(pool: RemotePool<F>, caller: Arc<Caller>, local: Option<Arc<Local>>) -> Self {
        Self { pool, caller, local }
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
        Self { pool: self.pool.clone(), caller: Arc::clone(&self.caller), local: self.local.clone() }
    }
}
