//! A program for `cargo hotloop profile`: how often what runs is the same each time.

use fixture::kernels::{axpy, first_negative, row_sums, softmax};

fn main() {
    let size: usize = std::env::args().nth(1).map_or(10_000, |n| n.parse().expect("a number"));
    println!("size {size}");
    let (x, mut y) = (vec![1.5; size], vec![0.0; size]);
    let (table, mut sums) = (vec![1.0; size * 7], vec![0.0; size]);
    for _ in 0..20 {
        softmax(&x, &mut y);
        row_sums(&table, &mut sums, 7);
        axpy(2.0, &x, &mut y);
        // Too short for anything but the loop as written.
        axpy(2.0, &x[..3], &mut y);
        assert_eq!(first_negative(&y), y.len());
    }
    if std::env::args().nth(2).is_some_and(|word| word == "fail") {
        std::process::exit(5);
    }
    if std::env::args().nth(2).is_some_and(|word| word == "abort") {
        std::process::abort();
    }
}
