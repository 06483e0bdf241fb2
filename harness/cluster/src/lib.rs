//! The methods of [`wirecheck::Pool`] on many machines, over NATS.
//!
//! See [`Cluster`]. A program that outgrows one machine changes two lines: `wirecheck::init()` becomes [`init()`], and
//! `Pool::new()?` becomes `Cluster::connect("nats://..")?`.

mod access;
mod address;
mod beat;
mod builder;
mod caller;
mod cluster;
mod courier;
mod detach;
mod digest;
mod init;
mod local;
#[cfg(feature = "matrix")]
mod matrix;
mod node;
mod permissions;
mod program;
mod reactor;
mod server;
#[cfg(test)]
mod simulation;
mod store;
#[doc(hidden)]
pub mod testing;
mod tunnel;
mod watch;

/// Questions and answers.
///
#[doc = include_str!("guide.md")]
#[cfg(any(doc, doctest))]
pub mod guide {}

pub use builder::ClusterBuilder;
pub use caller::NodeInfo;
pub use cluster::Cluster;
pub use detach::{CallId, CallState, Calls, DeadLetter, DetachedCall, Results};
pub use init::init;
#[doc(hidden)]
pub use init::{be_deputy_if_asked, run_node};
#[cfg(feature = "matrix")]
pub use matrix::nodes;
pub use permissions::Role;
pub use watch::Watch;
