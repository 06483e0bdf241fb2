//! `matrix!` and `matrix_of!`, which turn rows into calls of the builder.

/// A test program of a crate: every type in every format, and every task on every backend in every format, one trial for each.
///
/// In `Cargo.toml`, a test without libtest's own `main`, and wirecheck with `trials` and the formats:
///
/// ```toml
/// [dev-dependencies]
/// wirecheck = { path = "../wirecheck/harness", features = ["trials", "insta", "ron", "json"] }
///
/// [[test]]
/// name = "wirecheck"
/// harness = false
/// ```
///
/// and in `tests/wirecheck.rs`:
///
/// ```no_run
/// # use serde::{Deserialize, Serialize};
/// # use wirecheck::Sendable;
/// # #[derive(Debug, Default, PartialEq, Serialize, Deserialize, Sendable)]
/// # struct Point { x: i32, y: i32 }
/// # #[derive(Debug, Default, PartialEq, Serialize, Deserialize, Sendable)]
/// # struct Config { name: String, #[serde(flatten)] place: Point }
/// # fn square(x: u64) -> u64 { x * x }
/// # fn load(config: Config) -> Point { config.place }
/// wirecheck::matrix! {
///     types: [
///         Point,                                       // its `Default`
///         Config: [Config::default(), Config { name: "n".into(), ..Config::default() }],
///     ],
///     refused: [Config in Bincode],                    // `flatten`: the compiler should refuse it
///     tasks: [
///         square: 0..10_u64,                           // compared with a plain loop
///         squares = { square }: [2_u64, 3] => [4, 9],  // compared with these results; another name
///         thrice = { let by = 3; wirecheck::closure!(|x: u64| x * by) }: [1_u64, 2] => [3, 6],
///         load in [Ron, Json]: [Config::default()],    // refused in the others
///     ],
///     formats: [Bincode, Ron, Json],
///     backends: [Thread, Spawn, Pool],
/// }
/// ```
///
/// | part | contents | default |
/// |---|---|---|
/// | `types` | `Type`, `Type: values`, `Type: strategy(..)` of proptest (feature `proptest`) | none |
/// | `refused` | `Type in Format`: the compiler refuses it | none |
/// | `errors` | `Type in Format`: a sample cannot be encoded, such as NaN in JSON | none |
/// | `tasks` | `task: inputs`, `task: inputs => results`, `task in [Formats]: ..`, `task errors in [Formats]: ..`, `name = { task }: ..` | none |
/// | `formats` | the formats; those of wirecheck need no `use` | none: it is required |
/// | `backends` | `Inline`, `Thread`, `Spawn`, `Pool` | `[Thread, Spawn, Pool]` |
/// | `every` | folders of sources in which each type that derives `Sendable` needs a row | `["src"]` |
/// | `except` | names of types and tasks that need no row | none |
/// | `workers` | workers of a task's backend | `2` |
/// | `faults` | injected faults, with a cell for every task: names of [`Fault`](crate::Fault) | none |
///
/// A type must have `Serialize`, `Deserialize`, `PartialEq` and `Debug`. Each sample is encoded and decoded, alone and in a `Vec`,
/// and sent to another process and back. A type that the compiler refuses is encoded anyway, in a separate process, and the
/// trial reports what happened to it. Values are made several times, also in workers: they must be the same each time, and must
/// not use local variables.
///
/// The trial `coverage` fails where something has no row: a type in the sources that derives `Sendable`, or a task of the crate
/// that this program can send. *Limits:* types are known by name, whatever their module. A type whose name comes from a macro
/// is not found, and a type that `cfg` leaves out is. A task is in the program if a function that sends it is linked.
///
/// With the feature `insta`, the outcome of each cell is a snapshot in `tests/snapshots/<test>/`, for `cargo insta review`; a
/// snapshot without a cell fails `coverage`. Times, sizes, numbers of processes and absolute paths are redacted.
#[macro_export]
macro_rules! matrix {
    ($($parts:tt)*) => {
        fn main() -> ::std::process::ExitCode {
            $crate::init();
            $crate::matrix_of! { $($parts)* }.run()
        }
    };
}

