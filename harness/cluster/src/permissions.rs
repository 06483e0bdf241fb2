//! What each role needs of the NATS server.

use std::fmt;

/// A part in a cluster, with an account or a user of its own on the NATS server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Sends tasks to nodes.
    Caller,
    /// Runs them.
    Node,
    /// Looks at nodes: `cargo wirecheck top`.
    Watcher,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Caller, Self::Node, Self::Watcher];

    /// The permissions of a user with this role, as a block of the server's configuration. `app` is the name of the application, as of
    /// [`ClusterBuilder::app`](crate::ClusterBuilder::app).
    ///
    /// ```
    /// use wirecheck_cluster::Role;
    ///
    /// let block = Role::Watcher.permissions("render");
    /// assert!(block.contains("wc.render.b.*"));
    /// assert!(!block.contains("wc.render.n."));
    /// ```
    pub fn permissions(self, app: &str) -> String {
        let own = |letter: char| format!("wc.{app}.{letter}.*");
        // Of the objects and of detached calls.
        let kept = ["o", "d", "r", "x"].map(|letter| format!("wc.{app}.{letter}.>"));
        let mut api = Vec::new();
        for stream in ["objects", "calls", "records", "dead"].map(|word| format!("wirecheck-{app}-{word}")) {
            let asked = ["INFO", "CREATE", "PURGE", "MSG.DELETE", "MSG.GET"];
            api.extend(asked.map(|what| format!("$JS.API.STREAM.{what}.{stream}")));
            api.extend([format!("$JS.API.DIRECT.GET.{stream}"), format!("$JS.API.DIRECT.GET.{stream}.>")]);
        }
        let (publish, subscribe): (Vec<String>, Vec<String>) = match self {
            Self::Caller => {
                let mut publish = vec![own('n'), own('p'), format!("wc.{app}.q"), format!("wc.{app}.h")];
                publish.extend(kept);
                publish.extend(api);
                (publish, vec![own('b'), own('c'), "_INBOX.>".to_owned()])
            }
            // It runs the deputies of detached calls, which are callers.
            Self::Node => {
                let mut publish = vec![
                    own('b'),
                    own('c'),
                    own('n'),
                    own('p'),
                    format!("wc.{app}.q"),
                    format!("wc.{app}.h"),
                    "_INBOX.>".to_owned(),
                ];
                publish.extend(kept);
                publish.extend(api);
                let asked = vec![
                    own('n'),
                    own('p'),
                    own('b'),
                    own('c'),
                    format!("wc.{app}.q"),
                    format!("wc.{app}.h"),
                    "_INBOX.>".to_owned(),
                ];
                (publish, asked)
            }
            Self::Watcher => (vec![format!("wc.{app}.q")], vec![own('b')]),
        };
        let list = |subjects: Vec<String>| {
            let lines: Vec<String> =
                subjects.into_iter().map(|subject| format!("    \"{subject}\"")).collect();
            lines.join(",\n")
        };
        format!(
            "permissions {{\n  publish {{ allow: [\n{}\n  ] }}\n  subscribe {{ allow: [\n{}\n  ] }}\n}}\n",
            list(publish),
            list(subscribe)
        )
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Caller => "caller",
            Self::Node => "node",
            Self::Watcher => "watcher",
        })
    }
}
