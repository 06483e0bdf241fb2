//! Who is let in: TLS, users, tokens, nkeys and credentials. Who is not is told why in one sentence, within a bound.

use super::machine::{Node, Server, wait_for, within};
use super::tasks::square;
use nkeys::KeyPair;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use wirecheck::Error;
use wirecheck_cluster::{Cluster, ClusterBuilder};

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("tls_is_spoken_with_servers_whose_authority_is_trusted", tls),
        ("an_expired_certificate_is_refused", an_expired_certificate_is_refused),
        ("users_and_tokens_are_let_in_and_others_not", users_and_tokens),
        ("an_nkey_is_let_in_and_another_one_not", nkeys),
        ("credentials_are_let_in_until_they_expire", credentials),
        ("a_node_that_is_not_let_in_says_why", a_node_that_is_not_let_in_says_why),
    ]
}

/// What is not here and has to be, if something is.
pub(crate) fn missing() -> Option<&'static str> {
    let found = Command::new("openssl").arg("version").stdout(Stdio::null()).status();
    (!found.is_ok_and(|status| status.success())).then_some("the program `openssl`, which makes certificates")
}

/// One who is not let in knows it within that time.
const BOUND: Duration = Duration::from_secs(8);

/// A file in a directory.
fn file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    path
}

/// A node and a caller are let in, and tasks run.
fn works(address: &str, builder: ClusterBuilder, variables: &[(&str, &str)]) {
    let _node = Node::start_with(address, "one", 1, variables);
    let cluster = builder.server(address).patience(Duration::from_secs(20)).build().unwrap();
    assert_eq!(cluster.map(square, 0..20).unwrap(), (0..20).map(square).collect::<Vec<_>>());
}

/// A caller is not let in, and the error says so in one line with these words.
fn is_refused(address: &str, builder: ClusterBuilder, words: &[&str]) {
    let error: Error = within(BOUND, || builder.server(address).build().unwrap_err());
    let text = error.to_string();
    assert!(error.is_start_failure() || error.is_refused() || text.contains("cannot be read"), "{error:?}");
    assert!(!text.contains('\n'), "{text}");
    words.iter().for_each(|word| assert!(text.contains(word), "`{word}` is not in: {text}"));
}

/// An authority, and the certificate of a server that it has signed.
struct Authority {
    folder: TempDir,
}

impl Authority {
    fn new() -> Self {
        let authority = Self { folder: tempfile::tempdir().expect("a directory") };
        authority.openssl(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=an authority",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
        ]);
        authority
    }

    fn openssl(&self, arguments: &[&str]) {
        let mut command = Command::new("openssl");
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        let output = command.output().expect("`openssl` makes the certificates of this test");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn roots(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// Signs a certificate for this machine, which is valid for so many days.
    fn sign(&self, name: &str, days: &str) {
        let (key, asked, out) = (format!("{name}.key"), format!("{name}.csr"), format!("{name}.pem"));
        self.openssl(&[
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=a server",
            "-keyout",
            &key,
            "-out",
            &asked,
        ]);
        file(&self.folder, "names", "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
        self.openssl(&[
            "x509",
            "-req",
            "-in",
            &asked,
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-days",
            days,
            "-extfile",
            "names",
            "-out",
            &out,
        ]);
    }

    /// A server with this certificate.
    fn server(&self, name: &str) -> Server {
        let path = |extension: &str| self.path(&format!("{name}.{extension}")).display().to_string();
        Server::configured(&format!(
            "tls {{\n cert_file: \"{}\"\n key_file: \"{}\"\n}}\n",
            path("pem"),
            path("key")
        ))
    }
}

fn tls_address(server: &Server) -> String {
    format!("tls://127.0.0.1:{}", server.port())
}

fn tls() {
    let (authority, other) = (Authority::new(), Authority::new());
    authority.sign("server", "2");
    let server = authority.server("server");
    let address = tls_address(&server);
    let roots = authority.roots();
    let trusting = |roots: PathBuf| Cluster::builder().tls(Some(roots));
    works(&address, trusting(roots.clone()), &[("WIRECHECK_TLS_ROOTS", &roots.display().to_string())]);
    is_refused(&address, trusting(other.roots()), &["cannot be reached", "certificate"]);
    is_refused(&address, Cluster::builder().tls(None), &["cannot be reached", "certificate"]);
    // The server asks for TLS also where the address does not.
    is_refused(&server.address(), Cluster::builder(), &["cannot be reached", "certificate"]);
    let missing = authority.path("missing.pem");
    is_refused(&address, trusting(missing), &["missing.pem", "cannot be read"]);
    // Who requires TLS does not speak without.
    let plain = Server::start();
    is_refused(&plain.address(), trusting(roots), &["cannot be reached", "TLS"]);
}

fn an_expired_certificate_is_refused() {
    let authority = Authority::new();
    authority.sign("server", "0");
    // It is valid until the second in which it was made.
    let made = std::time::Instant::now();
    let server = authority.server("server");
    wait_for("it has expired", || made.elapsed() > Duration::from_millis(1500));
    let builder = Cluster::builder().tls(Some(authority.roots()));
    is_refused(&tls_address(&server), builder, &["cannot be reached", "expired"]);
}

fn users_and_tokens() {
    let server = Server::configured("authorization {\n user: anna\n password: \"s/e:c@ret\"\n}\n");
    let at = |who: &str| format!("nats://{who}127.0.0.1:{}", server.port());
    works(&at("anna:s%2Fe%3Ac%40ret@"), Cluster::builder(), &[]);
    for who in ["anna:wrong@", "bert:s%2Fe%3Ac%40ret@", "token@", ""] {
        is_refused(
            &at(who),
            Cluster::builder(),
            &["does not let this program in", "authorization violation"],
        );
    }
    drop(server);
    let server = Server::configured("authorization {\n token: \"s3cret\"\n}\n");
    let at = |who: &str| format!("nats://{who}127.0.0.1:{}", server.port());
    works(&at("s3cret@"), Cluster::builder(), &[]);
    for who in ["wrong@", "anna:s3cret@", ""] {
        is_refused(
            &at(who),
            Cluster::builder(),
            &["does not let this program in", "authorization violation"],
        );
    }
}

fn nkeys() {
    let folder = tempfile::tempdir().expect("a directory");
    let (right, wrong) = (KeyPair::new_user(), KeyPair::new_user());
    let server = Server::configured(&format!(
        "authorization {{ users = [\n {{ nkey: {} }}\n] }}\n",
        right.public_key()
    ));
    let seed = |name: &str, key: &KeyPair| file(&folder, name, &format!("{}\n", key.seed().expect("a seed")));
    let (right, wrong) = (seed("right.nk", &right), seed("wrong.nk", &wrong));
    let address = server.address();
    let variables = [("WIRECHECK_CREDENTIALS", right.to_str().expect("text"))];
    works(&address, Cluster::builder().credentials(&right), &variables);
    let said = ["does not let this program in", "authorization violation"];
    is_refused(&address, Cluster::builder().credentials(wrong), &said);
    is_refused(&address, Cluster::builder(), &said);
    let cut = file(&folder, "cut.nk", &std::fs::read_to_string(right).unwrap()[..30]);
    is_refused(&address, Cluster::builder().credentials(cut), &["cut.nk", "credentials"]);
}

/// Base64 for URLs, without padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digit = |chunk: &[u8], at: usize| {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize])
    };
    bytes.chunks(3).flat_map(|chunk| (0..=chunk.len()).map(move |at| digit(chunk, at))).collect()
}

