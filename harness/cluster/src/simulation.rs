//! A thousand nodes in simulated time: the state machines of a caller and of nodes over a broker that loses, repeats and delays messages,
//! with nodes that die, fall silent, are cut off and come back, and a server that restarts. By a seed, the same happens each time.
//!
//! `WIRECHECK_SIM_RUNS=200 cargo test -p wirecheck-cluster --lib simulation -- --nocapture` runs so many seeds, and prints the figures of
//! a thousand nodes; `WIRECHECK_SIM_SEED=7` runs that one.

#[path = "../tests/broker/storm/dice.rs"]
mod dice;
mod event;
mod fault;
mod figures;
mod world;

use dice::Dice;
use fault::Fault;
use std::time::Duration;
use world::{Plan, World};

/// Seeds in a test run that does not say.
const RUNS: u64 = 12;

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().expect("a number"))
}

/// A plan with faults of all kinds.
fn random(seed: u64) -> Plan {
    let mut dice = Dice::new(seed);
    let nodes = dice.one_of(&[3, 20, 60]);
    let faults = (0..dice.between(1, 12))
        .map(|_| (ms(dice.between(0, 8000) as u64), Fault::any(&mut dice.split(), nodes)))
        .collect();
    Plan {
        nodes,
        places: dice.one_of(&[1, 2, 4]),
        tasks: nodes * dice.between(4, 60),
        time: ms(dice.one_of(&[1, 50, 400, 2000])),
        retries: dice.one_of(&[0, 0, 1, 4]),
        faults,
    }
}

#[test]
fn every_task_has_one_outcome_whatever_happens() {
    let seeds = match number("WIRECHECK_SIM_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("WIRECHECK_SIM_RUNS").unwrap_or(RUNS),
    };
    for seed in seeds {
        let plan = random(seed);
        let text = format!("WIRECHECK_SIM_SEED={seed}: {plan:?}");
        let outcome = std::panic::catch_unwind(|| {
            let mut world = World::new(seed, plan);
            world.run();
            world.settle();
            world.check();
        });
        assert!(outcome.is_ok(), "{text}");
    }
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let run = |seed| {
        let mut world = World::new(seed, random(seed));
        world.run();
        (world.now(), world.messages(), world.lost())
    };
    for seed in 100..103 {
        assert_eq!(run(seed), run(seed), "{seed}");
    }
    assert_ne!(run(100), run(101));
}

/// What only takes time costs no task: messages that are lost, repeated or late, and a server that is away for a moment.
#[test]
fn a_bad_network_costs_time_only() {
    for seed in 200..204 {
        let faults = vec![
            (ms(300), Fault::Bad { time: ms(6000), loss: 15, repeats: 15, late: ms(120) }),
            (ms(3000), Fault::Restart { away: ms(1000) }),
            (ms(5500), Fault::Restart { away: ms(2500) }),
            (ms(9500), Fault::CutCaller { time: ms(3000) }),
            (ms(14_000), Fault::CutNode { node: 1, time: ms(3000) }),
        ];
        let plan = Plan { nodes: 30, places: 2, tasks: 2400, time: ms(400), retries: 0, faults };
        let mut world = World::new(seed, plan);
        world.run();
        world.settle();
        world.check();
        assert_eq!(world.lost(), 0, "{seed}");
    }
}

#[test]
fn of_a_thousand_nodes_the_dead_and_the_silent_are_noticed_in_time() {
    let mut world = World::new(1, Plan::of_nodes(1000));
    world.run_for(ms(3000));
    assert_eq!(world.known(), 1000);
    let (dead, silent) = (0..50, 100..150);
    dead.clone().for_each(|node| world.happen(Fault::Die { node, away: ms(7000) }));
    silent.clone().for_each(|node| world.happen(Fault::Silence { node, time: ms(9000) }));
    world.run_for(ms(2500));
    assert!(dead.clone().all(|node| !world.knows(node)), "dead processes are known after 2.5 s");
    assert_eq!(world.known(), 950, "and nobody else is lost");
    world.run_for(ms(3500));
    assert!(silent.clone().all(|node| !world.knows(node)), "silent ones after 6 s");
    assert_eq!(world.known(), 900);
    // All come back when they can.
    world.run_for(ms(4000));
    assert_eq!(world.known(), 1000);
}

#[test]
fn a_thousand_nodes_are_kept_busy() {
    let plan = Plan { tasks: 16_000, time: ms(500), places: 4, ..Plan::of_nodes(1000) };
    let mut world = World::new(2, plan);
    world.run();
    // Four for each of 4,000 workers. The first ones wait until all nodes are heard.
    let took = world.now();
    assert!(took < ms(2700), "{took:?}");
    assert_eq!(world.lost(), 0);
    let (least, most) = world.tasks_of_nodes();
    assert!(least >= 12 && most <= 20, "{least} to {most} tasks");
    world.check();
}
