//! A row of the table, and which rows a call needs.

use crate::migrate::setup::Setup;
use crate::migrate::target::Target;
use serde::Serialize;

/// Something that programs do with bincode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The function of version 1, or the option.
    pub key: &'static str,
    /// What it does.
    pub about: &'static str,
    /// What that is elsewhere.
    pub counterparts: &'static [Counterpart],
}

/// What something is in another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counterpart {
    /// The format; `bincode2` is also about `bincode2-standard`.
    pub target: &'static str,
    /// The code, unless there is none.
    pub code: Option<&'static str>,
    /// What to do where there is none, or what to know where there is; may be empty.
    pub advice: &'static str,
    /// Where its documentation says so.
    pub source: &'static str,
}

impl Row {
    /// What it is in a format.
    pub fn counterpart(&self, target: &Target) -> Option<&'static Counterpart> {
        let name = if target.name == "bincode2-standard" { "bincode2" } else { target.name };
        self.counterparts.iter().find(|found| found.target == name)
    }
}

impl Counterpart {
    /// The code with the configuration of a setup; `none` where there is none.
    pub fn text(&self, target: &Target, setup: Option<Setup>) -> String {
        let Some(code) = self.code else { return "none".to_owned() };
        match setup.and_then(|setup| target.configuration(setup)) {
            Some(configuration) => code.replace("CONFIG", &configuration),
            None => code.to_owned(),
        }
    }
}

/// The row of a function, by its name in either version of bincode, and those of its setup.
pub(crate) fn keys(function: &str, setup: Option<Setup>) -> Vec<&'static str> {
    let name = function.rsplit("::").next().unwrap_or_default();
    let mut keys = vec![match name {
        "serialize_into" | "encode_into_std_write" | "encode_into_writer" | "encode_into_slice" => {
            "serialize_into"
        }
        "serialized_size" => "serialized_size",
        "deserialize_from" | "decode_from_std_read" | "decode_from_reader" => "deserialize_from",
        "deserialize" | "decode_from_slice" | "borrow_decode_from_slice" => "deserialize",
        name if name.contains("seed") || name.contains("custom") || name.contains("in_place") => "seed",
        _ => "serialize",
    }];
    let Some(setup) = setup else {
        keys.extend(["limit", "integers", "endian"]);
        return keys;
    };
    let is_read = matches!(keys[0], "deserialize" | "seed");
    if setup.has_limit {
        keys.push("limit");
    }
    if is_read && setup.refuses_trailing == Some(true) {
        keys.push("trailing");
    }
    if !setup.is_legacy() {
        keys.push("integers");
        if !setup.is_standard() {
            keys.push("endian");
        }
    }
    keys
}
