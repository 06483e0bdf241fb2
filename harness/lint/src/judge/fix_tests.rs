use super::{OURS, fix, plain};
use wirecheck_rules::ALL;

#[test]
fn no_fix_speaks_of_the_derive() {
    let of_types = ALL.iter().filter(|rule| !rule.slug.starts_with("closure"));
    let is_bound = |code: &str| ("WC0038".."WC0064").contains(&code) || code < "WC0017";
    for rule in of_types.filter(|rule| is_bound(rule.code)) {
        let fix = fix(rule);
        let ours = OURS.iter().find(|word| fix.contains(**word));
        let is_about_derive = ["unknown-word", "unused-accept", "codec"].contains(&rule.slug);
        assert!(ours.is_none() || is_about_derive, "{}: {fix}", rule.slug);
        assert!(!fix.is_empty(), "{}", rule.slug);
    }
}

#[test]
fn texts_name_the_type_and_the_format() {
    let text = plain("`{T}` is not sent as `{F}`, but as `Json`", "`a::B`", "a::B", "bincode");
    assert_eq!(text, "`a::B` is not sent as bincode, but as json");
    let text = plain("`{Self}` is not a self-describing wire format", "bincode", "a::B", "bincode");
    assert_eq!(text, "bincode is not a self-describing wire format");
    let text = plain("the derive cannot know what this code writes", "bincode", "a::B", "bincode");
    assert_eq!(text, "no type tells what this code writes");
}
