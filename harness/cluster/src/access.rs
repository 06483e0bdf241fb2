//! How the broker is reached, and the subjects of one application on it.
//!
//! ```text
//! wc.APP.b.NODE    beats of a node             wc.APP.q         who is there?
//! wc.APP.n.NODE    to a node                   wc.APP.p.NODE    does its process live?
//! wc.APP.c.CALLER  to a caller                 wc.APP.h         there is a new detached call
//! ```

use crate::address::{Login, login, servers, shown};
use crate::tunnel::{Key, MAX_BUNDLE};
use async_nats::{Client, ConnectErrorKind, ConnectOptions, Event};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use wirecheck::Error;
use wirecheck::cluster::{not_started, refused, system};

/// The environment variable from which the secret of a cluster is taken, where it is not given.
pub(crate) const SECRET_VARIABLE: &str = "WIRECHECK_CLUSTER_SECRET";

/// The longest pause before the next try to connect again.
const LONGEST_PAUSE: u64 = 200;
/// How long the first connection may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Characters of the seed of an nkey.
const SEED: usize = 58;

/// How the broker is reached.
#[derive(Clone)]
pub(crate) struct Access {
    pub(crate) server: String,
    pub(crate) app: String,
    pub(crate) key: Key,
    /// A file of NATS credentials.
    pub(crate) credentials: Option<PathBuf>,
    /// Certificates of authorities to trust, besides those of the system.
    pub(crate) roots: Option<PathBuf>,
    pub(crate) requires_tls: bool,
}

impl Access {
    /// With the secret of the environment.
    pub(crate) fn to(server: &str) -> Self {
        let secret = std::env::var_os(SECRET_VARIABLE).unwrap_or_default();
        Self {
            server: server.to_owned(),
            app: "app".to_owned(),
            key: Key::of(secret.as_encoded_bytes()),
            credentials: None,
            roots: None,
            requires_tls: false,
        }
    }

    /// Connects. `on_event` is told of connections that were lost and found again.
    ///
    /// # Errors
    /// When that takes longer than some seconds, or the server does not let us in.
    pub(crate) async fn connect(
        &self,
        name: &str,
        on_event: impl Fn(Event) + Send + Sync + 'static,
    ) -> Result<Client, Error> {
        let is_word = |text: &str| !text.is_empty() && text.bytes().all(is_of_subject);
        if !is_word(&self.app) {
            return Err(refused(format!(
                "`{}` cannot be the name of an application: use letters, digits, `-` and `_`",
                self.app.escape_debug()
            )));
        }
        let mut options = ConnectOptions::new()
            .name(name)
            .connection_timeout(PATIENCE)
            .require_tls(self.requires_tls)
            .reconnect_delay_callback(|tries| {
                let pause = if tries < 2 { 0 } else { 10_u64 << tries.min(5) };
                Duration::from_millis(pause.min(LONGEST_PAUSE))
            })
            .event_callback(move |event| {
                on_event(event);
                std::future::ready(())
            });
        if let Some(file) = &self.credentials {
            options = with_credentials(options, file)?;
        }
        if let Some(file) = &self.roots {
            // The client only says that some file was not found.
            std::fs::File::open(file).map_err(|error| {
                system(format!("the certificates `{}` cannot be read", file.display()), error)
            })?;
            options = options.add_root_certificates(file.clone());
        }
        let place = shown(&self.server);
        let unreachable = |why: String| {
            not_started(format!(
                "the NATS server `{place}` cannot be reached: {why}; is it running, and is the address right?"
            ))
        };
        let servers = servers(&self.server)
            .map_err(|why| refused(format!("`{place}` is no address of a NATS server: {why}")))?;
        options = match login(&servers) {
            Some(Login::User(user, password)) => options.user_and_password(user, password),
            Some(Login::Token(token)) => options.token(token),
            None => options,
        };
        let connecting = tokio::time::timeout(PATIENCE, options.connect(servers));
        let client = connecting
            .await
            .map_err(|_| unreachable(format!("no answer within {} s", PATIENCE.as_secs())))?
            .map_err(|error| match error.kind() {
                ConnectErrorKind::Authentication | ConnectErrorKind::AuthorizationViolation => {
                    not_started(format!(
                        "the NATS server `{place}` does not let this program in: {error}; are user and password, token or credentials right, \
                         and still valid?"
                    ))
                }
                // The TLS library only says that it does not understand what comes.
                _ if error.to_string().contains("InvalidContentType") => {
                    unreachable("it does not speak TLS, and TLS is required".to_owned())
                }
                _ => unreachable(error.to_string()),
            })?;
        let most = client.server_info().max_payload;
        if most < MAX_BUNDLE {
            return Err(refused(format!(
                "the NATS server `{place}` takes messages of at most {most} bytes, and {MAX_BUNDLE} are needed: raise its \
                 `max_payload`"
            )));
        }
        Ok(client)
    }

    pub(crate) fn beats(&self) -> String {
        self.beat("*")
    }

    pub(crate) fn beat(&self, node: &str) -> String {
        format!("wc.{}.b.{node}", self.app)
    }

    pub(crate) fn query(&self) -> String {
        format!("wc.{}.q", self.app)
    }

    pub(crate) fn node(&self, node: &str) -> String {
        format!("wc.{}.n.{node}", self.app)
    }

    pub(crate) fn ping(&self, node: &str) -> String {
        format!("wc.{}.p.{node}", self.app)
    }

    pub(crate) fn caller(&self, caller: &str) -> String {
        format!("wc.{}.c.{caller}", self.app)
    }
}

/// The file has credentials as `nsc` writes them, or the seed of an nkey and nothing else.
fn with_credentials(options: ConnectOptions, file: &Path) -> Result<ConnectOptions, Error> {
    let shown = file.display();
    let unreadable = |error| system(format!("the credentials `{shown}` cannot be read"), error);
    let text = std::fs::read_to_string(file).map_err(unreadable)?;
    let is_seed = |word: &str| {
        word.len() == SEED && word.starts_with("SU") && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if is_seed(text.trim()) {
        return Ok(options.nkey(text.trim().to_owned()));
    }
    options.credentials(&text).map_err(|_| {
        refused(format!(
            "the file `{shown}` holds no credentials: it is to be one that `nsc generate creds` has written, or the seed of an nkey (`SU..`)"
        ))
    })
}

/// Without what is secret.
impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("server", &shown(&self.server))
            .field("app", &self.app)
            .field("credentials", &self.credentials)
            .field("roots", &self.roots)
            .field("requires_tls", &self.requires_tls)
            .finish_non_exhaustive()
    }
}

fn is_of_subject(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// A number that nobody else has, or can guess.
pub(crate) fn new_number() -> u64 {
    // Keyed by the system's random numbers.
    RandomState::new().hash_one((std::process::id(), SystemTime::now()))
}

/// A name that no other process has.
pub(crate) fn new_id() -> String {
    format!("{:016x}{:016x}", new_number(), new_number())
}
