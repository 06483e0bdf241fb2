//! The commands about clusters, against a real server. They are skipped by name where there is none, and fail where `CI` is set.

use libtest_mimic::{Arguments, Failed, Trial};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use wirecheck_cluster::Cluster;

type Test = (&'static str, fn(&str));

const LONG: Duration = Duration::from_secs(30);

fn main() {
    wirecheck_cluster::init();
    let arguments = Arguments::from_args();
    let cluster = Cluster::local(1);
    let has_server = !cluster.as_ref().is_err_and(|error| error.to_string().contains("no `nats-server`"));
    let is_skipped = !has_server && std::env::var_os("CI").is_none();
    let address = cluster
        .as_ref()
        .map(|cluster| cluster.local_server().unwrap_or_default().to_owned())
        .map_err(ToString::to_string);
    let tests: [Test; 4] = [
        ("top_lists_the_nodes_and_those_that_node_starts", nodes_are_listed),
        ("a_node_runs_detached_calls_of_a_signed_program", detached_calls_run),
        ("dead_letters_are_listed", dead_letters_are_listed),
        ("what_cannot_be_reached_or_read_is_named", failures_are_named),
    ];
    let trials = tests.map(|(name, test)| {
        let address = address.clone();
        let run = move || {
            test(&address.map_err(Failed::from)?);
            Ok(())
        };
        Trial::test(name, run).with_ignored_flag(is_skipped)
    });
    let conclusion = libtest_mimic::run(&arguments, trials.into());
    drop(cluster);
    conclusion.exit()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-wirecheck"));
    command.arg("wirecheck").args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("it runs")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A node that ends with the test.
struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        self.0.kill().and_then(|()| self.0.wait()).expect("killed");
    }
}

fn nodes_are_listed(address: &str) {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    let key = "untrusted comment: a key\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n";
    std::fs::write(&keys, key).unwrap();
    let (keys, cache) = (keys.display().to_string(), folder.path().join("cache").display().to_string());
    let node = ["node", "--server", address, "--trust", &keys, "--cache", &cache];
    let more = ["--name", "added", "--workers", "3", "--label", "gpu", "--label", "big"];
    let node = Node(command(&[&node[..], &more].concat()).spawn().unwrap());
    let start = Instant::now();
    let listed = loop {
        let output = run(&["cluster", "top", "--server", address]);
        assert!(output.status.success(), "{output:?}");
        let listed = text(&output);
        if listed.contains("added") {
            break listed;
        }
        assert!(start.elapsed() < LONG, "never listed: {listed}");
    };
    assert!(listed.contains("local-1") && listed.contains("gpu,big"), "{listed}");
    assert!(listed.contains("2 nodes, 0 of 5 workers are busy"), "{listed}");
    drop(node);
    let after = text(&run(&["cluster", "top", "--once", "--server", address]));
    assert!(!after.contains("added") && after.contains("1 node,"), "{after}");
}

fn cube(x: u64) -> u64 {
    x * x * x
}

fn detached_calls_run(address: &str) {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).display().to_string();
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    std::fs::write(place("keys"), pair.pk.to_box().unwrap().into_string()).unwrap();
    let own = std::fs::File::open("/proc/self/exe").unwrap();
    let signature = minisign::sign(Some(&pair.pk), &pair.sk, own, Some("tests"), None).unwrap();
    std::fs::write(place("signature"), signature.into_string()).unwrap();
    let node = ["node", "--server", address, "--trust", &place("keys"), "--cache", &place("cache")];
    let node = Node(command(&[&node[..], &["--app", "tool"]].concat()).spawn().unwrap());
    let calls = Cluster::builder().server(address).signature(place("signature")).app("tool").calls().unwrap();
    let call = calls.attach::<u64>(&calls.detach(cube, 0..50).unwrap()).unwrap();
    assert!(call.wait(LONG).unwrap(), "{:?}", call.state());
    assert!(call.join().unwrap().into_iter().eq((0..50).map(cube)));
    call.forget().unwrap();
    drop(node);
}

fn dead_letters_are_listed(address: &str) {
    let output = run(&["dead", "--server", address, "list"]);
    assert_eq!((output.status.code(), text(&output).as_str()), (Some(0), "there are no dead letters\n"));
    let output = run(&["dead", "--server", address, "show", "x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no dead letter `x`"), "{output:?}");
}

fn failures_are_named(_: &str) {
    for (arguments, said) in [
        (
            &["cluster", "top", "--server", "nats://me:secret@127.0.0.1:1"][..],
            "`nats://127.0.0.1:1` cannot be reached",
        ),
        (&["node", "--trust", "/does/not/exist"], "`/does/not/exist`, cannot be read"),
    ] {
        let output = run(arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.contains(said) && !error.contains("secret"), "{error}");
    }
    let output = run(&["cluster", "permissions", "caller", "--app", "render"]);
    assert!(text(&output).contains("wc.render.n.*"), "{output:?}");
}
