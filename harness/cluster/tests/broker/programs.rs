//! Programs of callers as files: this test program with other bytes behind it, so that each is another build, and their signatures.

use super::machine::{Node, Server, folder, wait_for};
use super::tasks::{slowly, tail};
use minisign::KeyPair;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wirecheck_cluster::Cluster;
use wirecheck_cluster::testing::name_of;

/// The server, for a program that is to be a caller.
const ADDRESS: &str = "WIRECHECK_TEST_PROGRAM";
/// Nothing here takes as long.
const LONG: Duration = Duration::from_secs(60);

/// Makes signatures that nodes trust or not.
pub(crate) struct Key(KeyPair);

impl Key {
    pub(crate) fn new() -> Self {
        Self(KeyPair::generate_unencrypted_keypair().expect("a key"))
    }

    /// A file of keys as `minisign` writes it.
    pub(crate) fn public(&self) -> String {
        self.0.pk.to_box().expect("a key").into_string()
    }

    pub(crate) fn id(&self) -> String {
        let file = self.public();
        let id = file.lines().next().and_then(|comment| comment.rsplit(' ').next());
        id.expect("a number").to_owned()
    }

    pub(crate) fn sign(&self, content: impl Read) -> String {
        let signed = minisign::sign(Some(&self.0.pk), &self.0.sk, content, Some("tests"), None);
        signed.expect("signed").into_string()
    }
}

/// An executable on the disk.
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    tail: String,
}

impl Program {
    /// This program with these three bytes behind it.
    pub(crate) fn with_tail(folder: &Path, tail: &str) -> Self {
        assert_eq!(tail.len(), 3);
        let path = folder.join(format!("program-{tail}"));
        std::fs::copy("/proc/self/exe", &path).expect("copied");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("permitted");
        let mut file = File::options().append(true).open(&path).expect("opened");
        file.write_all(tail.as_bytes()).expect("written");
        Self { path, tail: tail.to_owned() }
    }

    pub(crate) fn signed(self, key: &Key) -> Self {
        let signature = key.sign(File::open(&self.path).expect("opened"));
        std::fs::write(self.signature(), signature).expect("written");
        self
    }

    pub(crate) fn signature(&self) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(".minisig");
        path.into()
    }

    /// What it is called on servers and in caches.
    pub(crate) fn name(&self) -> [u8; 32] {
        name_of(&std::fs::read(&self.path).expect("read"))
    }

    /// Its first digits, as in messages.
    pub(crate) fn build(&self) -> String {
        self.name()[..6].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Starts it as a caller, which runs so many tasks that take so long each.
    pub(crate) fn start(&self, address: &str, file: &str, count: u64, millis: u64) -> Calling {
        let mut command = Command::new(&self.path);
        command.env(ADDRESS, address).arg(file).arg(count.to_string()).arg(millis.to_string());
        command.arg(&self.tail).stdin(Stdio::null()).stdout(Stdio::piped());
        Calling { process: command.spawn().expect("a caller") }
    }

    /// Has it detach a call of so many tasks. Returns the name of the call, or an error.
    pub(crate) fn detach(&self, address: &str, file: &str, count: u64) -> String {
        self.does("detach", address, &[file, &count.to_string()])
    }

    /// Has it fetch the results of a call, which are to be those of so many tasks. Returns `ok`, or an error.
    pub(crate) fn fetch(&self, address: &str, call: &str, count: u64) -> String {
        self.does("fetch", address, &[call, &count.to_string()])
    }

    fn does(&self, what: &str, address: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(&self.path);
        command.env(ADDRESS, address).arg(what).args(arguments).arg(&self.tail);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        Calling { process: command.spawn().expect("it runs") }.end()
    }

    /// Runs it as a caller with short tasks, and returns what it says at its end.
    pub(crate) fn run(&self, address: &str) -> String {
        let (_folder, file) = folder();
        self.start(address, &file, 50, 0).end()
    }
}

/// A caller that runs.
pub(crate) struct Calling {
    pub(crate) process: Child,
}

impl Calling {
    /// What it says at its end: `ok`, or an error.
    pub(crate) fn end(mut self) -> String {
        let mut lines = BufReader::new(self.process.stdout.take().expect("piped")).lines();
        let start = Instant::now();
        let line = lines.next().transpose().expect("read").unwrap_or_default();
        assert!(start.elapsed() < LONG, "took {:?}: {line}", start.elapsed());
        line
    }
}

