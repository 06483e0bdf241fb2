//! Which figures a node gives.

use super::exposition::{Exposition, Kind, Metric};
use crate::beat::Beat;
use std::time::{Duration, SystemTime};
use wirecheck::cluster::TaskCounts;

/// What a node knows of itself at one moment.
#[derive(Debug)]
pub(in crate::node) struct Figures {
    pub(in crate::node) beat: Beat,
    /// Whether there is a connection to the server.
    pub(in crate::node) is_connected: bool,
    /// Seats that wait for a place.
    pub(in crate::node) waiting: usize,
    /// Processes that run detached calls.
    pub(in crate::node) deputies: usize,
    pub(in crate::node) workers_started: u64,
    pub(in crate::node) workers_crashed: u64,
    pub(in crate::node) tasks: TaskCounts,
    /// Bytes of messages that were received and sent.
    pub(in crate::node) received: u64,
    pub(in crate::node) sent: u64,
    /// Bytes of executables on disk, where other programs are run.
    pub(in crate::node) programs: Option<u64>,
    /// Bytes of `Shared` values in memory.
    pub(in crate::node) shared: u64,
    pub(in crate::node) started: SystemTime,
    pub(in crate::node) uptime: Duration,
}

impl Figures {
    pub(super) fn write(&self, exposition: Exposition) -> String {
        let Self { beat, tasks, .. } = self;
        let one =
            |name, kind, help, value: f64| Metric { name, kind, help, values: vec![(Vec::new(), value)] };
        let gauge = |name, help, value| one(name, Kind::Gauge, help, value);
        let counter = |name, help, value: u64| one(name, Kind::Counter, help, value as f64);
        let build = beat.build.hex();
        let info = vec![
            ("node", beat.name.as_str()),
            ("version", env!("CARGO_PKG_VERSION")),
            ("build", build.as_str()),
            ("target", beat.triple.as_str()),
        ];
        let mut caches = vec![(vec![("cache", "shared")], self.shared as f64)];
        caches.extend(self.programs.map(|bytes| (vec![("cache", "programs")], bytes as f64)));
        let since = self.started.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let metrics = [
            Metric {
                name: "wirecheck_node_build_info",
                kind: Kind::Gauge,
                help: "Always 1; the labels say which node this is, and of which build.",
                values: vec![(info, 1.0)],
            },
            gauge(
                "wirecheck_node_start_time_seconds",
                "When the node started, in seconds since 1970.",
                since.as_secs_f64(),
            ),
            gauge(
                "wirecheck_node_uptime_seconds",
                "How long the node has been running.",
                self.uptime.as_secs_f64(),
            ),
            gauge(
                "wirecheck_node_connected",
                "Whether the node has a connection to the NATS server.",
                f64::from(u8::from(self.is_connected)),
            ),
            gauge("wirecheck_node_places", "How many workers the node may have.", f64::from(beat.places)),
            gauge("wirecheck_node_workers", "How many workers the node has.", f64::from(beat.taken)),
            gauge(
                "wirecheck_node_waiting_workers",
                "How many workers callers want that have no place yet.",
                self.waiting as f64,
            ),
            gauge("wirecheck_node_callers", "How many callers the node works for.", f64::from(beat.callers)),
            gauge(
                "wirecheck_node_deputies",
                "How many detached calls the node looks after.",
                self.deputies as f64,
            ),
            gauge("wirecheck_node_running_tasks", "How many tasks are running.", tasks.running as f64),
            counter(
                "wirecheck_node_tasks_begun_total",
                "Tasks that have begun, with those before them that were cancelled.",
                tasks.begun,
            ),
            counter(
                "wirecheck_node_tasks_done_total",
                "Tasks that have ended, failed ones too, but not those that died with their workers.",
                tasks.done,
            ),
            counter(
                "wirecheck_node_tasks_failed_total",
                "Tasks that have panicked, or whose input or result could not be sent.",
                tasks.failed,
            ),
            counter(
                "wirecheck_node_workers_started_total",
                "Worker processes that were started.",
                self.workers_started,
            ),
            counter(
                "wirecheck_node_worker_crashes_total",
                "Worker processes that have died by themselves, each with the task that it ran.",
                self.workers_crashed,
            ),
            counter(
                "wirecheck_node_received_bytes_total",
                "Bytes of messages that callers have sent.",
                self.received,
            ),
            counter("wirecheck_node_sent_bytes_total", "Bytes of messages to callers.", self.sent),
            Metric {
                name: "wirecheck_node_cache_bytes",
                kind: Kind::Gauge,
                help: "Bytes that are kept: of shared values in memory, and of programs on disk.",
                values: caches,
            },
        ];
        exposition.write(&metrics)
    }
}
