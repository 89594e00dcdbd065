//! Sines in loops have the bits of the functions, whichever way a block goes: arguments within the fast reduction,
//! beyond it, infinities and NaN, anywhere in a block; in place, under conditions, through variables of the body,
//! in lanes and in order, in inner loops, beside panics.

#![allow(
    clippy::needless_range_loop,
    clippy::explicit_counter_loop,
    clippy::manual_memcpy,
    clippy::let_and_return,
    reason = "loops, as people write them, are what is tested"
)]

use hotloop::{accel, math};
use hotloop_tests::{everywhere, kernels_of_functions as kernels, panic_text, ran, runs, same};

/// A small generator of pseudo-random numbers.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.0 >> 33
    }
}

/// Arguments of which one in `rarity` is beyond the fast reduction, or no number; none if `rarity` is 0.
fn arguments(n: usize, rarity: u64, seed: u64) -> Vec<f64> {
    let mut random = Random(seed);
    let large =
        [1.6e6, 1.600_001e6, -3.7e9, 2e22, -1e300, f64::MAX, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    let one = |_| {
        let small = random.next() as f64 * 1e-6 - 1000.0;
        if rarity > 0 && random.next().is_multiple_of(rarity) {
            large[random.next() as usize % large.len()]
        } else {
            small
        }
    };
    (0..n).map(one).collect()
}

fn cases() -> impl Iterator<Item = Vec<f64>> {
    let sizes = [0, 1, 3, 4, 31, 64, 255, 256, 257, 512, 700];
    let all = sizes.into_iter().flat_map(|n| [0, 1, 3, 500].map(|rarity| arguments(n, rarity, n as u64 + 7)));
    // One in the last place of a block, one in the first.
    let edges = [0, 255, 256, 511, 599].map(|at| {
        let mut x = arguments(600, 0, at as u64);
        x[at] = 1e10;
        x
    });
    all.chain(edges)
}

type Kernel = fn(&[f64], &[f64], &mut [f64]);

/// The kernel, and the same with our functions called directly. `floor` is the number of elements that it needs.
fn agree(name: &str, floor: usize, fast: Kernel, plain: Kernel) {
    for x in cases().filter(|x| x.len() >= floor) {
        let y: Vec<f64> = (0..x.len()).map(|i| (i * 7919 % 1000) as f64 * 0.001).collect();
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

#[path = "sines/changed.rs"]
mod changed;
#[path = "sines/items.rs"]
mod items;

kernels! {
    #[accel(parallel)]
    stores(x, y, out), 0 {
        for i in 0..x.len() {
            out[i] = f64::sin(x[i]);
        }
    }

    #[accel(parallel)]
    in_place(x, y, out), 0 {
        for i in 0..out.len() {
            out[i] = f64::cos(out[i] * y[i]) + 1.0;
        }
    }

    #[accel(parallel)]
    of_several(x, y, out), 0 {
        for i in 0..x.len() {
            let (s, c) = f64::sin_cos(x[i]);
            out[i] = s * y[i] - c + f64::tan(x[i] * y[i]) * f64::sin(out[i]);
        }
    }

    #[accel(parallel)]
    through_variables(x, y, out), 0 {
        for i in 0..x.len() {
            let r = y[i] + 0.5;
            let t = 2.0 * r * x[i];
            let other = t * r;
            out[i] = r * f64::cos(t);
            out[i] += other * f64::sin(t);
        }
    }

    #[accel(parallel)]
    of_a_sine(x, y, out), 0 {
        for i in 0..x.len() {
            out[i] = f64::sin(2e6 * f64::cos(x[i])) + f64::sin(f64::cos(y[i]));
        }
    }

    #[accel(parallel)]
    of_a_pair(x, y, out), 0 {
        for i in 0..x.len() {
            let (s, c) = f64::sin_cos(x[i]);
            out[i] = f64::sin(3e6 * s + c);
        }
    }

    #[accel(parallel)]
    under_a_condition(x, y, out), 0 {
        for i in 0..x.len() {
            if y[i] > 0.5 {
                let t = x[i] * 2.0;
                out[i] = f64::sin(t);
            } else if y[i] > 0.25 {
                out[i] = if x[i] > 0.0 { f64::tan(y[i] * 1e9) } else { 1.0 };
            }
        }
    }

    #[accel(parallel)]
    that_a_sine_decides(x, y, out), 0 {
        for i in 0..x.len() {
            if f64::sin(x[i]) > 0.0 {
                out[i] = f64::cos(out[i]);
            }
        }
    }

    #[accel(parallel)]
    near_an_edge(x, y, out), 1 {
        for i in 0..x.len() {
            if i > 0 {
                out[i] = f64::sin(x[i - 1]);
            }
            if i + 1 < x.len() {
                out[i] += f64::cos(x[i + 1]);
            }
        }
    }

    #[accel(parallel)]
    written_before(x, y, out), 0 {
        for i in 0..x.len() {
            out[i] = x[i] * 3.0;
            out[i] = f64::sin(out[i]);
        }
    }

    #[accel(parallel)]
    read_before_it_is_written(x, y, out), 0 {
        for i in 0..x.len() {
            let t = out[i];
            out[i] = x[i];
            out[i] += f64::sin(t);
        }
    }

    #[accel(parallel)]
    with_continue(x, y, out), 0 {
        for i in 0..x.len() {
            if y[i] < 0.25 {
                continue;
            }
            out[i] = f64::cos(x[i]);
        }
    }

    #[accel(parallel)]
    changed_variable(x, y, out), 0 {
        for i in 0..x.len() {
            let mut t = y[i];
            if y[i] > 0.5 {
                t = x[i];
            }
            out[i] = f64::sin(t);
        }
    }

    #[accel(parallel)]
    shadowed(x, y, out), 0 {
        for i in 0..x.len() {
            let t = y[i];
            let u = { let t = x[i]; f64::sin(t) };
            out[i] = u + f64::sin(t * 1e3);
            let t = t * 1e8;
            out[i] += f64::cos(t);
        }
    }

    #[accel(parallel)]
    of_the_counter(x, y, out), 0 {
        for i in 0..x.len() {
            let at = 2 * i + 1;
            out[i] = f64::sin((i + 1) as Real * 1e4) + f64::cos(at as Real) + f64::sin((i as Real + 0.5) * 5e3);
        }
    }

    #[accel(parallel)]
    backwards(x, y, out), 0 {
        for i in (0..x.len()).rev() {
            out[i] = f64::sin(x[i]);
        }
    }

    #[accel(parallel)]
    by_threes(x, y, out), 0 {
        for i in (0..x.len()).step_by(3) {
            out[i] = f64::sin(x[i]);
        }
    }

    #[accel(parallel)]
    by_while(x, y, out), 0 {
        let mut i = 0;
        while i < x.len() {
            out[i] = f64::sin(x[i]);
            i += 1;
        }
    }

    #[accel(parallel)]
    in_rows(x, y, out), 0 {
        let m = if x.len().is_multiple_of(300) { 300 } else { 1 };
        for i in 0..x.len() / m {
            let scale = y[i] + 1.0;
            for j in 0..m {
                let k = i * m + j;
                out[k] = f64::sin(x[k] * scale);
            }
        }
    }

    #[accel(parallel)]
    in_place_in_rows(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for i in 0..x.len() / m {
            for j in 0..m {
                out[i * m + j] = f64::sin(out[i * m + j]) + f64::cos(x[i]);
            }
        }
    }

    #[accel(parallel)]
    along_rows(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for i in 0..x.len() / m {
            for j in 1..m {
                out[i * m + j] = f64::sin(out[i * m + j - 1] * x[j]) * 2e6;
            }
        }
    }

    #[accel(parallel)]
    unrolled(x, y, out), 3 {
        for i in 0..x.len() - 2 {
            let mut sum = 0.0;
            for k in 0..3 {
                sum += f64::sin(x[i + k]);
            }
            out[i] = sum + f64::cos(x[i] * 2.0);
        }
    }

    #[accel(parallel)]
    sum_in_a_row(x, y, out), 0 {
        for i in 0..x.len() {
            let mut sum = 0.0;
            for j in 0..i {
                sum += f64::sin(x[j] * y[i]);
            }
            out[i] = sum;
        }
    }

    #[accel]
    in_order(x, y, out), 0 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += f64::sin(x[i]);
            out[i] = sum;
        }
    }

    #[accel]
    recurrence(x, y, out), 1 {
        for i in 1..x.len() {
            out[i] = f64::sin(out[i - 1] * x[i]) * 3e6;
        }
    }

    #[accel]
    carried(x, y, out), 0 {
        let mut t = 1.0;
        for i in 0..x.len() {
            t = t * 1.1 + y[i];
            out[i] = f64::sin(t);
        }
    }

    #[accel]
    ahead(x, y, out), 1 {
        for i in 0..x.len() - 1 {
            out[i] = f64::sin(out[i + 1]);
        }
    }
}

type Real = f64;

#[accel(parallel)]
fn summed(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i].sin() * 2.0;
    }
    s
}

