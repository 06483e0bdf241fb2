use wirecheck::closure;

fn main() {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = [1u32; 17];
    let _ = closure!(|| a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q);
}
