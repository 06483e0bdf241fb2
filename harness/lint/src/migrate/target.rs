//! The formats that a program can move to.

use super::setup::Setup;
use serde::Serialize;

/// A format to move to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// As it is asked for.
    pub name: &'static str,
    /// The packages that have it.
    pub packages: &'static str,
    /// What there is to know before the verdicts.
    pub about: &'static str,
}

/// Every format that can be asked for.
pub const TARGETS: &[Target] = &[
    Target { name: "postcard", packages: "postcard", about: "through serde; variable integers, no names" },
    Target {
        name: "bincode2",
        packages: "bincode 2.0.1",
        about: "through serde, in the layout that the call has now; version 2 is as unmaintained as version 1",
    },
    Target {
        name: "bincode2-standard",
        packages: "bincode 2.0.1",
        about: "through serde, in its standard layout with variable integers; as unmaintained as version 1",
    },
    Target {
        name: "wincode",
        packages: "wincode, serde-wincode",
        about: "it has no serde: its own derives are `SchemaWrite` and `SchemaRead`, on each type and each foreign type in it. \
                `serde_wincode::SerdeCompat<T>` takes a type with serde's traits, and the verdicts are about that way. There, integers of 128 bits are an error when they are written, and texts of more than \
                4 MiB when they are read, unless the configuration says how much",
    },
    Target {
        name: "bitcode",
        packages: "bitcode",
        about: "through serde; the smallest, whole values only, no stable bytes over its versions",
    },
    Target {
        name: "messagepack",
        packages: "rmp-serde",
        about: "through serde, compact: structs are arrays",
    },
    Target { name: "cbor", packages: "ciborium", about: "through serde, with the names of fields" },
];

/// The format of a name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

impl Target {
    /// The format whose rules say what becomes of a type, by the names of `wirecheck_rules::FORMATS`.
    pub(crate) fn judged(&self) -> &'static str {
        match self.name {
            "postcard" => "postcard",
            "bincode2-standard" => "bincode",
            "bitcode" => "bitcode",
            "messagepack" => "messagepack",
            "cbor" => "cbor",
            // The same calls of serde's data model, each written alike.
            _ => "bincode1",
        }
    }

    /// The configuration that writes what a setup writes, as code; none where there is no choice, or none that does.
    pub fn configuration(&self, setup: Setup) -> Option<String> {
        match self.name {
            "bincode2" => Some(setup.bincode2()),
            "bincode2-standard" => Some("bincode::config::standard()".to_owned()),
            "wincode" => setup.wincode(),
            _ => None,
        }
    }

    /// Whether it writes the same bytes, for all that serde can ask of a serializer: tests write each call of the data model
    /// in both, in the configuration of [`configuration`](Self::configuration).
    pub fn has_layout_of(&self, setup: Setup) -> bool {
        match self.name {
            "bincode2" => true,
            "bincode2-standard" => setup.is_standard(),
            "wincode" => setup.is_legacy(),
            _ => false,
        }
    }
}
