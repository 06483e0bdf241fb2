//! A program in which another crate turns on `arbitrary_precision` of serde_json: Cargo unifies features, so our codec gets it,
//! too. It is a workspace of its own, as all of this workspace would have the feature otherwise.

#[path = "support/project.rs"]
mod project;

use project::{Project, dependency};

const MAIN: &str = r#"
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;
use wirecheck::{Codec, Json, Sendable, probe};

#[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Numbers {
    byte: u8,
    long: i64,
    longest: u64,
    half: f32,
    double: f64,
    optional: Option<f64>,
    list: Vec<f64>,
    by_number: BTreeMap<u8, f64>,
}

impl Numbers {
    fn of(double: f64, long: i64) -> Self {
        Self {
            byte: 255,
            long,
            longest: u64::MAX,
            half: 0.1,
            double,
            optional: Some(double),
            list: vec![double, -0.0, 0.1, 1e16],
            by_number: BTreeMap::from([(1, double), (200, 0.5)]),
        }
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Untagged {
    Numbers(Content),
    One(f64),
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Content {
    byte: u8,
    long: i64,
    half: f32,
    list: Vec<f64>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Internal {
    Numbers { content: Content, count: u64 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(tag = "kind", content = "content")]
enum Adjacent {
    Numbers { count: u64, half: f32 },
    Double(f64),
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Flat {
    #[serde(flatten)]
    content: Content,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct FlatMap {
    #[serde(flatten)]
    by_name: BTreeMap<String, f64>,
}

fn round<T: Serialize + DeserializeOwned + PartialEq + Debug + Sendable<Json>>(value: T) {
    let bytes = Json::encode_to_vec(&value).expect("it can be encoded");
    let back = Json::decode::<T>(&bytes).map_err(|error| error.to_string());
    assert_eq!(back.as_ref(), Ok(&value), "{}", String::from_utf8_lossy(&bytes));
}

fn main() {
    // The feature is on.
    assert_eq!(serde_json::from_str::<serde_json::Number>("1.00").unwrap().to_string(), "1.00");
    let content = |long| Content { byte: 7, long, half: 3.4e38, list: vec![0.1, -1.5e300, 7.0] };
    for double in [0.1, -0.0, 5e-324, f64::MAX, 1e21, 7.0] {
        for long in [i64::MIN, -1, 0, i64::MAX] {
            round(Numbers::of(double, long));
            round(vec![Untagged::Numbers(content(long)), Untagged::One(double)]);
            round(Internal::Numbers { content: content(long), count: u64::MAX });
            round(vec![Adjacent::Numbers { count: 1, half: 0.1 }, Adjacent::Double(double)]);
            round(Flat { content: content(long) });
            round(FlatMap { by_name: BTreeMap::from([("d".to_owned(), double)]) });
        }
    }
    // Not through the buffer, which has no number that is so large.
    round((i128::MIN, u128::MAX));
    // All digits of a number of serde_json itself, also through the buffer.
    let value = serde_json::from_str::<serde_json::Value>("{\"a\":[1.00,1e400,123456789012345678901234567890,0.5,7]}").unwrap();
    round(value.clone());
    #[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
    struct Open {
        #[serde(flatten)]
        rest: serde_json::Map<String, serde_json::Value>,
    }
    round(Open { rest: value.as_object().unwrap().clone() });
    // An error and no panic where a number is no number of the type.
    assert!(Json::decode::<Vec<Untagged>>(b"[1e400]").is_err());
    assert!(probe!(Untagged: Sendable<Json>));
    println!("all came back");
}
"#;

#[test]
fn numbers_come_back_through_the_buffer() {
    let mut project = Project::new(env!("CARGO_TARGET_TMPDIR"), "arbitrary_precision");
    let dependencies = format!(
        "wirecheck = {}\nserde_json = {{ version = \"1\", features = [\"arbitrary_precision\"] }}",
        dependency(&["json", "serde_json"])
    );
    project.manifest_with("arbitrary_precision", "2024", &dependencies);
    project.file("src/main.rs", MAIN);
    let built = project.cargo(&["build"]);
    assert!(built.good, "{}", built.report());
    let output = project.command().args(["run", "--quiet", "--offline"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(said, "all came back\n", "{}", String::from_utf8_lossy(&output.stderr));
}