#[accel(parallel)]
fn sum(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i];
    }
    s
}

#[accel(fastmath(reassoc))]
fn summed_in_serial(x: &[f64], m: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() / m {
        let mut t = 0.0;
        for j in 0..m {
            t += x[i * m + j].sin() * 2.0;
        }
        s += t;
    }
    s
}

#[accel(fastmath(reassoc))]
fn sum_in_serial(x: &[f64], m: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() / m {
        let mut t = 0.0;
        for j in 0..m {
            t += x[i * m + j];
        }
        s += t;
    }
    s
}

/// Blocks change no lane.
#[test]
fn sums_are_those_of_the_terms() {
    for n in [192, 256, 600, 5000, 40_000] {
        for rarity in [0, 2, 3000] {
            let x: Vec<f64> =
                arguments(n, rarity, 5).iter().map(|x| if x.is_finite() { *x } else { 1e9 }).collect();
            let terms: Vec<f64> = x.iter().map(|x| math::f64::sin(*x) * 2.0).collect();
            everywhere(|how| {
                assert_eq!(summed(&x).to_bits(), sum(&terms).to_bits(), "{how}, {n}");
                let m = n / 2;
                assert_eq!(
                    summed_in_serial(&x, m).to_bits(),
                    sum_in_serial(&terms, m).to_bits(),
                    "{how}, {n}"
                );
            });
        }
    }
    ran("summed");
    ran("summed_in_serial");
}

