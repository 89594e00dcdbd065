//! Sums of loops that call functions: the shape is a tree over the iterations, whatever the threads, the grain and
//! the level; short ones, and those of serial loops, are summed in order.

use hotloop::accel;
use hotloop_tests::everywhere;

fn term(x: f64) -> f64 {
    1.0 / (x + 0.3)
}

#[accel(parallel, nogil)]
fn total(start: f64, x: &[f64]) -> f64 {
    let mut sum = start;
    for i in 0..x.len() {
        sum += term(x[i]);
    }
    sum
}

#[accel(parallel, nogil, grain = 1)]
fn total_of_long(start: f64, x: &[f64]) -> f64 {
    let mut sum = start;
    for i in 0..x.len() {
        sum += term(x[i]);
    }
    sum
}

#[accel(parallel, nogil, grain = 3)]
fn written_and_multiplied(x: &[f64], out: &mut [f64]) -> (f64, f64) {
    let (mut sum, mut product) = (0.0, 1.0);
    for i in 0..x.len() {
        out[i] = term(x[i]);
        sum -= out[i];
        if i % 3 == 0 {
            product *= 1.0 + 0.01 * term(x[i]);
        }
    }
    (sum, product)
}

/// Neighbors are joined: the greatest power of two below the number is on the left.
fn tree(terms: &[f64], join: fn(f64, f64) -> f64) -> f64 {
    match terms {
        [one] => *one,
        _ => {
            let left = 1 << (terms.len() - 1).ilog2();
            join(tree(&terms[..left], join), tree(&terms[left..], join))
        }
    }
}

/// From here on sums are trees.
const FEW: usize = 16;

fn expected(start: f64, terms: &[f64], join: fn(f64, f64) -> f64) -> f64 {
    if terms.len() < FEW { terms.iter().copied().fold(start, join) } else { join(start, tree(terms, join)) }
}

fn numbers(n: usize) -> Vec<f64> {
    (0..n).map(|i| (i * 37 % 101) as f64 * 0.7).collect()
}

const SIZES: [usize; 19] = [0, 1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 1023, 1024, 1025, 5000];

#[test]
fn a_sum_is_the_tree_over_its_iterations() {
    everywhere(|how| {
        for n in SIZES {
            let x = numbers(n);
            let terms: Vec<f64> = x.iter().map(|x| term(*x)).collect();
            let wanted = expected(0.1, &terms, |a, b| a + b).to_bits();
            assert_eq!(total(0.1, &x).to_bits(), wanted, "{how}, {n}");
            assert_eq!(total_of_long(0.1, &x).to_bits(), wanted, "{how}, {n}, with a grain");
        }
    });
}

#[test]
fn so_are_differences_and_products_beside_writes() {
    everywhere(|how| {
        for n in SIZES {
            let x = numbers(n);
            let terms: Vec<f64> = x.iter().map(|x| term(*x)).collect();
            let minus: Vec<f64> = terms.iter().map(|t| -t).collect();
            let factor = |(i, t): (usize, &f64)| if i % 3 == 0 { 1.0 + 0.01 * t } else { 1.0 };
            let factors: Vec<f64> = terms.iter().enumerate().map(factor).collect();
            let mut out = vec![0.0; n];
            let (sum, product) = written_and_multiplied(&x, &mut out);
            assert_eq!(sum.to_bits(), expected(0.0, &minus, |a, b| a + b).to_bits(), "{how}, {n}");
            assert_eq!(product.to_bits(), expected(1.0, &factors, |a, b| a * b).to_bits(), "{how}, {n}");
            assert_eq!(out, terms, "{how}, {n}");
        }
    });
}

#[accel]
fn in_order(x: &[f64], out: &mut [f64]) -> (f64, f64, u64) {
    let (mut sum, mut product, mut count) = (-0.0, 1.0, 0);
    for i in 0..x.len() {
        out[i] = x[i].exp();
        sum -= out[i];
        if i % 5 == 0 {
            continue;
        }
        product *= 1.0 + 1e-30 * x[i].exp();
        count += 1;
    }
    (sum, product, count)
}

#[accel]
fn in_order_with_calls(x: &[f64]) -> f64 {
    let mut sum = 0.25;
    for i in 0..x.len() {
        sum += term(x[i]);
    }
    sum
}

/// Without `parallel` terms may be computed together, but they are summed one after the other.
#[test]
fn a_serial_sum_keeps_its_order() {
    everywhere(|how| {
        for n in SIZES {
            let x = numbers(n);
            let mut out = vec![0.0; n];
            let found = in_order(&x, &mut out);
            let mut wanted = (-0.0, 1.0, 0);
            for (i, term) in out.iter().enumerate() {
                wanted.0 -= term;
                if i % 5 != 0 {
                    wanted.1 *= 1.0 + 1e-30 * term;
                    wanted.2 += 1;
                }
            }
            assert_eq!(found.0.to_bits(), f64::to_bits(wanted.0), "{how}, {n}");
            assert_eq!(found.1.to_bits(), f64::to_bits(wanted.1), "{how}, {n}");
            assert_eq!(found.2, wanted.2, "{how}, {n}");
            let wanted = x.iter().fold(0.25, |sum, x| sum + term(*x));
            assert_eq!(in_order_with_calls(&x).to_bits(), wanted.to_bits(), "{how}, {n}");
        }
    });
}
