//! Every form of loop: heads, steps, counters, labels, where loops may stand. The annotated function
//! against the same function without the attribute, at every level, thread count and pool.

#![allow(
    clippy::needless_range_loop,
    clippy::explicit_counter_loop,
    clippy::while_let_loop,
    clippy::too_many_arguments,
    clippy::assign_op_pattern,
    clippy::let_and_return,
    clippy::let_unit_value,
    unused_labels,
    reason = "loops as people write them are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran, same};
use std::panic::AssertUnwindSafe;

const SIZES: [usize; 12] = [0, 1, 2, 3, 7, 31, 32, 33, 64, 65, 100, 700];

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

/// `f(x, out)` against its plain twin for every size, with the fast form taken at least once.
macro_rules! compare {
    ($plain:ident, $fast:ident $(, $arg:expr)*) => {
        everywhere(|how| {
            for n in SIZES {
                let x = ramp(n);
                let (mut a, mut b) = (ramp(n), ramp(n));
                let p = panic_text(AssertUnwindSafe(|| { $plain(&x, &mut a $(, $arg)*); }));
                let q = panic_text(AssertUnwindSafe(|| { $fast(&x, &mut b $(, $arg)*); }));
                assert_eq!(p, q, "{how}, n = {n}");
                if p.is_none() {
                    assert!(same(&a, &b), "{how}, n = {n}");
                }
            }
        });
        ran(stringify!($fast));
    };
}

both!([parallel] rev_plain, rev(x: &[f64], out: &mut [f64]) {
    for i in (0..x.len()).rev() {
        out[i] = x[i] * 2.0;
    }
});

both!([parallel] rev_inclusive_plain, rev_inclusive(x: &[f64], out: &mut [f64]) {
    for i in (1..=x.len()).rev() {
        out[i - 1] = x[i - 1] + 1.0;
    }
});

both!([] suffix_sums_plain, suffix_sums(x: &[f64], out: &mut [f64]) {
    let n = x.len();
    for i in (0..n - n.min(1)).rev() {
        out[i] = out[i + 1] + x[i];
    }
});

#[test]
fn reversed() {
    compare!(rev_plain, rev);
    compare!(rev_inclusive_plain, rev_inclusive);
    compare!(suffix_sums_plain, suffix_sums);
}

both!([parallel] pairs_plain, pairs(x: &[f64], out: &mut [f64]) {
    let n = x.len() / 2 * 2;
    for i in (0..n).step_by(2) {
        out[i] = x[i + 1];
        out[i + 1] = x[i];
    }
});

both!([parallel] every_k_plain, every_k(x: &[f64], out: &mut [f64], k: usize) {
    for i in (0..x.len()).step_by(k) {
        out[i] += x[i];
    }
});

both!([parallel] last_of_three_plain, last_of_three(x: &[f64], out: &mut [f64]) {
    for i in (2..x.len()).step_by(3).rev() {
        out[i] = x[i] - x[i - 2];
    }
});

both!([parallel] rev_step_plain, rev_step(x: &[f64], out: &mut [f64], k: usize) {
    for i in (0..x.len()).rev().step_by(k) {
        out[i] = x[i] - 1.0;
    }
});

both!([parallel] step_of_32_bits_plain, step_of_32_bits(x: &[f64], out: &mut [f64]) {
    for i in (0..x.len() as u32).step_by(4) {
        out[i as usize] = x[i as usize] * 0.5;
    }
});

both!([parallel] inner_step_plain, inner_step(x: &[f64], out: &mut [f64]) {
    let m = 8;
    for i in 0..x.len() / m {
        for j in (0..m).step_by(2) {
            out[i * m + j] = x[i * m + j + 1];
            out[i * m + j + 1] = x[i * m + j];
        }
        for j in (1..m).rev() {
            out[i * m + j] += out[i * m + j - 1];
        }
    }
});

#[test]
fn with_steps() {
    compare!(pairs_plain, pairs);
    for k in [1, 2, 3, 7, 1000] {
        compare!(every_k_plain, every_k, k);
        compare!(rev_step_plain, rev_step, k);
    }
    compare!(last_of_three_plain, last_of_three);
    compare!(step_of_32_bits_plain, step_of_32_bits);
    compare!(inner_step_plain, inner_step);
    // A step of 0 panics before the first iteration, also over an empty range.
    for n in [0, 5, 100] {
        let x = ramp(n);
        let mut out = ramp(n);
        let plain = panic_text(AssertUnwindSafe(|| every_k_plain(&x, &mut out, 0)));
        let fast = panic_text(AssertUnwindSafe(|| every_k(&x, &mut out, 0)));
        assert_eq!(plain.as_deref(), Some("assertion failed: step != 0"));
        assert_eq!(plain, fast);
    }
}

