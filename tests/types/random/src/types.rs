//! The types of std and of other crates, and what can be done with each.

/// A type as it is written in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ty {
    /// Its text.
    pub text: String,
    /// Whether it is `Eq`, `Ord` and `Hash`.
    pub is_key: bool,
    /// Whether it is `Default`.
    pub has_default: bool,
    /// Whether it may be written as entries with names.
    pub has_entries: bool,
}

impl Ty {
    /// A type of which nothing is known.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_key: false, has_default: false, has_entries: false }
    }

    /// The same, with other text.
    pub fn around(&self, text: String) -> Self {
        Self { text, ..self.clone() }
    }
}

/// What is known of each: `k` a key, `d` a default, `e` entries, `c` `Copy`, `i` an integer, `s` text.
const LEAVES: &str = "
i8 kdci|i16 kdci|i32 kdci|i64 kdci|isize kdci|u8 kdci|u16 kdci|u32 kdci|u64 kdci|usize kdci|i128 kdci|u128 kdci
f32 dc|f64 dc|bool kdc|char kdc|() kdce
String kds|Box<str> kds|Cow<'static, str> kds|PathBuf kds|Box<Path> kd|CString kd|Box<CStr> kd|OsString kd|Box<OsStr> kd
Ipv4Addr kc|Ipv6Addr kc|IpAddr kc|SocketAddrV4 kc|Duration kdce|SystemTime kce
NonZero<u8> kc|NonZero<i64> kc|NonZero<u128> kc|Wrapping<i16> kdc|Saturating<u32> kdc|Wrapping<u64> kdc
Cell<u8> d|Cell<f64> d|Cell<bool> d|PhantomData<String> kdc|PhantomData<Cell<u8>> d
Uuid kdc|Access kc|Version k|Bytes kd|BytesMut kd|Utf8PathBuf kds|ArrayString<8> kd|ArrayString<6000> kd
NaiveDate kdc|TimeDelta kdc|Weekday c|Month c|Ipv4Net kdc|Ipv6Net kdc|IpNet kc
Timestamp kdc|SignedDuration kdc|civil::Date kdc|civil::Time kdc|civil::DateTime kdc
BigInt kd|BigUint kd|Sign kc|OrderedFloat<f64> kdc|OrderedFloat<f32> kdc|NotNan<f64> kdc|Decimal kdc
Value d|Number |Map<String, Value> de|Vec<u8> kd|Vec<f64> d|Vec<String> kd|Box<[u8]> kd|Cow<'static, [u16]> kd
time::Date kc|time::Time kc|time::UtcOffset kc|time::Weekday c|time::Month c|url::Host k
ndarray::Array1<f32> |ndarray::Array2<u16> ";

/// All of them.
pub fn leaves() -> Vec<Ty> {
    let rows = LEAVES.trim().split(['\n', '|']);
    rows.filter_map(|row| row.rsplit_once(' '))
        .map(|(text, knows)| Ty {
            text: text.to_owned(),
            is_key: knows.contains('k'),
            has_default: knows.contains('d'),
            has_entries: knows.contains('e'),
        })
        .collect()
}

/// Containers of one type: the text around it, and what is true of it whatever is inside. `k`, `d`, `e` hold if they hold
/// of the inner type; in capitals they hold always.
pub const OF_ONE: &[(usize, (&str, &str))] = &[
    (12, ("Option<_>", "kDe")),
    (10, ("Vec<_>", "kD")),
    (6, ("Box<_>", "kde")),
    (2, ("VecDeque<_>", "kD")),
    (1, ("LinkedList<_>", "kD")),
    (1, ("Box<[_]>", "kD")),
    (2, ("SmallVec<[_; 2]>", "kD")),
    (2, ("ArrayVec<_, 3>", "kD")),
    (1, ("[_; 0]", "kD")),
    (1, ("[_; 1]", "kd")),
    (2, ("[_; 2]", "kd")),
    (1, ("[_; 32]", "kd")),
    (1, ("(_,)", "kd")),
    (2, ("RefCell<_>", "de")),
    (1, ("Reverse<_>", "kd")),
    (2, ("Range<_>", "dE")),
    (1, ("RangeFrom<_>", "E")),
    (1, ("RangeTo<_>", "E")),
    (2, ("Bound<_>", "E")),
    (2, ("PhantomData<_>", "dE")),
    (2, ("Cow<'static, [_]>", "kD")),
];

/// Containers of a key.
pub const OF_KEY: &[(usize, (&str, &str))] =
    &[(3, ("BTreeSet<_>", "kD")), (2, ("HashSet<_>", "D")), (1, ("IndexSet<_>", "D"))];

/// Containers of two types.
pub const OF_TWO: &[(usize, (&str, &str))] = &[
    (6, ("(_, _)", "kd")),
    (2, ("(_, _, u8)", "kd")),
    (3, ("Result<_, _>", "kE")),
    (2, ("Either<_, _>", "k")),
];

/// Maps from a key.
pub const MAPS: &[(usize, (&str, &str))] =
    &[(5, ("BTreeMap<_, _>", "kD")), (3, ("HashMap<_, _>", "D")), (2, ("IndexMap<_, _>", "D"))];

/// A container around types.
pub fn container((text, knows): (&str, &str), inner: &[Ty]) -> Ty {
    let mut parts = text.split('_');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for (ty, part) in inner.iter().zip(parts) {
        filled.push_str(&ty.text);
        filled.push_str(part);
    }
    let holds = |letter: char, all: bool| {
        knows.contains(letter.to_ascii_uppercase()) || knows.contains(letter) && all
    };
    Ty {
        text: filled,
        is_key: holds('k', inner.iter().all(|ty| ty.is_key)),
        has_default: holds('d', inner.iter().all(|ty| ty.has_default)),
        has_entries: holds('e', inner.iter().all(|ty| ty.has_entries)),
    }
}
