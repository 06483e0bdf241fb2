//! A link over a network that loses, repeats, delays and reorders, in virtual time.

use super::super::entry::Entries;
use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What happens to messages: each is lost, repeated and late with these chances, out of 100.
#[derive(Clone, Copy, Debug)]
struct Weather {
    lost: u32,
    repeated: u32,
    /// The most milliseconds that one takes.
    late: u32,
}

/// Two ends, and messages on their way to each.
struct World {
    start: Instant,
    now: Instant,
    key: Key,
    ends: [Link; 2],
    under_way: BTreeMap<(Instant, u64), (usize, Bytes)>,
    got: [Vec<u64>; 2],
    /// Of a simple generator, so that a case repeats.
    chance: u64,
    sent: u64,
}

impl World {
    fn new(seed: u64) -> Self {
        let start = Instant::now();
        let ends = [Link::new(7, true, start), Link::new(7, false, start)];
        Self {
            start,
            now: start,
            key: Key::of(b"k"),
            ends,
            under_way: BTreeMap::new(),
            got: [Vec::new(), Vec::new()],
            chance: seed | 1,
            sent: 0,
        }
    }

    fn random(&mut self, below: u32) -> u32 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        (self.chance >> 33) as u32 % below.max(1)
    }

    fn say(&mut self, from: usize, number: u64) {
        self.ends[from].push(number, Entry::Credit { passed: number });
    }

    fn turn(&mut self, weather: Weather) {
        for from in [0, 1] {
            while let Some(message) = self.ends[from].next_message(&self.key, self.now) {
                let copies = 1 + usize::from(self.random(100) < weather.repeated);
                for _ in 0..copies {
                    self.sent += 1;
                    if self.random(100) >= weather.lost {
                        let at = self.now + Duration::from_millis(self.random(weather.late + 1).into());
                        self.under_way.insert((at, self.sent), (1 - from, message.clone()));
                    }
                }
            }
        }
        // Time passes to what happens next.
        let arrival = self.under_way.keys().next().map(|(at, _)| *at);
        let next = self.ends.iter().map(|end| end.next_time(self.now)).min().into_iter().chain(arrival).min();
        self.now = next.expect("a time").max(self.now);
        while let Some(first) = self.under_way.first_entry().filter(|first| first.key().0 <= self.now) {
            let (to, message) = first.remove();
            let content = self.key.open(&message).expect("of this key");
            match self.ends[to].receive(content, self.now) {
                Received::Entries(entries) => {
                    let entries = Entries(entries).map(|entry| entry.expect("whole"));
                    self.got[to].extend(entries.map(|(seat, _)| seat));
                }
                Received::Nothing => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn is_done(&self) -> bool {
        self.ends.iter().all(|end| end.kept.is_empty() && end.open.is_empty())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// All that is said arrives once and in order, whatever the network does, as long as it does not lose everything.
    #[test]
    fn all_arrives_once_and_in_order(
        seed: u64,
        lost in 0..60_u32,
        repeated in 0..60_u32,
        late in 0..150_u32,
        said in proptest::collection::vec((0..2_usize, 0..5_u32), 1..80),
    ) {
        let weather = Weather { lost, repeated, late };
        let mut world = World::new(seed);
        let mut expected = [Vec::new(), Vec::new()];
        for (number, (from, turns)) in (0..).zip(said) {
            world.say(from, number);
            expected[1 - from].push(number);
            (0..turns).for_each(|_| world.turn(weather));
        }
        for _ in 0..100_000 {
            if world.is_done() {
                break;
            }
            world.turn(weather);
        }
        prop_assert!(world.is_done(), "it still tries after {:?}", world.now - world.start);
        prop_assert_eq!(&world.got, &expected);
    }

    /// Bytes of anybody neither end a link nor get through.
    #[test]
    fn noise_does_no_harm(noise in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..80), 0..20)) {
        let mut world = World::new(1);
        world.say(0, 5);
        for bytes in noise {
            prop_assert!(world.key.open(&bytes).is_none());
            // Of one who has the key.
            let outcome = world.ends[1].receive(&bytes, world.now);
            prop_assert!(matches!(outcome, Received::Malformed | Received::Nothing | Received::Reset | Received::Entries(_)));
        }
        (0..10).for_each(|_| world.turn(Weather { lost: 0, repeated: 0, late: 5 }));
        prop_assert_eq!(&world.got[1], &[5]);
    }
}

const FAIR: Weather = Weather { lost: 0, repeated: 0, late: 0 };

#[test]
fn nothing_is_sent_twice_over_a_good_network() {
    let mut world = World::new(3);
    for number in 0..1000 {
        world.say(0, number);
        world.turn(FAIR);
    }
    while !world.is_done() {
        world.turn(FAIR);
    }
    assert_eq!(world.got[1].len(), 1000);
    assert_eq!(world.ends[0].repeated() + world.ends[1].repeated(), 0);
}

/// A network that takes its time for each message, one after another.
#[test]
fn a_slow_network_is_not_flooded() {
    let mut world = World::new(3);
    let mut free = world.now;
    let (mut sent, mut got) = (0_u64, 0);
    for number in 0..300 {
        world.ends[0].push(number, Entry::Data { bytes: &[0; FULL] });
        while !world.ends[0].has_room() || number == 299 && !world.is_done() {
            while let Some(message) = world.ends[0].next_message(&world.key, world.now) {
                sent += 1;
                free = free.max(world.now) + Duration::from_millis(40);
                world.under_way.insert((free, sent), (1, message));
            }
            // The way back is fast.
            while let Some(message) = world.ends[1].next_message(&world.key, world.now) {
                let content = world.key.open(&message).expect("of this key");
                assert_eq!(world.ends[0].receive(content, world.now), Received::Nothing);
            }
            world.now += Duration::from_millis(5);
            while let Some(first) = world.under_way.first_entry().filter(|first| first.key().0 <= world.now) {
                let (_, message) = first.remove();
                let content = world.key.open(&message).expect("of this key");
                got += u64::from(matches!(world.ends[1].receive(content, world.now), Received::Entries(_)));
            }
        }
    }
    assert_eq!(got, 300);
    let repeated = world.ends[0].repeated();
    assert!(repeated < 10, "{repeated} of {sent} were sent again");
}

#[test]
fn what_is_kept_is_bounded_for_streams_and_bundles_are_not_too_large() {
    let mut world = World::new(3);
    let data = vec![1; 64 << 10];
    let mut pushed = 0;
    while world.ends[0].has_room() {
        world.ends[0].push(1, Entry::Data { bytes: &data });
        pushed += 1;
    }
    assert!((60..80).contains(&pushed), "{pushed}");
    let mut largest = 0;
    while let Some(message) = world.ends[0].next_message(&world.key, world.now) {
        largest = largest.max(message.len());
        if message.len() <= TAG + HEAD {
            break;
        }
    }
    assert!(largest > FULL && largest < MAX_BUNDLE, "{largest}");
}

#[test]
fn silence_is_kept_alive_and_counted() {
    let mut world = World::new(3);
    // Nobody knows the link before its first bundle.
    assert_eq!(world.ends[0].next_message(&world.key, world.now + KEEP_ALIVE * 3), None);
    world.say(0, 1);
    for _ in 0..60 {
        world.turn(FAIR);
    }
    let passed = world.now - world.start;
    assert!(passed > Duration::from_secs(5), "{passed:?}");
    assert!(world.ends.iter().all(|end| end.silence(world.now) <= KEEP_ALIVE + Duration::from_millis(5)));
    // One says nothing any more.
    let [caller, _] = &world.ends;
    assert!(caller.silence(world.now + Duration::from_secs(5)) >= Duration::from_secs(5));
}

#[test]
fn one_who_does_not_know_a_link_ends_it() {
    let mut world = World::new(3);
    let (key, now) = (world.key.clone(), world.now);
    let message = reset(7, false, &key);
    // Of which the first bundle was lost: it is sent again.
    world.say(0, 1);
    let first = world.ends[0].next_message(&key, now).expect("a bundle");
    assert_eq!(world.ends[0].receive(key.open(&message).expect("of this key"), now), Received::Nothing);
    assert_eq!(world.ends[0].next_message(&key, now), Some(first));
    (0..10).for_each(|_| world.turn(FAIR));
    let now = world.now;
    let content = key.open(&message).expect("of this key");
    assert_eq!(Link::of(content), Some((7, false)));
    assert_eq!(world.ends[0].receive(content, now), Received::Reset);
    // Not by what it has sent itself, nor on another link.
    assert_eq!(world.ends[1].receive(content, now), Received::Malformed);
    let other = reset(8, false, &key);
    assert_eq!(world.ends[0].receive(key.open(&other).expect("as above"), now), Received::Malformed);
}

#[test]
fn the_first_message_of_a_link_is_told_from_later_ones() {
    let mut world = World::new(3);
    world.say(0, 1);
    let first = world.ends[0].next_message(&world.key, world.now).expect("a bundle");
    assert_eq!(Link::of(world.key.open(&first).expect("of this key")), Some((7, true)));
    world.say(0, 2);
    let second = world.ends[0].next_message(&world.key, world.now).expect("a bundle");
    assert_eq!(Link::of(world.key.open(&second).expect("of this key")), Some((7, false)));
    assert_eq!(Link::of(b"short"), None);
}
