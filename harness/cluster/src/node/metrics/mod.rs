//! What a node counts, for Prometheus.

mod exposition;
mod figures;
mod server;

pub(super) use figures::Figures;
pub(super) use server::serve;
