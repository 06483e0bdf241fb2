//! The commands about clusters.

pub(super) mod dead;
pub(super) mod node;
pub(super) mod permissions;
pub(super) mod top;

use super::Failure;
use std::path::PathBuf;
use wirecheck_cluster::{Cluster, ClusterBuilder};

/// How the cluster is reached. Its secret is taken from the environment variable WIRECHECK_CLUSTER_SECRET, if it has one.
#[derive(Debug, clap::Args)]
pub(crate) struct Reach {
    /// Address of the NATS server; may hold a user: nats://USER:PASSWORD@host:4222
    #[arg(long, value_name = "ADDRESS", default_value = "nats://127.0.0.1:4222")]
    server: String,

    /// Name of the application
    #[arg(long, value_name = "NAME", default_value = "app")]
    app: String,

    /// File with NATS credentials
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,

    /// File with certificates of authorities; TLS is required then
    #[arg(long, value_name = "FILE")]
    tls_roots: Option<PathBuf>,
}

impl Reach {
    fn builder(&self) -> ClusterBuilder {
        let mut builder = Cluster::builder().server(&self.server).app(&self.app);
        if let Some(file) = &self.credentials {
            builder = builder.credentials(file);
        }
        if let Some(file) = &self.tls_roots {
            builder = builder.tls(Some(file.clone()));
        }
        builder
    }
}

impl From<wirecheck::Error> for Failure {
    fn from(error: wirecheck::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Lines with columns of the same width, the last one excepted.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_stand_below_each_other() {
        let rows = [["name", "workers"], ["a-long-name", "2"], ["é", "10"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&rows), "name         workers\na-long-name  2\né            10\n");
    }
}
