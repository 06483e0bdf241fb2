use wirecheck::format::ByteSink;

fn kept<S: ByteSink>(_: &'static mut S) {}

fn keeps_it<S: ByteSink>(out: &mut S) {
    kept(out);
}

fn keeps_it_in_a_place<S: ByteSink>(out: &mut S, place: &mut Option<&'static mut S>) {
    *place = Some(out);
}

fn main() {}
