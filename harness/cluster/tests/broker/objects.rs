//! Objects on the server, by the hash of their content.

use super::machine::{Server, wait_for, within};
use super::proxy::{Proxy, Weather};
use std::time::Duration;
use wirecheck_cluster::testing::{Objects, name_of};

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("an_object_is_put_once_and_comes_back", an_object_is_put_once_and_comes_back),
        (
            "a_content_that_is_not_what_it_is_called_is_refused",
            a_content_that_is_not_what_it_is_called_is_refused,
        ),
        ("objects_need_jetstream_and_the_error_says_so", objects_need_jetstream_and_the_error_says_so),
        ("a_full_store_is_an_error_that_says_so", a_full_store_is_an_error_that_says_so),
        ("a_denied_subject_is_an_error_that_names_it", a_denied_subject_is_an_error_that_names_it),
        ("objects_outlive_a_restart_and_a_wiped_store_takes_new_ones", objects_outlive_a_restart),
        ("cuts_while_an_object_is_put_or_fetched_cost_time_only", cuts_cost_time_only),
    ]
}

const LIMIT: u64 = 1 << 30;

/// Bytes that differ from chunk to chunk.
fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at ^ at >> 8 ^ at >> 17) as u8).collect()
}

fn an_object_is_put_once_and_comes_back() {
    let server = Server::start();
    let (here, there) = (objects(&server, "one"), objects(&server, "one"));
    let other_app = objects(&server, "two");
    for length in [0, 1, 512 << 10, (512 << 10) + 1, 5_000_000] {
        let bytes = content(length);
        let name = name_of(&bytes);
        assert_eq!(here.length(name).unwrap(), None);
        assert!(here.put(name, bytes.clone()).unwrap(), "it was not there");
        assert!(!there.put(name, bytes.clone()).unwrap(), "it was there");
        assert_eq!(there.length(name).unwrap(), Some(length as u64));
        assert_eq!(there.get(name, LIMIT).unwrap(), bytes);
        assert!(other_app.get(name, LIMIT).unwrap_err().contains("it was deleted or has expired"));
        here.delete(name).unwrap();
        here.delete(name).unwrap();
        assert!(there.get(name, LIMIT).unwrap_err().contains("it was deleted or has expired"));
    }
    // Two at once put the same.
    let bytes = content(9_000_000);
    let name = name_of(&bytes);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| objects(&server, "one").put(name, bytes.clone()).unwrap());
        }
    });
    assert_eq!(there.get(name, LIMIT).unwrap(), bytes);
    let error = there.get(name, 8_999_999).unwrap_err();
    assert!(error.contains("9000000 bytes") && error.contains("at most 8999999"), "{error}");
}

fn a_content_that_is_not_what_it_is_called_is_refused() {
    let server = Server::start();
    let objects = objects(&server, "app");
    let bytes = content(1_000_000);
    let name = name_of(b"something else");
    assert!(objects.put(name, bytes).unwrap());
    let error = objects.get(name, LIMIT).unwrap_err();
    assert!(error.contains("does not have the content that its name says"), "{error}");
}

fn objects_need_jetstream_and_the_error_says_so() {
    let server = Server::without_jetstream();
    let objects = objects(&server, "app");
    let bytes = content(10);
    let errors = within(Duration::from_secs(5), || {
        [
            objects.put(name_of(&bytes), bytes.clone()).unwrap_err(),
            objects.get(name_of(&bytes), 10).unwrap_err(),
        ]
    });
    for error in errors {
        assert!(error.contains("has no JetStream") && error.contains("`-js`"), "{error}");
    }
}

fn a_full_store_is_an_error_that_says_so() {
    let mut server = Server::configured("");
    let objects = objects(&server, "app");
    let bytes = content(60 << 20);
    assert!(objects.put(name_of(&bytes), bytes.clone()).unwrap());
    let more = content((60 << 20) + 1);
    let error = within(Duration::from_secs(30), || objects.put(name_of(&more), more.clone()).unwrap_err());
    assert!(error.contains("no space left"), "{error}");
    // What is there can be read, and the space of what is deleted is free.
    assert!(objects.get(name_of(&bytes), LIMIT).unwrap() == bytes);
    objects.delete(name_of(&bytes)).unwrap();
    objects.delete(name_of(&more)).unwrap();
    // Servers before 2.10 count what is deleted as used until they start again.
    server.restart();
    assert!(objects.put(name_of(&more), more).unwrap());
}

fn a_denied_subject_is_an_error_that_names_it() {
    for (denied, named) in [("\"wc.app.o.>\"", "wc.app.o."), ("\"$JS.API.>\"", "$JS.API.")] {
        let server = Server::configured(&format!(
            "no_auth_user: u\nauthorization {{ users: [\n {{ user: u, password: p, permissions: {{ publish: {{ deny: [{denied}] }} }} }}\n] }}"
        ));
        let objects = objects(&server, "app");
        let bytes = content(10);
        let error = within(Duration::from_secs(5), || objects.put(name_of(&bytes), bytes).unwrap_err());
        assert!(error.contains("does not permit the subject") && error.contains(named), "{error}");
    }
}

fn objects_outlive_a_restart() {
    let mut server = Server::start();
    let objects = objects(&server, "app");
    let bytes = content(3_000_000);
    let name = name_of(&bytes);
    assert!(objects.put(name, bytes.clone()).unwrap());
    server.restart();
    assert_eq!(objects.get(name, LIMIT).unwrap(), bytes);
    server.wipe();
    server.restart();
    let error = within(Duration::from_secs(20), || objects.get(name, LIMIT).unwrap_err());
    assert!(error.contains("it was deleted or has expired"), "{error}");
    assert!(objects.put(name, bytes.clone()).unwrap());
    assert_eq!(objects.get(name, LIMIT).unwrap(), bytes);
}

fn cuts_cost_time_only() {
    let server = Server::start();
    let proxy = Proxy::before(server.port());
    let bytes = content(40 << 20);
    let name = name_of(&bytes);
    let objects = Objects::connect(&proxy.address(), "app").unwrap();
    let outcome = std::thread::scope(|scope| {
        let work = scope.spawn(|| (objects.put(name, bytes.clone()), objects.get(name, LIMIT)));
        for _ in 0..5 {
            std::thread::sleep(Duration::from_millis(100));
            proxy.cut();
        }
        proxy.set(Weather::Held);
        std::thread::sleep(Duration::from_secs(1));
        proxy.set(Weather::Fair);
        within(Duration::from_secs(40), || work.join().unwrap())
    });
    assert_eq!(outcome.0, Ok(true));
    assert!(outcome.1.unwrap() == bytes);
    wait_for("another connection sees it", || {
        super::objects::objects(&server, "app").length(name) == Ok(Some(bytes.len() as u64))
    });
}

fn objects(server: &Server, app: &str) -> Objects {
    Objects::connect(&server.address(), app).unwrap()
}
