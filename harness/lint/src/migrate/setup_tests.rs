use super::{Endian, Integers, Setup};

fn text(full: &str) -> String {
    Setup::of(full).map_or_else(|| "unknown".to_owned(), |setup| setup.to_string())
}

#[test]
fn functions_and_options_of_version_1_are_told_apart() {
    let options = "bincode::internal::deserialize::<app::State, bincode::config::WithOtherEndian<\
                   bincode::config::WithOtherLimit<bincode::config::DefaultOptions, bincode::config::limit::Bounded>, \
                   bincode::config::endian::BigEndian>>";
    let fixed = "bincode::internal::serialize::<app::State, bincode::config::WithOtherIntEncoding<\
                 bincode::config::DefaultOptions, bincode::config::int::FixintEncoding>>";
    let allows = "bincode::internal::serialize::<u8, bincode::config::WithOtherTrailing<bincode::config::DefaultOptions, \
                  bincode::config::trailing::AllowTrailing>>";
    for (full, expected) in [
        ("bincode::serialize::<app::State>", "fixed integers, little endian, trailing bytes ignored"),
        (
            "bincode::deserialize_from::<std::fs::File, app::State>",
            "fixed integers, little endian, trailing bytes ignored",
        ),
        (options, "variable integers, big endian, with a limit, trailing bytes refused"),
        (fixed, "fixed integers, little endian, trailing bytes refused"),
        (allows, "variable integers, little endian, trailing bytes ignored"),
        ("bincode::config::legacy::Config::serialize::<u8>", "unknown"),
    ] {
        assert_eq!(text(full), expected, "{full}");
    }
}

#[test]
fn the_outermost_of_two_choices_counts() {
    let twice = "bincode::internal::serialize::<u8, bincode::config::WithOtherLimit<bincode::config::WithOtherLimit<\
                 bincode::config::DefaultOptions, bincode::config::limit::Bounded>, bincode::config::limit::Infinite>>";
    assert!(!Setup::of(twice).unwrap().has_limit);
}

#[test]
fn configurations_of_version_2_are_read() {
    let of = |inner: &str| {
        Setup::of(&format!(
            "bincode::features::serde::ser::encode_to_vec::<&app::State, bincode::config::Configuration{inner}>"
        ))
        .unwrap()
    };
    let legacy = of("<bincode::config::LittleEndian, bincode::config::Fixint, bincode::config::NoLimit>");
    assert!(legacy.is_legacy());
    let limited = of("<bincode::config::BigEndian, bincode::config::Varint, bincode::config::Limit<9>>");
    assert_eq!(
        (limited.integers, limited.endian, limited.has_limit),
        (Integers::Variable, Endian::Big, true)
    );
    assert!(of("").is_standard());
}
