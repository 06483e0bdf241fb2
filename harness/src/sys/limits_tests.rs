use super::*;
use crate::sys::ChildProcess;

/// The soft limit that the kernel shows for a process, in its own words.
fn shown(id: Pid, name: &str) -> String {
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", id.as_raw_nonzero())).unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.split_whitespace().next().unwrap().to_owned()
}

#[test]
#[expect(clippy::zombie_processes, reason = "a `ChildProcess` collects its status")]
fn a_child_gets_the_limits_of_an_earlier_moment() {
    let mut then = Limits::now();
    assert_eq!(then, Limits::now());
    let own = limit(Resource::Core).expect("the kernel tells");
    let at = RESOURCES.iter().position(|resource| matches!(resource, Resource::Core)).unwrap();
    then.0[at] = Some(Rlimit { current: Some(4096), maximum: own.maximum });
    let sleep = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
    let child = ChildProcess::adopt(Pid::from_child(&sleep));
    let others = shown(child.id(), "Max open files");
    then.set_for(child.id());
    assert_eq!(shown(child.id(), "Max core file size"), "4096");
    assert_eq!(shown(child.id(), "Max open files"), others, "the same then and now");
    assert_eq!(limit(Resource::Core), Some(own), "nothing happens to this process");
}

#[test]
fn the_mask_is_read_without_a_change() {
    let mask = file_mode_mask().expect("a kernel that tells");
    assert!(mask <= 0o777);
    assert_eq!(file_mode_mask(), Some(mask));
}
