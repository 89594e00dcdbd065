//! Names that hide others: parameters of closures, what conditions bind, what the text of a format names; and names that
//! are ranges, where a subscript is expected.

#![allow(
    clippy::needless_range_loop,
    clippy::unnecessary_fold,
    clippy::shadow_unrelated,
    clippy::single_range_in_vec_init,
    clippy::redundant_closure_for_method_calls,
    reason = "programs as they should not be written are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran, same};
use std::ops::Range;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

fn integers(n: usize) -> Vec<i64> {
    (0..n as i64).map(|i| (i * 7919) % 1013 - 500).collect()
}

both! {
    [parallel] accumulator_plain, accumulator(x: &[i64]) -> i64 {
        x.iter().map(|b| b - 1).fold(3, |b, c| b.max(c))
    }
}
both! {
    [parallel] accumulator_and_variable_plain, accumulator_and_variable(x: &[i64]) -> i64 {
        let (b, n) = (5, 2);
        x.iter().enumerate().map(|(n, b)| b - n as i64).map(|c| c + b).fold(n, |n, b| n.max(b)) + b
    }
}

#[test]
fn an_accumulator_has_the_name_of_an_item() {
    for n in [0, 1, 100, 100_000] {
        let x = integers(n);
        everywhere(|how| {
            assert_eq!(accumulator(&x), accumulator_plain(&x), "{how}, n = {n}");
            assert_eq!(accumulator_and_variable(&x), accumulator_and_variable_plain(&x), "{how}, n = {n}");
        });
    }
    ran("accumulator");
    ran("accumulator_and_variable");
}

both! {
    [parallel] shown_plain, shown(x: &[f64], out: &mut [f64]) -> Vec<f64> {
        let v = 1.25;
        for o in out.iter_mut() {
            *o += v;
        }
        x.iter().map(|v| v * 2.0).map(|z| { assert!(z < 20.0, "{z} beside {v}"); z + 1.0 }).collect()
    }
}
both! {
    [] shown_in_a_loop_plain, shown_in_a_loop(x: &[f64], out: &mut [f64]) {
        let v = 3;
        for (i, z) in x.iter().map(|v| v * 2.0).enumerate() {
            assert!(z < 20.0, "{z:v$}");
            out[i] = z;
        }
    }
}

#[test]
fn the_text_of_a_format_names_a_variable_from_outside() {
    let x = ramp(1000);
    everywhere(|how| {
        let text = panic_text(|| drop(shown(&x, &mut [])));
        assert_eq!(text, panic_text(|| drop(shown_plain(&x, &mut []))), "{how}");
        let text = panic_text(|| shown_in_a_loop(&x, &mut [0.0; 1000]));
        assert_eq!(text, panic_text(|| shown_in_a_loop_plain(&x, &mut [0.0; 1000])), "{how}");
    });
}

#[accel(parallel, nogil)]
fn sine_of_another(x: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        let t = x[i];
        if t > 0.0
            && let Some(t) = Some(t * 1e18)
        {
            out[i] = t.sin();
        }
    }
}

#[accel(parallel)]
fn cosine_of_another(x: &[f64], out: &mut [f64]) {
    for (o, v) in out.iter_mut().zip(x) {
        let (t, n) = (*v, 3);
        let pair = (t * 1e18, n);
        if t > 0.0
            && let (t, 3) = pair
        {
            *o = t.cos();
        }
    }
}

#[test]
fn a_condition_binds_the_argument_of_a_sine() {
    let x = ramp(1000);
    let by = |f: fn(f64) -> f64| -> Vec<f64> {
        x.iter().map(|&t| if t > 0.0 { f(t * 1e18) } else { 0.5 }).collect()
    };
    let (sines, cosines) = (by(hotloop::math::f64::sin), by(hotloop::math::f64::cos));
    everywhere(|how| {
        let mut out = vec![0.5; x.len()];
        sine_of_another(&x, &mut out);
        assert!(same(&out, &sines), "{how}");
        out.fill(0.5);
        cosine_of_another(&x, &mut out);
        assert!(same(&out, &cosines), "{how}");
    });
    ran("sine_of_another");
    ran("cosine_of_another");
}

both! {
    [parallel] bound_in_a_condition_plain, bound_in_a_condition(x: &[f64], k: usize, out: &mut [f64]) -> (f64, f64) {
        let mut v = 0.5;
        let mut m = -5.0;
        for i in 0..x.len() {
            if let (v, 1) = (x[i], k)
                && v > m
            {
                m = v;
            }
            v = x[i] * 2.0;
            out[i] = v;
        }
        (m, v)
    }
}
both! {
    [] counted_beside_a_condition_plain, counted_beside_a_condition(x: &[f64], k: usize) -> (f64, f64) {
        let mut v = 0.5;
        let mut m = -5.0;
        for i in 0..x.len() {
            if let (v, 1) = (x[i], k)
                && v > m
            {
                m = v;
            }
            v += 1.0;
        }
        (m, v)
    }
}

#[test]
fn what_a_condition_binds_is_bound_in_its_branch_alone() {
    for n in [1, 40, 1000] {
        let x = ramp(n);
        let (mut out, mut right) = (vec![0.0; n], vec![0.0; n]);
        for k in [0, 1] {
            let expected = bound_in_a_condition_plain(&x, k, &mut right);
            everywhere(|how| {
                assert_eq!(bound_in_a_condition(&x, k, &mut out), expected, "{how}, n = {n}");
                assert!(same(&out, &right), "{how}, n = {n}");
                let expected = counted_beside_a_condition_plain(&x, k);
                assert_eq!(counted_beside_a_condition(&x, k), expected, "{how}, n = {n}");
            });
        }
    }
    ran("bound_in_a_condition");
    ran("counted_beside_a_condition");
}

both! {
    [] range_of_the_body_plain, range_of_the_body(x: &[f64], out: &mut [f64]) {
        for i in 0..out.len() {
            let r = i..i + 2;
            let part = &x[r.clone()];
            out[i] = part[0] + x[i] + x[r][1];
        }
    }
}
both! {
    [] range_from_outside_plain, range_from_outside(x: &[f64], r: Range<usize>, out: &mut [f64]) {
        let first = ..2;
        for i in 0..out.len() {
            out[i] = x[r.clone()].len() as f64 + x[first][1] + x[i];
            x[r.clone()].iter().for_each(|v| out[i] += v);
        }
    }
}

fn pair(i: usize) -> Range<usize> {
    i..i + 2
}
both! {
    [nogil] range_of_a_function_plain, range_of_a_function(x: &[f64], text: &str, out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = x[pair(i)].len() as f64 + text[pair(i % 3)].len() as f64;
        }
    }
}

#[test]
fn a_subscript_is_a_range_under_a_name() {
    let x = ramp(102);
    let text = "a text";
    everywhere(|how| {
        let (mut out, mut right) = (vec![0.0; 100], vec![0.0; 100]);
        range_of_the_body(&x, &mut out);
        range_of_the_body_plain(&x, &mut right);
        assert!(same(&out, &right), "{how}");
        range_from_outside(&x, 3..9, &mut out);
        range_from_outside_plain(&x, 3..9, &mut right);
        assert!(same(&out, &right), "{how}");
        range_of_a_function(&x, text, &mut out);
        range_of_a_function_plain(&x, text, &mut right);
        assert!(same(&out, &right), "{how}");
    });
}
