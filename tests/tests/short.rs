//! Functions in loops have their own bits, whichever form a block takes: arguments within reach of the short forms,
//! special values anywhere in a block, items of chains, conditions, variables of the body, lanes, inner loops.

#![allow(
    clippy::needless_range_loop,
    clippy::explicit_counter_loop,
    clippy::let_and_return,
    reason = "loops, as people write them, are what is tested"
)]

use hotloop::{accel, math};
use hotloop_tests::{everywhere, kernels_of_functions, ran, same};

const SPECIAL: [f64; 16] = [
    0.0,
    -0.0,
    -1.0,
    -2.5,
    1e-310,
    5e-324,
    1e300,
    -1e300,
    709.5,
    -745.0,
    -708.5,
    1023.5,
    f64::MAX,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

/// Ordinary arguments, of which one in `rarity` is special; none if it is 0.
fn arguments(n: usize, rarity: usize) -> Vec<f64> {
    let ordinary = |i: usize| 1.0 + ((i * 7919) % 1000) as f64 * 0.003;
    let special = |i: usize| rarity > 0 && (i * 31 + 7).is_multiple_of(rarity);
    (0..n).map(|i| if special(i) { SPECIAL[(i * 5 + n) % SPECIAL.len()] } else { ordinary(i) }).collect()
}

fn cases() -> impl Iterator<Item = Vec<f64>> {
    let sizes = [0, 1, 3, 15, 16, 63, 64, 255, 256, 257, 300, 700, 2000];
    let all = sizes.into_iter().flat_map(|n| [0, 1, 3, 500].map(|rarity| arguments(n, rarity)));
    // Each special value alone: in the first place of a block, in the last, in a short last block.
    let edges = SPECIAL.into_iter().flat_map(|special| {
        [0, 255, 256, 599].map(|at| {
            let mut x = arguments(600, 0);
            x[at] = special;
            x
        })
    });
    all.chain(edges)
}

type Kernel = fn(&[f64], &[f64], &mut [f64]);

fn agree(name: &str, floor: usize, fast: Kernel, plain: Kernel) {
    for x in cases().filter(|x| x.len() >= floor) {
        let y: Vec<f64> = (0..x.len()).map(|i| (i * 104729 % 1000) as f64 * 0.004 - 1.0).collect();
        let mut expected: Vec<f64> = x.iter().rev().copied().collect();
        let start = expected.clone();
        plain(&x, &y, &mut expected);
        everywhere(|how| {
            let mut out = start.clone();
            fast(&x, &y, &mut out);
            assert!(same(&out, &expected), "{name}, {how}, {} elements", x.len());
        });
    }
    ran(name);
}

kernels_of_functions! {
    #[accel(parallel)]
    each(x, y, out), 0 {
        for i in 0..x.len() {
            out[i] = f64::exp(x[i]);
        }
    }

    #[accel]
    in_place(x, y, out), 0 {
        for i in 0..out.len() {
            out[i] = f64::ln(out[i]) + 1.0;
        }
    }

    #[accel(parallel)]
    of_several(x, y, out), 0 {
        for i in 0..x.len() {
            let a = x[i] * 0.5;
            out[i] = f64::exp2(a) + f64::log2(x[i]) - f64::log10(x[i]) * f64::cbrt(y[i]) + f64::acosh(x[i]);
        }
    }

    #[accel(parallel)]
    powers(x, y, out), 0 {
        for i in 0..x.len() {
            out[i] = f64::powf(x[i], y[i]) + f64::powf(x[i], 2.4);
        }
    }

    #[accel(parallel)]
    in_the_plane(x, y, out), 0 {
        for i in 0..x.len() {
            out[i] = f64::atan2(y[i], x[i]) + f64::hypot(x[i], y[i] - 1.5) - f64::hypot(x[i], 3.0);
        }
    }

    #[accel(parallel)]
    of_tuples(x, y, out), 0 {
        for i in 0..x.len() {
            let (a, b) = (x[i] * 0.5, y[i]);
            let (b, a, c) = (a - 1.0, b, i as f64);
            out[i] = f64::hypot(a, b) + f64::exp(a) - f64::ln_1p(b) + c;
        }
    }

    #[accel(parallel)]
    behind_conditions(x, y, out), 0 {
        for i in 0..x.len() {
            out[i] = if x[i] > 0.0 { f64::ln(x[i]) } else { f64::exp(y[i]) };
            out[i] += f64::exp(x[i]);
        }
    }

    #[accel]
    after_what_leaves(x, y, out), 0 {
        for i in 0..x.len() {
            if x[i] <= 0.0 {
                continue;
            }
            out[i] = f64::ln(x[i]) + f64::ln_1p(y[i]);
        }
    }

    #[accel(parallel)]
    of_expressions(x, y, out), 0 {
        for i in 0..x.len() {
            let z = (x[i] - 1.5) / 2.0;
            out[i] = f64::exp(-0.5 * z * z) + f64::exp(-f64::powi(z, 2));
        }
    }

    #[accel(parallel)]
    of_integer_powers(x, y, out), 0 {
        let (n, m) = (std::hint::black_box(5), std::hint::black_box(-3));
        for i in 0..x.len() {
            out[i] = f64::powi(x[i], n) + f64::powi(y[i], m);
        }
        for k in 0..9usize {
            for i in 0..x.len() {
                out[i] += f64::powi(y[i], k as i32) + f64::powi(x[i], 11);
            }
        }
        for i in 0..x.len() {
            if x[i] > 1.5 {
                out[i] -= f64::powi(x[i], n);
            }
        }
        // Beside others that take short forms; the last is not looked at.
        for i in 0..x.len() {
            let k = i % 20;
            out[i] += f64::powi(x[i], n) + f64::exp(y[i]) * f64::powi(x[i], 20) - f64::powi(x[i], -7);
            out[i] += f64::powi(x[i], k as i32 - 3);
        }
    }

    #[accel(parallel)]
    of_functions(x, y, out), 0 {
        for i in 0..x.len() {
            out[i] = f64::ln_1p(f64::exp(x[i])) + f64::exp(f64::sin(y[i]));
        }
    }

    #[accel]
    of_what_was_written(x, y, out), 1 {
        for i in 1..x.len() {
            out[i] = x[i] - 1.0;
            out[i] = f64::ln(out[i]);
        }
    }

    #[accel]
    of_the_one_before(x, y, out), 1 {
        for i in 1..x.len() {
            out[i] = f64::exp(-out[i - 1] * out[i - 1]) + x[i];
        }
    }

    #[accel]
    of_a_variable_that_changes(x, y, out), 0 {
        let mut scale = 1.0;
        for i in 0..x.len() {
            scale += 1.0;
            out[i] = f64::exp(scale) + f64::exp(x[i]);
        }
    }

    #[accel(parallel)]
    by_rows(x, y, out), 0 {
        let n = x.len() / 20;
        for r in 0..n {
            let shift = f64::ln(x[r]);
            for c in 0..20 {
                out[r * 20 + c] = f64::exp(x[r * 20 + c] - shift);
            }
        }
    }

    #[accel]
    with_an_unrolled_loop(x, y, out), 0 {
        for i in 0..x.len() / 4 {
            let mut t = f64::ln(x[i]);
            for c in 0..4 {
                t += f64::ln(x[4 * i + c]);
            }
            out[i] = t;
        }
    }

    #[accel(parallel)]
    over_items(x, y, out), 0 {
        for (o, v) in out.iter_mut().zip(x) {
            *o = f64::ln(*v);
        }
    }

    #[accel]
    over_items_that_are_written_first(x, y, out), 0 {
        for o in out.iter_mut() {
            *o -= 1.0;
            *o = f64::ln(*o);
        }
    }

    #[accel(boundscheck)]
    with_checks(x, y, out), 0 {
        for i in 0..x.len() {
            out[i] = f64::exp(x[i]) + f64::ln(x[i]);
        }
    }
}

/// The greatest and the sum, beside what is written; sums in lanes go in blocks under `reassoc` alone.
#[test]
fn beside_reductions() {
    #[accel(fastmath(reassoc))]
    fn fast(x: &[f64], out: &mut [f64]) -> f64 {
        let mut greatest = f64::NEG_INFINITY;
        for i in 0..x.len() {
            out[i] = x[i].exp();
            greatest = greatest.max(x[i].ln());
        }
        greatest
    }
    for x in cases() {
        let expected: Vec<f64> = x.iter().map(|x| math::exp(*x)).collect();
        let greatest = x.iter().fold(f64::NEG_INFINITY, |m, x| m.max(math::ln(*x)));
        everywhere(|how| {
            let mut out = vec![0.0; x.len()];
            assert_eq!(fast(&x, &mut out), greatest, "{how}");
            assert!(same(&out, &expected), "{how}");
        });
    }
}

/// Single precision, by methods.
#[test]
fn in_single_precision() {
    #[accel(parallel)]
    fn fast(x: &[f32], out: &mut [f32]) {
        for i in 0..x.len() {
            out[i] = x[i].exp() + x[i].ln() * x[i].cbrt() - x[i].powf(1.7)
                + x[i].exp2()
                + x[i].log2()
                + x[i].ln_1p();
        }
    }
    for x in cases() {
        let x: Vec<f32> = x.into_iter().map(|x| x as f32).collect();
        let one = |x: f32| {
            math::exp(x) + math::ln(x) * math::cbrt(x) - math::powf(x, 1.7)
                + math::exp2(x)
                + math::log2(x)
                + math::ln_1p(x)
        };
        let expected: Vec<u32> = x.iter().map(|x| one(*x).to_bits()).collect();
        everywhere(|how| {
            let mut out = vec![0.0; x.len()];
            fast(&x, &mut out);
            let same =
                |(a, b): (&f32, &u32)| a.to_bits() == *b || (a.is_nan() && f32::from_bits(*b).is_nan());
            assert!(out.iter().zip(&expected).all(same), "{how}, {} elements", x.len());
        });
    }
}

/// Types with functions of these names keep them.
#[test]
fn of_other_types() {
    #[derive(Clone, Copy, PartialEq, Debug)]
    struct Dual(f64);
    impl Dual {
        fn exp(self) -> Dual {
            Dual(self.0 + 1.0)
        }
        fn powf(self, y: i8) -> Dual {
            Dual(self.0 * f64::from(y))
        }
        fn powi(self, n: u8) -> Dual {
            Dual(self.0 - f64::from(n))
        }
    }
    #[accel]
    fn fast(x: &[Dual], n: u8, out: &mut [Dual]) {
        for i in 0..x.len() {
            out[i] = x[i].exp();
            out[i] = x[i].powf(3).powi(n);
        }
    }
    let x: Vec<Dual> = (0..300).map(|i| Dual(f64::from(i))).collect();
    everywhere(|how| {
        let mut out = x.clone();
        fast(&x, 2, &mut out);
        assert!(out.iter().zip(&x).all(|(o, x)| o.0 == 3.0 * x.0 - 2.0), "{how}");
    });
}

/// Under `fastmath` the short form is that of the flags.
#[test]
fn under_flags() {
    use hotloop::__private::contract::Short;
    #[accel(fastmath(afn))]
    fn fast(x: &[f64], out: &mut [f64]) {
        for i in 0..x.len() {
            out[i] = x[i].exp() + x[i].ln() + x[i].cbrt();
        }
    }
    let one = |x: f64| {
        use math::f64::any;
        any::exp::<Short>(x) + any::ln::<Short>(x) + any::cbrt::<Short>(x)
    };
    for x in cases() {
        let expected: Vec<f64> = x.iter().map(|x| one(*x)).collect();
        everywhere(|how| {
            let mut out = vec![0.0; x.len()];
            fast(&x, &mut out);
            assert!(same(&out, &expected), "{how}, {} elements", x.len());
        });
    }
}

/// Sums in lanes of what functions give: cut in blocks as in one piece, as which the loop runs where a look at the
/// arguments would cost too much.
#[test]
fn in_sums() {
    #[accel(parallel)]
    fn in_blocks(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i].exp();
        }
        sum
    }
    #[accel(parallel)]
    fn in_one_piece(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += (x[i] * 1.0 * 1.0 * 1.0 * 1.0 * 1.0 * 1.0).exp();
        }
        sum
    }
    for x in cases() {
        everywhere(|how| {
            let (a, b) = (in_blocks(&x), in_one_piece(&x));
            assert!(same(&[a], &[b]), "{how}, {} elements: {a:e}, {b:e}", x.len());
        });
    }
}

