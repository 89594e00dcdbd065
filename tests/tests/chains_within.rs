//! Chains inside of the bodies of loops: the same values as the plain function, everywhere, and the outer loop
//! parallel without a call that `nogil` would have to declare.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    reason = "loops in every spelling are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran, same};
use std::panic::AssertUnwindSafe;

const SIZES: [usize; 9] = [0, 1, 2, 7, 31, 32, 33, 65, 130];

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.1 - 5.0).collect()
}

type Kernel = fn(usize, usize, &[f64], &[f64], &mut [f64]);

fn check(name: &str, plain: Kernel, fast: Kernel) {
    everywhere(|how| {
        for n in SIZES {
            for m in [0, 1, 3, 33] {
                let (a, x, mut out) = (ramp(n * m), ramp(m.max(1)), ramp(n));
                let mut want = out.clone();
                plain(n, m, &a, &x, &mut want);
                fast(n, m, &a, &x, &mut out);
                assert!(same(&want, &out), "{name}, {how}, n = {n}, m = {m}");
            }
        }
    });
    ran(name);
}

macro_rules! kernels {
    ($test:ident; $($plain:ident $fast:ident |$n:ident, $m:ident, $a:ident, $x:ident, $out:ident| $body:block)*) => {
        $(both!([parallel] $plain, $fast($n: usize, $m: usize, $a: &[f64], $x: &[f64], $out: &mut [f64]) $body);)*
        #[test]
        fn $test() {
            $(check(stringify!($fast), $plain, $fast);)*
        }
    };
}

kernels! { adapters_after_closures_in_a_body;
    halves_plain halves |n, m, a, x, out| { for i in 0..n { out[i] = a[i * m..(i + 1) * m].iter().map(|p| p * 2.0).zip(x.iter().map(|q| q + 1.0)).map(|(p, q)| p * q).sum::<f64>(); } }
    left_half_plain left_half |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).map(|j| a[i * m + j]).zip(x).map(|(p, q)| p - q).sum::<f64>(); } }
    right_half_plain right_half |n, m, a, x, out| { for i in 0..n { out[i] = x.iter().zip((0..m).map(|j| a[i * m + j])).map(|(p, q)| p - q).sum::<f64>(); } }
    two_ranges_plain two_ranges |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).map(|j| a[i * m + j]).zip((0..x.len()).map(|l| x[l])).skip(1).map(|(p, q)| p - q).sum::<f64>(); } }
    counted_half_plain counted_half |n, m, a, x, out| { for i in 0..n { out[i] = x.iter().map(|q| q * 0.5).zip(a[i * m..(i + 1) * m].iter().enumerate().map(|(j, p)| p + j as f64)).rev().map(|(p, q)| p * q).sum::<f64>(); } }
    late_number_plain late_number |n, m, a, x, out| { for i in 0..n { out[i] = x.iter().map(|q| q * 0.5).enumerate().map(|(j, q)| q * j as f64).take(m).fold(0.0, |s, q| s - q); } }
}

