use super::merge;
use crate::build::Program;
use crate::extract::{Crate, Notes};
use crate::survey::Package;
use std::path::PathBuf;

fn program(is_member: bool) -> Program {
    let package = Package { name: "app".into(), version: "1.0.0".into(), is_member };
    Program::of_packages(vec![(PathBuf::from("/x/app"), package)])
}

#[test]
fn what_bincode_does_by_its_own_traits_is_named() {
    let of = Crate { package: "app".into(), version: "1.0.0".into(), folder: "/x/app".into() };
    let names = ["app::Leaf", "alloc::vec::Vec<app::Leaf>", "bincode::config::Fixint", "u8"];
    let notes = Notes {
        of,
        names: names.map(str::to_owned).to_vec(),
        by_own_trait: vec![0, 1, 2, 3],
        has_code: true,
        ..Notes::default()
    };
    let unseen = merge(&program(true), vec![notes.clone()]).unseen;
    let found: Vec<&str> = unseen.iter().map(|dark| dark.what.as_str()).collect();
    assert_eq!(found, ["app::Leaf"]);
    assert!(unseen[0].reason.starts_with("bincode writes or reads it by its own"), "{}", unseen[0].reason);
    assert!(merge(&program(false), vec![notes]).unseen.is_empty(), "those of dependencies are theirs");
}
