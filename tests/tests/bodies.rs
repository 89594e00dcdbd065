//! Every kind of body: branches, patterns, closures, macros, tuples, assignments. The annotated function
//! against the same function without the attribute, at every level, thread count and pool.

#![allow(
    clippy::needless_range_loop,
    clippy::assign_op_pattern,
    clippy::manual_memcpy,
    clippy::single_match,
    clippy::match_like_matches_macro,
    clippy::collapsible_if,
    clippy::redundant_closure_call,
    clippy::neg_cmp_op_on_partial_ord,
    clippy::identity_op,
    clippy::needless_late_init,
    clippy::let_and_return,
    clippy::eq_op,
    clippy::never_loop,
    clippy::useless_vec,
    reason = "bodies as people write them are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran, same};
use std::panic::AssertUnwindSafe;

const SIZES: [usize; 9] = [0, 1, 2, 31, 32, 33, 65, 100, 700];

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

macro_rules! compare {
    ($plain:ident, $fast:ident) => {
        everywhere(|how| {
            for n in SIZES {
                let x = ramp(n);
                let (mut a, mut b) = (ramp(n), ramp(n));
                let p = panic_text(AssertUnwindSafe(|| $plain(&x, &mut a)));
                let q = panic_text(AssertUnwindSafe(|| $fast(&x, &mut b)));
                assert_eq!(p, q, "{how}, n = {n}");
                if p.is_none() {
                    assert!(same(&a, &b), "{how}, n = {n}");
                }
            }
        });
        ran(stringify!($fast));
    };
}

both!([parallel] matches_plain, matching(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let kind = match x[i] {
            v if v < -2.0 => 0,
            v if v < 0.0 => 1,
            _ => 2,
        };
        out[i] = match (kind, i % 3) {
            (0, _) => 0.0,
            (1, 0) | (1, 1) => x[i],
            (k @ 1..=2, r) => k as f64 + r as f64,
            _ => unreachable!(),
        };
        match i {
            0 => out[i] += 1.0,
            1..=9 => {
                out[i] += 2.0;
            }
            _ => {}
        }
    }
});

both!([parallel] branches_plain, branches(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let v = x[i];
        out[i] = if v < -3.0 { -1.0 } else if v < 0.0 { 0.0 } else if v < 3.0 { 1.0 } else { 2.0 };
        if !(v > 1.0) && (i & 1 == 0 || v < -1.0) {
            out[i] -= 0.25;
        } else if matches!(i % 4, 1 | 3 if v > 0.0) {
            out[i] *= 2.0;
        }
    }
});

both!([parallel] tuples_plain, tuples(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let (a, b) = (x[i], x[i] * 0.5);
        let (mut lo, mut hi) = if a < b { (a, b) } else { (b, a) };
        (lo, hi) = (hi - lo, lo);
        let [p, q, ..] = [lo, hi, a, b];
        let pair = (p, (q, i));
        let (_, (r, k)) = pair;
        let _unused = pair.1.0;
        out[i] = p + r + k as f64 + (pair.1).0;
    }
});

both!([parallel] shadows_plain, shadows(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let x = x[i];
        let x = x + 1.0;
        let i = i + 0;
        let y;
        if x > 0.0 { y = x } else { y = -x }
        let out_i = { let x = y * 2.0; x };
        out[i] = out_i;
    }
});

both!([parallel] closures_plain, closures(x: &[f64], out: &mut [f64]) {
    let scale = 1.5;
    for i in 0..x.len() {
        let square = |v: f64| v * v * scale;
        let at = |k: usize| x[k];
        let mut steps = 0;
        let mut count = |v: f64| { steps += 1; if v > 0.0 { return v; } -v };
        let total = count(at(i)) + count(square(at(i)));
        out[i] = total + steps as f64 + (|| scale)();
    }
});

both!([parallel] arrays_plain, arrays(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let mut window = [0.0; 4];
        for k in 0..4 {
            window[k] = x[i] + k as f64;
        }
        window.swap(0, 3);
        let mut grid = [[0.0f64; 2]; 2];
        grid[1][0] = window[0];
        grid[0][1] -= window[1];
        let list = vec![grid[1][0], grid[0][1], window[2]];
        let zeros = vec![0.25; 3];
        out[i] = list[0] * list[1] + list[2] + zeros[i % 3];
    }
});

both!([parallel] compound_plain, compound(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        out[i] += 1.0;
        out[i] -= x[i];
        out[i] *= 3.0;
        out[i] /= 7.0;
        out[i] %= 5.0;
        let mut k = i as u32;
        k += 3;
        k -= 1;
        k *= 5;
        k /= 2;
        k %= 1000;
        k &= 0xfff;
        k |= 1;
        k ^= 0x55;
        k <<= 2;
        k >>= 1;
        out[i] += k as f64;
    }
});

