//! A program that is started as a node.

use crate::access::Access;
use crate::detach::{DEPUTY_VARIABLE, serve};
use crate::node::{CACHE_VARIABLE, NODE_VARIABLE, NodeOptions, Stop, TRUST_VARIABLE, Trusted, run};
use crate::program::Cache;
use std::ffi::OsString;
use std::io::Write;
use wirecheck::Error;
use wirecheck::cluster::refused;

const PLACES_VARIABLE: &str = "WIRECHECK_NODE_WORKERS";
const NAME_VARIABLE: &str = "WIRECHECK_NODE_NAME";
const LABELS_VARIABLE: &str = "WIRECHECK_NODE_LABELS";
const CACHE_BYTES_VARIABLE: &str = "WIRECHECK_NODE_CACHE_BYTES";
const APP_VARIABLE: &str = "WIRECHECK_APP";
const CREDENTIALS_VARIABLE: &str = "WIRECHECK_CREDENTIALS";
const ROOTS_VARIABLE: &str = "WIRECHECK_TLS_ROOTS";
/// The most bytes of the cache of a node, unless that is said.
const CACHE_BYTES: u64 = 4 << 30;
/// The exit code of a node that cannot be one.
const NO_NODE: i32 = 122;

/// Call this first in `main`, in place of [`wirecheck::init`]: in a worker process it serves tasks, in a node it serves callers, and in
/// a process that a node starts for a detached call it runs that. It never returns there.
///
/// A node is this program with the environment variable `WIRECHECK_NODE`, which holds the address of the NATS server. These
/// variables say more about it:
///
/// - `WIRECHECK_NODE_WORKERS`: how many workers it may have. One for each core by default.
/// - `WIRECHECK_NODE_NAME`: its name in errors and lists. That of the machine by default.
/// - `WIRECHECK_NODE_LABELS`: labels, with commas between them.
/// - `WIRECHECK_NODE_TRUST`: a file with public keys of minisign, one after the other. The node runs other programs too then, if one
///   of these keys has signed their executables: see [`signature`](crate::ClusterBuilder::signature). It reads the file once, when
///   it starts. Without it a node runs callers of its own executable only.
/// - `WIRECHECK_NODE_CACHE`: the directory in which it keeps their executables, which only its user may enter.
///   `$XDG_CACHE_HOME/wirecheck/programs` or `~/.cache/wirecheck/programs` by default.
/// - `WIRECHECK_NODE_CACHE_BYTES`: the most bytes of them. What was not used for longest is removed. 4 GiB by default.
/// - `WIRECHECK_APP`: the name of the application, as of [`app`](crate::ClusterBuilder::app).
/// - `WIRECHECK_CLUSTER_SECRET`: the secret, as of [`secret`](crate::ClusterBuilder::secret).
/// - `WIRECHECK_CREDENTIALS`: a file with NATS credentials.
/// - `WIRECHECK_TLS_ROOTS`: a file with certificates of authorities. TLS is required then.
///
/// # Exits
/// As [`wirecheck::init`]. A node that cannot reach its server writes why to standard error, and exits with code 122.
pub fn init() {
    wirecheck::init();
    be_deputy_if_asked();
    let Some(server) = std::env::var_os(NODE_VARIABLE) else { return };
    if let Err(error) = run_node(&server, |name| std::env::var_os(name)) {
        let _ = writeln!(std::io::stderr(), "wirecheck: this node cannot start: {error}");
    }
    std::process::exit(NO_NODE)
}

/// Runs a detached call and exits, if a node has started this process for one.
#[doc(hidden)]
pub fn be_deputy_if_asked() {
    if std::env::var_os(DEPUTY_VARIABLE).is_some() {
        let code = match serve() {
            Ok(()) => 0,
            Err(error) => {
                let _ = writeln!(
                    std::io::stderr(),
                    "wirecheck: this process cannot run a detached call: {error}"
                );
                NO_NODE
            }
        };
        std::process::exit(code)
    }
}

/// Runs a node of the server at this address in this process, with the variables of [`init`].
///
/// # Errors
/// When it cannot start. Otherwise it runs until the process ends.
#[doc(hidden)]
pub fn run_node(server: &OsString, variable: impl Fn(&str) -> Option<OsString>) -> Result<(), Error> {
    options(server, variable).and_then(|options| run(&options, &Stop::default(), || {}))
}

