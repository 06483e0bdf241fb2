//! Servers, nodes and callers as processes, which can be stopped and killed.

use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wirecheck_cluster::CallId;

/// What a caller in a process of its own is asked to do.
const CALLER: &str = "WIRECHECK_TEST_CALLER";
/// The same for one that detaches a call and goes home.
const DETACHER: &str = "WIRECHECK_TEST_DETACHER";
const LONG: Duration = Duration::from_secs(30);

/// The program of the server, if there is one.
pub(crate) fn server_program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("NATS_SERVER").filter(|named| !named.is_empty()) {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("nats-server")).find(|program| program.is_file())
}

pub(crate) fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < LONG, "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Runs something that must not take longer.
pub(crate) fn within<T>(limit: Duration, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    assert!(start.elapsed() < limit, "took {:?}, and at most {limit:?} is right", start.elapsed());
    result
}

/// A NATS server on a port that stays the same when it is started again.
pub(crate) struct Server {
    port: u16,
    process: Option<Child>,
    /// What it is started with besides its port.
    options: Vec<String>,
    /// Of JetStream.
    store: TempDir,
}

impl Server {
    /// With JetStream.
    pub(crate) fn start() -> Self {
        let store = tempfile::tempdir().expect("a directory");
        let folder = store.path().display().to_string();
        Self::start_with(store, vec!["-js".to_owned(), "-sd".to_owned(), folder])
    }

    pub(crate) fn without_jetstream() -> Self {
        Self::start_with(tempfile::tempdir().expect("a directory"), Vec::new())
    }

    /// With JetStream, and these lines in its configuration.
    pub(crate) fn configured(lines: &str) -> Self {
        let store = tempfile::tempdir().expect("a directory");
        let file = store.path().join("server.conf");
        let folder = store.path().display();
        let text = format!("jetstream {{\n store_dir: \"{folder}\"\n max_file_store: 100MB\n}}\n{lines}\n");
        std::fs::write(&file, text).expect("written");
        Self::start_with(store, vec!["-c".to_owned(), file.display().to_string()])
    }

    /// Without JetStream, and with these lines in its configuration.
    pub(crate) fn bare(lines: &str) -> Self {
        let store = tempfile::tempdir().expect("a directory");
        let file = store.path().join("server.conf");
        std::fs::write(&file, lines).expect("written");
        Self::start_with(store, vec!["-c".to_owned(), file.display().to_string()])
    }

    fn start_with(store: TempDir, options: Vec<String>) -> Self {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        let mut server = Self { port, process: None, options, store };
        server.restart();
        server
    }

    /// Ends it and deletes what it keeps.
    pub(crate) fn wipe(&mut self) {
        self.kill();
        std::fs::remove_dir_all(self.store.path().join("jetstream")).expect("deleted");
    }

    pub(crate) fn address(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Stops it or lets it go on, if it runs.
    pub(crate) fn signal(&self, signal: Signal) {
        if let Some(process) = &self.process {
            kill_process(Pid::from_child(process), signal).expect("signalled");
        }
    }

    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().and_then(|()| process.wait()).expect("killed");
        }
    }

    pub(crate) fn restart(&mut self) {
        self.kill();
        let mut command = Command::new(server_program().expect("looked for before"));
        command.args(["-a", "127.0.0.1", "-p", &self.port.to_string()]).args(&self.options);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.process = Some(command.spawn().expect("a server"));
        wait_for("the server listens", || TcpStream::connect(("127.0.0.1", self.port)).is_ok());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A node in a process of its own: this program.
pub(crate) struct Node {
    process: Child,
}

impl Node {
    pub(crate) fn start(address: &str, name: &str, workers: usize) -> Self {
        Self::start_with(address, name, workers, &[])
    }

    pub(crate) fn start_with(address: &str, name: &str, workers: usize, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new("/proc/self/exe");
        command.env("WIRECHECK_NODE", address).env("WIRECHECK_NODE_NAME", name);
        command.env("WIRECHECK_NODE_WORKERS", workers.to_string());
        command.envs(variables.iter().copied());
        if variables.iter().any(|(name, _)| *name == "WIRECHECK_TESTS_QUIET") {
            command.stderr(Stdio::null());
        }
        Self { process: command.stdin(Stdio::null()).spawn().expect("a node") }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.process);
        kill_process(pid, signal).expect("signalled");
    }

    /// Whether its process has ended, as one does that cannot reach its server when it starts.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Its workers.
    pub(crate) fn workers(&self) -> Vec<u32> {
        children(self.process.id())
    }
}

