//! Time, network, ranges, cells, owners.

cases! { accepted;
    duration: Duration = [Duration::ZERO, Duration::MAX, Duration::new(1, 999_999_999)];
    system_time: SystemTime = [SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + Duration::new(1, 2)];
    system_time_before: SystemTime = [SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH - Duration::from_secs(1)];
    ipv4: Ipv4Addr = [Ipv4Addr::UNSPECIFIED, Ipv4Addr::BROADCAST];
    ipv6: Ipv6Addr = [Ipv6Addr::UNSPECIFIED, Ipv6Addr::LOCALHOST, Ipv4Addr::LOCALHOST.to_ipv6_mapped()];
    ip: IpAddr = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    socket_v4: SocketAddrV4 = [SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0)];
    socket_v6: SocketAddrV6 = [SocketAddrV6::new(Ipv6Addr::LOCALHOST, 1, 2, 3), SocketAddrV6::new(Ipv6Addr::LOCALHOST, 1, 0, 0)];
    socket: SocketAddr = [SocketAddrV6::new(Ipv6Addr::LOCALHOST, 1, 2, 3).into(), SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0).into()];
    range: Range<u64> = [0..0, 5..1, 0..u64::MAX];
    range_from: RangeFrom<i8> = [-1..];
    range_to: RangeTo<String> = [..s("a")];
    range_of_options: Range<Option<u8>> = [None..Some(1)];
    range_inclusive: RangeInclusive<u8> = [0..=1, used_up()] and {
        fn used_up() -> RangeInclusive<u8> {
            let mut range = 0..=0;
            range.next();
            range
        }
    };
    bound: Bound<u8> = [Bound::Unbounded, Bound::Included(0), Bound::Excluded(1)];
    bound_of_option: Bound<Option<u8>> = [Bound::Unbounded, Bound::Included(None)];
    reverse: Reverse<String> = [Reverse(s(""))];
    phantom: PhantomData<String> = [PhantomData];
    phantom_of_never: PhantomData<Bare> = [PhantomData] and { #[derive(Clone, Debug, PartialEq)] pub struct Bare; };
    cell: Cell<u8> = [Cell::new(1)];
    ref_cell: RefCell<String> = [RefCell::new(s(""))];
    ref_cell_of_option: RefCell<Option<u8>> = [RefCell::new(None), RefCell::new(Some(1))];
    boxed: Box<u8> = [Box::new(1)];
    boxed_twice: Box<Box<String>> = [Box::new(Box::new(s("")))];
    boxed_struct: Box<A> = [Box::new(A { a: Box::new(1) })] { struct A { a: Box<u8> } };
    cow_list: Cow<'static, [String]> = [Cow::Owned(vec![s("a")])];
    outcome: Result<u8, String> = [Ok(0), Err(s(""))];
    tuple_1: (u8,) = [(1,)];
    tuple_2: (u8, String) = [(1, s(""))];
    tuple_3: (Option<u8>, (), Vec<u8>) = [(None, (), vec![])];
    tuple_12: (u8, u16, u32, u64, u128, i8, i16, i32, i64, i128, f64, char) = [(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0.5, 'x')];
    tuple_16: A = [A((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, s("x")))] same(|a, b| a.0.0 == b.0.0 && a.0.15 == b.0.15) raw {
        #[derive(Clone)]
        pub struct A((u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, String));
    } and {
        impl Debug for A {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{} .. {}", self.0.0, self.0.15)
            }
        }
    };
    tuple_of_tuples: ((), ((u8,), [(); 2]), ((((u8,),),),)) = [((), ((1,), [(); 2]), ((((1,),),),))];
    ref_cell_borrowed: Held = [free(), borrowed()] same(|a, b| a.0.try_borrow().is_ok() == b.0.try_borrow().is_ok()) raw { #[derive(Debug)] pub struct Held(RefCell<u8>); } and {
        fn free() -> Held {
            Held(RefCell::new(1))
        }
        /// For good: the guard is forgotten.
        fn borrowed() -> Held {
            let held = free();
            std::mem::forget(held.0.borrow_mut());
            held
        }
        impl Clone for Held {
            fn clone(&self) -> Self {
                if self.0.try_borrow().is_ok() { free() } else { borrowed() }
            }
        }
    };
}
