//! The cells of a type, in three ways: compiled for each format that accepts it, for every format, or once.

/// A cell for each format, of a type and its values.
#[macro_export]
macro_rules! cells {
    ($ty:ty, $seed:expr, $cells:expr) => {{
        use $crate::{Refused as _, each_cell};
        let values = $crate::Cells::values::<$ty>($cells, $seed);
        $crate::wirecheck_rules::formats!(each_cell, cell, $ty, values, $cells)
    }};
}

/// As [`cells!`](crate::cells), and what is refused is compiled and run, too.
#[macro_export]
macro_rules! all_cells {
    ($ty:ty, $seed:expr, $cells:expr) => {{
        use $crate::{Refused as _, each_cell};
        let values = $crate::Cells::values::<$ty>($cells, $seed);
        $crate::wirecheck_rules::formats!(each_cell, cell_of_all, $ty, values, $cells)
    }};
}

/// As [`cells!`](crate::cells), with the type compiled once for all formats but RON.
#[macro_export]
macro_rules! erased_cells {
    ($ty:ty, $seed:expr, $cells:expr) => {{
        use $crate::{Refused as _, each_erased};
        let values = $crate::Cells::values::<$ty>($cells, $seed);
        $crate::erased_cells($crate::wirecheck_rules::formats!(each_erased, $ty), &values, $cells);
        $crate::Probe::<$ty, ::wirecheck::format::Ron>::default().cell(&values, $cells);
    }};
}

/// The cell of one format.
#[macro_export]
macro_rules! one_cell {
    ($Format:ident, $ty:ty, $seed:expr, $cells:expr) => {{
        use $crate::Refused as _;
        let values = $crate::Cells::values::<$ty>($cells, $seed);
        $crate::cell_of!(cell, $ty, values, $cells, $Format)
    }};
}

/// For [`cells!`](crate::cells).
#[macro_export]
macro_rules! each_cell {
    ([$method:ident, $ty:ty, $values:ident, $cells:expr] $($Format:ident { $($row:tt)* })*) => {{
        $($crate::cell_of!($method, $ty, $values, $cells, $Format);)*
    }};
}

/// For [`cells!`](crate::cells).
#[macro_export]
macro_rules! cell_of {
    ($method:ident, $ty:ty, $values:ident, $cells:expr, $Format:ident) => {
        $crate::Probe::<$ty, ::wirecheck::format::$Format>::default().$method(&$values, $cells)
    };
}

/// For [`erased_cells!`](macro@crate::erased_cells).
#[macro_export]
macro_rules! each_erased {
    ([$ty:ty] $($Format:ident { name: $name:literal, $($row:tt)* })*) => {
        &$crate::without_ron!([$ty] [] $($Format)*)
    };
}

/// For [`erased_cells!`](macro@crate::erased_cells).
#[macro_export]
macro_rules! without_ron {
    ([$ty:ty] [$($done:expr,)*]) => { [$($done),*] };
    ($ty:tt $done:tt Ron $($rest:ident)*) => { $crate::without_ron!($ty $done $($rest)*) };
    ([$ty:ty] [$($done:expr,)*] $Format:ident $($rest:ident)*) => {
        $crate::without_ron!([$ty] [$($done,)* (
            const { $crate::Erased::of::<::wirecheck::format::$Format>() },
            $crate::Probe::<$ty, ::wirecheck::format::$Format>::ACCEPTED,
        ),] $($rest)*)
    };
}
