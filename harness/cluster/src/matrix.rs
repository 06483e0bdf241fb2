//! Clusters for the cells of a matrix.

use crate::cluster::Cluster;
use std::sync::Arc;
use wirecheck::Error;
use wirecheck::cluster::{ClusterNodes, SeatHost};
use wirecheck::matrix::Nodes;

/// Nodes of `local`, which is a cluster on this machine.
const LOCAL_NODES: usize = 3;

/// Connects to the NATS server at this address for [`wirecheck::matrix::Suite::cluster`], or starts a cluster of three nodes on this
/// machine if it is `local`.
///
/// ```
/// use wirecheck::matrix::Suite;
///
/// let suite = Suite::new().cluster(wirecheck_cluster::nodes);
/// # assert!(suite.connect().is_some());
/// ```
///
/// # Errors
/// As [`Cluster::connect`] and [`Cluster::local`].
pub fn nodes(address: &str) -> Result<Nodes, Error> {
    let cluster = if address == "local" { Cluster::local(LOCAL_NODES) } else { Cluster::connect(address) }?;
    Ok(Nodes::new(Arc::new(cluster)))
}

impl ClusterNodes for Cluster {
    fn host(&self) -> Arc<dyn SeatHost> {
        Cluster::host(self)
    }

    fn places(&self) -> usize {
        self.nodes().iter().filter(|node| node.is_same_build).map(|node| node.workers).sum()
    }
}
