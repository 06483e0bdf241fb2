//! Structs and enums without attributes.

cases! { accepted;
    named: A = [A { a: 1, b: s(""), c: None }] { struct A { a: u8, b: String, c: Option<f64> } };
    tuple: A = [A(i64::MIN, 'x')] { struct A(i64, char); };
    newtype: A = [A(1)] { struct A(u16); };
    newtype_of_newtype: A = [A(B(C(s(""))))] { struct A(B); struct B(C); struct C(String); };
    newtype_of_map: A = [A(map([(1, 2)]))] { struct A(BTreeMap<u8, u8>); };
    newtype_of_tuple: A = [A((1, 2))] { struct A((u8, u8)); };
    unit: A = [A] { struct A; };
    empty: A = [A {}] { struct A {} };
    empty_tuple: A = [A()] { struct A(); };
    holds_empties: A = [A { a: B, b: C {}, c: D(), d: (), e: PhantomData, f: [] }] { struct A { a: B, b: C, c: D, d: (), e: PhantomData<u8>, f: [u8; 0] } struct B; struct C {} struct D(); };
    units: Vec<E> = [vec![E::A, E::B]] { enum E { A, B } };
    one_variant: E = [E::A] { enum E { A } };
    one_newtype_variant: E = [E::A(None)] { enum E { A(Option<u8>) } };
    mixed: E = [E::A, E::B(1), E::C(1, s("")), E::D { x: 1 }, E::F {}, E::G()] { enum E { A, B(u8), C(u8, String), D { x: u8 }, F {}, G() } };
    variant_of_nothing: E = [E::A(()), E::B((), ()), E::C { x: () }] { enum E { A(()), B((), ()), C { x: () } } };
    variant_of_unit: E = [E::A(U), E::B] { enum E { A(U), B } struct U; };
    variant_of_option: E = [E::A(None), E::A(Some(1)), E::B] { enum E { A(Option<u8>), B } };
    variant_of_enum: E = [E::A(F::A), E::A(F::B(1))] { enum E { A(F) } enum F { A, B(u8) } };
    variant_of_struct: E = [E::A(F { a: 1 })] { enum E { A(F) } struct F { a: u8 } };
    discriminants: E = [E::A, E::B] { #[repr(u8)] enum E { A = 7, B = 3 } };
    never_in_vec: Vec<E> = [vec![]] { enum E {} };
    never_in_option: Option<E> = [None] { enum E {} };
    generic: A<u8, String> = [A { a: 1, b: vec![None], c: (s(""), 2) }] { struct A<T, U> { a: T, b: Vec<Option<T>>, c: (U, T) } };
    generic_default: A<u8> = [A { a: 1, b: s("") }] { struct A<T, U = String> { a: T, b: U } };
    generic_where: A<u8> = [A { a: BTreeSet::from([1]) }] { struct A<T> where T: Ord { a: BTreeSet<T> } };
    generic_keys: A<char, u8> = [A { a: HashMap::from([('x', 1)]) }] { struct A<K: Eq + Hash, V> { a: HashMap<K, V> } };
    generic_keys_no_text: A<(u8, u8), u8> = [A { a: HashMap::from([((1, 2), 1)]) }] { struct A<K: Eq + Hash, V> { a: HashMap<K, V> } };
    generic_option: A<Option<u8>> = [A { a: Some(None) }, A { a: None }] { struct A<T> { a: Option<T> } };
    generic_option_plain: A<u8> = [A { a: Some(1) }, A { a: None }] { struct A<T> { a: Option<T> } };
    generic_enum: E<u8, ()> = [E::A(1), E::B { b: () }, E::C] { enum E<T, U> { A(T), B { b: U }, C } };
    generic_phantom: A<std::rc::Rc<u8>> = [A { a: 1, of: PhantomData }] { #[serde(bound = "")] struct A<T> { a: u8, of: PhantomData<fn() -> T> } };
    generic_phantom_plain: A<u8> = [A { a: 1, of: PhantomData }] { struct A<T> { a: u8, of: PhantomData<T> } };
    const_generic: A<3> = [A { a: [1, 2], of: PhantomData }] { struct A<const N: usize> { a: [u8; 2], of: PhantomData<[u8; N]> } };
    projection: A<K> = [A { item: 1 }] { struct A<T: Kind> { item: T::Item } } and {
        pub trait Kind {
            type Item;
        }
        #[derive(Clone, Debug, PartialEq)]
        pub struct K;
        impl Kind for K {
            type Item = u8;
        }
    };
    alias: A = [A { a: vec![Some(1)] }] { struct A { a: Alias } } and { type Alias = Vec<Option<u8>>; };
    alias_generic: A<u8> = [A { a: Ok(1) }] { struct A<T> { a: Alias<T> } } and { type Alias<T> = Result<T, String>; };
    raw_names: r#struct = [r#struct { r#type: 1, r#match: s("") }] { #[allow(non_camel_case_types)] struct r#struct { r#type: u8, r#match: String } };
    raw_variants: E = [E::r#async, E::r#fn { r#if: 1 }] { #[allow(non_camel_case_types)] enum E { r#async, r#fn { r#if: u8 } } };
    unicode_names: Größe = [Größe { größe: 1, 数: 2 }] { struct Größe { größe: u8, 数: u8 } };
    unicode_variants: E = [E::Ähre, E::数(1)] { enum E { Ähre, 数(u8) } };
    named_like_std: A = [A { a: Option(1), b: Vec { x: 2 } }] { struct A { a: Option, b: Vec } struct Option(u8); struct Vec { x: u8 } };
    list_tree: A = [A { kids: vec![] }, A { kids: vec![A { kids: vec![] }, A { kids: vec![A { kids: vec![] }] }] }] { struct A { kids: Vec<A> } };
    boxed_list: A = [A { v: 1, next: None }, A { v: 1, next: Some(Box::new(A { v: 2, next: None })) }] { struct A { v: u8, next: Option<Box<A>> } };
    expression: E = [E::N(1.5), E::Add(Box::new(E::N(1.0)), Box::new(E::Neg(Box::new(E::N(2.0)))))] { enum E { N(f64), Neg(Box<E>), Add(Box<E>, Box<E>) } };
    recursive_map: A = [A { m: map([(s("a"), A { m: map([]) })]) }] { struct A { m: BTreeMap<String, A> } };
    recursive_newtype: A = [A(vec![A(vec![]), A(vec![A(vec![])])])] { struct A(Vec<A>); };
    recursive_newtype_option: A = [A(None), A(Some(Box::new(A(None))))] { struct A(Option<Box<A>>); };
    recursive_generic: A<u8> = [A { of: 1, next: Some(Box::new(A { of: 2, next: None })) }] { struct A<T> { of: T, next: Option<Box<A<T>>> } };
    recursive_self: A = [A { kids: vec![A { kids: vec![] }] }] { struct A { kids: Vec<Self> } };
    mutual: A = [A { b: vec![B { a: None }, B { a: Some(Box::new(A { b: vec![] })) }] }] { struct A { b: Vec<B> } struct B { #[sendable(recursive)] a: Option<Box<A>> } };
    self_by_path: A = [A { kids: vec![A { kids: vec![] }] }] { struct A { kids: Vec<self::A> } };
    nested_deep: A = [A { b: vec![Some(B(map([(s("k"), (C::X { y: [Some((1,)); 2] }, None))])))] }] { struct A { b: Vec<Option<B>> } struct B(#[sendable(recursive)] BTreeMap<String, (C, Option<Box<A>>)>); enum C { X { y: [Option<(u8,)>; 2] } } };
    with_cfg: A = [A { a: 1, c: 3 }] { struct A { a: u8, #[cfg(any())] b: Nothing, #[cfg(all())] c: u8 } };
    variants_with_cfg: E = [E::B, E::C(1)] { enum E { #[cfg(any())] A, B, #[cfg(all())] C(u8) } };
    many_fields: A = [A { f0: 0, f1: 1, f2: 2, f3: 3, f4: 4, f5: 5, f6: 6, f7: 7, f8: 8, f9: 9, f10: 10, f11: 11,
        f12: 12, f13: 13, f14: 14, f15: 15, f16: 16, f17: 17, f18: 18, f19: 19, f20: 20, f21: 21,
        f22: 22, f23: 23, f24: 24, f25: 25, f26: 26, f27: 27, f28: 28, f29: 29, f30: 30, f31: 31,
        f32: 32, f33: 33, f34: 34, f35: 35, f36: 36, f37: 37, f38: 38, f39: 39, f40: 40, f41: 41,
        f42: 42, f43: 43, f44: 44, f45: 45, f46: 46, f47: 47, f48: 48, f49: 49, f50: 50, f51: 51,
        f52: 52, f53: 53, f54: 54, f55: 55, f56: 56, f57: 57, f58: 58, f59: 59, f60: 60, f61: 61,
        f62: 62, f63: 63, f64: 64, f65: 65, f66: 66, f67: 67, f68: 68, f69: 69, f70: 70, f71: 71,
        f72: 72, f73: 73, f74: 74, f75: 75, f76: 76, f77: 77, f78: 78, f79: 79, f80: 80, f81: 81,
        f82: 82, f83: 83, f84: 84, f85: 85, f86: 86, f87: 87, f88: 88, f89: 89, f90: 90, f91: 91,
        f92: 92, f93: 93, f94: 94, f95: 95, f96: 96, f97: 97, f98: 98, f99: 99, f100: 100, f101:
        101, f102: 102, f103: 103, f104: 104, f105: 105, f106: 106, f107: 107, f108: 108, f109: 109,
        f110: 110, f111: 111, f112: 112, f113: 113, f114: 114, f115: 115, f116: 116, f117: 117,
        f118: 118, f119: 119, f120: 120, f121: 121, f122: 122, f123: 123, f124: 124, f125: 125,
        f126: 126, f127: 127, f128: 128, f129: 129, f130: 130, f131: 131, f132: 132, f133: 133,
        f134: 134, f135: 135, f136: 136, f137: 137, f138: 138, f139: 139, f140: 140, f141: 141,
        f142: 142, f143: 143, f144: 144, f145: 145, f146: 146, f147: 147, f148: 148, f149: 149,
        f150: 150, f151: 151, f152: 152, f153: 153, f154: 154, f155: 155, f156: 156, f157: 157,
        f158: 158, f159: 159, f160: 160, f161: 161, f162: 162, f163: 163, f164: 164, f165: 165,
        f166: 166, f167: 167, f168: 168, f169: 169, f170: 170, f171: 171, f172: 172, f173: 173,
        f174: 174, f175: 175, f176: 176, f177: 177, f178: 178, f179: 179, f180: 180, f181: 181,
        f182: 182, f183: 183, f184: 184, f185: 185, f186: 186, f187: 187, f188: 188, f189: 189,
        f190: 190, f191: 191, f192: 192, f193: 193, f194: 194, f195: 195, f196: 196, f197: 197,
        f198: 198, f199: 199 }] {
        struct A { f0: u8, f1: u16, f2: u32, f3: u8, f4: u16, f5: u32, f6: u8, f7: u16, f8: u32, f9:
        u8, f10: u16, f11: u32, f12: u8, f13: u16, f14: u32, f15: u8, f16: u16, f17: u32, f18: u8,
        f19: u16, f20: u32, f21: u8, f22: u16, f23: u32, f24: u8, f25: u16, f26: u32, f27: u8, f28:
        u16, f29: u32, f30: u8, f31: u16, f32: u32, f33: u8, f34: u16, f35: u32, f36: u8, f37: u16,
        f38: u32, f39: u8, f40: u16, f41: u32, f42: u8, f43: u16, f44: u32, f45: u8, f46: u16, f47:
        u32, f48: u8, f49: u16, f50: u32, f51: u8, f52: u16, f53: u32, f54: u8, f55: u16, f56: u32,
        f57: u8, f58: u16, f59: u32, f60: u8, f61: u16, f62: u32, f63: u8, f64: u16, f65: u32, f66:
        u8, f67: u16, f68: u32, f69: u8, f70: u16, f71: u32, f72: u8, f73: u16, f74: u32, f75: u8,
        f76: u16, f77: u32, f78: u8, f79: u16, f80: u32, f81: u8, f82: u16, f83: u32, f84: u8, f85:
        u16, f86: u32, f87: u8, f88: u16, f89: u32, f90: u8, f91: u16, f92: u32, f93: u8, f94: u16,
        f95: u32, f96: u8, f97: u16, f98: u32, f99: u8, f100: u16, f101: u32, f102: u8, f103: u16,
        f104: u32, f105: u8, f106: u16, f107: u32, f108: u8, f109: u16, f110: u32, f111: u8, f112:
        u16, f113: u32, f114: u8, f115: u16, f116: u32, f117: u8, f118: u16, f119: u32, f120: u8,
        f121: u16, f122: u32, f123: u8, f124: u16, f125: u32, f126: u8, f127: u16, f128: u32, f129:
        u8, f130: u16, f131: u32, f132: u8, f133: u16, f134: u32, f135: u8, f136: u16, f137: u32,
        f138: u8, f139: u16, f140: u32, f141: u8, f142: u16, f143: u32, f144: u8, f145: u16, f146:
        u32, f147: u8, f148: u16, f149: u32, f150: u8, f151: u16, f152: u32, f153: u8, f154: u16,
        f155: u32, f156: u8, f157: u16, f158: u32, f159: u8, f160: u16, f161: u32, f162: u8, f163:
        u16, f164: u32, f165: u8, f166: u16, f167: u32, f168: u8, f169: u16, f170: u32, f171: u8,
        f172: u16, f173: u32, f174: u8, f175: u16, f176: u32, f177: u8, f178: u16, f179: u32, f180:
        u8, f181: u16, f182: u32, f183: u8, f184: u16, f185: u32, f186: u8, f187: u16, f188: u32,
        f189: u8, f190: u16, f191: u32, f192: u8, f193: u16, f194: u32, f195: u8, f196: u16, f197:
        u32, f198: u8, f199: u16 }
    };
    many_variants: E = [E::V0, E::V255, E::V256, E::V299] {
        enum E { V0, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15, V16, V17,
        V18, V19, V20, V21, V22, V23, V24, V25, V26, V27, V28, V29, V30, V31, V32, V33, V34, V35,
        V36, V37, V38, V39, V40, V41, V42, V43, V44, V45, V46, V47, V48, V49, V50, V51, V52, V53,
        V54, V55, V56, V57, V58, V59, V60, V61, V62, V63, V64, V65, V66, V67, V68, V69, V70, V71,
        V72, V73, V74, V75, V76, V77, V78, V79, V80, V81, V82, V83, V84, V85, V86, V87, V88, V89,
        V90, V91, V92, V93, V94, V95, V96, V97, V98, V99, V100, V101, V102, V103, V104, V105, V106,
        V107, V108, V109, V110, V111, V112, V113, V114, V115, V116, V117, V118, V119, V120, V121,
        V122, V123, V124, V125, V126, V127, V128, V129, V130, V131, V132, V133, V134, V135, V136,
        V137, V138, V139, V140, V141, V142, V143, V144, V145, V146, V147, V148, V149, V150, V151,
        V152, V153, V154, V155, V156, V157, V158, V159, V160, V161, V162, V163, V164, V165, V166,
        V167, V168, V169, V170, V171, V172, V173, V174, V175, V176, V177, V178, V179, V180, V181,
        V182, V183, V184, V185, V186, V187, V188, V189, V190, V191, V192, V193, V194, V195, V196,
        V197, V198, V199, V200, V201, V202, V203, V204, V205, V206, V207, V208, V209, V210, V211,
        V212, V213, V214, V215, V216, V217, V218, V219, V220, V221, V222, V223, V224, V225, V226,
        V227, V228, V229, V230, V231, V232, V233, V234, V235, V236, V237, V238, V239, V240, V241,
        V242, V243, V244, V245, V246, V247, V248, V249, V250, V251, V252, V253, V254, V255, V256,
        V257, V258, V259, V260, V261, V262, V263, V264, V265, V266, V267, V268, V269, V270, V271,
        V272, V273, V274, V275, V276, V277, V278, V279, V280, V281, V282, V283, V284, V285, V286,
        V287, V288, V289, V290, V291, V292, V293, V294, V295, V296, V297, V298, V299 }
    };
    many_variants_of_all_kinds: E = [E::V0, E::V1(1), E::V256(2), E::V299 { a: 1 }, E::V297] {
        enum E { V0, V1(u8), V2 { a: u16 }, V3, V4(u8), V5 { a: u16 }, V6, V7(u8), V8 { a: u16 },
        V9, V10(u8), V11 { a: u16 }, V12, V13(u8), V14 { a: u16 }, V15, V16(u8), V17 { a: u16 },
        V18, V19(u8), V20 { a: u16 }, V21, V22(u8), V23 { a: u16 }, V24, V25(u8), V26 { a: u16 },
        V27, V28(u8), V29 { a: u16 }, V30, V31(u8), V32 { a: u16 }, V33, V34(u8), V35 { a: u16 },
        V36, V37(u8), V38 { a: u16 }, V39, V40(u8), V41 { a: u16 }, V42, V43(u8), V44 { a: u16 },
        V45, V46(u8), V47 { a: u16 }, V48, V49(u8), V50 { a: u16 }, V51, V52(u8), V53 { a: u16 },
        V54, V55(u8), V56 { a: u16 }, V57, V58(u8), V59 { a: u16 }, V60, V61(u8), V62 { a: u16 },
        V63, V64(u8), V65 { a: u16 }, V66, V67(u8), V68 { a: u16 }, V69, V70(u8), V71 { a: u16 },
        V72, V73(u8), V74 { a: u16 }, V75, V76(u8), V77 { a: u16 }, V78, V79(u8), V80 { a: u16 },
        V81, V82(u8), V83 { a: u16 }, V84, V85(u8), V86 { a: u16 }, V87, V88(u8), V89 { a: u16 },
        V90, V91(u8), V92 { a: u16 }, V93, V94(u8), V95 { a: u16 }, V96, V97(u8), V98 { a: u16 },
        V99, V100(u8), V101 { a: u16 }, V102, V103(u8), V104 { a: u16 }, V105, V106(u8), V107 { a:
        u16 }, V108, V109(u8), V110 { a: u16 }, V111, V112(u8), V113 { a: u16 }, V114, V115(u8),
        V116 { a: u16 }, V117, V118(u8), V119 { a: u16 }, V120, V121(u8), V122 { a: u16 }, V123,
        V124(u8), V125 { a: u16 }, V126, V127(u8), V128 { a: u16 }, V129, V130(u8), V131 { a: u16 },
        V132, V133(u8), V134 { a: u16 }, V135, V136(u8), V137 { a: u16 }, V138, V139(u8), V140 { a:
        u16 }, V141, V142(u8), V143 { a: u16 }, V144, V145(u8), V146 { a: u16 }, V147, V148(u8),
        V149 { a: u16 }, V150, V151(u8), V152 { a: u16 }, V153, V154(u8), V155 { a: u16 }, V156,
        V157(u8), V158 { a: u16 }, V159, V160(u8), V161 { a: u16 }, V162, V163(u8), V164 { a: u16 },
        V165, V166(u8), V167 { a: u16 }, V168, V169(u8), V170 { a: u16 }, V171, V172(u8), V173 { a:
        u16 }, V174, V175(u8), V176 { a: u16 }, V177, V178(u8), V179 { a: u16 }, V180, V181(u8),
        V182 { a: u16 }, V183, V184(u8), V185 { a: u16 }, V186, V187(u8), V188 { a: u16 }, V189,
        V190(u8), V191 { a: u16 }, V192, V193(u8), V194 { a: u16 }, V195, V196(u8), V197 { a: u16 },
        V198, V199(u8), V200 { a: u16 }, V201, V202(u8), V203 { a: u16 }, V204, V205(u8), V206 { a:
        u16 }, V207, V208(u8), V209 { a: u16 }, V210, V211(u8), V212 { a: u16 }, V213, V214(u8),
        V215 { a: u16 }, V216, V217(u8), V218 { a: u16 }, V219, V220(u8), V221 { a: u16 }, V222,
        V223(u8), V224 { a: u16 }, V225, V226(u8), V227 { a: u16 }, V228, V229(u8), V230 { a: u16 },
        V231, V232(u8), V233 { a: u16 }, V234, V235(u8), V236 { a: u16 }, V237, V238(u8), V239 { a:
        u16 }, V240, V241(u8), V242 { a: u16 }, V243, V244(u8), V245 { a: u16 }, V246, V247(u8),
        V248 { a: u16 }, V249, V250(u8), V251 { a: u16 }, V252, V253(u8), V254 { a: u16 }, V255,
        V256(u8), V257 { a: u16 }, V258, V259(u8), V260 { a: u16 }, V261, V262(u8), V263 { a: u16 },
        V264, V265(u8), V266 { a: u16 }, V267, V268(u8), V269 { a: u16 }, V270, V271(u8), V272 { a:
        u16 }, V273, V274(u8), V275 { a: u16 }, V276, V277(u8), V278 { a: u16 }, V279, V280(u8),
        V281 { a: u16 }, V282, V283(u8), V284 { a: u16 }, V285, V286(u8), V287 { a: u16 }, V288,
        V289(u8), V290 { a: u16 }, V291, V292(u8), V293 { a: u16 }, V294, V295(u8), V296 { a: u16 },
        V297, V298(u8), V299 { a: u16 } }
    };
}
