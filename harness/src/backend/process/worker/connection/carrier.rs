//! How shared memory gets to a worker on another machine.

use crate::shared_slice::Region;
use std::sync::Arc;

/// Gets regions to a worker that shares no memory with this process.
pub(crate) trait Carrier: std::fmt::Debug + Send + Sync {
    /// What is sent from now on may refer to this region, up to what is written of it by now. `is_new` says that the worker is told
    /// to wait for it; otherwise it was told before.
    fn carry(&self, region: &Arc<Region>, is_new: bool);
}
