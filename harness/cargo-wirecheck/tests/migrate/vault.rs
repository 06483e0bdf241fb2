//! The program: its own copy for each test, next to a package that it depends on by its path.

use super::repository::{Ended, Repository};
use serde_json::Value;
use std::ops::Deref;

const FILES: [&str; 10] = [
    "seal/Cargo.toml",
    "seal/src/lib.rs",
    "vault/Cargo.lock",
    "vault/Cargo.toml",
    "vault/src/lib.rs",
    "vault/src/model.rs",
    "vault/cli/Cargo.toml",
    "vault/cli/src/main.rs",
    "vault/cli/tests/signs.rs",
    "vault/cli/tests/aborts.rs",
];

pub(crate) struct Vault(Repository);

impl Vault {
    pub(crate) fn new() -> Self {
        Self(Repository::new("migrate", &FILES, "migrate-vault"))
    }

    pub(crate) fn wirecheck(&self, folder: &str, words: &[&str]) -> Ended {
        self.run(folder, words, &[])
    }

    pub(crate) fn migrate(&self, words: &[&str]) -> Ended {
        self.wirecheck("vault", &[&["migrate", "--locked", "--quiet"], words].concat())
    }
}

impl Deref for Vault {
    type Target = Repository;

    fn deref(&self) -> &Repository {
        &self.0
    }
}

impl Ended {
    /// The JSON on standard output, behind what the measured command has printed there.
    pub(crate) fn json(&self) -> Value {
        let at = self
            .stdout
            .find("{\n  \"version\"")
            .unwrap_or_else(|| panic!("{}\n{}", self.stdout, self.stderr));
        serde_json::from_str(&self.stdout[at..]).unwrap()
    }
}

/// The entry of a type.
pub(crate) fn of<'a>(document: &'a Value, type_name: &str) -> &'a Value {
    let types = document["types"].as_array().unwrap();
    types
        .iter()
        .find(|one| one["type_name"] == type_name)
        .unwrap_or_else(|| panic!("no {type_name} in {document}"))
}

/// What is measured of a type.
pub(crate) fn measured<'a>(document: &'a Value, type_name: &str) -> &'a Value {
    let types = document["measured"]["types"].as_array().unwrap();
    types
        .iter()
        .find(|one| one["type_name"] == type_name)
        .unwrap_or_else(|| panic!("no {type_name} in {document}"))
}