impl Drop for Node {
    /// Its workers end with it.
    fn drop(&mut self) {
        let workers = self.workers();
        self.process.kill().and_then(|()| self.process.wait()).expect("killed");
        wait_for("the workers of a node are gone", || !workers.iter().any(|pid| is_alive(*pid)));
    }
}

/// The child processes of a process, as of all its threads.
pub(crate) fn children(pid: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    lists
        .flat_map(|list| list.split(' ').filter_map(|pid| pid.trim().parse().ok()).collect::<Vec<_>>())
        .collect()
}

/// The shared memories of at least so many bytes that a process has open, by their inodes.
pub(crate) fn memories(pid: u32, least: u64) -> BTreeSet<u64> {
    let files = std::fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    let memories = files.filter(|file| {
        let target = std::fs::read_link(file.path()).unwrap_or_default();
        target.to_string_lossy().contains("memfd:wirecheck-memory")
    });
    let metadata = memories.filter_map(|file| std::fs::metadata(file.path()).ok());
    metadata.filter(|metadata| metadata.len() >= least).map(|metadata| metadata.ino()).collect()
}

pub(crate) fn is_alive(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // One that waits to be collected has ended.
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// A caller in a process of its own, which runs one task that takes a minute.
pub(crate) struct Caller {
    pub(crate) process: Child,
}

impl Caller {
    /// Returns once its task runs, which it notes in the file.
    pub(crate) fn start(address: &str, file: &str) -> Self {
        let mut command = Command::new("/proc/self/exe");
        command.env(CALLER, address).arg(file).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("a caller");
        let lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        assert_eq!(lines.map_while(Result::ok).next().as_deref(), Some("connected"));
        Self { process }
    }
}

impl Caller {
    /// Returns at once; nobody knows whether it connects.
    pub(crate) fn begin(address: &str, file: &str) -> Self {
        let mut command = Command::new("/proc/self/exe");
        command.env(CALLER, address).arg(file);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self { process: command.spawn().expect("a caller") }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The other side of [`Caller`].
pub(crate) fn be_a_caller_if_asked() {
    let Some(address) = std::env::var(CALLER).ok() else { return };
    let file = std::env::args().nth(1).expect("a file");
    let cluster = wirecheck_cluster::Cluster::connect(&address).expect("connected");
    writeln!(std::io::stdout(), "connected").expect("read");
    let outcome = cluster.map(super::tasks::slowly, [(file, 1, 60_000)]);
    std::process::exit(i32::from(outcome.is_err()));
}

pub(crate) fn folder() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a directory");
    let file = Path::join(folder.path(), "ran").display().to_string();
    (folder, file)
}

/// The deputies among the child processes of a node.
pub(crate) fn deputies(node: &Node) -> Vec<u32> {
    let is_deputy = |pid: &u32| {
        let variables = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        is_alive(*pid) && variables.split(|byte| *byte == 0).any(|one| one.starts_with(b"WIRECHECK_DEPUTY="))
    };
    node.workers().into_iter().filter(is_deputy).collect()
}

/// Has another process detach a call of slow tasks, which has ended when this returns.
pub(crate) fn detach_elsewhere(address: &str, file: &str, count: u64, millis: u64) -> CallId {
    let mut command = Command::new("/proc/self/exe");
    command.env(DETACHER, address).args([file, &count.to_string(), &millis.to_string()]);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().expect("it runs");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("text").trim().parse().expect("the name of a call")
}

/// The other side of [`detach_elsewhere`].
pub(crate) fn detach_if_asked() {
    let Some(address) = std::env::var(DETACHER).ok() else { return };
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments[at].parse().expect("a number");
    let inputs = super::faults::inputs(&arguments[0], number(1), number(2));
    let cluster = wirecheck_cluster::Cluster::connect(&address).expect("connected");
    let id = cluster.detach(super::tasks::slowly, inputs).expect("detached");
    writeln!(std::io::stdout(), "{id}").expect("written");
    std::process::exit(0);
}
