//! A crate of a user: its own copy for each test.

use super::repository::{Ended, Repository};
use std::ops::Deref;

pub(crate) struct Shop(Repository);

impl Shop {
    pub(crate) fn new() -> Self {
        let files = ["Cargo.toml", "Cargo.lock", "src/main.rs", "src/model.rs"];
        Self(Repository::new("lint/shop", &files, "lint-shop"))
    }

    pub(crate) fn wirecheck(&self, words: &[&str]) -> Ended {
        self.run("", words, &[])
    }

    pub(crate) fn lint(&self, words: &[&str]) -> Ended {
        self.wirecheck(&[&["lint", "--locked"], words].concat())
    }
}

impl Deref for Shop {
    type Target = Repository;

    fn deref(&self) -> &Repository {
        &self.0
    }
}
