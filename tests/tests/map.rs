//! `map!`: whole arrays against the plain loop, at every level and thread count; lengths; hygiene.

#![allow(
    clippy::assign_op_pattern,
    clippy::let_and_return,
    clippy::useless_vec,
    clippy::needless_range_loop,
    reason = "statements of every form are what is tested"
)]

use hotloop::{accel, map};
use hotloop_tests::{everywhere, panic_text, plain, same};

/// Zero, one, and around the lanes of each level.
const SIZES: [usize; 16] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 130, 1003];

fn numbers(n: usize, seed: u64) -> Vec<f64> {
    let mut x = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        (x >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..n).map(|_| 0.5 + 2.0 * next()).collect()
}

/// Runs `f` in every way for every size; what it gives is compared with what `expected` gives.
fn agrees(f: impl Fn(usize) -> Vec<f64>, expected: impl Fn(usize) -> Vec<f64>) {
    for n in SIZES {
        assert!(same(&plain(|| f(n)), &plain(|| expected(n))), "n = {n}, plain");
        let right = expected(n);
        everywhere(|how| assert!(same(&f(n), &right), "n = {n}, {how}"));
    }
}

#[accel]
fn price(s: f64, k: f64, t: f64, rate: f64, vol: f64) -> (f64, f64) {
    let root = vol * t.sqrt();
    let d1 = ((s / k).ln() + (rate + 0.5 * vol * vol) * t) / root;
    let d2 = d1 - root;
    let phi = |x: f64| 0.5 * hotloop::math::erfc(-x * std::f64::consts::FRAC_1_SQRT_2);
    let (a, b) = (phi(d1), phi(d2));
    let discounted = k * (-rate * t).exp();
    (s * a - discounted * b, discounted * (1.0 - b) - s * (1.0 - a))
}

#[test]
fn a_function_over_slices_with_two_results() {
    let (rate, vol) = (0.02, 0.3);
    agrees(
        |n| {
            let (s, k, t) = (numbers(n, 1), numbers(n, 2), numbers(n, 3));
            let (mut call, mut put) = (vec![0.0; n], vec![0.0; n]);
            map!((call[..], put[..]) = price(s[..], k[..], t[..], rate, vol));
            call.append(&mut put);
            call
        },
        |n| {
            let (s, k, t) = (numbers(n, 1), numbers(n, 2), numbers(n, 3));
            let both: Vec<_> = (0..n).map(|i| price(s[i], k[i], t[i], rate, vol)).collect();
            both.iter().map(|b| b.0).chain(both.iter().map(|b| b.1)).collect()
        },
    );
    hotloop_tests::ran("map! call[..]");
}

#[test]
fn in_place_and_compound() {
    let a = 1.25;
    agrees(
        |n| {
            let (x, mut y) = (numbers(n, 4), numbers(n, 5));
            map!(y[..] = a * x[..] + y[..]);
            map!(y[..] -= 0.5 * x[..]);
            y
        },
        |n| {
            let (x, mut y) = (numbers(n, 4), numbers(n, 5));
            for i in 0..n {
                y[i] = a * x[i] + y[i];
                y[i] -= 0.5 * x[i];
            }
            y
        },
    );
    hotloop_tests::ran("map! y[..]");
}

#[test]
fn softmax_and_the_length_of_an_array() {
    agrees(
        |n| {
            let z = numbers(n, 6);
            let mut out = vec![0.0; n];
            let sum = 3.5;
            map!(out[..] = hotloop::math::exp(z[..]) / sum * out.len() as f64);
            out
        },
        |n| numbers(n, 6).iter().map(|z| hotloop::math::exp(*z) / 3.5 * n as f64).collect(),
    );
}

#[test]
fn parts_of_arrays_are_a_stencil() {
    agrees(
        |n| {
            let u = numbers(n + 2, 7);
            let mut v = vec![0.0; n + 2];
            let m = u.len();
            map!(v[1..m - 1] = u[..m - 2] - 2.0 * u[1..=n] + u[2..]);
            v
        },
        |n| {
            let u = numbers(n + 2, 7);
            let mut v = vec![0.0; n + 2];
            for i in 1..=n {
                v[i] = u[i - 1] - 2.0 * u[i] + u[i + 1];
            }
            v
        },
    );
}