both!([parallel] step_sum_plain, step_sum(x: &[f64], out: &mut [f64]) {
    let mut sum = 0.0;
    for i in (0..x.len()).step_by(3) {
        sum += x[i];
    }
    let mut count = 0u64;
    for i in (0..x.len()).rev().step_by(2) {
        count += i as u64;
    }
    if !out.is_empty() {
        out[0] = (sum * 64.0).round() + count as f64;
    }
});

#[test]
fn reductions_over_steps() {
    compare!(step_sum_plain, step_sum);
}

both!([parallel] while_plain, counts(x: &[f64], out: &mut [f64]) {
    let mut i = 0;
    while i < x.len() {
        out[i] = x[i] * 3.0;
        i += 1;
    }
    assert_eq!(i, x.len());
});

both!([parallel] while_by_two_plain, while_by_two(x: &[f64], out: &mut [f64]) {
    let n = x.len();
    let mut i = 1;
    while i <= n {
        out[i - 1] = x[i - 1] + i as f64;
        i += 2;
    }
    if n > 0 {
        out[0] += i as f64;
    }
});

both!([parallel] endless_plain, endless(x: &[f64], out: &mut [f64]) {
    let mut i = 0usize;
    loop {
        if i >= x.len() {
            break;
        }
        out[i] = x[i].abs();
        i = i + 1;
    }
    out[..i].reverse();
});

both!([parallel] c_style_plain, c_style(x: &[f64], out: &mut [f64]) {
    let m = 5;
    let n = x.len() / m;
    let mut i = 0;
    while i < n {
        let mut j = 0;
        while j < m {
            out[i * m + j] = x[i * m + j] * 2.0 + j as f64;
            j += 1;
        }
        i += 1;
    }
});

both!([parallel] signed_while_plain, signed_while(x: &[f64], out: &mut [f64]) {
    let n = x.len() as i32;
    let mut i = 0i32;
    while i < n {
        out[i as usize] = x[i as usize] - 1.0;
        i += 1;
    }
});

#[test]
fn counters() {
    compare!(while_plain, counts);
    compare!(while_by_two_plain, while_by_two);
    compare!(endless_plain, endless);
    compare!(c_style_plain, c_style);
    compare!(signed_while_plain, signed_while);
}

both!([] small_counter_plain, small_counter(start: u8, end: u8) -> (u8, u32) {
    let mut i = start;
    let mut steps = 0u32;
    while i < end {
        steps += 1;
        i += 3;
    }
    (i, steps)
});

#[test]
fn a_counter_overflows_where_plain_does() {
    everywhere(|how| {
        for (start, end) in [(0, 0), (0, 200), (250, 255), (251, 254), (0, 255), (9, 3)] {
            let (mut a, mut b) = ((0, 0), (0, 0));
            let plain = panic_text(AssertUnwindSafe(|| a = small_counter_plain(start, end)));
            let fast = panic_text(AssertUnwindSafe(|| b = small_counter(start, end)));
            assert_eq!(plain, fast, "{how}, {start}..{end}");
            assert_eq!(a, b, "{how}, {start}..{end}");
        }
    });
}

both!([parallel] labels_plain, labels(x: &[f64], out: &mut [f64]) {
    let m = 4;
    'rows: for i in 0..x.len() / m {
        for j in 0..m {
            if x[i * m + j] < -4.0 {
                continue 'rows;
            }
            if x[i * m + j] > 4.0 {
                break;
            }
            out[i * m + j] = x[i * m + j];
        }
        out[i * m] += 1.0;
    }
});

both!([parallel] inner_search_plain, inner_search(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let mut steps = 0;
        let mut v = x[i].abs();
        while v > 1.0 && steps < 50 {
            v *= 0.5;
            steps += 1;
        }
        let found = loop {
            v += 0.125;
            if v > 1.0 {
                break v;
            }
        };
        let first = 'search: {
            for k in 0..4 {
                if x[i] > k as f64 {
                    break 'search k;
                }
            }
            9
        };
        out[i] = found + steps as f64 + first as f64;
    }
});

#[test]
fn jumps() {
    compare!(labels_plain, labels);
    compare!(inner_search_plain, inner_search);
}

both!([parallel] places_of_loops_plain, places_of_loops(x: &[f64], out: &mut [f64]) {
    let total = {
        let mut total = 0.0;
        for i in 0..x.len() { total += x[i].abs().floor(); }
        total
    };
    match x.len() % 2 {
        0 => for i in 0..x.len() { out[i] = x[i] + total; },
        _ => {
            for _ in 0..3 {
                for i in 0..x.len() { out[i] += x[i]; }
            }
        }
    }
    if total > 0.0 { for i in 0..x.len() { out[i] -= 1.0; } }
    let unit = for i in 0..out.len() { out[i] *= 0.5; };
    unit
});

