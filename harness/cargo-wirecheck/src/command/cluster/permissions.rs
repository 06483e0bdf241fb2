//! `cluster permissions`: what each user needs of the NATS server.

use crate::command::Failure;
use crate::output::Output;
use wirecheck_cluster::Role;

/// Whose permissions.
#[derive(Debug, clap::Args)]
pub(crate) struct Permissions {
    /// The role: all by default
    #[arg(value_name = "ROLE", value_parser = ["caller", "node", "watcher"])]
    role: Option<String>,

    /// Name of the application
    #[arg(long, value_name = "NAME", default_value = "app")]
    app: String,
}

pub(crate) fn run(args: &Permissions, output: &Output) -> Result<(), Failure> {
    let wanted = |role: &Role| args.role.as_ref().is_none_or(|name| *name == role.to_string());
    let block = |role: Role| format!("# {role}\n{}", role.permissions(&args.app));
    let blocks: Vec<String> = Role::ALL.into_iter().filter(wanted).map(block).collect();
    Ok(output.plain(&blocks.join("\n"))?)
}