#[accel(parallel)]
fn greatest(x: &[f64]) -> (f64, usize) {
    let (mut m, mut at) = (-2.0, 0);
    for i in 0..x.len() {
        let s = x[i].sin();
        if s > m {
            m = s;
            at = i;
        }
    }
    (m, at)
}

#[test]
fn the_greatest_and_its_place() {
    for x in cases() {
        let sines: Vec<f64> = x.iter().map(|x| math::f64::sin(*x)).collect();
        let mut expected = (-2.0, 0);
        for (i, s) in sines.iter().enumerate() {
            if *s > expected.0 {
                expected = (*s, i);
            }
        }
        everywhere(|how| assert_eq!(greatest(&x), expected, "{how}"));
    }
    ran("greatest");
}

#[accel(parallel)]
fn singles(x: &[f32], out: &mut [f32]) {
    for i in 0..x.len() {
        let t = x[i] * 2.0;
        out[i] = t.sin() + x[i].tan() * out[i].cos();
    }
}

#[test]
fn singles_too() {
    for x in cases() {
        let x: Vec<f32> = x.iter().map(|x| *x as f32).collect();
        everywhere(|how| {
            let mut out = x.clone();
            singles(&x, &mut out);
            for (x, y) in x.iter().zip(out) {
                let expected = math::f32::sin(*x * 2.0) + math::f32::tan(*x) * math::f32::cos(*x);
                assert!(y.to_bits() == expected.to_bits() || y.is_nan() && expected.is_nan(), "{how}: {x:e}");
            }
        });
    }
    ran("singles");
}

