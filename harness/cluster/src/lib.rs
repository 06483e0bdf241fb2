//! `Cluster`: the methods of [`wirecheck::Pool`] on many machines, over NATS.

mod tunnel;