#[test]
fn loops_anywhere() {
    compare!(places_of_loops_plain, places_of_loops);
}

both!([] all_integers_plain, all_integers(x: &[f64], out: &mut [f64]) {
    let n = x.len().min(100);
    for i in 0..n as u8 { out[i as usize] += 1.0; }
    for i in 0..n as u16 { out[i as usize] += 1.0; }
    for i in 0..n as u32 { out[i as usize] += 1.0; }
    for i in 0..n as u64 { out[i as usize] += 1.0; }
    for i in 0..n as u128 { out[i as usize] += 1.0; }
    for i in 0..n as i8 { out[i as usize] += 1.0; }
    for i in 0..n as i16 { out[i as usize] += 1.0; }
    for i in 0..n as i32 { out[i as usize] += 1.0; }
    for i in 0..n as i64 { out[i as usize] += 1.0; }
    for i in 0..n as i128 { out[i as usize] += 1.0; }
    for i in (0..n as isize).rev() { out[i as usize] += 1.0; }
    for mut i in 0..n { i /= 2; out[i] += 1.0; }
});

#[test]
fn every_integer_type() {
    compare!(all_integers_plain, all_integers);
}

both!([parallel] up_to_max_plain, up_to_max(table: &mut [u64]) {
    for i in 0..=u8::MAX {
        table[i as usize] = u64::from(i) * 3;
    }
    for i in (0..=u8::MAX).rev().step_by(5) {
        table[i as usize] += 1;
    }
    for i in (i8::MIN..=i8::MAX).step_by(127) {
        table[(i as i16 + 128) as usize] += 7;
    }
});

#[test]
fn inclusive_up_to_the_greatest() {
    everywhere(|how| {
        let (mut a, mut b) = (vec![0; 256], vec![0; 256]);
        up_to_max_plain(&mut a);
        up_to_max(&mut b);
        assert_eq!(a, b, "{how}");
    });
}

both!([parallel] conditions_plain, conditions(x: &[f64], out: &mut [f64]) {
    let n = x.len();
    for i in 0..n {
        let mut sum = x[i];
        if i > 0 {
            sum += x[i - 1];
        }
        if i + 1 < n && x[i + 1] > 0.0 {
            sum += x[i + 1];
        }
        if i < 2 || x[i - 2] < 0.0 {
            sum += 1.0;
        }
        if i == 0 {
            out[i] = sum;
            continue;
        }
        out[i] = sum + x[i - 1];
    }
});

#[test]
fn conditions_that_keep_subscripts_in_range() {
    compare!(conditions_plain, conditions);
    let stats = hotloop::stats();
    let ours = stats.iter().find(|s| s.function == "conditions").expect("it ran");
    let short = "the loop is long enough for the fast form";
    assert!(ours.first_failed.is_none_or(|why| why == short), "{:?}", ours.first_failed);
}

both!([parallel] packing_plain, packing(x: &[f64], out: &mut [f64]) {
    let mut k = 0;
    for i in 0..x.len() / 2 {
        out[k] = x[i];
        out[k + 1] = x[i] + 1.0;
        k += 2;
    }
    assert_eq!(k, x.len() / 2 * 2);
});

both!([parallel] flattened_plain, flattened(x: &[f64], out: &mut [f64]) {
    let m = 7;
    let mut k = 0;
    for i in 0..x.len() / m {
        for j in 0..m {
            out[k] = x[i * m + j] * 2.0;
            k += 1;
            if j > 3 {
                out[k - 1] += 1.0;
            }
        }
    }
    for _ in 0..k { out[0] += 1.0; }
});

both!([parallel] downwards_plain, downwards(x: &[f64], out: &mut [f64]) {
    let mut k = x.len();
    for i in (0..x.len()).rev() {
        k -= 1;
        out[k] = x[i] - 1.0;
    }
    let mut count = 5u8;
    for i in 0..x.len() / 16 {
        out[i] += count as f64;
        count += 1;
    }
    if k == 0 && !out.is_empty() {
        out[0] += count as f64;
    }
});

both!([parallel] strided_plain, strided(x: &[f64], out: &mut [f64], stride: usize) {
    let mut at = 1usize;
    for i in 0..x.len() / (stride + 1) {
        out[at] = x[i];
        at += stride;
    }
    if at > 0 && !out.is_empty() {
        out[0] = at as f64;
    }
});

#[test]
fn induction_variables() {
    compare!(packing_plain, packing);
    compare!(flattened_plain, flattened);
    compare!(downwards_plain, downwards);
    for stride in [3, 1, 0] {
        compare!(strided_plain, strided, stride);
    }
}