#[accel(fastmath(afn, contract, nsz, arcp))]
fn under_flags(x: &[f64], y: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        out[i] = (x[i] * 2.0 + y[i]).sin() + (x[i] / 3.0).cos();
    }
}

/// What the flags leave open is the same in each block, and does not depend on the neighbors.
#[test]
fn flags_do_not_depend_on_the_neighbors() {
    let x = arguments(600, 0, 3);
    let y = arguments(600, 0, 4);
    let mut crowded = x.clone();
    crowded.iter_mut().step_by(97).for_each(|x| *x = 1e12);
    everywhere(|how| {
        let (mut alone, mut among) = (vec![0.0; 600], vec![0.0; 600]);
        under_flags(&x, &y, &mut alone);
        under_flags(&crowded, &y, &mut among);
        for i in (0..600).filter(|i| i % 97 != 0) {
            assert_eq!(alone[i].to_bits(), among[i].to_bits(), "{how}, {i}");
        }
    });
    ran("under_flags");
}

#[accel]
fn panics(x: &[f64], at: &[usize], out: &mut [f64], done: &mut usize) {
    for i in 0..x.len() {
        out[at[i]] = x[i].sin();
        *done = i;
    }
}

/// An iteration that panics has its predecessors' effects before it, no more and no fewer.
#[test]
fn panics_have_the_same_effects() {
    for x in cases().filter(|x| x.len() > 3) {
        let n = x.len();
        for bad in [0, n / 2, n - 1] {
            let at: Vec<usize> = (0..n).map(|i| if i == bad { n + 5 } else { n - 1 - i }).collect();
            everywhere(|how| {
                let (mut out, mut done) = (vec![0.25; n], usize::MAX);
                let call = std::panic::AssertUnwindSafe(|| panics(&x, &at, &mut out, &mut done));
                let text = format!("index out of bounds: the len is {n} but the index is {}", n + 5);
                assert_eq!(panic_text(call), Some(text));
                let expected: Vec<f64> = (0..n)
                    .map(|k| if n - 1 - k < bad { math::f64::sin(x[n - 1 - k]) } else { 0.25 })
                    .collect();
                assert!(same(&out, &expected), "{how}, {n}, {bad}");
                assert_eq!(done, if bad == 0 { usize::MAX } else { bad - 1 }, "{how}");
            });
        }
    }
    assert!(runs("panics").0 > 0);
}

/// A type whose operators are calls: it keeps them, in their order.
#[derive(Clone, Copy)]
struct Counted(f64);

impl std::ops::Mul<Counted> for f64 {
    type Output = f64;
    fn mul(self, other: Counted) -> f64 {
        CALLS.set(CALLS.get() + 1);
        self * other.0
    }
}

thread_local!(static CALLS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) });

#[accel(nogil)]
fn operators(x: &[f64], y: &[Counted], out: &mut [f64]) {
    for i in 0..x.len() {
        out[i] = (x[i] * y[i]).sin();
    }
}

#[test]
fn operators_of_the_user_run_once() {
    let x = arguments(600, 100, 9);
    let y: Vec<Counted> = (0..600).map(|i| Counted(f64::from(i))).collect();
    let mut out = vec![0.0; 600];
    CALLS.set(0);
    operators(&x, &y, &mut out);
    assert_eq!(CALLS.get(), 600);
    for i in 0..600 {
        let expected = math::f64::sin(x[i] * y[i].0);
        assert!(out[i].to_bits() == expected.to_bits() || out[i].is_nan() && expected.is_nan());
    }
}

#[accel(nogil)]
fn generic<T: Copy + Sync + std::ops::Mul<f64, Output = f64>>(x: &[T], out: &mut [f64]) {
    for i in 0..x.len() {
        out[i] = (x[i] * 2.0).sin();
    }
}

#[test]
fn generic_arguments() {
    let x = arguments(400, 50, 9);
    let mut out = vec![0.0; 400];
    generic(&x, &mut out);
    let expected: Vec<f64> = x.iter().map(|x| math::f64::sin(*x * 2.0)).collect();
    assert!(same(&out, &expected));
}
