//! Callers with other programs than the nodes: signed ones run, others are refused by name.

use super::machine::{Node, Server, folder, is_alive, wait_for, within};
use super::programs::{Key, Site};
use super::tasks::{noted, square};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use wirecheck_cluster::Cluster;
use wirecheck_cluster::testing::Objects;

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("builds_run_side_by_side_on_the_same_nodes", builds_run_side_by_side_on_the_same_nodes),
        ("another_program_runs_on_nodes_that_trust_it", another_program_runs_on_nodes_that_trust_it),
        ("a_detached_call_runs_on_nodes_with_another_program", a_detached_call_of_another_program),
        ("a_program_is_uploaded_and_fetched_once", a_program_is_uploaded_and_fetched_once),
        ("programs_without_a_right_signature_are_refused_by_name", without_a_right_signature),
        ("nodes_that_trust_nobody_run_their_own_program_only", nodes_that_trust_nobody),
        ("a_changed_file_of_the_cache_is_fetched_again", a_changed_file_of_the_cache_is_fetched_again),
        ("an_object_that_was_changed_is_put_again", an_object_that_was_changed_is_put_again),
        ("programs_need_jetstream_and_the_error_says_so", programs_need_jetstream),
        ("a_node_that_cannot_take_a_program_leaves_it_to_others", a_node_that_cannot_take_a_program),
        ("a_killed_caller_of_another_build_leaves_no_worker", a_killed_caller_of_another_build),
        ("a_node_that_cannot_use_its_settings_says_why", a_node_that_cannot_use_its_settings),
    ]
}

/// Nothing here is refused later.
const SOON: Duration = Duration::from_secs(20);

fn builds_run_side_by_side_on_the_same_nodes() {
    let (_folder, file) = folder();
    let site = Site::new();
    let nodes = [site.node("one"), site.node("two")];
    let programs = [site.program("old"), site.program("new")];
    let own = Cluster::connect(&site.address()).unwrap();
    let said: Vec<String> = std::thread::scope(|scope| {
        let files = [format!("{file}.0"), format!("{file}.1")];
        let callers: Vec<_> = programs
            .iter()
            .zip(&files)
            .map(|(program, file)| {
                let caller = program.start(&site.address(), file, 60, 30);
                scope.spawn(move || caller.end())
            })
            .collect();
        wait_for("both run", || files.iter().all(|file| noted(file).len() > 1));
        assert!(own.map(square, 0..200).unwrap().into_iter().eq((0..200).map(square)));
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    assert_eq!(said, ["ok", "ok"]);
    // Places that their callers have left are for others.
    let workers: Vec<u32> = nodes.iter().flat_map(Node::workers).collect();
    drop(own);
    wait_for("all workers are gone", || nodes.iter().all(|node| node.workers().is_empty()));
    assert!(workers.iter().all(|pid| !is_alive(*pid)));
}

fn another_program_runs_on_nodes_that_trust_it() {
    let site = Site::new();
    let _node = site.node("one");
    let example = site.folder.path().join("squares");
    std::fs::copy(example_program(), &example).unwrap();
    let run = || Command::new(&example).args([&*site.address(), "100"]).output().unwrap();
    let refused = within(SOON, run);
    let said = String::from_utf8(refused.stdout).unwrap();
    assert!(!refused.status.success() && said.contains("has no signature"), "{said}");
    let signature = site.key.sign(std::fs::File::open(&example).unwrap());
    std::fs::write(site.folder.path().join("squares.minisig"), signature).unwrap();
    let output = within(SOON, run);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, "the sum of the first 100 squares is 338350\n");
    assert!(output.status.success());
}

/// The program `examples/squares.rs`, which is built if it is not there.
fn example_program() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let target = own.ancestors().nth(2).unwrap();
    let program = target.join("examples").join("squares");
    if !program.exists() {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["build", "--quiet", "--package", "wirecheck-cluster", "--example", "squares"]);
        command.args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"), "--target-dir"]);
        command.arg(target.parent().unwrap());
        command.args((!cfg!(debug_assertions)).then_some("--release"));
        assert!(command.status().unwrap().success(), "the example could not be built");
    }
    program
}

