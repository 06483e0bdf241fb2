use super::super::exchange::{Answer, Asked, Asking};
use super::super::late::Late;
use super::super::memory::{Announced, Memories};
use super::super::seats::{Order, Place};
use super::*;
use crate::access::new_number;
use crate::digest::Digest;
use crate::program::ProgramInfo;
use crate::tunnel::Key;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::sync::Arc;
use tokio::sync::Notify;
use tokio::sync::mpsc::unbounded_channel;
use wirecheck::cluster::{MemoryChannel, NewSeat, SeatStatus};

pub(in crate::caller) fn hub() -> Hub {
    Hub {
        key: Key::of(b""),
        program: Rc::new(ProgramInfo::of_tests()),
        labels: Vec::new(),
        nodes: BTreeMap::new(),
        new_link: new_number,
        links: HashMap::new(),
        seats: HashMap::new(),
        waiting: VecDeque::new(),
        placed: Vec::new(),
        deaf: HashMap::new(),
        reconnected: None,
        complaint: None,
        late: Late::default(),
        wanting: Vec::new(),
        is_uploading: false,
        has_uploaded: false,
        memories: Memories::default(),
        announced: Arc::new(Announced::default()),
        early_shares: HashMap::new(),
        store_jobs: unbounded_channel().0,
        wake: Rc::new(Notify::new()),
        board: Arc::new(Board::default()),
    }
}

/// A node with this program and so many places.
fn node(name: &str, places: u32) -> Beat {
    let build = ProgramInfo::of_tests().build;
    Beat { id: name.to_owned(), name: name.to_owned(), build, places, callers: 0, ..Beat::of_tests() }
}

fn open(hub: &mut Hub, number: u64) -> (UnixStream, Arc<SeatStatus>) {
    let (here, there) = UnixStream::pair().unwrap();
    let status = Arc::new(SeatStatus::default());
    let memory = MemoryChannel::closed().unwrap();
    let seat =
        NewSeat { number, stream: there.into(), memory, status: Arc::clone(&status), setup: Arc::default() };
    assert!(hub.order(Order::Open(seat)));
    (here, status)
}

fn place(hub: &Hub, number: u64) -> Option<String> {
    hub.seats.get(&number).and_then(|seat| seat.place.node().map(str::to_owned))
}

#[test]
fn only_nodes_with_all_labels_get_seats() {
    let labelled = |name: &str, labels: &[&str]| Beat {
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        ..node(name, 4)
    };
    let mut hub = Hub { labels: vec!["gpu".to_owned(), "big".to_owned()], ..hub() };
    let (_stream, _) = open(&mut hub, 1);
    hub.beat(&labelled("plain", &[]), Instant::now());
    hub.beat(&labelled("half", &["gpu"]), Instant::now());
    assert_eq!(place(&hub, 1), None);
    let refusals: Vec<String> = hub.board.nodes().into_iter().filter_map(|node| node.refusal).collect();
    assert!(refusals[0].contains("half has not the label `big`"), "{refusals:?}");
    assert!(refusals[1].contains("plain has not the label `gpu`"), "{refusals:?}");
    hub.beat(&labelled("whole", &["big", "cold", "gpu"]), Instant::now());
    assert_eq!(place(&hub, 1).as_deref(), Some("whole"));
}

