//! The sizes of tuples of formats.

/// Calls a macro with the parameters of every tuple of formats: `F1; F1 F2; ..`.
macro_rules! for_each_tuple {
    ($make:ident) => {
        $make! {
            F1;
            F1 F2;
            F1 F2 F3;
            F1 F2 F3 F4;
            F1 F2 F3 F4 F5;
            F1 F2 F3 F4 F5 F6;
            F1 F2 F3 F4 F5 F6 F7;
            F1 F2 F3 F4 F5 F6 F7 F8;
            F1 F2 F3 F4 F5 F6 F7 F8 F9;
            F1 F2 F3 F4 F5 F6 F7 F8 F9 F10;
            F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11;
            F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12;
        }
    };
}
pub(super) use for_each_tuple;