fn a_detached_call_of_another_program() {
    let (_folder, file) = folder();
    let site = Site::new();
    let address = site.address();
    // It goes home before there is any node.
    let (program, unsigned) = (site.program("abc"), site.unsigned("xyz"));
    let objects = Objects::connect(&address, "app").unwrap();
    let calls = [0, 1].map(|_| program.detach(&address, &file, 40));
    let refused = unsigned.detach(&address, &format!("{file}.unsigned"), 40);
    assert!(
        objects.length(program.name()).unwrap().is_some()
            && objects.length(unsigned.name()).unwrap().is_none()
    );
    // Nor does an attached caller of the same build take the executable away when it ends.
    let nodes = [site.node("one"), site.node("two")];
    assert_eq!(program.run(&address), "ok");
    for call in &calls {
        assert_eq!(program.fetch(&address, call, 40), "ok");
    }
    assert_eq!(noted(&file).len(), 80);
    assert!(objects.length(program.name()).unwrap().is_some());
    let said = program.fetch(&address, &refused, 40);
    assert!(said.contains("was detached by the build"), "{said}");
    wait_for("no deputy and no worker is left", || nodes.iter().all(|node| node.workers().is_empty()));
    // Nobody trusts the other program: it waits.
    assert!(noted(&format!("{file}.unsigned")).is_empty());
    let calls = Cluster::builder().server(&address).calls().unwrap();
    let error = calls.attach::<u64>(&refused.parse().unwrap()).unwrap_err();
    assert!(error.to_string().contains(&unsigned.build()), "{error}");
}

fn a_program_is_uploaded_and_fetched_once() {
    let site = Site::new();
    let nodes = ["one", "two"].map(|name| site.node(name));
    let program = site.program("abc");
    let objects = Objects::connect(&site.address(), "app").unwrap();
    let length = program.path.metadata().unwrap().len();
    assert_eq!(objects.length(program.name()).unwrap(), None);
    let (_folder, file) = folder();
    let caller = program.start(&site.address(), &file, 100, 30);
    let cached = ["one", "two"].map(|node| site.cached(node, &program));
    wait_for("both nodes have it", || cached.iter().all(|file| file.exists()));
    assert_eq!(objects.length(program.name()).unwrap(), Some(length));
    assert_eq!(caller.end(), "ok");
    for file in &cached {
        let known = file.metadata().unwrap();
        assert_eq!((known.len(), known.mode() & 0o777), (length, 0o600));
    }
    // Whoever has put it there has taken it away; nodes have it.
    wait_for("the object is gone", || objects.length(program.name()).unwrap().is_none());
    assert_eq!(program.run(&site.address()), "ok");
    assert_eq!(objects.length(program.name()).unwrap(), None);
    // Also after a restart.
    drop(nodes);
    let _one = site.node("one");
    assert_eq!(program.run(&site.address()), "ok");
    assert_eq!(objects.length(program.name()).unwrap(), None);
}

fn without_a_right_signature() {
    let site = Site::new();
    let node = site.node("one");
    let own = Cluster::connect(&site.address()).unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let sibling = scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                assert!(own.map(square, 0..20).unwrap().into_iter().eq((0..20).map(square)));
            }
        });
        let refused = |program: &super::programs::Program, texts: &[&str]| {
            let said = within(SOON, || program.run(&site.address()));
            let (build, key) = (program.build(), site.key.id());
            for text in ["the node one", &build, "sign", &key].iter().chain(texts) {
                assert!(said.contains(text), "no `{text}` in: {said}");
            }
        };
        let program = site.unsigned("abc");
        refused(&program, &["has no signature", "minisign -S"]);
        let other = Key::new();
        let program = program.signed(&other);
        refused(&program, &[&other.id(), "does not trust"]);
        let right = site.key.sign(std::fs::File::open(&program.path).unwrap());
        let comment = right.replace("trusted comment: tests", "trusted comment: others");
        let odd = [
            (site.key.sign(&b"another content"[..]), "is not valid"),
            (comment, "its trusted comment was changed"),
        ];
        for (signature, text) in odd {
            std::fs::write(program.signature(), signature).unwrap();
            refused(&program, &[text]);
        }
        std::fs::write(program.signature(), "nonsense").unwrap();
        let said = within(SOON, || program.run(&site.address()));
        assert!(said.contains("is not one of minisign") && said.contains("the node one"), "{said}");
        // What was refused does not stand in the way of what is right.
        std::fs::write(program.signature(), right).unwrap();
        assert_eq!(within(SOON, || program.run(&site.address())), "ok");
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        sibling.join().unwrap();
    });
    drop(own);
    wait_for("no worker is left", || node.workers().is_empty());
}

fn nodes_that_trust_nobody() {
    let site = Site::new();
    let _closed = Node::start(&site.address(), "closed", 2);
    let program = site.program("abc");
    let said = within(SOON, || program.run(&site.address()));
    for text in ["no node runs this program", "the node closed", "WIRECHECK_NODE_TRUST", &program.build()] {
        assert!(said.contains(text), "no `{text}` in: {said}");
    }
    // With one that does, the other one is left alone, and says why.
    let _open = site.node("open");
    assert_eq!(within(SOON, || program.run(&site.address())), "ok");
    let own = Cluster::connect(&site.address()).unwrap();
    wait_for("both nodes are known", || own.nodes().len() == 2);
    assert!(own.nodes().iter().all(|node| node.is_same_build && node.runs_this_program));
    let triple = format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    assert!(own.nodes().iter().all(|node| node.triple.starts_with(&triple) && node.refusal.is_none()));
}

