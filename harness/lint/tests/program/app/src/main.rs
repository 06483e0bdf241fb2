use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use store::{Id, Item, Page, save};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Event<'a> {
    Bought {
        id: u32,
        #[serde(flatten)]
        by: Buyer,
    },
    Note(Cow<'a, str>),
}

#[derive(Serialize, Deserialize, Clone)]
#[serde(into = "String", from = "String")]
struct Buyer(String);

impl From<Buyer> for String {
    fn from(buyer: Buyer) -> Self {
        buyer.0
    }
}

impl From<String> for Buyer {
    fn from(name: String) -> Self {
        Self(name)
    }
}

#[derive(Serialize)]
#[serde(remote = "std::time::Duration")]
struct Span {
    #[serde(getter = "std::time::Duration::as_secs")]
    secs: u64,
}

#[derive(Serialize)]
struct Timed {
    #[serde(with = "Span")]
    span: std::time::Duration,
    flag: Flag,
}

struct Flag;

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        bool::deserialize(deserializer).map(|_| Self)
    }
}

fn main() {
    let events: Vec<Event> = serde_json::from_str("[]").unwrap();
    println!("{}", serde_json::to_string(&events).unwrap());
    let page = Page { items: vec![Id(1)] };
    save(&page);
    let bytes = postcard::to_allocvec(&page).unwrap();
    let id = postcard::from_bytes::<Id>(&bytes);
    let mut serializer = serde_json::Serializer::new(Vec::new());
    Timed { span: std::time::Duration::ZERO, flag: Flag }.serialize(&mut serializer).unwrap();
    let flag: Result<Flag, _> = serde_json::from_str("true");
    std::hint::black_box((id.is_ok(), flag.is_ok(), store::save_item as fn(&Item) -> Vec<u8>));
}
