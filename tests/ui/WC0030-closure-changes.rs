use wirecheck::closure;

fn main() {
    let mut total = 0;
    let _ = closure!(|x: u64| total += x);
    let mut seen = vec![0u64; 3];
    let _ = closure!(|at: usize| seen[at] = 1);
    let mut list = vec![1u64];
    let _ = closure!(|x: u64| std::mem::swap(&mut list, &mut vec![x]));
    let mut pair = (1, 2);
    let _ = closure!(|x: u64| (pair.0, pair.1) = (x, x));
}
