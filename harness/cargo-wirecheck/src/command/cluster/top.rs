//! `cluster top`: the nodes, and what they do.

use super::{Reach, table};
use crate::command::Failure;
use crate::output::Output;
use std::time::Duration;
use wirecheck_cluster::NodeInfo;

/// How long an answer to the only question is waited for.
const ONCE: Duration = Duration::from_millis(1500);

/// Which nodes to look at, and how often.
#[derive(Debug, clap::Args)]
pub(crate) struct Top {
    #[command(flatten)]
    reach: Reach,

    /// Print the table once; so it is also where the output is no terminal
    #[arg(long)]
    once: bool,

    /// Seconds between two tables
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = clap::value_parser!(u64).range(1..=3600))]
    every: u64,
}

pub(crate) fn run(args: &Top, output: &Output) -> Result<(), Failure> {
    let watch = args.reach.builder().watch()?;
    if args.once || !output.is_terminal() {
        return Ok(output.plain(&nodes(&watch.nodes(ONCE)?))?);
    }
    loop {
        let found = watch.nodes(Duration::from_secs(args.every))?;
        output.screen(&nodes(&found))?;
    }
}

fn nodes(nodes: &[NodeInfo]) -> String {
    if nodes.is_empty() {
        return "no node answers\n".to_owned();
    }
    let heading = ["node", "workers", "busy", "callers", "program", "machine", "labels"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    rows.extend(nodes.iter().map(|node| {
        let machine = match &node.glibc {
            Some(glibc) => format!("{} {glibc}", node.triple),
            None => node.triple.clone(),
        };
        vec![
            node.name.clone(),
            node.workers.to_string(),
            node.busy.to_string(),
            node.callers.to_string(),
            node.build.clone(),
            machine,
            node.labels.join(","),
        ]
    }));
    let (workers, busy) = nodes.iter().fold((0, 0), |sum, node| (sum.0 + node.workers, sum.1 + node.busy));
    let count = if nodes.len() == 1 { "1 node".to_owned() } else { format!("{} nodes", nodes.len()) };
    format!("{}\n{count}, {busy} of {workers} workers are busy\n", table(&rows))
}