kernels! { ranges_in_a_body;
    unnamed_plain unnamed |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).map(|j| a[i * m + j] * x[j]).sum(); } }
    named_plain named |n, m, a, x, out| { for i in 0..n { out[i] += 2.0 * (0..m).map(|j| a[i * m + j] * x[j]).sum::<f64>(); } }
    bound_plain bound |n, m, a, x, out| { for i in 0..n { let s: f64 = (0..m).map(|j| a[i * m + j] / 3.0).sum(); out[i] = s; } }
    product_plain product |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).map(|j| a[i * m + j] * 0.5 + 1.0).product::<f64>(); } }
    back_plain back |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).rev().map(|j| a[i * m + j] / 3.0).sum::<f64>(); } }
    steps_plain steps |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).step_by(2).map(|j| a[i * m + j] / 3.0).sum::<f64>(); } }
    inclusive_plain inclusive |n, m, a, x, out| { for i in 0..n { out[i] = (1..=i).map(|j| 1.0 / j as f64).sum::<f64>(); } }
    triangle_plain triangle |n, m, a, x, out| { for i in 0..n { out[i] = (0..i.min(m)).map(|j| x[j] / 3.0).sum::<f64>(); } }
    triangle_of_own_plain triangle_of_own |n, m, a, x, out| { for i in 0..a.len().min(n) { out[i] = (i..a.len()).map(|j| a[j] - a[i]).sum::<f64>(); } }
    others_plain others |n, m, a, x, out| {
        for i in 0..n { out[i] = (0..m).filter(|&j| j != i).map(|j| (x[j] - 1.0).abs()).fold(f64::INFINITY, |s, d| s.min(d)); }
    }
    nested_plain nested |n, m, a, x, out| {
        for i in 0..n { out[i] = (0..m).map(|j| (0..=j).map(|k| a[i * m + k] / 3.0).sum::<f64>() * x[j]).sum::<f64>(); }
    }
    folded_plain folded |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).fold(0.5, |s, j| s * 0.5 + a[i * m + j]); } }
    folded_pair_plain folded_pair |n, m, a, x, out| {
        for i in 0..n { let (s, t) = (0..m).fold((0.5, 1), |(s, t), j| (s * 0.5 + a[i * m + j], t + j)); out[i] = s + t as f64; }
    }
    how_many_plain how_many |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).filter(|&j| a[i * m + j] > x[j]).count() as f64; } }
    whole_numbers_plain whole_numbers |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).map(|j| j * i).sum::<usize>() as f64; } }
    small_numbers_plain small_numbers |n, m, a, x, out| { for i in 0..n { out[i] = (0..m as u8).map(|j| j as u64 * 3).max().unwrap_or(7) as f64; } }
    sines_plain sines |n, m, a, x, out| { for i in 0..n { out[i] = (0..m).map(|j| (a[i * m + j] * 4.0).sqrt()).sum::<f64>(); } }
}

kernels! { slices_in_a_body;
    rows_plain rows |n, m, a, x, out| {
        for (row, y) in a.chunks_exact(m.max(1)).zip(out.iter_mut()) { *y = row.iter().zip(x).map(|(a, b)| a * b).sum::<f64>(); }
    }
    parts_plain parts |n, m, a, x, out| {
        for i in 0..n { out[i] = a[i * m..(i + 1) * m].iter().zip(x.iter()).map(|(a, b)| a * b).sum(); }
    }
    bound_row_plain bound_row |n, m, a, x, out| {
        for i in 0..n { let row = &a[i * m..(i + 1) * m]; out[i] = row.iter().zip(&x[..row.len()]).map(|(&a, &b)| a - b).sum::<f64>(); }
    }
    numbered_row_plain numbered_row |n, m, a, x, out| {
        for i in 0..n { out[i] = a[i * m..(i + 1) * m].iter().enumerate().map(|(j, v)| v * x[j]).sum::<f64>(); }
    }
    largest_plain largest |n, m, a, x, out| { for i in 0..n { out[i] = a[i * m..(i + 1) * m].iter().copied().fold(f64::NEG_INFINITY, f64::max); } }
    least_plain least |n, m, a, x, out| { for i in 0..n { out[i] = a[i * m..(i + 1) * m].iter().fold(f64::INFINITY, |m, &x| m.min(x)); } }
    whole_plain whole |n, m, a, x, out| { for i in 0..n { out[i] = x.iter().map(|v| (v - i as f64).powi(2)).sum::<f64>(); } }
    summed_plain summed |n, m, a, x, out| { for i in 0..n { out[i] = x.iter().sum::<f64>() + x.iter().copied().product::<f64>(); } }
    total_order_plain total_order |n, m, a, x, out| {
        for i in 0..n { out[i] = a[i * m..(i + 1) * m].iter().copied().max_by(|p, q| p.total_cmp(q)).unwrap_or(f64::NAN); }
    }
    partial_order_plain partial_order |n, m, a, x, out| {
        for i in 0..n { out[i] = *x.iter().min_by(|p, q| p.partial_cmp(q).unwrap()).unwrap() * i as f64; }
    }
    searches_plain searches |n, m, a, x, out| {
        for i in 0..n {
            let row = &a[i * m..(i + 1) * m];
            let any = row.iter().any(|v| *v > 9.0);
            let all = x.iter().zip(row).all(|(p, q)| p <= q);
            let first = row.iter().position(|&v| v < 0.0).unwrap_or(m);
            let found = row.iter().find(|v| **v > 3.0).copied().unwrap_or(0.25);
            let last = if row.iter().skip(1).rev().last().is_none() { 1.0 } else { 2.0 };
            out[i] = first as f64 + found + last + if any { 10.0 } else { 20.0 } + if all { 100.0 } else { 200.0 };
        }
    }
    pieces_plain pieces |n, m, a, x, out| { for i in 0..n { out[i] = a[i * m..(i + 1) * m].chunks(5).map(|c| c.iter().sum::<f64>() * c.len() as f64).sum::<f64>(); } }
    neighbors_plain neighbors |n, m, a, x, out| { for i in 0..n { out[i] = a[i * m..(i + 1) * m].windows(3).filter(|w| w[1] > w[0] && w[1] > w[2]).count() as f64; } }
}

