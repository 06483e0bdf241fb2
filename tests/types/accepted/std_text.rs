//! Text, bytes, paths, arrays.

cases! { accepted;
    string: String = [s(""), s("a"), s("ü🦀\n\"\\\0"), s("r#\"#"), s("null"), s("1"), "x".repeat(70_000)];
    boxed_str: Box<str> = ["".into(), "é".into()];
    cow: Cow<'static, str> = [Cow::Borrowed("a"), Cow::Owned(s(""))];
    c_string: CString = [c"".to_owned(), c"a\xff".to_owned()];
    os_string: OsString = ["".into(), "a b".into()];
    os_string_not_text: OsString = ["a".into(), not_text()] and {
        use std::os::unix::ffi::OsStringExt;
        fn not_text() -> OsString {
            OsString::from_vec(vec![0xff, b'a'])
        }
    };
    path: PathBuf = [PathBuf::new(), PathBuf::from("/a b/ü")];
    path_not_text: PathBuf = [PathBuf::from("a"), PathBuf::from(not_text())] and {
        use std::os::unix::ffi::OsStringExt;
        fn not_text() -> OsString {
            OsString::from_vec(vec![0xff, b'a'])
        }
    };
    boxed_path: Box<Path> = [PathBuf::from("/x").into()];
    bytes: Vec<u8> = [vec![], vec![0, 255], vec![7; 70_000]];
    boxed_bytes: Box<[u8]> = [Box::new([]), Box::new([1, 2])];
    cow_bytes: Cow<'static, [u8]> = [Cow::Borrowed(&[]), Cow::Owned(vec![1])];
    boxed_list: Box<[String]> = [Box::new([]), Box::new([s("")])];
    boxed_c_str: Box<std::ffi::CStr> = [c"a".into()];
    boxed_os_str: Box<std::ffi::OsStr> = [OsString::from("a").into()];
    array_0: [u8; 0] = [[]];
    array_1: [String; 1] = [[s("")]];
    array_32: [u16; 32] = [[0; 32], [u16::MAX; 32]];
    array_nested: [[Option<u8>; 2]; 3] = [[[None, Some(1)]; 3]];
    array_of_nothing: [(); 3] = [[(); 3]];
}