/// What `issuer` says of the owner of a key, with its signature.
fn token(issuer: &KeyPair, subject: &str, expires: Option<u64>, claims: &str) -> String {
    let expires = expires.map_or_else(String::new, |at| format!("\"exp\":{at},"));
    let head = base64(br#"{"typ":"JWT","alg":"ed25519-nkey"}"#);
    let body = base64(
        format!(
            r#"{{"jti":"1",{expires}"iat":1700000000,"iss":"{}","name":"test","sub":"{subject}","nats":{{{claims},"version":2}}}}"#,
            issuer.public_key()
        )
        .as_bytes(),
    );
    let signed = format!("{head}.{body}");
    let signature = issuer.sign(signed.as_bytes()).expect("it has a seed");
    format!("{signed}.{}", base64(&signature))
}

fn credentials() {
    let folder = tempfile::tempdir().expect("a directory");
    let (operator, account, user) = (KeyPair::new_operator(), KeyPair::new_account(), KeyPair::new_user());
    let limits =
        r#""subs":-1,"data":-1,"payload":-1,"conn":-1,"leaf":-1,"imports":-1,"exports":-1,"wildcards":true"#;
    let of_operator = token(&operator, &operator.public_key(), None, r#""type":"operator""#);
    let claims = format!(r#""type":"account","limits":{{{limits}}}"#);
    let of_account = token(&operator, &account.public_key(), None, &claims);
    let server = Server::bare(&format!(
        "operator: {of_operator}\nresolver: MEMORY\nresolver_preload: {{\n {}: {of_account}\n}}\n",
        account.public_key()
    ));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let claims = r#""type":"user","subs":-1,"data":-1,"payload":-1"#;
    let creds = |name: &str, issuer: &KeyPair, expires: u64| {
        let token = token(issuer, &user.public_key(), Some(expires), claims);
        let seed = user.seed().expect("a seed");
        let text = format!(
            "-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY \
             SEED------\n"
        );
        file(&folder, name, &text)
    };
    let address = server.address();
    let right = creds("right.creds", &account, now + 3600);
    let variables = [("WIRECHECK_CREDENTIALS", right.to_str().expect("text"))];
    works(&address, Cluster::builder().credentials(&right), &variables);
    let said = ["does not let this program in"];
    let expired = creds("expired.creds", &account, now - 60);
    is_refused(&address, Cluster::builder().credentials(expired), &said);
    // Signed by an account that the server does not know.
    let foreign = creds("foreign.creds", &KeyPair::new_account(), now + 3600);
    is_refused(&address, Cluster::builder().credentials(foreign), &said);
    is_refused(&address, Cluster::builder(), &said);
    let odd = file(&folder, "odd.creds", "these are no credentials");
    is_refused(&address, Cluster::builder().credentials(odd), &["odd.creds", "credentials"]);
    let missing = Path::join(folder.path(), "missing.creds");
    is_refused(&address, Cluster::builder().credentials(missing), &["missing.creds", "cannot be read"]);
}

fn a_node_that_is_not_let_in_says_why() {
    let server = Server::configured("authorization {\n user: anna\n password: right\n}\n");
    let output = within(BOUND, || {
        let mut command = Command::new("/proc/self/exe");
        command.env("WIRECHECK_NODE", format!("nats://anna:wrong@127.0.0.1:{}", server.port()));
        command.stdin(Stdio::null()).output().expect("it runs")
    });
    assert_eq!(output.status.code(), Some(122));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains("this node cannot start") && text.contains("does not let this program in"),
        "{text}"
    );
    assert!(!text.contains("wrong"), "no password is shown: {text}");
}
