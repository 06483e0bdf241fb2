//! Serde impls that are not those of serde's derive: what they write is declared, or both forms are taken into account.

/// Written as its number.
macro_rules! level {
    ($(#[$attribute:meta])* Level) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[derive(wirecheck::Sendable, serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
        $(#[$attribute])*
        #[repr(u8)]
        enum Level {
            Low = 1,
            High = 2,
        }
    };
}

/// Written as text.
macro_rules! version {
    () => {
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, wirecheck::Sendable)]
        #[sendable(shape = "text")]
        struct Version {
            major: u8,
            minor: u8,
        }
        impl Serialize for Version {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&format_args!("{}.{}", self.major, self.minor))
            }
        }
        impl<'de> Deserialize<'de> for Version {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let number = |text: &str| text.parse().map_err(|_| D::Error::custom("not a number"));
                let (major, minor) = text.split_once('.').ok_or_else(|| D::Error::custom("no dot"))?;
                Ok(Self { major: number(major)?, minor: number(minor)? })
            }
        }
    };
}

/// Written as a pair, by hand.
macro_rules! point {
    () => {
        #[derive(Clone, Debug, PartialEq, wirecheck::Sendable)]
        #[sendable(shape = "(u8, u8)")]
        struct Point {
            x: u8,
            y: u8,
        }
        impl Serialize for Point {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                (self.x, self.y).serialize(serializer)
            }
        }
        impl<'de> Deserialize<'de> for Point {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let (x, y) = Deserialize::deserialize(deserializer)?;
                Ok(Self { x, y })
            }
        }
    };
}

cases! { accepted;
    number: Level = [Level::Low, Level::High] {} and { level! { #[sendable(shape = "u8")] Level } };
    number_in_option: Option<Level> = [None, Some(Level::Low)] {} and { level! { #[sendable(shape = "u8")] Level } };
    number_or_text: E = [E::L(Level::Low), E::T(s("Low"))] { #[serde(untagged)] enum E { L(Level), T(String) } } and { level! { #[sendable(shape = "u8")] Level } };
    number_or_list: E = [E::L(Level::Low), E::T(vec![1])] { #[serde(untagged)] enum E { L(Level), T(Vec<u8>) } } and { level! { #[sendable(shape = "u8")] Level } };
    number_as_key: BTreeMap<Level, u8> = [map([(Level::Low, 1)])] {} and { level! { #[sendable(shape = "u8")] Level } };
    number_as_key_in_tag: E = [E::M { m: map([(Level::Low, 1)]) }] { #[serde(tag = "t")] enum E { M { m: BTreeMap<Level, u8> } } } and { level! { #[sendable(shape = "u8")] Level } };
    unknown_number: Level = [Level::Low, Level::High] {} and { level! { #[doc = "By its `repr`."] Level } };
    unknown_number_as_key: BTreeMap<Level, u8> = [map([(Level::Low, 1)])] {} and { level! { #[doc = "By its `repr`."] Level } };
    unknown_number_as_key_in_tag: E = [E::M { m: map([(Level::Low, 1)]) }] { #[serde(tag = "t")] enum E { M { m: BTreeMap<Level, u8> } } } and { level! { #[doc = "By its `repr`."] Level } };
    unknown_number_or_list: E = [E::L(Level::Low), E::T(vec![1])] { #[serde(untagged)] enum E { L(Level), T(Vec<u8>) } } and { level! { #[doc = "By its `repr`."] Level } };
    name_of_a_number: Level = [Level::Low, Level::High] { #[repr(u8)] enum Level { Low = 1, High = 2 } };
    name_of_a_number_in_struct: A = [A { a: vec![Level::Low], b: Some(Level::High) }] { struct A { a: Vec<Level>, b: Option<Level> } #[repr(i16)] enum Level { Low = -1, High = 2 } };
    name_that_serde_gives: E = [E::L(Level::Low), E::N(1)] { #[serde(untagged)] enum E { L(Level), N(u8) } #[repr(u8)] #[serde(rename_all = "lowercase")] enum Level { Low = 1, High = 2 } };
    text: Version = [Version { major: 1, minor: 2 }] {} and { version! {} };
    text_or_number: E = [E::N(1), E::V(Version { major: 1, minor: 2 })] { #[serde(untagged)] enum E { N(u8), V(Version) } } and { version! {} };
    text_as_key: BTreeMap<Version, Option<Version>> = [map([(Version { major: 1, minor: 2 }, None)])] {} and { version! {} };
    pair: Point = [Point { x: 1, y: 2 }] {} and { point! {} };
    pair_or_number: E = [E::P(Point { x: 1, y: 2 }), E::N(1)] { #[serde(untagged)] enum E { P(Point), N(u8) } } and { point! {} };
    none_left_out_above: A = [A { a: None, b: Some(1) }] {} and {
        #[serde_with::skip_serializing_none]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, wirecheck::Sendable)]
        struct A {
            a: Option<u8>,
            b: Option<u8>,
        }
    };
}
