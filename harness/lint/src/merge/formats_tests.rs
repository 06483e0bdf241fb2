use super::formats::folded;

fn format(name: &str) -> (Option<&str>, bool) {
    let found = folded(name).unwrap();
    (found.format, found.is_buffered)
}

#[test]
fn serializers_are_known_by_their_paths() {
    let standard = "bincode::features::serde::ser::SerdeEncoder<bincode::enc::encoder::EncoderImpl<W, bincode::config::Configuration>>";
    let legacy = "bincode::features::serde::ser::SerdeEncoder<bincode::enc::encoder::EncoderImpl<W, \
                  bincode::config::Configuration<bincode::config::LittleEndian, bincode::config::Fixint>>>";
    assert_eq!(format(standard), (Some("bincode"), false));
    assert_eq!(format(legacy), (Some("bincode1"), false));
    assert_eq!(
        format("&mut bincode::ser::Serializer<&mut alloc::vec::Vec<u8>, O>"),
        (Some("bincode1"), false)
    );
    assert_eq!(
        format("&mut rmp_serde::encode::Serializer<W, rmp_serde::config::StructMapConfig<C>>"),
        (Some("messagepack-named"), false)
    );
    assert_eq!(format("&mut rmp_serde::encode::Serializer<W>"), (Some("messagepack"), false));
    assert_eq!(format("&mut ron::ser::Serializer<W>"), (Some("ron"), false));
    assert_eq!(format("toml::ser::Serializer"), (Some("toml"), false));
}

#[test]
fn wrappers_are_taken_off() {
    let flat = "serde::private::ser::FlatMapSerializer<&mut postcard::ser::serializer::Serializer<F>>";
    assert_eq!(folded(flat).unwrap().serializer, "postcard::ser::serializer::Serializer<F>");
    assert_eq!(format(flat), (Some("postcard"), true));
    assert_eq!(
        format("serde::private::de::content::ContentRefDeserializer<serde_json::error::Error>"),
        (Some("json"), true)
    );
    assert_eq!(
        format("serde::private::de::content::ContentDeserializer<bincode::error::DecodeError>"),
        (Some("bincode"), true)
    );
    let boxed =
        "serde::private::de::content::ContentDeserializer<alloc::boxed::Box<bincode::error::ErrorKind>>";
    assert_eq!(format(boxed), (Some("bincode1"), true));
    assert_eq!(
        format("serde_path_to_error::de::Deserializer<&mut serde_json::de::Deserializer<R>>"),
        (Some("json"), false)
    );
    assert_eq!(format("&mut dyn erased_serde::ser::Serializer"), (None, false));
    assert!(
        folded("serde::private::de::missing_field::MissingFieldDeserializer<ron::error::Error>").is_none()
    );
}
