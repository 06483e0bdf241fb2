use wirecheck::{Format, Sendable};

fn first<F: Format, T: Sendable<F>>(items: Vec<T>) -> impl Sendable<F> {
    items.into_iter().next()
}

fn main() {}
