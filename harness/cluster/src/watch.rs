//! [`Watch`]: looks at the nodes of an application, and asks nothing of them.

use crate::access::Access;
use crate::beat::Beat;
use crate::caller::NodeInfo;
use crate::program::ProgramInfo;
use crate::reactor::Reactor;
use async_nats::Client;
use bytes::Bytes;
use futures_util::StreamExt;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use wirecheck::Error;
use wirecheck::cluster::not_started;

/// Looks at the nodes of an application, whatever program they run, and asks nothing of them. From
/// [`ClusterBuilder::watch`](crate::ClusterBuilder::watch).
///
/// ```no_run
/// use std::time::Duration;
/// use wirecheck_cluster::Cluster;
///
/// let watch = Cluster::builder().server("nats://broker:4222").watch()?;
/// for node in watch.nodes(Duration::from_secs(2))? {
///     println!("{}: {} of {} workers are busy", node.name, node.busy, node.workers);
/// }
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Debug)]
pub struct Watch {
    reactor: Reactor,
    client: Client,
    access: Access,
    own: ProgramInfo,
}

impl Watch {
    pub(crate) fn open(access: Access) -> Result<Self, Error> {
        let own = ProgramInfo::own(None)?;
        let reactor = Reactor::start("wirecheck-watch")?;
        let theirs = access.clone();
        let client =
            reactor.run(move || async move { theirs.connect("wirecheck watch", |_| {}).await })??;
        Ok(Self { reactor, client, access, own })
    }

    /// The nodes that answer within this time, in the order of their names. A node says once a second that it is there, and at once when
    /// it is asked.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub fn nodes(&self, patience: Duration) -> Result<Vec<NodeInfo>, Error> {
        let (client, access) = (self.client.clone(), self.access.clone());
        let beats = self
            .reactor
            .run(move || async move { beats(&client, &access, Instant::now() + patience).await })??;
        let mut nodes: Vec<NodeInfo> = beats.iter().map(|beat| NodeInfo::of(beat, &self.own)).collect();
        nodes.sort_by(|one, other| (&one.name, &one.build).cmp(&(&other.name, &other.build)));
        Ok(nodes)
    }
}

async fn beats(client: &Client, access: &Access, deadline: Instant) -> Result<Vec<Beat>, Error> {
    let deadline = deadline.into();
    let refused = |what| not_started(format!("the NATS server did not take {what}"));
    let asking = async {
        let heard = client.subscribe(access.beats()).await.map_err(|_| refused("a subscription to beats"))?;
        client.publish(access.query(), Bytes::new()).await.map_err(|_| refused("a question to the nodes"))?;
        Ok(heard)
    };
    let mut heard = tokio::time::timeout_at(deadline, asking)
        .await
        .map_err(|_| refused("a question to the nodes in time"))??;
    let mut found = HashMap::new();
    while let Ok(Some(message)) = tokio::time::timeout_at(deadline, heard.next()).await {
        if let Some(beat) = access.key.open(&message.payload).and_then(Beat::read) {
            found.insert(beat.id.clone(), beat);
        }
    }
    Ok(found.into_values().collect())
}
