//! Arguments made of the items of chains: read alone, written after, before and in between, handed on, of every adapter.

#![allow(clippy::all, reason = "programs that were written to be hard to read ahead")]

use super::*;
use std::ops::AddAssign;

fn bump(v: &mut f64) {
    *v *= 1e9;
}

kernels! {
    #[accel(parallel)]
    items_of_two(x, y, out), 0 {
        for (o, v) in out.iter_mut().zip(x) {
            *o = f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_in_place(x, y, out), 0 {
        for v in out.iter_mut() {
            *v = f64::cos(*v) + 1.0;
        }
    }

    #[accel(parallel)]
    items_by_pattern(x, y, out), 0 {
        for (o, (&v, w)) in out.iter_mut().zip(x.iter().zip(y)) {
            let t = v * w;
            *o = f64::sin(t) + f64::cos(2.0 * v);
        }
    }

    #[accel(parallel)]
    items_with_numbers(x, y, out), 0 {
        for (i, (o, k)) in out.iter_mut().zip(0..x.len()).enumerate() {
            *o = f64::sin(i as Real * 1e4) + f64::cos(k as Real * 1e5) + f64::sin(x[i]);
        }
    }

    #[accel(parallel)]
    items_of_adapters(x, y, out), 2 {
        for ((o, v), w) in out.iter_mut().skip(1).zip(x.iter().rev().copied()).zip(y.iter().take(500)) {
            *o += f64::sin(v + w);
        }
    }

    #[accel(parallel)]
    items_by_steps(x, y, out), 2 {
        for (o, v) in out.iter_mut().step_by(2).zip(x.iter().step_by(2)) {
            *o = f64::tan(*v);
        }
    }

    #[accel(parallel)]
    items_collected(x, y, out), 0 {
        let all: Vec<Real> = x.iter().zip(y).map(|(a, b)| f64::sin(a * b)).collect();
        out.copy_from_slice(&all);
    }

    #[accel(parallel)]
    items_for_each(x, y, out), 0 {
        out.iter_mut().zip(x).for_each(|(o, v)| *o = f64::sin(*v));
    }

    #[accel(parallel)]
    items_by_closures(x, y, out), 0 {
        let all: Vec<Real> =
            x.iter().map(|a| a * 1e3).zip(y.iter().map(|b| b + 1.0)).map(|(a, b)| f64::sin(a * b)).collect();
        out.copy_from_slice(&all);
    }

    #[accel(parallel)]
    items_best(x, y, out), 1 {
        let best = y.iter().map(|a| f64::sin(a * 1e9)).max_by(|a, b| a.total_cmp(b));
        out[0] = best.unwrap_or(0.5);
    }

    #[accel(parallel)]
    items_changed_before(x, y, out), 0 {
        for (v, w) in out.iter_mut().zip(y) {
            *v = w * 1e9;
            *v = f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_grown_before(x, y, out), 0 {
        for v in out.iter_mut() {
            *v *= 1e9;
            *v = f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_changed_under_a_condition(x, y, out), 0 {
        for (v, w) in out.iter_mut().zip(y) {
            if *w > 0.9 {
                *v = w * 1e9;
            }
            let t = f64::sin(*v);
            *v = t;
        }
    }

    #[accel(parallel)]
    items_changed_within_an_expression(x, y, out), 0 {
        for v in out.iter_mut() {
            let t = { *v += 1e9; 1.0 } + f64::sin(*v);
            *v = t;
        }
    }

    #[accel(parallel)]
    items_changed_after(x, y, out), 0 {
        for (v, w) in out.iter_mut().zip(y) {
            let t = f64::sin(*v);
            *v = w * 1e9;
            *v += t;
        }
    }

    #[accel(nogil)]
    items_handed_on(x, y, out), 0 {
        for v in out.iter_mut() {
            bump(v);
            *v = f64::sin(*v);
        }
    }

    #[accel(nogil)]
    items_swapped(x, y, out), 0 {
        let mut other: Vec<Real> = y.iter().map(|y| y * 1e9).collect();
        for (v, w) in out.iter_mut().zip(other.iter_mut()) {
            std::mem::swap(v, w);
            *v = f64::sin(*v);
        }
    }

    #[accel(nogil)]
    items_taken(x, y, out), 0 {
        for v in out.iter_mut() {
            let t = std::mem::replace(v, 1e9) * 1e3;
            *v = f64::sin(*v) + f64::cos(t);
        }
    }

    #[accel(parallel)]
    items_under_another_name(x, y, out), 0 {
        for v in out.iter_mut() {
            let other = v;
            *other *= 1e9;
            *other = f64::sin(*other);
        }
    }

    #[accel(parallel)]
    items_borrowed_again(x, y, out), 0 {
        for v in out.iter_mut() {
            let other = &mut *v;
            *other *= 1e9;
            *v = f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_changed_by_a_closure(x, y, out), 0 {
        for v in out.iter_mut() {
            let mut grow = || *v *= 1e9;
            grow();
            *v = f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_changed_by_an_unrolled_loop(x, y, out), 0 {
        for v in out.iter_mut() {
            for _ in 0..3 {
                *v *= 1e3;
            }
            *v = f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_shadowed(x, y, out), 0 {
        for (o, v) in out.iter_mut().zip(x) {
            let t = *v;
            let v = t * 1e3;
            *o = f64::sin(v) + { let v = t * 1e5; f64::cos(v) };
        }
    }

    #[accel(parallel)]
    items_that_are_variables(x, y, out), 0 {
        for (o, mut v) in out.iter_mut().zip(x.iter().copied()) {
            v *= 1e3;
            *o = f64::sin(v);
        }
    }

    #[accel(parallel)]
    items_in_pairs(x, y, out), 0 {
        let pairs: Vec<(Real, Real)> = x.iter().copied().zip(y.iter().copied()).collect();
        for (o, (a, b)) in out.iter_mut().zip(&pairs) {
            *o = f64::sin(a * *b);
        }
        for (o, &(a, _)) in out.iter_mut().zip(&pairs) {
            *o += f64::cos(a);
        }
    }

    #[accel(parallel)]
    items_of_rows(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for (row, w) in out.chunks_exact_mut(m).zip(y) {
            for j in 0..m {
                row[j] = f64::sin(w * x[j]) + row[j];
            }
        }
    }

    #[accel(parallel)]
    items_changed_in_rows(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for v in out.iter_mut().take(3) {
            for j in 0..m {
                *v += f64::sin(*v * x[j]) * 1e6;
            }
        }
    }

    #[accel(parallel)]
    items_changed_on_the_way_out_of_a_block(x, y, out), 0 {
        for (v, w) in out.iter_mut().zip(y) {
            'inside: {
                let true = *w < 0.5 else {
                    *v = w * 1e9;
                    break 'inside;
                };
            }
            *v = f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_changed_under_a_label(x, y, out), 0 {
        for (v, w) in out.iter_mut().zip(y) {
            let t = 'inside: {
                if *w > 0.5 {
                    *v *= 1e9;
                    break 'inside 1.0;
                }
                2.0
            };
            *v = t * f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_changed_in_a_match(x, y, out), 0 {
        for (v, w) in out.iter_mut().zip(y) {
            match *w > 0.5 {
                true => *v *= 1e9,
                false => {}
            }
            *v = f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_changed_together(x, y, out), 0 {
        let mut other: Vec<Real> = y.iter().map(|y| y * 1e9).collect();
        for (v, w) in out.iter_mut().zip(other.iter_mut()) {
            (*v, *w) = (*w, *v);
            *v = f64::sin(*v);
        }
    }

    #[accel(parallel)]
    items_by_a_cast(x, y, out), 0 {
        for v in out.iter_mut() {
            let other = v as &mut Real;
            *other *= 1e9;
            *v = f64::sin(*v);
        }
    }

    #[accel(nogil)]
    items_by_a_call_of_an_operator(x, y, out), 0 {
        for v in out.iter_mut() {
            std::ops::MulAssign::mul_assign(v, 1e9);
            let t = f64::cos(*v);
            v.add_assign(1e12);
            *v = f64::sin(*v) + t;
        }
    }

    #[accel(parallel)]
    items_of_closures_that_write(x, y, out), 0 {
        let all: Vec<Real> = out
            .iter_mut()
            .map(|v| {
                *v *= 1e9;
                *v
            })
            .map(|v| f64::sin(v))
            .collect();
        out.copy_from_slice(&all);
    }

    #[accel(parallel)]
    items_beside_elements(x, y, out), 0 {
        for (i, v) in x.iter().enumerate() {
            out[i] = v * 1e3;
            out[i] = f64::sin(out[i]) + f64::sin(*v);
        }
    }

    #[accel]
    items_beside_other_elements(x, y, out), 1 {
        for (i, v) in x.iter().enumerate().skip(1) {
            out[i] = f64::sin(out[i - 1] * 1e9) + f64::cos(*v);
        }
    }

    #[accel(parallel)]
    items_in_pairs_of_functions(x, y, out), 0 {
        for (o, v) in out.iter_mut().zip(x) {
            let (mut s, c) = f64::sin_cos(*v);
            s *= 1e9;
            *o = f64::sin(s) + f64::sin(c * 2e6);
        }
    }

    #[accel(parallel)]
    items_of_references(x, y, out), 0 {
        let all: Vec<&Real> = x.iter().collect();
        for (o, v) in out.iter_mut().zip(&all) {
            *o = f64::sin(**v) + f64::cos(**v * 2.0);
        }
    }

    #[accel(parallel)]
    items_unrolled(x, y, out), 0 {
        for (o, v) in out.iter_mut().zip(x) {
            let mut sum = 0.0;
            for k in 0..3 {
                sum += f64::sin(*v * k as Real);
            }
            *o = sum + f64::cos(*v);
        }
    }

    #[accel(parallel)]
    items_beside_inner_loops(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for (v, w) in out.iter_mut().take(5).zip(y) {
            let scale = *v * 2.0;
            let mut phase = *w * 3.0;
            let other = v;
            let mut sum = 0.0;
            for j in 0..m {
                sum += f64::sin(scale * x[j]) + f64::cos(phase * w);
                for k in 0..2 {
                    if j + k == 100 {
                        phase = 1e9;
                    }
                }
            }
            *other = sum;
        }
    }

    #[accel(parallel)]
    items_within_items(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for (row, w) in out.chunks_mut(m).zip(x) {
            for (o, v) in row.iter_mut().zip(y) {
                *o = f64::sin(*v * w);
            }
        }
    }

    #[accel(parallel)]
    items_with_the_name_of_a_number(x, y, out), 0 {
        for (i, (k, v)) in out.iter_mut().enumerate().enumerate() {
            let i = (i + 2 * k) as Real * 1e4;
            *v = f64::sin(i) + f64::cos(k as Real * 1e5);
        }
    }
}

#[accel(parallel)]
fn items_summed(x: &[f64]) -> f64 {
    x.iter().map(|x| x.sin() * 2.0).sum()
}

#[test]
fn sums_of_items_are_those_of_the_terms() {
    for n in [192, 256, 600, 5000, 40_000] {
        for rarity in [0, 2, 3000] {
            let x: Vec<f64> =
                arguments(n, rarity, 5).iter().map(|x| if x.is_finite() { *x } else { 1e9 }).collect();
            let terms: Vec<f64> = x.iter().map(|x| math::f64::sin(*x) * 2.0).collect();
            everywhere(|how| assert_eq!(items_summed(&x).to_bits(), sum(&terms).to_bits(), "{how}, {n}"));
        }
    }
    ran("items_summed");
}

#[accel(parallel)]
fn items_filtered(x: &[f64]) -> Vec<f64> {
    x.iter().filter(|a| **a > 0.0).map(|a| a.sin()).collect()
}

#[accel(parallel)]
fn items_searched(x: &[f64]) -> Option<usize> {
    x.iter().position(|a| (a * 1.5).sin() > 0.999_999_99)
}

/// Chains of which only long ones have a fast form.
#[test]
fn long_chains() {
    for rarity in [0, 2, 3000] {
        let x = arguments(40_000, rarity, 5);
        let positive = x.iter().filter(|x| **x > 0.0);
        let expected: Vec<f64> = positive.map(|x| math::f64::sin(*x)).collect();
        let at = x.iter().position(|x| math::f64::sin(x * 1.5) > 0.999_999_99);
        everywhere(|how| {
            assert!(same(&items_filtered(&x), &expected), "{how}");
            assert_eq!(items_searched(&x), at, "{how}");
        });
    }
    ran("items_filtered");
    ran("items_searched");
}

#[accel(parallel, boundscheck)]
fn items_by_method(x: &[f64], out: &mut [f32]) {
    for (o, v) in out.iter_mut().zip(x) {
        *o = v.sin() as f32 + (*v as f32).cos() + o.tan();
    }
}

#[accel]
fn items_of_vectors(x: Vec<f32>, out: &mut [f32]) {
    for (o, v) in out.iter_mut().zip(x) {
        let v = v + 0.5;
        *o += v.sin();
    }
}

#[test]
fn items_of_other_types() {
    for x in cases() {
        let singles: Vec<f32> = x.iter().map(|x| *x as f32).collect();
        everywhere(|how| {
            let mut out = singles.clone();
            items_by_method(&x, &mut out);
            items_of_vectors(singles.clone(), &mut out);
            for (x, y) in x.iter().zip(out) {
                let single = *x as f32;
                let expected = math::f64::sin(*x) as f32
                    + math::f32::cos(single)
                    + math::f32::tan(single)
                    + math::f32::sin(single + 0.5);
                assert!(y.to_bits() == expected.to_bits() || y.is_nan() && expected.is_nan(), "{how}: {x:e}");
            }
        });
    }
    ran("items_by_method");
    ran("items_of_vectors");
}

/// An operator that writes what it is given.
struct Grows;

impl std::ops::Add<&mut f64> for Grows {
    type Output = f64;
    fn add(self, v: &mut f64) -> f64 {
        *v *= 1e9;
        1.0
    }
}

#[accel(nogil)]
fn items_of_operators(out: &mut [f64]) {
    for v in out.iter_mut() {
        let t = Grows + &mut *v;
        *v = v.sin() + t;
    }
}

#[accel(nogil)]
fn items_of_types(x: &[Counted], out: &mut [f64]) {
    for (o, v) in out.iter_mut().zip(x) {
        *o = (2.0 * *v).sin();
    }
}

#[test]
fn operators_on_items_run_once() {
    let x = arguments(600, 0, 9);
    let mut out = x.clone();
    items_of_operators(&mut out);
    let expected: Vec<f64> = x.iter().map(|x| math::f64::sin(x * 1e9) + 1.0).collect();
    assert!(same(&out, &expected));
    let y: Vec<Counted> = x.iter().map(|x| Counted(*x)).collect();
    CALLS.set(0);
    items_of_types(&y, &mut out);
    assert_eq!(CALLS.get(), 600);
    let expected: Vec<f64> = x.iter().map(|x| math::f64::sin(2.0 * x)).collect();
    assert!(same(&out, &expected));
}

#[accel(fastmath(contract))]
fn items_under_flags(y: &[f64], out: &mut [f64]) {
    for (v, w) in out.iter_mut().zip(y) {
        *v += *w * 1e9;
        *v = v.sin();
    }
}

#[accel(fastmath(contract))]
fn items_in_a_sum(x: &[f64], y: &[f64], out: &mut [f64]) {
    for (v, w) in out.iter_mut().zip(y) {
        let mut phase = *w;
        for j in 0..x.len() {
            phase += *w * 1e6;
            *v += (phase * x[j]).sin();
        }
    }
}

/// Another rounding of the argument changes little, another reduction all.
#[test]
fn items_that_are_changed_under_flags() {
    let y: Vec<f64> = (0..600).map(|i| f64::from(i * 7919 % 1000) * 1e-3).collect();
    let x: Vec<f64> = (0..600).map(|i| 1.0 + f64::from(i % 3)).collect();
    everywhere(|how| {
        let (mut out, mut sums) = (vec![0.25; 600], vec![0.0; 600]);
        items_under_flags(&y, &mut out);
        items_in_a_sum(&x, &y, &mut sums);
        for i in 0..600 {
            let expected = math::f64::sin(y[i] * 1e9 + 0.25);
            assert!((out[i] - expected).abs() < 1e-5, "{how}, {i}: {} and {expected}", out[i]);
            let mut phase = y[i];
            let mut expected = 0.0;
            for j in 0..600 {
                phase += y[i] * 1e6;
                expected += math::f64::sin(phase * x[j]);
            }
            assert!((sums[i] - expected).abs() < 1e-3, "{how}, {i}: {} and {expected}", sums[i]);
        }
    });
    ran("items_under_flags");
    ran("items_in_a_sum");
}

#[accel(nogil)]
fn items_of_any_type<T: Copy + Sync + std::ops::Mul<f64, Output = f64>>(x: &[T], out: &mut [f64]) {
    for (o, v) in out.iter_mut().zip(x) {
        *o = (*v * 2.0).sin();
    }
}

#[accel]
fn items_folded(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |s, v| s + (v * 1.5).sin())
}

#[accel(parallel, boundscheck, fastmath(reassoc))]
fn items_checked(x: &[f64], y: &[f64], out: &mut [f64]) {
    for (i, (o, &v)) in out.iter_mut().zip(x).enumerate() {
        *o = v.sin() + y[i].cos();
    }
}

/// A reference of the user's that says how often it was followed.
#[derive(Clone, Copy)]
struct Followed(f64);

impl std::ops::Deref for Followed {
    type Target = f64;
    fn deref(&self) -> &f64 {
        CALLS.set(CALLS.get() + 1);
        &self.0
    }
}

#[accel(nogil)]
fn items_followed(x: &[Followed], out: &mut [f64]) {
    for (o, v) in out.iter_mut().zip(x.iter().copied()) {
        *o = (*v).sin();
    }
}

#[test]
fn items_in_other_ways() {
    let x = arguments(600, 50, 9);
    let y = arguments(600, 50, 10);
    let mut out = vec![0.0; 600];
    items_of_any_type(&x, &mut out);
    let expected: Vec<f64> = x.iter().map(|x| math::f64::sin(*x * 2.0)).collect();
    assert!(same(&out, &expected));
    let finite: Vec<f64> = x.iter().map(|x| if x.is_finite() { *x } else { 1e9 }).collect();
    let folded = finite.iter().fold(0.0, |s, v| s + math::f64::sin(v * 1.5));
    everywhere(|how| {
        assert_eq!(items_folded(&finite).to_bits(), folded.to_bits(), "{how}");
        let mut out = vec![0.0; 600];
        items_checked(&x, &y, &mut out);
        let expected: Vec<f64> =
            x.iter().zip(&y).map(|(x, y)| math::f64::sin(*x) + math::f64::cos(*y)).collect();
        assert!(same(&out, &expected), "{how}");
    });
    let followed: Vec<Followed> = x.iter().map(|x| Followed(*x)).collect();
    CALLS.set(0);
    items_followed(&followed, &mut out);
    assert_eq!(CALLS.get(), 600);
    let expected: Vec<f64> = x.iter().map(|x| math::f64::sin(*x)).collect();
    assert!(same(&out, &expected));
}
