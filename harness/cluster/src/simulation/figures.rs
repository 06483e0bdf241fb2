//! What a thousand nodes cost a caller.

use super::world::{Plan, World};
use super::{ms, number};
use std::time::Duration;

/// Bytes of memory of this process.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").expect("it is there");
    let pages: u64 = text.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a number");
    pages * 4096
}

#[test]
#[allow(clippy::print_stdout, reason = "figures are what it is for")]
fn a_thousand_nodes_cost_the_caller_little() {
    let before = resident();
    let mut idle = World::new(3, Plan::of_nodes(1000));
    idle.run_for(ms(3000));
    let (messages, spent) = (idle.messages(), idle.spent);
    idle.run_for(ms(5000));
    let beats = 5.0 * 1000.0;
    let share = (idle.spent - spent).as_secs_f64() / 5.0;
    let idle_messages = (idle.messages() - messages) as f64 / 5.0;
    let tasks = 40_000;
    let plan = Plan { tasks, time: ms(100), ..Plan::of_nodes(1000) };
    let mut busy = World::new(4, plan);
    busy.run();
    let took = busy.now();
    let each = busy.spent.as_secs_f64() / busy.messages() as f64;
    busy.check();
    if number("WIRECHECK_SIM_RUNS").is_some() {
        println!(
            "1000 nodes that do nothing: {idle_messages:.0} messages/s, {:.1} % of a core of the caller, {:.0} us a beat",
            share * 100.0,
            (idle.spent - spent).as_secs_f64() / beats * 1e6
        );
        println!(
            "1000 nodes of 4 workers, {tasks} tasks of 100 ms: {took:.2?}, {:.1} messages a task, {:.1} us of the caller a message, so at most \
             {:.0} k messages/s and {:.0} k tasks/s",
            busy.messages() as f64 / tasks as f64,
            each * 1e6,
            1e-3 / each,
            1e-3 / (busy.spent.as_secs_f64() / tasks as f64)
        );
        let grown = resident().saturating_sub(before);
        println!("both worlds with all of their nodes: {:.0} KiB a node", grown as f64 / 2048.0 / 1000.0);
    }
    // Far from what a core can do, also in a build without optimization.
    assert!(share < 0.9, "{share}");
    assert!(took < Duration::from_millis(2400), "{took:?}");
    assert!(busy.messages() < 8 * tasks as u64, "{}", busy.messages());
}