#[test]
fn statements_run_at_each_position_in_turn() {
    agrees(
        |n| {
            let (x, mut d, mut e) = (numbers(n, 8), vec![0.0; n], vec![0.0; n]);
            map! {
                let delta = x[..] - 1.0;
                d[..] = delta * delta;
                if delta > 0.0 {
                    e[..] = d[..] + delta;
                } else {
                    let mut z = delta;
                    for k in 0..3 {
                        z = z * z + k as f64;
                    }
                    e[..] += match z as i64 { 0 | 1 => z, 2..=7 if d[..] > 0.25 => -z, other => other as f64 };
                }
            }
            d.append(&mut e);
            d
        },
        |n| {
            let (x, mut d, mut e) = (numbers(n, 8), vec![0.0; n], vec![0.0; n]);
            for i in 0..n {
                let delta = x[i] - 1.0;
                d[i] = delta * delta;
                if delta > 0.0 {
                    e[i] = d[i] + delta;
                } else {
                    let mut z = delta;
                    for k in 0..3 {
                        z = z * z + k as f64;
                    }
                    e[i] += match z as i64 {
                        0 | 1 => z,
                        2..=7 if d[i] > 0.25 => -z,
                        other => other as f64,
                    };
                }
            }
            d.append(&mut e);
            d
        },
    );
}

struct Grid {
    u: Vec<f64>,
    v: Box<[f64]>,
    k: f64,
    table: [f64; 4],
}

impl Grid {
    fn step(&mut self, dt: &f64) {
        map!(self.u[..] += self.k * self.v[..] * *dt + self.table[self.u[..] as usize % 4]);
        map!(self.v[..] = self.v[..] - self.u[..] * self.k);
    }
}

#[test]
fn fields_are_arrays_and_scalars() {
    let grid = |n| Grid { u: numbers(n, 9), v: numbers(n, 10).into(), k: 0.3, table: [0.1, 0.2, 0.3, 0.4] };
    agrees(
        |n| {
            let mut g = grid(n);
            g.step(&0.01);
            g.u.extend_from_slice(&g.v);
            g.u
        },
        |n| {
            let mut g = grid(n);
            for i in 0..n {
                g.u[i] += g.k * g.v[i] * 0.01 + g.table[g.u[i] as usize % 4];
            }
            for i in 0..n {
                g.v[i] = g.v[i] - g.u[i] * g.k;
            }
            g.u.extend_from_slice(&g.v);
            g.u
        },
    );
}

/// What is not `Copy`, is generic, or belongs to no function.
#[test]
fn closures_generic_functions_and_constants() {
    const HALF: f64 = 0.5;
    fn twice<T: std::ops::Add<Output = T> + Copy>(x: T) -> T {
        x + x
    }
    let names = vec![String::from("three")];
    let offset = move |x: f64| x + names[0].len() as f64;
    agrees(
        |n| {
            let x = numbers(n, 11);
            let mut y = vec![0.0; n];
            map!(y[..] = twice(offset(x[..])) * HALF + f64::from(twice(3_i32)) + std::f64::consts::PI);
            y
        },
        |n| {
            numbers(n, 11)
                .iter()
                .map(|x| twice(x + 5.0) * HALF + f64::from(twice(3_i32)) + std::f64::consts::PI)
                .collect()
        },
    );
}

#[test]
fn elements_of_every_kind() {
    let (a, b) = ([1_i32, -2, 3, 40], [7_u8, 8, 9, 10]);
    let mut sum = [0_i64; 4];
    let mut is_large = vec![false; 4];
    map! {
        sum[..] = i64::from(a[..]) * i64::from(b[..]);
        is_large[..] = sum[..] > 20 && a[..] != 3;
    }
    assert_eq!((sum, is_large), ([7, -16, 27, 400], vec![false, false, false, true]));

    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Complex {
        re: f32,
        im: f32,
    }
    impl std::ops::Mul for Complex {
        type Output = Self;
        fn mul(self, o: Self) -> Self {
            Self { re: self.re * o.re - self.im * o.im, im: self.re * o.im + self.im * o.re }
        }
    }
    let (re, z) = (2.0, vec![Complex { re: 1.0, im: 2.0 }; 40]);
    let mut w = vec![Complex { re: 0.0, im: 0.0 }; 40];
    map!(w[..] = z[..] * z[..] * Complex { re, im: 0.0 });
    assert_eq!(w[39], Complex { re: -6.0, im: 8.0 });
    map!(w[..].im = z[..].re);
    assert_eq!(w[7], Complex { re: -6.0, im: 1.0 });

    let words = vec!["a", "bc", ""];
    let mut lengths = [0; 3];
    let mut owned = vec![String::new(); 3];
    map! {
        lengths[..] = words[..].len();
        owned[..] = format!("{}{}", words[..], lengths[..]);
    }
    assert_eq!((lengths, owned.join(" ").as_str()), ([1, 2, 0], "a1 bc2 0"));
}

