//! camino, ipnet, semver, url, uuid.

use crate::{and, random};
use camino::{Utf8Path, Utf8PathBuf};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use proptest::prelude::{Strategy, any};
use semver::{Comparator, Op, Prerelease, Version, VersionReq};
use std::fmt::Debug;
use std::str::FromStr;
use url::{Host, Url};
use uuid::fmt::{Hyphenated, Simple};
use uuid::{NonNilUuid, Uuid};
use wirecheck_tests_foreign::{Verdicts, types};

types! {
    path: Utf8PathBuf = [Utf8PathBuf::new(), "a/b".into(), "//é\0/../".into()] => Verdicts::TEXT;
    boxed_path: Box<Utf8Path> = [Utf8PathBuf::from("x/").into_boxed_path()] => Verdicts::TEXT;
    net: IpNet = parsed(&["10.1.1.1/24", "0.0.0.0/0", "::/0", "fe80::1/64", "::ffff:1.2.3.4/128"]) => Verdicts::FORKED;
    net_of_v4: Ipv4Net = parsed(&["10.1.1.1/24", "255.255.255.255/32"]) => Verdicts::FORKED;
    net_of_v6: Ipv6Net = parsed(&["::/0", "fe80::1/64"]) => Verdicts::FORKED;
    version: Version = and(
        parsed(&["0.0.0", "1.2.3-alpha.1+build.5", "18446744073709551615.0.1", "1.0.0-0a.-", "1.0.0+001"]),
        random(any::<[u64; 3]>().prop_map(|[major, minor, patch]| Version::new(major, minor, patch))),
    ) => Verdicts::TEXT;
    // Public fields that the text does not say.
    comparator: Comparator = [odd_comparator()] => Verdicts::NEVER;
    version_req: VersionReq = [VersionReq { comparators: vec![odd_comparator()] }] => Verdicts::NEVER;
    host: Host = [Host::Domain("é".to_owned()), Host::Ipv4([1, 2, 3, 4].into()), Host::Ipv6([1; 16].into())]
        => Verdicts { key: [false; 2], ..Verdicts::FORKED };
    // It loses its host.
    url: Url = [Url::parse("file://x/").unwrap().join("//x/..//C:/").unwrap()] => Verdicts::NEVER;
    uuid: Uuid = and(vec![Uuid::nil(), Uuid::max()], random(any::<u128>().prop_map(Uuid::from_u128))) => Verdicts::TEXT;
    non_nil_uuid: NonNilUuid = [NonNilUuid::new(Uuid::max()).unwrap()] => Verdicts::TEXT;
    hyphenated: Hyphenated = [Uuid::max().hyphenated()] => Verdicts::TEXT;
    simple: Simple = [Uuid::nil().simple()] => Verdicts::TEXT;
}

fn parsed<T: FromStr<Err: Debug>>(texts: &[&str]) -> Vec<T> {
    texts.iter().map(|it| it.parse().unwrap()).collect()
}

fn odd_comparator() -> Comparator {
    Comparator { op: Op::Exact, major: 1, minor: None, patch: Some(3), pre: Prerelease::EMPTY }
}
