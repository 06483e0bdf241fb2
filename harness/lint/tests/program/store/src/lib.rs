#![forbid(unsafe_code)]
#![deny(warnings, rust_2018_idioms)]

use codec::{Deserialize, Serialize};

/// Serde has another name here.
#[derive(Serialize, Deserialize)]
#[serde(crate = "codec")]
pub struct Item {
    pub name: String,
    #[serde(skip)]
    pub cache: Option<Cache>,
    #[serde(with = "cents")]
    pub price: u64,
}

#[derive(Default)]
pub struct Cache;

mod cents {
    use codec::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(price: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        price.to_string().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        String::deserialize(deserializer).map(|text| text.len() as u64)
    }
}

#[derive(Serialize)]
#[serde(crate = "codec")]
pub struct Page<T> {
    pub items: Vec<T>,
}

/// Nothing reads or writes it.
#[derive(Serialize)]
#[serde(crate = "codec")]
pub struct Unused<T>(pub T);

macro_rules! number {
    ($name:ident, $of:ty) => {
        #[derive(Serialize, Deserialize, Clone, Copy)]
        #[serde(crate = "codec")]
        pub struct $name(pub $of);
    };
}

number!(Id, u32);

pub fn save<T: Serialize>(value: &T) -> Vec<u8> {
    bincode::serialize(value).unwrap()
}

pub fn save_item(item: &Item) -> Vec<u8> {
    save(item)
}

/// Nothing is in scope here.
#[no_implicit_prelude]
pub mod bare {
    #[derive(::codec::Serialize)]
    #[serde(crate = "::codec")]
    pub struct Bare {
        pub of: u8,
    }
}