#[test]
fn rows_references_and_calls_are_arrays() {
    fn made(n: usize) -> Vec<f64> {
        vec![2.0; n]
    }
    let mut rows = vec![vec![1.0, 2.0], vec![3.0, 4.0]];
    let (r, fixed) = (1, &[10.0, 20.0]);
    let out: &mut [f64] = &mut rows[0];
    map!(out[..] = fixed[..] * made(2)[..] + out[..]);
    map!(rows[r][..] *= 2.0);
    assert_eq!(rows, [vec![21.0, 42.0], vec![6.0, 8.0]]);
    let mut columns = [[0.0; 2]; 2];
    map!(columns[..][1] = rows[..][0]);
    assert_eq!(columns, [[0.0, 21.0], [0.0, 6.0]]);
    // What calls is not evaluated once for two.
    let mut calls = 0;
    let mut next = || {
        calls += 1;
        vec![f64::from(calls); 2]
    };
    map!(rows[0][..] = next()[..] - next()[..]);
    assert_eq!(rows[0], [-1.0, -1.0]);
    assert_eq!(calls, 2);
}

#[test]
fn lengths_are_compared_before_anything_is_written() {
    let (x, y) = (vec![0.0; 4], [0.0; 3]);
    let mut out = [0.0; 4];
    let text = panic_text(|| {
        let mut out = vec![0.0; 4];
        map!(out[..] = x[..] + y[..]);
    });
    assert_eq!(
        text.as_deref(),
        Some("`map!` goes through arrays of one length: `y[..]` has 3 elements, `out[..]` has 4")
    );
    let failed = panic_text(std::panic::AssertUnwindSafe(|| map!(out[1..] = y[..2])));
    assert!(failed.is_some_and(|text| text.contains("`y[..2]` has 2 elements, `out[1..]` has 3")));
    assert_eq!(out, [0.0; 4], "nothing is written before lengths are compared");
}

#[test]
fn panics_are_those_of_the_first_position() {
    everywhere(|how| {
        let mut y = vec![0_i32; 200];
        let x: Vec<i32> = (0..200).collect();
        let text = panic_text(std::panic::AssertUnwindSafe(|| {
            map! { assert!(x[..] < 150 && x[..] != 77); y[..] = 10 / (x[..] - 180); }
        }));
        assert_eq!(text.as_deref(), Some("assertion failed: x[..] < 150 && x[..] != 77"), "{how}");
        assert_eq!(y[3], 0, "{how}");
    });
}

/// Names that mean something else to `map!` or to what it expands to.
#[test]
fn hostile_names() {
    macro_rules! scaled {
        ($out:ident, $x:ident, $k:expr) => {{
            let k = 10.0;
            map!($out[..] = $x[..] * k + $k);
        }};
    }
    let (k, i) = (1.0, 2.0);
    let v0 = vec![1.0, 2.0];
    let mut out = vec![0.0; 2];
    scaled!(out, v0, k + i);
    assert_eq!(out, [13.0, 23.0]);
    // A name bound in the statements hides an array.
    let map = [3.0, 4.0];
    map! {
        let map = map[..] + i;
        out[..] = { let k = map; let out = k; out };
    }
    assert_eq!(out, [5.0, 6.0]);
    let (len, position, same_length, r#type) = (1.0, 2.0, 3.0, 4.0);
    let x = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    map! {
        let x = x[..];
        let tail = &x[1..];
        out[..] = len * tail[0] + tail.len() as f64 + position + same_length + r#type;
    }
    assert_eq!(out, [13.0, 16.0]);
    let closure = |i: f64| i * 2.0;
    map!(out[..] = (|k: f64| closure(k) + i)(out[..]));
    assert_eq!(out, [28.0, 34.0]);
}

/// As wide as the hand-written loop: the same fast form.
#[test]
fn obeys_modes_and_counts() {
    let x = vec![1.0; 5000];
    let mut counted = vec![0.0; 5000];
    let count = || hotloop_tests::runs("map! counted[..]");
    let mut run =
        || map!(#![accel(threads = 2, grain = 100, fastmath(contract))] counted[..] = x[..] * 2.0 + 1.0);
    let before = count();
    run();
    assert_eq!(count().0, before.0 + 1);
    plain(&mut run);
    assert_eq!(count(), (before.0 + 1, before.1));
    assert_eq!(counted[4999], 3.0);
}
