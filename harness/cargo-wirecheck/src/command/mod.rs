//! The commands, one file each.

#[cfg(feature = "cluster")]
mod cluster;
#[cfg(feature = "evolution")]
mod evolution;
mod explain;
#[cfg(feature = "lint")]
mod lint;

use crate::output::Output;
use std::io;

/// What can be asked for. The first line of a command is its help.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Explain a code such as WC0040: what is wrong, why, and what to write instead
    Explain(explain::Explain),
    /// Find types of this program that break in the wire formats that they meet
    #[cfg(feature = "lint")]
    Lint(Box<lint::check::Lint>),
    /// Show every type of this program in every format that it meets
    #[cfg(feature = "lint")]
    Types(Box<lint::types::Types>),
    /// Say what leaving bincode means: calls, bytes, verdicts and a plan for each type
    #[cfg(feature = "lint")]
    Migrate(Box<lint::migrate::Migrate>),
    /// Write what this program keeps and sends to `wire.lock`
    #[cfg(feature = "evolution")]
    Lock(Box<evolution::lock::Lock>),
    /// Add a release to `wire.lock`: what is kept and sent from then on is held against it
    #[cfg(feature = "evolution")]
    Release(evolution::release::Release),
    /// Say what the changes since older releases do to their bytes, in each format and direction
    #[cfg(feature = "evolution")]
    Diff(evolution::diff::Diff),
    /// Run signed programs of callers on this machine, as a node of a cluster
    #[cfg(feature = "cluster")]
    Node(cluster::node::Node),
    /// Look at a cluster, and set it up
    #[cfg(feature = "cluster")]
    #[command(subcommand)]
    Cluster(ClusterCommand),
    /// Look at inputs that have killed their workers on two nodes, and run them again
    #[cfg(feature = "cluster")]
    Dead(cluster::dead::Dead),
}

/// What can be asked about a cluster.
#[cfg(feature = "cluster")]
#[derive(Debug, clap::Subcommand)]
pub(crate) enum ClusterCommand {
    /// Show the nodes and what they do
    Top(cluster::top::Top),
    /// Print the permissions of users on the NATS server, for its configuration
    Permissions(cluster::permissions::Permissions),
}

impl Command {
    pub(crate) fn run(&self, output: &Output) -> Result<(), Failure> {
        match self {
            Self::Explain(args) => explain::run(args, output),
            #[cfg(feature = "lint")]
            Self::Lint(args) => lint::check::run(args, output),
            #[cfg(feature = "lint")]
            Self::Types(args) => lint::types::run(args, output),
            #[cfg(feature = "lint")]
            Self::Migrate(args) => lint::migrate::run(args, output),
            #[cfg(feature = "evolution")]
            Self::Lock(args) => evolution::lock::run(args),
            #[cfg(feature = "evolution")]
            Self::Release(args) => evolution::release::run(args),
            #[cfg(feature = "evolution")]
            Self::Diff(args) => evolution::diff::run(args, output),
            #[cfg(feature = "cluster")]
            Self::Node(args) => cluster::node::run(args),
            #[cfg(feature = "cluster")]
            Self::Cluster(ClusterCommand::Top(args)) => cluster::top::run(args, output),
            #[cfg(feature = "cluster")]
            Self::Cluster(ClusterCommand::Permissions(args)) => cluster::permissions::run(args, output),
            #[cfg(feature = "cluster")]
            Self::Dead(args) => cluster::dead::run(args, output),
        }
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The arguments make no sense; this is what to say.
    Usage(String),
    /// What was asked for did not work.
    #[cfg(feature = "cluster")]
    Failed(String),
    /// Findings were told; nothing more is to be said.
    #[cfg(feature = "lint")]
    Found,
    /// The baseline is stale, and that was told.
    #[cfg(feature = "lint")]
    Stale,
    /// An exit code, and what to say.
    #[cfg(feature = "lint")]
    Code(u8, String),
    /// The output could not be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
