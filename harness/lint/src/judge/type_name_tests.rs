use super::{PathName, TypeName};
use std::borrow::Cow;
use std::collections::HashMap;

fn path<'a>(path: &'a str, arguments: &[&'a str]) -> TypeName<'a> {
    TypeName::Path(PathName { path, arguments: arguments.to_vec() })
}

#[test]
fn paths_have_arguments_without_lifetimes() {
    assert_eq!(TypeName::parse("u8"), path("u8", &[]));
    let map = std::any::type_name::<HashMap<String, Vec<(u8, Option<i8>)>>>();
    let arguments = ["alloc::string::String", "alloc::vec::Vec<(u8, core::option::Option<i8>)>"];
    assert_eq!(TypeName::parse(map), path("std::collections::hash::map::HashMap", &arguments));
    let cow = std::any::type_name::<Cow<'static, [u8]>>();
    assert_eq!(TypeName::parse(cow), path("alloc::borrow::Cow", &["[u8]"]));
    let inner = TypeName::parse(arguments[1]);
    assert_eq!(inner.as_path().map(PathName::last), Some("Vec"));
    assert!(inner.as_path().is_some_and(PathName::is_std));
}

#[test]
fn types_inside_functions_of_impls_have_paths() {
    let text = "<a::main::L as a::main::T<u8>>::f::M<alloc::vec::Vec<u8>>";
    assert_eq!(TypeName::parse(text), path("<a::main::L as a::main::T<u8>>::f::M", &["alloc::vec::Vec<u8>"]));
    assert_eq!(TypeName::parse("a::main::{{closure}}::Q"), path("a::main::{{closure}}::Q", &[]));
    assert_eq!(TypeName::parse("a::main::{{closure}}"), TypeName::Other);
}

#[test]
fn types_without_a_path_are_told_apart() {
    assert_eq!(TypeName::parse("()"), TypeName::Tuple(vec![]));
    assert_eq!(TypeName::parse("(u8,)"), TypeName::Tuple(vec!["u8"]));
    assert_eq!(TypeName::parse("([u8; 2], a::B<c, d>)"), TypeName::Tuple(vec!["[u8; 2]", "a::B<c, d>"]));
    assert_eq!(TypeName::parse("[[u8; 2]; 3]"), TypeName::Array("[u8; 2]", 3));
    assert_eq!(TypeName::parse("[(u8, u8)]"), TypeName::Slice("(u8, u8)"));
    assert_eq!(TypeName::parse("&mut str"), TypeName::Reference("str"));
    assert_eq!(TypeName::parse("*const u8"), TypeName::Pointer);
    assert_eq!(TypeName::parse("fn(u8) -> (u8,)"), TypeName::Function);
    let text = "dyn core::ops::function::Fn(u8) -> u8 + core::marker::Send";
    assert_eq!(TypeName::parse(text), TypeName::Object("core::ops::function::Fn"));
    let boxed = "alloc::boxed::Box<dyn core::ops::function::Fn(u8) -> u8>";
    let object = "dyn core::ops::function::Fn(u8) -> u8";
    assert_eq!(TypeName::parse(boxed), path("alloc::boxed::Box", &[object]));
}