/// What [`matrix!`](crate::matrix!) runs, as a [`Matrix`](crate::matrix::Matrix) to add to.
///
/// ```no_run
/// # fn square(x: u64) -> u64 { x * x }
/// fn main() -> std::process::ExitCode {
///     wirecheck::init(); // first: a worker is this program, started again
///     wirecheck::matrix_of! {
///         tasks: [square: 0..10_u64],
///         formats: [Bincode],
///     }
///     .workers(4)
///     .trial("mine::square", || if square(2) == 4 { Ok(()) } else { Err("not 4".into()) })
///     .run()
/// }
/// ```
#[macro_export]
macro_rules! matrix_of {
    ($($parts:tt)*) => {
        $crate::__matrix!(@parts [] [] [] [] missing [Thread, Spawn, Pool] ["src"] [] 2 []; $($parts)*)
    };
}

/// Gathers the parts in any order, then the rows. Not public API.
#[doc(hidden)]
#[macro_export]
macro_rules! __matrix {
    // Each part takes its place among types, refused, errors, tasks, formats, backends, every, except, workers, faults.
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; types: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $new $r $x $k $f $b $e $c $w $z; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; refused: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $t $new $x $k $f $b $e $c $w $z; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; errors: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $t $r $new $k $f $b $e $c $w $z; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; tasks: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $t $r $x $new $f $b $e $c $w $z; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; formats: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $t $r $x $k $new $b $e $c $w $z; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; backends: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $t $r $x $k $f $new $e $c $w $z; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; every: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $t $r $x $k $f $b $new $c $w $z; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; except: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $t $r $x $k $f $b $e $new $w $z; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; workers: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $t $r $x $k $f $b $e $c $new $z; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; faults: $new:tt $(, $($rest:tt)*)?) => {
        $crate::__matrix!(@parts $t $r $x $k $f $b $e $c $w $new; $($($rest)*)?)
    };
    (@parts $t:tt $r:tt $x:tt $k:tt missing $b:tt $e:tt $c:tt $w:tt $z:tt;) => {
        ::core::compile_error!("`formats` is missing: name the formats to try, `formats: [Bincode, Ron]`")
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt;) => {{
        #[allow(unused_imports)]
        use $crate::__private_0_1_0::matrix::{RefusedTask as _, RefusedType as _};
        let matrix = $crate::matrix::Matrix::new($crate::__test_crate!()).workers($w);
        let matrix = $crate::__matrix!(@backends matrix $b);
        let matrix = $crate::__matrix!(@faults matrix $z);
        let matrix = $crate::__matrix!(@every matrix $e);
        let matrix = $crate::__matrix!(@except matrix $c);
        let matrix = $crate::__matrix!(@stated refused matrix $r);
        let matrix = $crate::__matrix!(@stated errors matrix $x);
        let matrix = $crate::__matrix!(@types matrix $f $t);
        $crate::__matrix!(@tasks matrix $f $k)
    }};
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; $word:ident : $new:tt $(, $($rest:tt)*)?) => {
        ::core::compile_error!(::core::concat!(
            "`", ::core::stringify!($word), "` is no part of a matrix: expected `types`, `refused`, `errors`, `tasks`, `formats`, \
             `backends`, `every`, `except`, `workers` or `faults`"
        ))
    };
    (@parts $t:tt $r:tt $x:tt $k:tt $f:tt $b:tt $e:tt $c:tt $w:tt $z:tt; $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "expected parts such as `types: [Point],` and `formats: [Bincode],` and found `", ::core::stringify!($($rest)*), "`"
        ))
    };

    (@faults $m:ident [$($fault:ident),* $(,)?]) => {
        $m$(.faults([$crate::Fault::$fault]))*
    };
    (@faults $m:ident $other:tt) => {
        ::core::compile_error!("expected faults: `faults: [KillBefore, KillDuring, KillAfter]`")
    };

    (@backends $m:ident [$($backend:ident),* $(,)?]) => {
        $m.backends([$($crate::__matrix!(@backend $backend)),*])
    };
    (@backends $m:ident $other:tt) => {
        ::core::compile_error!("expected a list of backends: `backends: [Thread, Spawn, Pool]`")
    };
    (@backend Inline) => { $crate::matrix::BackendKind::Inline };
    (@backend Thread) => { $crate::matrix::BackendKind::Thread };
    (@backend Spawn) => { $crate::matrix::BackendKind::Spawn };
    (@backend Pool) => { $crate::matrix::BackendKind::Pool };
    (@backend $other:ident) => {
        ::core::compile_error!(::core::concat!(
            "`", ::core::stringify!($other), "` is no backend: expected `Inline`, `Thread`, `Spawn` or `Pool`"
        ))
    };

    (@every $m:ident [$($folder:expr),* $(,)?]) => {
        $m.every([$($folder),*] as [&str; $crate::__matrix!(@count $($folder)*)])
    };
    (@every $m:ident $folder:literal) => { $m.every([$folder]) };
    (@every $m:ident $other:tt) => {
        ::core::compile_error!("expected folders of sources: `every: [\"src\"]`")
    };
    (@count $($one:tt)*) => { 0_usize $(+ $crate::__matrix!(@one $one))* };
    (@one $one:tt) => { 1_usize };

    (@except $m:ident [$($first:ident $(:: $more:ident)*),* $(,)?]) => {
        $m$(.except([::core::concat!(::core::stringify!($first) $(, "::", ::core::stringify!($more))*)]))*
    };
    (@except $m:ident $other:tt) => {
        ::core::compile_error!("expected names of types and tasks: `except: [Inner, helper]`")
    };

    (@stated $list:ident $m:ident [$($first:ident $(:: $more:ident)* $(< $($arg:ty),+ >)? in $format:path),* $(,)?]) => {
        $m$(.$list($crate::__private_0_1_0::matrix::Stated::new(
            ::core::marker::PhantomData::<$first $(:: $more)* $(< $($arg),+ >)?>,
            $crate::__matrix!(@format $format),
            ::core::stringify!($first $(:: $more)* $(< $($arg),+ >)? in $format),
        )))*
    };
    (@stated $list:ident $m:ident $other:tt) => {
        ::core::compile_error!(::core::concat!(
            "expected types and formats: `", ::core::stringify!($list), ": [Config in Bincode, Config in Postcard]`, and found `",
            ::core::stringify!($other), "`"
        ))
    };

    // The formats of wirecheck need no `use`; the names are in scope for this one type only.
    (@format $format:path) => {{
        #[allow(unused_imports)]
        use $crate::__private_0_1_0::matrix::formats::*;
        ::core::marker::PhantomData::<$format>
    }};

    (@types $m:ident $formats:tt [$($ty:ty $(: $values:expr)?),* $(,)?]) => {{
        $(let $m = $crate::__matrix!(@type $m $formats $ty; $crate::closure!([] || -> ::std::vec::Vec<$ty> {
            $crate::__matrix!(@samples $ty $(; $values)?)
        }));)*
        $m
    }};
    (@types $m:ident $formats:tt $other:tt) => {
        ::core::compile_error!("expected types: `types: [Point, Config: [Config::default()], Id: strategy(any::<u64>().prop_map(Id))]`")
    };
    (@samples $ty:ty) => { ::std::vec![<$ty as ::core::default::Default>::default()] };
    (@samples $ty:ty; $values:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private_0_1_0::matrix::words::*;
        $crate::__private_0_1_0::matrix::collect::<$ty, _>($values)
    }};
    (@type $m:ident [$($format:path),* $(,)?] $ty:ty; $samples:expr) => {{
        let samples = $samples;
        $m$(.type_cell($crate::__private_0_1_0::matrix::type_in(
            ::core::stringify!($ty),
            ::core::stringify!($format),
            ::core::marker::PhantomData::<$ty>,
            $crate::__matrix!(@format $format),
            samples,
        ).cell()))*
    }};
    (@type $m:ident $formats:tt $ty:ty; $samples:expr) => {
        ::core::compile_error!(::core::concat!(
            "expected formats: `formats: [Bincode, Ron]`, and found `", ::core::stringify!($formats), "`"
        ))
    };

    (@tasks $m:ident $formats:tt [$(
        $first:ident $(:: $more:ident)* $(= $task:block)? $(in $only:tt)? $(errors in $bad:tt)? :
            $inputs:expr $(=> $expected:expr)?
    ),* $(,)?]) => {{
        $(let $m = $crate::__matrix!(
            @task $m $formats [::core::concat!(::core::stringify!($first) $(, "::", ::core::stringify!($more))*)]
            [$first $(:: $more)*] [$($task)?] [$($only)?] [$($bad)?] [$inputs] [$($expected)?]
        );)*
        $m
    }};
    (@tasks $m:ident $formats:tt $other:tt) => {
        ::core::compile_error!(
            "expected tasks: `name: inputs`, `name: inputs => results`, `name in [Ron]: inputs`, `name errors in [Json]: inputs` or \
             `name = { closure }: inputs`, as in `tasks: [square: 0..10_u64, cube: [2_u64] => [8_u64]]`"
        )
    };
    (@task $m:ident [$($format:path),* $(,)?] [$name:expr] $path:tt $task:tt $only:tt $bad:tt [$inputs:expr] $expected:tt) => {{
        let row = $crate::__private_0_1_0::matrix::task_row(
            $name,
            || $crate::__matrix!(@code $task $path),
            || $crate::__private_0_1_0::matrix::collect($inputs),
            $crate::__matrix!(@expected $expected),
        );
        let only = $crate::__matrix!(@only $only);
        let errors = $crate::__matrix!(@only $bad);
        $m.task_cells(row.in_memory())$(.task_cells($crate::__private_0_1_0::matrix::task_in(
            row,
            ::core::stringify!($format),
            ::core::option::Option::as_deref(&only),
            ::core::option::Option::as_deref(&errors),
            $crate::__matrix!(@format $format),
        ).cells()))*
    }};
    (@task $m:ident $formats:tt $($row:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "expected formats: `formats: [Bincode, Ron]`, and found `", ::core::stringify!($formats), "`"
        ))
    };
    (@code [] [$($path:tt)+]) => { $($path)+ };
    (@code [$task:block] $path:tt) => { $task };
    (@expected []) => { ::core::option::Option::None };
    (@expected [$expected:expr]) => {
        ::core::option::Option::Some(|| $crate::__private_0_1_0::matrix::collect($expected))
    };
    (@only []) => { ::core::option::Option::None::<::std::vec::Vec<&'static str>> };
    (@only [[$($format:path),* $(,)?]]) => {
        ::core::option::Option::Some(::std::vec![
            $($crate::__private_0_1_0::matrix::name_of($crate::__matrix!(@format $format))),*
        ])
    };
    (@only [$other:tt]) => {
        ::core::compile_error!(::core::concat!(
            "expected a list of formats, as in `load in [Ron, Json]: ..`, and found `", ::core::stringify!($other), "`"
        ))
    };
}

/// Where the matrix is, and how its snapshots are kept. Not public API.
#[cfg(feature = "insta")]
#[doc(hidden)]
#[macro_export]
macro_rules! __test_crate {
    () => {
        $crate::__private_0_1_0::test_crate(
            ::core::env!("CARGO_MANIFEST_DIR"),
            ::core::env!("CARGO_PKG_NAME"),
            ::core::env!("CARGO_CRATE_NAME"),
        )
        .asserting(|folder, name, text| {
            // Here and not in the library: insta asks for the workspace of the crate that this is compiled in.
            $crate::__private_0_1_0::matrix::bind(folder, &mut || {
                $crate::__private_0_1_0::insta::assert_snapshot!(name, text);
            });
        })
    };
}

/// Where the matrix is. Not public API.
#[cfg(not(feature = "insta"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __test_crate {
    () => {
        $crate::__private_0_1_0::test_crate(
            ::core::env!("CARGO_MANIFEST_DIR"),
            ::core::env!("CARGO_PKG_NAME"),
            ::core::env!("CARGO_CRATE_NAME"),
        )
    };
}
