//! A cluster on this machine: a server, and nodes on threads of this process.

use crate::access::Access;
use crate::node::{NodeOptions, Stop, run};
use crate::server::Server;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use wirecheck::Error;
use wirecheck::cluster::{not_started, system};

/// Workers of each node.
const PLACES: usize = 2;

/// A server and nodes. Dropping it ends them.
#[derive(Debug)]
pub(crate) struct Local {
    nodes: Vec<(Stop, JoinHandle<()>)>,
    server: Server,
    /// The process that has the threads.
    process: u32,
}

impl Local {
    /// Starts a server, which `access` leads to from then on, and so many nodes.
    ///
    /// # Errors
    /// When there is no server to start, or one of them does not start.
    pub(crate) fn start(nodes: usize, access: &mut Access) -> Result<Self, Error> {
        let server = Server::start()?;
        server.address().clone_into(&mut access.server);
        let mut local = Self { nodes: Vec::new(), server, process: std::process::id() };
        for number in 1..=nodes {
            local.start_node(number, access)?;
        }
        Ok(local)
    }

    fn start_node(&mut self, number: usize, access: &Access) -> Result<(), Error> {
        let name = format!("local-{number}");
        let options = NodeOptions {
            access: access.clone(),
            name: name.clone(),
            places: PLACES,
            labels: Vec::new(),
            metrics: None,
            trusted: None,
        };
        let stop = Stop::default();
        let (told, started) = mpsc::channel();
        let theirs = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name(format!("wirecheck-{name}"))
            .spawn(move || {
                let outcome = run(&options, &theirs, || drop(told.send(Ok(()))));
                if let Err(error) = outcome {
                    let _ = told.send(Err(error));
                }
            })
            .map_err(|error| system("the thread of a node could not be started", error))?;
        self.nodes.push((stop, thread));
        started.recv().unwrap_or_else(|_| Err(not_started("the thread of a node has ended")))
    }

    pub(crate) fn address(&self) -> &str {
        self.server.address()
    }

    pub(crate) fn nodes(&self) -> usize {
        self.nodes.len()
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        let nodes = std::mem::take(&mut self.nodes);
        if self.process != std::process::id() {
            // A fork does not have the threads.
            std::mem::forget(nodes);
            return;
        }
        nodes.iter().for_each(|(stop, _)| stop.notify_one());
        nodes.into_iter().for_each(|(_, thread)| drop(thread.join()));
    }
}