fn a_changed_file_of_the_cache_is_fetched_again() {
    let site = Site::new();
    let program = site.program("abc");
    let node = site.node("one");
    assert_eq!(program.run(&site.address()), "ok");
    // Its memory is not the file.
    drop(node);
    let file = site.cached("one", &program);
    let right = std::fs::read(&file).unwrap();
    let mut changed = right.clone();
    changed[right.len() / 2] ^= 1;
    for wrong in [changed, right[..1000].to_vec(), Vec::new(), [&right[..], b"x"].concat()] {
        std::fs::write(&file, wrong).unwrap();
        let node = site.node("one");
        assert_eq!(within(SOON, || program.run(&site.address())), "ok");
        assert!(std::fs::read(&file).unwrap() == right);
        drop(node);
    }
}

fn an_object_that_was_changed_is_put_again() {
    let site = Site::new();
    let _node = site.node("one");
    let objects = Objects::connect(&site.address(), "app").unwrap();
    for (tail, content) in [("abc", 1000), ("def", 50_000_000), ("ghi", 0)] {
        let program = site.program(tail);
        assert!(objects.put(program.name(), vec![7; content]).unwrap());
        assert_eq!(within(SOON * 2, || program.run(&site.address())), "ok");
    }
}

fn programs_need_jetstream() {
    let site = Site::on(Server::without_jetstream());
    let node = site.node("one");
    let program = site.program("abc");
    let said = within(SOON * 2, || program.run(&site.address()));
    for text in ["the node one", "JetStream", "-js", &program.build()] {
        assert!(said.contains(text), "no `{text}` in: {said}");
    }
    wait_for("no worker is left", || node.workers().is_empty());
    // What needs none goes on.
    assert_eq!(Cluster::connect(&site.address()).unwrap().map(square, [3]).unwrap(), [9]);
}

fn a_node_that_cannot_take_a_program() {
    let site = Site::new();
    let _one = site.node("one");
    // It finds no place on its disk.
    std::fs::remove_dir(site.cache("one")).unwrap();
    let program = site.program("abc");
    let said = within(SOON, || program.run(&site.address()));
    for text in ["the node one", "the cache of the node", &site.cache("one").display().to_string()] {
        assert!(said.contains(text), "no `{text}` in: {said}");
    }
    let _two = site.node("two");
    for _ in 0..3 {
        assert_eq!(within(SOON, || program.run(&site.address())), "ok");
    }
    assert!(!site.cache("one").exists() && site.cached("two", &program).exists());
}

fn a_killed_caller_of_another_build() {
    let (_folder, file) = folder();
    let site = Site::new();
    let node = site.node("one");
    let (first, second) = (site.program("abc"), site.program("def"));
    // Killed while its program is on its way, and while its tasks run.
    let mut caller = first.start(&site.address(), &file, 2, 60_000);
    wait_for("it is being fetched", || site.cache("one").read_dir().unwrap().next().is_some());
    caller.process.kill().unwrap();
    let mut caller = second.start(&site.address(), &file, 2, 60_000);
    wait_for("its tasks run", || noted(&file).len() >= 2);
    let workers = node.workers();
    caller.process.kill().unwrap();
    within(Duration::from_secs(12), || {
        wait_for("its workers are killed", || !workers.iter().any(|pid| is_alive(*pid)));
        wait_for("no worker is left", || node.workers().is_empty());
    });
    assert_eq!(within(SOON, || first.run(&site.address())), "ok");
}

fn a_node_that_cannot_use_its_settings() {
    let site = Site::new();
    let keys = site.folder.path().join("odd");
    let start = |variables: &[(&str, &str)]| {
        let mut command = Command::new("/proc/self/exe");
        command.env("WIRECHECK_NODE", site.address()).envs(variables.iter().copied());
        let output = within(SOON, || command.output().unwrap());
        assert_eq!(output.status.code(), Some(122));
        String::from_utf8(output.stderr).unwrap()
    };
    let trust = keys.display().to_string();
    assert!(start(&[("WIRECHECK_NODE_TRUST", &trust)]).contains("cannot be read"));
    std::fs::write(&keys, "nonsense").unwrap();
    let said = start(&[("WIRECHECK_NODE_TRUST", &trust)]);
    assert!(said.contains(&trust) && said.contains("line 1") && said.contains("minisign -G"), "{said}");
    std::fs::write(&keys, site.key.public()).unwrap();
    let said = start(&[("WIRECHECK_NODE_TRUST", &trust), ("WIRECHECK_NODE_CACHE", "/proc/nowhere")]);
    assert!(said.contains("/proc/nowhere"), "{said}");
}