impl Drop for Calling {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The other side of [`Program::start`].
pub(crate) fn be_one_if_asked() {
    let Some(address) = std::env::var(ADDRESS).ok() else { return };
    let arguments: Vec<String> = std::env::args().collect();
    let [_, what, count, of_what, own] = &arguments[..] else { panic!("{arguments:?}") };
    let number = |text: &String| text.parse().expect("a number");
    let said = match &**what {
        "detach" => detach(&address, count, number(of_what)),
        "fetch" => fetch(&address, count, number(of_what), own).map(|()| "ok".to_owned()),
        file => call(&address, file, number(count), number(of_what), own).map(|()| "ok".to_owned()),
    };
    let is_error = said.is_err();
    let said = said.unwrap_or_else(|error| format!("{error}").replace('\n', " "));
    writeln!(std::io::stdout(), "{said}").expect("read");
    std::process::exit(i32::from(is_error));
}

/// The tail of the program that runs it, with the input.
fn tail_of((file, x): (String, u64)) -> (String, u64) {
    super::tasks::note(&file, x);
    (tail(x), x)
}

fn detach(address: &str, file: &str, count: u64) -> Result<String, wirecheck::Error> {
    let calls = Cluster::builder().server(address).calls()?;
    Ok(calls.detach(tail_of, (0..count).map(|x| (file.to_owned(), x)))?.to_string())
}

fn fetch(address: &str, call: &str, count: u64, own: &str) -> Result<(), wirecheck::Error> {
    let calls = Cluster::builder().server(address).calls()?;
    let call = calls.attach::<(String, u64)>(&call.parse()?)?;
    assert!(call.wait(LONG)?, "it does not end");
    assert!(call.join()?.into_iter().eq((0..count).map(|x| (own.to_owned(), x))), "another program has run");
    call.forget()
}

fn call(address: &str, file: &str, count: u64, millis: u64, own: &str) -> Result<(), wirecheck::Error> {
    let cluster = Cluster::builder().server(address).patience(Duration::from_secs(3)).build()?;
    let ran = cluster.map(slowly, (0..count).map(|x| (file.to_owned(), x, millis)))?;
    assert!(ran.into_iter().eq(0..count), "wrong results");
    // All of them in this program, and not in that of the node.
    for ran in cluster.map(tail, 0..4)? {
        assert_eq!(ran, own, "another program has run");
    }
    Ok(())
}

/// A server, and what nodes need to run the programs of others.
pub(crate) struct Site {
    pub(crate) server: Server,
    pub(crate) key: Key,
    pub(crate) folder: TempDir,
}

impl Site {
    pub(crate) fn new() -> Self {
        Self::on(Server::start())
    }

    pub(crate) fn on(server: Server) -> Self {
        let site = Self { server, key: Key::new(), folder: tempfile::tempdir().expect("a directory") };
        std::fs::write(site.keys(), site.key.public()).expect("written");
        site
    }

    fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    pub(crate) fn address(&self) -> String {
        self.server.address()
    }

    /// Where the node of this name keeps executables.
    pub(crate) fn cache(&self, node: &str) -> PathBuf {
        self.folder.path().join(node)
    }

    /// A node that trusts the key, with two workers, once it can be seen.
    pub(crate) fn node(&self, name: &str) -> Node {
        let (keys, cache) = (self.keys().display().to_string(), self.cache(name).display().to_string());
        let variables = [("WIRECHECK_NODE_TRUST", &*keys), ("WIRECHECK_NODE_CACHE", &*cache)];
        let node = Node::start_with(&self.address(), name, 2, &variables);
        let cluster = Cluster::connect(&self.address()).expect("a cluster");
        wait_for("the node is seen", || cluster.nodes().iter().any(|seen| seen.name == name));
        node
    }

    /// A program that is signed with the key.
    pub(crate) fn program(&self, tail: &str) -> Program {
        self.unsigned(tail).signed(&self.key)
    }

    pub(crate) fn unsigned(&self, tail: &str) -> Program {
        Program::with_tail(self.folder.path(), tail)
    }

    /// What a node has of a program.
    pub(crate) fn cached(&self, node: &str, program: &Program) -> PathBuf {
        let name: String = program.name().iter().map(|byte| format!("{byte:02x}")).collect();
        self.cache(node).join(name)
    }
}