fn options(server: &OsString, variable: impl Fn(&str) -> Option<OsString>) -> Result<NodeOptions, Error> {
    let text = |name: &str, value: &OsString| {
        let wrong = || refused(format!("the environment variable `{name}` holds no text that can be read"));
        value.to_str().map(str::to_owned).ok_or_else(wrong)
    };
    let optional = |name: &str| variable(name).map(|value| text(name, &value)).transpose();
    let mut access = Access::to(&text(NODE_VARIABLE, server)?);
    if let Some(app) = optional(APP_VARIABLE)? {
        access.app = app;
    }
    access.credentials = variable(CREDENTIALS_VARIABLE).map(Into::into);
    access.roots = variable(ROOTS_VARIABLE).map(Into::into);
    access.requires_tls = access.roots.is_some();
    let places = match optional(PLACES_VARIABLE)? {
        None => std::thread::available_parallelism().map_or(1, usize::from),
        Some(count) => count.parse().ok().filter(|count| (1..=4096).contains(count)).ok_or_else(|| {
            refused(format!(
                "`{PLACES_VARIABLE}` is `{}`, and a node has from 1 to 4096 workers",
                count.escape_debug()
            ))
        })?,
    };
    let machine = || rustix::system::uname().nodename().to_string_lossy().into_owned();
    let name = optional(NAME_VARIABLE)?.unwrap_or_else(machine);
    let labels = optional(LABELS_VARIABLE)?.unwrap_or_default();
    let labels = labels.split(',').map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned);
    let trusted = trusted(&variable, optional(CACHE_BYTES_VARIABLE)?)?;
    Ok(NodeOptions { access, name, places, labels: labels.collect(), trusted })
}

fn trusted(
    variable: &impl Fn(&str) -> Option<OsString>,
    bytes: Option<String>,
) -> Result<Option<Trusted>, Error> {
    let Some(keys) = variable(TRUST_VARIABLE).filter(|keys| !keys.is_empty()) else { return Ok(None) };
    let cache = variable(CACHE_VARIABLE).filter(|folder| !folder.is_empty()).map(Into::into);
    let cache = cache.or_else(|| Cache::usual_folder(variable)).ok_or_else(|| {
        refused(format!(
            "a node with `{TRUST_VARIABLE}` keeps executables on its disk, and there is no `HOME`: let `{CACHE_VARIABLE}` name a directory"
        ))
    })?;
    let cache_bytes = match bytes {
        None => CACHE_BYTES,
        Some(bytes) => bytes.parse().map_err(|_| {
            refused(format!(
                "`{CACHE_BYTES_VARIABLE}` is `{}`, and is to be a number of bytes",
                bytes.escape_debug()
            ))
        })?,
    };
    Ok(Some(Trusted { keys: keys.into(), cache, cache_bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_read() {
        let set = |name: &str| {
            let value = match name {
                PLACES_VARIABLE => "7",
                NAME_VARIABLE => "one",
                LABELS_VARIABLE => "gpu, big,,",
                APP_VARIABLE => "mine",
                ROOTS_VARIABLE => "/ca.pem",
                TRUST_VARIABLE => "/keys",
                CACHE_VARIABLE => "/cache",
                CACHE_BYTES_VARIABLE => "1000",
                _ => return None,
            };
            Some(OsString::from(value))
        };
        let options = options(&"nats://here:1".into(), set).unwrap();
        assert_eq!((options.places, options.name.as_str()), (7, "one"));
        assert_eq!(options.labels, ["gpu", "big"]);
        assert_eq!((options.access.app.as_str(), options.access.server.as_str()), ("mine", "nats://here:1"));
        assert!(options.access.requires_tls && options.access.credentials.is_none());
        let trusted = options.trusted.unwrap();
        assert_eq!(
            (trusted.keys, trusted.cache, trusted.cache_bytes),
            ("/keys".into(), "/cache".into(), 1000)
        );
    }

    #[test]
    fn what_is_not_set_has_a_default_and_nonsense_is_refused() {
        let plain = options(&"nats://here:1".into(), |_| None).unwrap();
        assert!(plain.places >= 1 && !plain.name.is_empty() && plain.labels.is_empty());
        assert!(plain.trusted.is_none());
        let trusting = |more: fn(&str) -> Option<&'static str>| {
            let set = move |name: &str| if name == TRUST_VARIABLE { Some("/keys") } else { more(name) };
            options(&"nats://here:1".into(), |name| set(name).map(Into::into))
        };
        let usual = trusting(|name| (name == "HOME").then_some("/home/me")).unwrap().trusted.unwrap();
        assert!(usual.cache.starts_with("/home/me/.cache") && usual.cache_bytes == CACHE_BYTES);
        assert!(trusting(|_| None).unwrap_err().to_string().contains(CACHE_VARIABLE));
        let odd = trusting(|name| match name {
            CACHE_BYTES_VARIABLE => Some("much"),
            CACHE_VARIABLE => Some("/cache"),
            _ => None,
        });
        assert!(odd.unwrap_err().to_string().contains("is to be a number"));
        for count in ["0", "-1", "many", "4097"] {
            let set = |name: &str| (name == PLACES_VARIABLE).then(|| OsString::from(count));
            let error = options(&"nats://here:1".into(), set).unwrap_err();
            assert!(error.is_refused() && error.to_string().contains(PLACES_VARIABLE), "{error}");
        }
    }
}
