//! [`Nodes`]: where the cells of the backend `cluster` run.

use super::setting::Setting;
use crate::backend::{AnyBackend, Fault};
use crate::error::Error;
use crate::format::Codec;
use crate::progress::Progress;

/// Reaches the nodes of a cluster by an address, or by a word such as `local`.
pub type Connect = fn(&str) -> Result<Nodes, Error>;

/// A connection to the nodes of a cluster, for [`Suite::cluster`](super::Suite::cluster). The function `nodes` of the crate
/// `wirecheck-cluster` makes one.
#[derive(Clone, Debug)]
pub struct Nodes(connection::Connection);

#[cfg(all(processes, feature = "_cluster"))]
mod connection {
    use super::{AnyBackend, Codec, Error, Fault, Nodes, Progress, Setting};
    use crate::backend::RemotePool;
    use crate::cluster::ClusterNodes;
    use std::sync::Arc;

    pub(super) type Connection = Arc<dyn ClusterNodes>;

    impl Nodes {
        /// The nodes of this connection.
        #[doc(hidden)]
        pub fn new(connection: Arc<dyn ClusterNodes>) -> Self {
            Self(connection)
        }

        /// How many workers they have room for.
        pub(in crate::matrix) fn places(&self) -> usize {
            self.0.places()
        }

        pub(in crate::matrix) fn backend<F: Codec, H: Fn(Progress) + Send + Sync + 'static>(
            &self,
            setting: Setting<H>,
            fault: Option<(Fault, u64)>,
        ) -> Result<AnyBackend<F>, Error> {
            let builder = RemotePool::<F>::in_format().on(self.0.host()).faulty(fault);
            setting.on(builder).map(AnyBackend::Cluster)
        }
    }
}

#[cfg(not(all(processes, feature = "_cluster")))]
mod connection {
    use super::{AnyBackend, Codec, Error, Fault, Nodes, Progress, Setting};

    /// There is none without the crate `wirecheck-cluster`.
    pub(super) type Connection = std::convert::Infallible;

    impl Nodes {
        pub(in crate::matrix) fn places(&self) -> usize {
            match self.0 {}
        }

        pub(in crate::matrix) fn backend<F: Codec, H: Fn(Progress) + Send + Sync + 'static>(
            &self,
            _: Setting<H>,
            _: Option<(Fault, u64)>,
        ) -> Result<AnyBackend<F>, Error> {
            match self.0 {}
        }
    }
}