/// A type that is a parameter keeps what its trait gives it, also where it is a float.
#[test]
fn of_a_type_parameter() {
    trait Real: Copy + Send + Sync {
        fn exp(self) -> Self;
        fn powf(self, y: Self) -> Self;
    }
    impl Real for f64 {
        fn exp(self) -> f64 {
            self + 1.0
        }
        fn powf(self, y: f64) -> f64 {
            self * y
        }
    }
    #[accel(parallel, nogil)]
    fn fast<T: Real>(x: &[T], out: &mut [T]) {
        for i in 0..x.len() {
            out[i] = x[i].exp().powf(x[i]);
        }
    }
    for x in cases() {
        let expected: Vec<f64> = x.iter().map(|x| (x + 1.0) * x).collect();
        everywhere(|how| {
            let mut out = vec![0.0; x.len()];
            fast(&x, &mut out);
            assert!(same(&out, &expected), "{how}, {} elements", x.len());
        });
    }
}

/// What an exponent is computed from overflows, before or behind what the program computes: the look comes by neither.
#[test]
fn exponents_that_overflow() {
    #[accel]
    fn behind_a_condition(x: &[f64], big: usize, limit: usize, out: &mut [f64]) {
        for i in 0..x.len() {
            if i > limit {
                continue;
            }
            let n = i + big;
            out[i] = x[i].powi(n as i32);
        }
    }
    #[accel]
    fn in_the_middle(x: &[f64], big: usize, _: usize, out: &mut [f64]) {
        for i in 0..x.len() {
            let n = big - i * i;
            let m = i + (usize::MAX - big);
            out[i] = x[i].powi(n as i32) + x[i].powi(m as i32);
        }
    }
    let x: Vec<f64> = (0..600).map(|i| 0.9 + f64::from(i) * 1e-4).collect();
    for fast in [behind_a_condition, in_the_middle] {
        for (big, limit) in
            [(usize::MAX, 0), (usize::MAX - 299, 299), (usize::MAX - 299, 300), (5, 599), (90_000, 9)]
        {
            let run = || {
                let mut out = vec![7.0; x.len()];
                let run = std::panic::AssertUnwindSafe(|| fast(&x, big, limit, &mut out));
                let panics = std::panic::catch_unwind(run).is_err();
                (panics, out.iter().map(|v| *v == 7.0).collect::<Vec<_>>())
            };
            let expected = hotloop::with_mode(hotloop::Mode::Original, run);
            everywhere(|how| assert_eq!(run(), expected, "{big} {limit} {how}"));
        }
    }
}
