//! `node`: a node for programs that this machine does not have.

use super::Reach;
use crate::command::Failure;
use std::ffi::OsString;
use std::path::PathBuf;

/// A node that runs signed programs of callers.
#[derive(Debug, clap::Args)]
pub(crate) struct Node {
    #[command(flatten)]
    reach: Reach,

    /// File with public keys of minisign, one after the other: only programs that are signed by one of them are run
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,

    /// Name in errors and lists; that of the machine by default
    #[arg(long)]
    name: Option<String>,

    /// Number of workers; one for each core by default
    #[arg(long, value_name = "N")]
    workers: Option<usize>,

    /// Label; may be repeated
    #[arg(long = "label", value_name = "LABEL")]
    labels: Vec<String>,

    /// Directory in which programs are kept
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,

    /// The most bytes of it
    #[arg(long, value_name = "BYTES")]
    cache_bytes: Option<u64>,

    /// Answer `GET /metrics` for Prometheus at this address, such as 127.0.0.1:9464
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<String>,
}

impl Node {
    /// What a program that is started as a node takes from its environment.
    fn variable(&self, name: &str) -> Option<OsString> {
        match name {
            "WIRECHECK_APP" => Some((&self.reach.app).into()),
            "WIRECHECK_CREDENTIALS" => self.reach.credentials.as_ref().map(Into::into),
            "WIRECHECK_TLS_ROOTS" => self.reach.tls_roots.as_ref().map(Into::into),
            "WIRECHECK_NODE_TRUST" => Some((&self.trust).into()),
            "WIRECHECK_NODE_NAME" => self.name.as_ref().map(Into::into),
            "WIRECHECK_NODE_WORKERS" => self.workers.map(|count| count.to_string().into()),
            "WIRECHECK_NODE_LABELS" => Some(self.labels.join(",").into()),
            "WIRECHECK_NODE_CACHE" => self.cache.as_ref().map(Into::into),
            "WIRECHECK_NODE_CACHE_BYTES" => self.cache_bytes.map(|bytes| bytes.to_string().into()),
            "WIRECHECK_NODE_METRICS" => self.metrics.as_ref().map(Into::into),
            // The secret, and where the usual cache is.
            _ => std::env::var_os(name),
        }
    }
}

pub(crate) fn run(args: &Node) -> Result<(), Failure> {
    Ok(wirecheck_cluster::run_node(&(&args.reach.server).into(), |name| args.variable(name))?)
}