kernels! { loops_over_chains_in_a_body;
    dot_plain dot |n, m, a, x, out| {
        for i in 0..n { let mut s = 0.0; for (p, q) in a[i * m..(i + 1) * m].iter().zip(x) { s += p * q; } out[i] = s; }
    }
    numbered_plain numbered |n, m, a, x, out| {
        for i in 0..n { let mut s = 0.0; for (j, p) in a[i * m..(i + 1) * m].iter().enumerate() { if j != i { s += p * x[j]; } } out[i] = s; }
    }
    all_of_plain all_of |n, m, a, x, out| { for i in 0..n { let mut s = 0.0; for v in x { s += v / (1.0 + i as f64); } out[i] = s; } }
    whole_ref_plain whole_ref |n, m, a, x, out| { for i in 0..n { let mut s = 0.0; for &v in &x[..] { if v > 9.0 { break; } s += v; } out[i] = s; } }
    range_zip_plain range_zip |n, m, a, x, out| { for i in 0..n { let mut s = 0.0; for (j, v) in (0..m).zip(x.iter()) { s += a[i * m + j] * v; } out[i] = s; } }
}

#[test]
fn rows_of_their_own() {
    both!([parallel] plain, rows_that_grow(a: &[Vec<f64>], x: &[f64], out: &mut [f64]) {
        for i in 0..a.len() {
            out[i] = a[i].iter().zip(x).map(|(p, q)| p * q).sum::<f64>();
        }
    });
    everywhere(|how| {
        for n in SIZES {
            let a: Vec<Vec<f64>> = (0..n).map(|i| ramp(i % 40)).collect();
            let (x, mut want, mut out) = (ramp(33), ramp(n), ramp(n));
            plain(&a, &x, &mut want);
            rows_that_grow(&a, &x, &mut out);
            assert!(same(&want, &out), "{how}, n = {n}");
        }
    });
    ran("rows_that_grow");
}

#[test]
fn rows_that_are_written() {
    both!([parallel] plain, written_rows(m: usize, a: &mut [f64], x: &[f64]) {
        for row in a.chunks_exact_mut(m) {
            let s = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for (v, w) in row.iter_mut().zip(x) {
                *v = (*v - s) * w;
            }
            let t = row.iter().sum::<f64>();
            for v in row.iter_mut() {
                *v /= t;
            }
        }
    });
    everywhere(|how| {
        for n in SIZES {
            let (mut want, x) = (ramp(n * 20), ramp(20));
            let mut out = want.clone();
            plain(20, &mut want, &x);
            written_rows(20, &mut out, &x);
            assert!(same(&want, &out), "{how}, n = {n}");
        }
    });
    ran("written_rows");
}