#[test]
fn nodes_that_have_the_program_come_first_and_then_those_with_the_most_room() {
    let mut hub = hub();
    let now = Instant::now();
    // Signed by a key that it trusts, if it has none of it.
    let signed = |cached: bool, beat: Beat| {
        let cached = if cached { vec![ProgramInfo::of_tests().build] } else { Vec::new() };
        Beat { build: Digest([9; 32]), cached, ..beat }
    };
    let key = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let signature = minisign::sign(Some(&key.pk), &key.sk, &b"x"[..], None, None).unwrap().into_string();
    let by = crate::program::SignatureText::read(&signature).unwrap().by;
    hub.program = Rc::new(ProgramInfo { signature: Some(signature), ..ProgramInfo::of_tests() });
    let trusting = |beat: Beat| Beat { trusted: vec![by], ..beat };
    hub.beat(&trusting(signed(false, node("without", 8))), now);
    hub.beat(&trusting(signed(true, node("cached", 2))), now);
    hub.beat(&node("same", 1), now);
    hub.beat(&signed(true, node("closed", 9)), now);
    assert_eq!(hub.board.places(), 11);
    let known = hub.board.nodes();
    let names = |runs| {
        let kept = known.iter().filter(move |node| node.runs_this_program == runs);
        kept.map(|node| node.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!((names(true), names(false)), (vec!["cached", "same", "without"], vec!["closed"]));
    let closed = known.iter().find(|node| node.name == "closed").unwrap();
    assert!(closed.refusal.as_ref().unwrap().contains("does not trust"), "{closed:?}");
    let kept: Vec<_> = (0..12).map(|number| open(&mut hub, number)).collect();
    let mut first: Vec<String> = (0..3).map(|number| place(&hub, number).unwrap()).collect();
    first.sort();
    assert_eq!(first, ["cached", "cached", "same"]);
    assert!((3..11).all(|number| place(&hub, number).as_deref() == Some("without")));
    // One that waits gets the place that another one leaves.
    assert_eq!((place(&hub, 11), hub.seats[&11].place.clone()), (None, Place::Waiting));
    hub.order(Order::Release(5));
    assert_eq!(place(&hub, 11).as_deref(), Some("without"));
    drop(kept);
}

#[test]
fn a_seat_that_is_refused_goes_to_another_node() {
    let mut hub = hub();
    let now = Instant::now();
    hub.beat(&node("one", 4), now);
    let kept: Vec<_> = (0..2).map(|number| open(&mut hub, number)).collect();
    hub.beat(&node("two", 1), now);
    for number in 0..2 {
        assert_eq!(place(&hub, number).as_deref(), Some("one"));
        hub.entry("one", number, Entry::Refused { why: "its disk is full" }, now);
    }
    assert_eq!(place(&hub, 0).as_deref(), Some("two"));
    // There is no more room, and `one` is not asked again at once.
    assert_eq!(hub.seats[&1].place, Place::Waiting);
    assert_eq!(hub.board.places(), 1);
    let refusing = hub.board.nodes().into_iter().find(|node| node.name == "one").unwrap();
    assert_eq!(refusing.refusal.as_deref(), Some("its disk is full"));
    assert!(!refusing.runs_this_program);
    hub.forget_refusals(now);
    assert_eq!(hub.seats[&1].place, Place::Waiting);
    hub.forget_refusals(Instant::now() + FIRST_PAUSE);
    assert_eq!(place(&hub, 1).as_deref(), Some("one"));
    assert_eq!(hub.board.places(), 5);
    drop(kept);
}

#[test]
fn a_seat_that_no_node_takes_ends_with_what_they_said() {
    let mut hub = hub();
    let now = Instant::now();
    hub.beat(&node("one", 1), now);
    hub.beat(&node("two", 1), now);
    let kept: Vec<_> = (0..3).map(|number| open(&mut hub, number)).collect();
    let (first, second) = (place(&hub, 0).unwrap(), place(&hub, 1).unwrap());
    hub.entry(&first, 0, Entry::Refused { why: "no key" }, now);
    assert!(format!("{:?}", kept[2].1).contains("end: None"), "the other node may take it");
    hub.entry(&second, 1, Entry::Refused { why: "no memory" }, now);
    assert!(hub.seats.is_empty() && hub.waiting.is_empty());
    for (_, status) in &kept {
        let said = format!("{status:?}");
        assert!(said.contains("no key") && said.contains("no memory") && said.contains("; "), "{said}");
    }
    // Without nodes it waits: some may come.
    assert!(hub.lose("one").is_some() && hub.lose("two").is_some());
    let (_stream, status) = open(&mut hub, 9);
    assert_eq!(hub.seats[&9].place, Place::Waiting);
    hub.beat(&node("three", 1), now);
    assert_eq!(place(&hub, 9).as_deref(), Some("three"));
    hub.entry("three", 9, Entry::Placed, now);
    assert!(format!("{status:?}").contains("three"));
}

#[test]
fn a_node_that_refuses_again_is_left_alone_for_longer() {
    let mut hub = hub();
    let start = Instant::now();
    hub.beat(&node("one", 1), start);
    let mut now = start;
    let mut pause = FIRST_PAUSE;
    let kept: Vec<_> = (0..10)
        .map(|number| {
            let kept = open(&mut hub, number);
            let node = hub.nodes.get_mut("one").unwrap();
            assert!(node.taken.remove(&number), "{number}");
            node.refuse("no", now);
            node.refuse("no", now);
            hub.forget_refusals(now + pause - Duration::from_millis(1));
            assert!(hub.nodes["one"].refuses().is_some(), "{number}");
            now += pause;
            hub.forget_refusals(now);
            assert!(hub.nodes["one"].refuses().is_none(), "{number}");
            pause = (pause * 2).min(LONGEST_PAUSE);
            hub.seats.remove(&number);
            kept
        })
        .collect();
    assert_eq!(pause, LONGEST_PAUSE);
    // One that takes a seat begins anew.
    let _kept = open(&mut hub, 99);
    hub.entry("one", 99, Entry::Placed, now);
    assert!(hub.nodes["one"].refusal.is_none());
    drop(kept);
}

/// Two that do not know a link would tell each other so for ever.
#[test]
fn a_reset_is_not_answered() {
    let (mut hub, now) = (hub(), Instant::now());
    let reset_of_node = reset(7, false, &hub.key);
    assert_eq!(hub.take(&reset_of_node, now), None);
    let mut link = Link::new(7, false, now);
    link.push(1, Entry::Placed);
    let message = link.next_message(&hub.key, now).unwrap();
    assert_eq!(hub.take(&message, now), Some(reset(7, true, &hub.key)), "anything else is");
}

/// Nodes need longer than the caller to connect again, and until then the server says that nobody listens to them.
#[test]
fn nobody_is_asked_while_nodes_connect_again() {
    let (mut hub, start) = (hub(), Instant::now());
    hub.beat(&node("one", 1), start);
    let now = start + ASK_AFTER;
    hub.reconnected(now);
    assert!(hub.silent(now).1.is_empty());
    assert!(hub.silent(now + CONNECTS / 2).1.is_empty());
    assert_eq!(hub.silent(now + CONNECTS).1, ["one"]);
}

#[test]
fn a_node_that_is_heard_between_two_refusals_lives() {
    let start = Instant::now();
    let mut hub = hub();
    hub.beat(&node("one", 4), start);
    let after = |millis: u64| start + Duration::from_millis(millis);
    let mut asking = Asking::default();
    let mut ask =
        |hub: &mut Hub, millis| hub.answered("one", &mut asking, Answer::NobodyListens, after(millis));
    // It connects again and again, and a question always comes in between.
    for round in 0..20 {
        assert_eq!(ask(&mut hub, 500 + 200 * round), Asked::Again);
        hub.beat(&node("one", 4), after(600 + 200 * round));
    }
    assert_eq!(ask(&mut hub, 4600), Asked::Again);
    assert_eq!(ask(&mut hub, 4725), Asked::Again);
    assert!(matches!(ask(&mut hub, 4850), Asked::Lost(_)), "now it was not heard");
    assert!(hub.nodes.is_empty());
}
