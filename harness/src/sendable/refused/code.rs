//! Code as a value: function pointers and boxed closures.

use super::refuse;

macro_rules! code {
    ($($(#[$meta:meta])* $name:ident;)* @ $([$($arg:ident)*])*) => {
        refuse! { $($(#[$meta])* $name;)*
            $(
                [$($arg: 'static,)* R: 'static,] fn($($arg),*) -> R;
                [$($arg: 'static,)* R: 'static,] unsafe extern "Rust" fn($($arg),*) -> R;
                [$($arg: 'static,)* R: 'static,] extern "C" fn($($arg),*) -> R;
                [$($arg: 'static,)* R: 'static,] unsafe extern "C" fn($($arg),*) -> R;
                // What `Box` asks of its content; an `Rc` or `Arc` has the words of sharing.
                [$($arg: 'static,)* R: 'static,] dyn Fn($($arg),*) -> R;
                [$($arg: 'static,)* R: 'static,] dyn Fn($($arg),*) -> R + Send;
                [$($arg: 'static,)* R: 'static,] dyn Fn($($arg),*) -> R + Send + Sync;
                [$($arg: 'static,)* R: 'static,] dyn FnMut($($arg),*) -> R;
                [$($arg: 'static,)* R: 'static,] dyn FnMut($($arg),*) -> R + Send;
                [$($arg: 'static,)* R: 'static,] dyn FnMut($($arg),*) -> R + Send + Sync;
                [$($arg: 'static,)* R: 'static,] dyn FnOnce($($arg),*) -> R;
                [$($arg: 'static,)* R: 'static,] dyn FnOnce($($arg),*) -> R + Send;
                [$($arg: 'static,)* R: 'static,] dyn FnOnce($($arg),*) -> R + Send + Sync;
            )*
        }
    };
}

code! {
    /// Implemented by nobody: code is an address, and a boxed closure has forgotten what it captured.
    #[diagnostic::on_unimplemented(
        message = "[WC0082] `{T}` is code, not data; its address means nothing in another process",
        label = "code does not cross a process boundary as a value",
        note = "why: a pointer to code is valid in this process only, and behind `dyn` the captured values can no longer \
                be written",
        note = "python: `PicklingError: Can't pickle <function <lambda>>: attribute lookup <lambda> failed`",
        note = "help: make the code the task: `pool.map(function, ..)` or `closure!(|x| ..)`; to choose between functions, \
                send an enum and match on it",
        note = "more: `cargo wirecheck explain WC0082`"
    )]
    CodeAsData;
    @ [] [A] [A B] [A B C] [A B C D] [A B C D E] [A B C D E G]
}