both!([fastmath(contract)] in_order_plain, in_order(n: usize, m: usize, a: &[f64], out: &mut [f64]) {
    let mut s = 0.0;
    for i in 0..n {
        s = s * 0.5 + (0..m).map(|j| a[i * m + j]).sum::<f64>();
        out[i] = s;
    }
});

#[test]
fn outer_loops_in_order() {
    everywhere(|how| {
        for n in SIZES {
            let (a, mut want, mut out) = (vec![0.5; n * 40], ramp(n), ramp(n));
            in_order_plain(n, 40, &a, &mut want);
            in_order(n, 40, &a, &mut out);
            assert!(same(&want, &out), "{how}, n = {n}");
        }
    });
    ran("in_order");
}

struct Matrix {
    m: usize,
    a: Vec<f64>,
    x: Vec<f64>,
}

impl Matrix {
    fn plain(&self, out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = self.a[i * self.m..(i + 1) * self.m].iter().zip(&self.x).map(|(p, q)| p * q).sum();
            out[i] += (0..self.m).map(|j| self.a[i * self.m + j]).sum::<f64>() / self.x.iter().count() as f64;
        }
    }
    #[accel(parallel)]
    fn fields(&self, out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = self.a[i * self.m..(i + 1) * self.m].iter().zip(&self.x).map(|(p, q)| p * q).sum();
            out[i] += (0..self.m).map(|j| self.a[i * self.m + j]).sum::<f64>() / self.x.iter().count() as f64;
        }
    }
}

#[test]
fn chains_over_fields() {
    everywhere(|how| {
        for n in SIZES {
            let matrix = Matrix { m: 20, a: ramp(n * 20), x: ramp(20) };
            let (mut want, mut out) = (ramp(n), ramp(n));
            matrix.plain(&mut want);
            matrix.fields(&mut out);
            assert!(same(&want, &out), "{how}, n = {n}");
        }
    });
    ran("fields");
}

both!([parallel] overflows_plain, overflows(a: &[u8], out: &mut [u8]) {
    for i in 0..out.len() {
        out[i] = a[..i].iter().sum::<u8>();
    }
});
both!([parallel] not_ordered_plain, not_ordered(a: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = *a[i..].iter().max_by(|p, q| p.partial_cmp(q).unwrap()).expect("one at least");
    }
});
both!([parallel] checked_plain, checked(a: &[f64], k: &[usize], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = (0..k.len()).map(|j| a[k[j]]).sum::<f64>();
    }
});

#[test]
fn panics_are_the_plain_ones() {
    everywhere(|how| {
        for n in [0, 1, 2, 40, 130] {
            let panics = |f: &dyn Fn()| panic_text(AssertUnwindSafe(|| f()));
            let a = vec![3; n];
            let (plain, fast) = (
                panics(&|| overflows_plain(&a, &mut vec![0; n])),
                panics(&|| overflows(&a, &mut vec![0; n])),
            );
            assert_eq!(plain, fast, "{how}, n = {n}");
            let mut a = ramp(n);
            if n > 39 {
                a[n - 2] = f64::NAN;
            }
            for more in [0, 1] {
                let (plain, fast) = (
                    panics(&|| not_ordered_plain(&a, &mut vec![0.0; n + more])),
                    panics(&|| not_ordered(&a, &mut vec![0.0; n + more])),
                );
                assert_eq!(plain, fast, "{how}, n = {n}");
            }
            let (plain, fast) = (
                panics(&|| checked_plain(&a, &[0, n / 2, n], &mut vec![0.0; n])),
                panics(&|| checked(&a, &[0, n / 2, n], &mut vec![0.0; n])),
            );
            assert_eq!(plain, fast, "{how}, n = {n}");
        }
    });
}