both!([parallel] references_plain, references(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let v = &x[i];
        let cell = &mut out[i];
        *cell += *v;
        let mut own = *v * 2.0;
        let r = &mut own;
        *r += 1.0;
        *cell -= own;
    }
});

#[test]
fn expressions_and_statements() {
    compare!(matches_plain, matching);
    compare!(branches_plain, branches);
    compare!(tuples_plain, tuples);
    compare!(shadows_plain, shadows);
    compare!(closures_plain, closures);
    compare!(arrays_plain, arrays);
    compare!(compound_plain, compound);
    compare!(references_plain, references);
}

both!([parallel] checks_plain, checks(x: &[f64], out: &mut [f64]) {
    let limit = 8.0;
    for i in 0..x.len() {
        assert!(x[i] < 100.0);
        assert!(x[i] < limit + 90.0, "element {} is {}", i, x[i]);
        debug_assert!(i < x.len());
        assert_eq!(x[i], x[i]);
        assert_ne!(i, x.len(), "at {i}");
        debug_assert_eq!(i + 1 - 1, i);
        out[i] = x[i];
    }
});

both!([] fails_plain, fails(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        assert!(x[i] < 4.0 && i as f64 >= 0.0);
        out[i] = x[i];
    }
});

both!([] fails_with_text_plain, fails_with_text(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        assert!(!(x[i] > 3.0), "element {i} of {} is too great", x.len());
        out[i] = x[i];
    }
});

both!([] fails_equal_plain, fails_equal(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        assert_eq!(x[i].max(-4.0), x[i], "clamped at {i}");
        if i > 500 { panic!("too far: {}", i); }
        out[i] = x[i];
    }
});

#[test]
fn macros_of_std() {
    compare!(checks_plain, checks);
    compare!(fails_plain, fails);
    compare!(fails_with_text_plain, fails_with_text);
    compare!(fails_equal_plain, fails_equal);
}

#[test]
fn the_message_of_an_assertion_is_its_own() {
    let x = vec![5.0; 100];
    let mut out = vec![0.0; 100];
    let text = panic_text(AssertUnwindSafe(|| fails(&x, &mut out)));
    assert_eq!(text.as_deref(), Some("assertion failed: x[i] < 4.0 && i as f64 >= 0.0"));
}

struct Point {
    x: f64,
    y: f64,
}

impl Point {
    fn norm(&self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }
}

both!([parallel, nogil] structs_plain, structs(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let y = 0.5;
        let mut p = Point { x: x[i], y };
        p.y += x[i];
        let Point { x: px, y: _ } = p;
        out[i] = p.norm() + px + Point { x: 1.0, ..p }.norm();
    }
});

both!([parallel, nogil] iterators_plain, iterators(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let mut sum = 0.0;
        for v in x.iter().take(3) {
            sum += v;
        }
        for (k, v) in x[..i.min(2)].iter().enumerate() {
            sum += v * k as f64;
        }
        out[i] = sum + x.iter().skip(i).take(2).map(|v| v * 2.0).sum::<f64>();
    }
});

#[test]
fn calls_under_nogil() {
    compare!(structs_plain, structs);
    compare!(iterators_plain, iterators);
    compare!(options_nogil_plain, options_nogil);
}

both!([parallel, nogil] options_nogil_plain, options_nogil(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let found = if x[i] > 0.0 { Some(x[i]) } else { None };
        let Some(v) = found else { continue };
        if let Some(w) = found && w > 1.0 {
            out[i] = w;
        }
        out[i] += v;
        while let Some(w) = found {
            out[i] += w;
            break;
        }
    }
});

#[derive(Clone, Copy, Debug, PartialEq)]
struct Stats {
    total: i64,
    last: usize,
}

both!([parallel] through_references_plain, through_references(x: &[i64], total: &mut i64, stats: &mut Stats, scale: &i64) {
    for i in 0..x.len() {
        *total += x[i] * *scale;
        stats.total += x[i];
        stats.last = i;
    }
});

#[test]
fn scalars_behind_references_and_in_fields() {
    everywhere(|how| {
        for n in [0, 1, 40, 100, 100_000] {
            let x: Vec<i64> = (0..n as i64).map(|i| i * 37 % 101 - 50).collect();
            let (mut a, mut b) = (5, 5);
            let (mut p, mut q) = (Stats { total: 1, last: 9 }, Stats { total: 1, last: 9 });
            through_references_plain(&x, &mut a, &mut p, &3);
            through_references(&x, &mut b, &mut q, &3);
            assert_eq!((a, p), (b, q), "{how}, n = {n}");
        }
    });
    ran("through_references");
}
