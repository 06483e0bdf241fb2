//! A crate as others publish them: what the derive takes, what it takes with a word, and what it refuses.

mod plain {
    use serde::{Deserialize, Serialize};

    /// No word is needed.
    #[derive(Clone, Debug, Serialize, Deserialize)]
    pub struct Point {
        pub x: f64,
        pub y: f64,
        pub name: Option<String>,
    }

    #[cfg_attr(all(), derive(Serialize, Deserialize,))]
    pub enum Event {
        Started,
        Moved(Point),
        Stopped { at: u64 },
    }

    /// Not compiled, and so not counted.
    #[cfg(any())]
    #[derive(Serialize, Deserialize)]
    pub struct OfAnotherPlatform(u8);

    /// One direction alone is no type that can be sent.
    #[derive(Serialize)]
    pub struct Written(pub u8);
}

/// A word is offered.
pub mod words {
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Cached {
        pub size: u32,
        #[serde(skip)]
        pub cache: Vec<u8>,
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    pub enum Choice {
        #[serde(with = "super::text")]
        Number(u32),
        Nothing,
    }

    /// Behind the word is code that loses the value.
    #[derive(PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Lossy {
        #[serde(with = "super::zero")]
        pub size: u32,
    }
}

/// Words on types alone, and a shape that only the author knows.
pub mod types {
    /// With its counterpart, a cycle.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Plan {
        pub steps: Vec<Step>,
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    pub enum Step {
        Wait(u64),
        Run(Box<Plan>),
    }

    macro_rules! names {
        ($($name:ident)*) => {$(
            /// A name.
            #[derive(serde::Serialize, serde::Deserialize)]
            pub struct $name(pub String);
        )*};
    }
    names!(First Last);

    #[derive(Clone, Copy)]
    pub enum Level {
        Low,
        High,
    }

    impl serde::Serialize for Level {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_u8(*self as u8)
        }
    }

    impl<'de> serde::Deserialize<'de> for Level {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            u8::deserialize(from).map(|level| if level == 0 { Self::Low } else { Self::High })
        }
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Named {
        pub first: First,
        pub last: Last,
        pub level: Level,
    }
}

/// No word helps.
pub mod refused {
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Line<'a> {
        pub text: &'a str,
    }

    pub fn within() {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct Local<T>(T);
        let _ = Local(1).0;
    }
}

mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(value: &u32, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

mod zero {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(_: &u32, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(0)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
        u32::deserialize(from)
    }
}
