use serde::Serialize;

#[test]
fn local_types_are_types() {
    #[derive(Serialize)]
    struct Local<'a> {
        text: &'a str,
    }
    assert_eq!(serde_json::to_string(&Local { text: "" }).unwrap(), r#"{"text":""}"#);
}
