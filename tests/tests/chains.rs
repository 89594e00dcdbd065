//! Loops over chains of iterators: the same values as the plain function, everywhere.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    reason = "loops in every spelling are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, ran, same};

const SIZES: [usize; 9] = [0, 1, 2, 31, 33, 64, 65, 130, 1000];

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

/// Both functions write the same.
fn check_writes(name: &str, plain: fn(&[f64], &mut [f64]), fast: fn(&[f64], &mut [f64])) {
    everywhere(|how| {
        for n in SIZES {
            for m in [n, n / 2, n + 3] {
                let (a, mut x) = (ramp(n), ramp(m));
                let mut y = x.clone();
                plain(&a, &mut x);
                fast(&a, &mut y);
                assert!(same(&x, &y), "{name}, {how}, n = {n}, m = {m}");
            }
        }
    });
    ran(name);
}

macro_rules! writes {
    ($test:ident; $($plain:ident $fast:ident |$a:ident, $b:ident| $body:block)*) => {
        $(both!([parallel] $plain, $fast($a: &[f64], $b: &mut [f64]) $body);)*
        #[test]
        fn $test() {
            $(check_writes(stringify!($fast), $plain, $fast);)*
        }
    };
}

writes! { items_that_are_written;
    each_plain each |a, b| { let k = a.len() as f64; for x in b.iter_mut() { *x *= k; } }
    whole_plain whole |a, b| { let k = a.len() as f64; for x in b { *x += k.sqrt(); } }
    referent_plain referent |a, b| { let k = a.len() as f64; for x in &mut *b { *x = x.abs() + k; } }
    zipped_plain zipped |a, b| { for (x, y) in a.iter().zip(b.iter_mut()) { *y += 2.0 * x; } }
    zipped_back_plain zipped_back |a, b| { for (y, &x) in b.iter_mut().zip(a) { *y = x - *y; } }
    numbered_plain numbered |a, b| { for (i, y) in b.iter_mut().enumerate() { *y += i as f64 * 0.5; } }
    gathered_plain gathered |a, b| {
        let n = a.len().min(b.len());
        for (i, y) in b.iter_mut().enumerate().take(n) { *y += a[i]; }
    }
    stencil_plain stencil |a, b| {
        let n = a.len().min(b.len());
        for (i, x) in a.iter().enumerate().take(n.saturating_sub(1)).skip(1) { b[i] = a[i - 1] + x + a[i + 1 - 1]; }
    }
    scattered_plain scattered |a, b| {
        let n = a.len().min(b.len());
        for (i, x) in a.iter().enumerate().take(n) { b[i] = x.abs(); }
    }
    backwards_plain backwards |a, b| { for (x, y) in a.iter().rev().zip(b.iter_mut()) { *y -= x; } }
    both_back_plain both_back |a, b| { for (x, y) in a.iter().zip(b.iter_mut()).rev() { *y -= x; } }
    rev_numbered_plain rev_numbered |a, b| { let n = a.len().min(b.len()); for (i, x) in a[..n].iter().enumerate().rev() { b[i] = x + a[n - 1 - i]; } }
    numbered_rev_plain numbered_rev |a, b| { let n = a.len().min(b.len()); for (i, x) in a[..n].iter().skip(1).rev().enumerate().step_by(2) { b[i] -= x; } }
    later_plain later |a, b| { for (x, y) in a.iter().skip(3).zip(b.iter_mut().skip(1)) { *y = *x; } }
    every_other_plain every_other |a, b| { for (x, y) in a.iter().step_by(2).zip(b.iter_mut().step_by(3)) { *y = *x + 1.0; } }
    stepped_plain stepped |a, b| { for y in b.iter_mut().step_by(2) { *y += 1.0; } }
    stepped_by_plain stepped_by |a, b| { let k = a.len() % 5 + 1; for (i, y) in b.iter_mut().enumerate().step_by(k) { *y += i as f64; } }
    copies_plain copies |a, b| { for (x, y) in a.iter().copied().zip(b.iter_mut()) { *y = x.max(*y); } }
    clones_plain clones |a, b| { for (y, x) in b.iter_mut().zip(a.iter().cloned().rev()) { *y = x * x; } }
    triple_plain triple |a, b| { for ((x, y), z) in a.iter().zip(b.iter_mut()).zip(a.iter().skip(2)) { *y = x * z; } }
    counted_plain counted |a, b| { for (i, (x, y)) in a.iter().zip(b.iter_mut()).enumerate() { *y = x * i as f64; } }
    inner_count_plain inner_count |a, b| { for ((i, x), y) in a.iter().enumerate().zip(b.iter_mut()) { *y = x * i as f64; } }
    ranged_plain ranged |a, b| { for (i, y) in (0..a.len()).zip(b.iter_mut()) { *y += a[i]; } }
    part_plain part |a, b| { let n = b.len() / 2; for (x, y) in a[a.len() / 2..].iter().zip(&mut b[n..]) { *y *= *x; } }
    pairs_plain pairs |a, b| { for (w, y) in a.windows(3).zip(b.iter_mut()) { *y = w[0] + 2.0 * w[1] + w[2]; } }
    rows_plain rows |a, b| { for (row, y) in a.chunks(7).zip(b.iter_mut()) { let mut s = 0.0; for j in 0..row.len() { s += row[j]; } *y = s; } }
    rows_mut_plain rows_mut |a, b| { for (i, row) in b.chunks_mut(5).enumerate() { for j in 0..row.len() { row[j] += (i * j) as f64; } } }
    exact_plain exact |a, b| { for (x, y) in a.chunks_exact(2).zip(b.chunks_exact_mut(2)) { y[0] = x[0] - x[1]; y[1] = x[0] + x[1]; } }
    branch_plain branch |a, b| { for (x, y) in a.iter().zip(b.iter_mut()) { if *x > 0.0 { continue; } *y = x.sqrt(); } }
}

/// Both functions give the same number, and the same as each other in every form.
fn check_gives<T: PartialEq + std::fmt::Debug>(
    name: &str,
    sizes: &[usize],
    plain: fn(&[f64]) -> T,
    fast: fn(&[f64]) -> T,
) {
    everywhere(|how| {
        for &n in sizes {
            let a = ramp(n);
            // Text tells -0.0 from 0.0.
            assert_eq!(format!("{:?}", plain(&a)), format!("{:?}", fast(&a)), "{name}, {how}, n = {n}");
        }
    });
    ran(name);
}

macro_rules! gives {
    ($test:ident $sizes:expr; $($plain:ident $fast:ident |$a:ident| -> $t:ty $body:block)*) => {
        $(both!([parallel] $plain, $fast($a: &[f64]) -> $t $body);)*
        #[test]
        fn $test() {
            $(check_gives(stringify!($fast), &$sizes, $plain, $fast);)*
        }
    };
}

gives! { values_that_are_computed SIZES;
    greatest_plain greatest |a| -> f64 { let mut m = f64::NEG_INFINITY; for x in a { if *x > m { m = *x; } } m }
    greatest_by_method_plain greatest_by_method |a| -> f64 { let mut m = f64::NEG_INFINITY; for x in a.iter() { m = m.max(*x); } m }
    greatest_at_plain greatest_at |a| -> (f64, usize) {
        let (mut m, mut at) = (f64::NEG_INFINITY, 0);
        for (i, x) in a.iter().enumerate() { if *x > m { m = *x; at = i; } }
        (m, at)
    }
    halves_plain halves |a| -> f64 { let mut s = 0.0; for (x, y) in a.iter().zip(a.iter().rev()) { s += x * y; } s }
}

// Without a float to regroup, lanes are worth something in long loops alone.
gives! { values_of_long_loops [1, 33, 300_001];
    whole_numbers_plain whole_numbers |a| -> i64 { let mut s = 0i64; for x in a.iter().copied() { s += (x * 64.0) as i64; } s }
    how_many_plain how_many |a| -> usize { let mut n = 0; for &x in a.iter() { if x > 0.0 { n += 1; } } n }
    last_plain last |a| -> f64 { let mut last = 0.0; for x in a.iter().skip(1) { last = *x; } last }
    all_finite_plain all_finite |a| -> bool { let mut ok = true; for x in a.iter() { ok &= x.is_finite(); } ok }
}

#[accel(parallel)]
fn sines(a: &[f64], b: &mut [f64]) {
    for (x, y) in a.iter().zip(b) {
        *y = x.sin();
    }
}

#[accel(parallel)]
fn sines_of_references(a: &[f64], b: &mut [f64]) {
    for i in 0..a.len() {
        let (r, k) = (&a[i], &0.0);
        b[i] = r.sin() + k;
    }
    for x in b.iter_mut() {
        *x = x.cos();
    }
    for (i, row) in b.chunks_mut(40).enumerate() {
        for j in 0..row.len() {
            row[j] = (row[j] + i as f64).sin();
        }
    }
}

#[test]
fn functions_of_references_are_ours() {
    everywhere(|how| {
        for n in SIZES {
            let (a, mut b) = (ramp(n), vec![0.0; n]);
            sines(&a, &mut b);
            let ours: Vec<f64> = a.iter().map(|x| hotloop::math::sin(*x)).collect();
            assert!(same(&b, &ours), "{how}, n = {n}");
        }
    });
    ran("sines");
    everywhere(|how| {
        for n in SIZES {
            let (a, mut b) = (ramp(n), vec![0.0; n]);
            sines_of_references(&a, &mut b);
            let once = a.iter().map(|x| hotloop::math::cos(hotloop::math::sin(*x)));
            let ours: Vec<f64> =
                once.enumerate().map(|(i, x)| hotloop::math::sin(x + (i / 40) as f64)).collect();
            assert!(same(&b, &ours), "{how}, n = {n}");
        }
    });
    ran("sines_of_references");
}

// Chains that end in a value. Of the numbers every sum in any order is exact.
gives! { ends_in_a_value SIZES;
    summed_plain summed |a| -> f64 { a.iter().sum() }
    summed_named_plain summed_named |a| -> f64 { 2.0 * a.iter().copied().sum::<f64>() }
    summed_let_plain summed_let |a| -> f64 { let s: f64 = a.iter().zip(a.iter().skip(1)).map(|(x, y)| x * y).sum(); s + 1.0 }
    summed_range_plain summed_range |a| -> f64 { (0..a.len()).map(|i| a[i] * a[a.len() - 1 - i]).sum::<f64>() }
    filtered_plain filtered |a| -> f64 { a.iter().filter(|x| **x > 0.5).map(|x| x * 2.0).sum::<f64>() }
    twice_plain twice |a| -> f64 { a.iter().map(|x| x + 1.0).filter(|&x| x < 3.0).map(|x| x * x).sum::<f64>() }
    multiplied_plain multiplied |a| -> f64 { a.iter().map(|x| if *x > 0.0 { 2.0 } else { 0.5 }).product::<f64>() }
    folded_plain folded |a| -> f64 { a.iter().fold(0.0, |s, x| s + x * 2.0) }
    folded_max_plain folded_max |a| -> f64 { a.iter().copied().fold(f64::NEG_INFINITY, f64::max) }
    folded_min_plain folded_min |a| -> f64 { a.iter().fold(f64::INFINITY, |m, &x| m.min(x)) }
    counted_up_plain counted_up |a| -> f64 { a.iter().enumerate().map(|(i, x)| x * i as f64).sum::<f64>() }
    of_floats32_plain of_floats32 |a| -> f32 { a.iter().map(|x| *x as f32).sum::<f32>() }
}

gives! { long_chains_end_in_a_value [1, 33, 300_001];
    summed_integers_plain summed_integers |a| -> i64 { a.iter().map(|x| (x * 64.0) as i64).sum::<i64>() }
    folded_bits_plain folded_bits |a| -> u64 { a.iter().fold(7, |s, x| s ^ x.to_bits()) }
    any_plain any |a| -> bool { a.iter().fold(false, |s, x| s | (*x > 1e9)) }
}

gives! { collected SIZES;
    doubled_plain doubled |a| -> Vec<f64> { a.iter().map(|x| x * 2.0).collect() }
    doubled_named_plain doubled_named |a| -> usize { let v = a.iter().zip(a.iter().skip(1)).map(|(x, y)| x * y).collect::<Vec<f64>>(); v.iter().map(|x| x.to_bits() as usize % 1000).sum::<usize>() }
    inferred_plain inferred |a| -> Vec<f64> { let v: Vec<_> = a.iter().rev().copied().map(|x| x.sqrt()).collect(); v }
    of_ranges_plain of_ranges |a| -> Vec<f64> { let n = a.len(); (0..n).map(|i| a[i] + a[n - 1 - i] * i as f64).collect::<Vec<_>>() }
    later_range_plain later_range |a| -> Vec<usize> { let v: Vec<usize> = (3..a.len() + 3).map(|i| i * 2).collect(); v }
    constant_plain constant |a| -> Vec<f32> { (0..a.len()).map(|_| 0.5f32).collect::<Vec<_>>() }
    numbered_collect_plain numbered_collect |a| -> Vec<f64> { a.iter().enumerate().map(|(i, x)| x + i as f64).collect::<Vec<f64>>() }
    copied_all_plain copied_all |a| -> Vec<f64> { a.iter().copied().collect::<Vec<f64>>() }
    rows_summed_plain rows_summed |a| -> Vec<f64> { a.chunks(7).map(|r| r.iter().sum::<f64>()).collect::<Vec<f64>>() }
    products_plain products |a| -> Vec<f64> { let m = 5; (0..a.len() / m).map(|i| (0..m).map(|j| a[i * m + j] / 3.0).sum::<f64>()).collect::<Vec<f64>>() }
}

both!([] sines_of_plain, sines_of(a: &[f64]) -> Vec<f64> { a.iter().map(|x| hotloop::math::sin(*x)).collect() });
both!([] sines_in_order_plain, sines_in_order(a: &[f64]) -> Vec<f64> { a.iter().map(|x| x.sin()).collect::<Vec<f64>>() });

#[test]
fn sines_are_collected_as_vectors() {
    everywhere(|how| {
        for n in SIZES {
            assert!(same(&sines_of_plain(&ramp(n)), &sines_in_order(&ramp(n))), "{how}, n = {n}");
        }
    });
    ran("sines_in_order");
}

both!([parallel] text_plain, texts_of(a: &[f64]) -> (Vec<String>, String, std::collections::BTreeSet<u64>, Vec<(f64, f64)>, Option<Vec<f64>>) {
    let s: Vec<String> = a.iter().map(|x| x.to_string()).collect();
    let t: String = a.iter().map(|x| if *x > 0.0 { 'a' } else { 'b' }).collect();
    let u = a.iter().map(|x| x.to_bits()).collect::<std::collections::BTreeSet<_>>();
    let v: Vec<(f64, f64)> = a.iter().map(|x| (*x, 1.0)).collect();
    let w: Option<Vec<f64>> = a.iter().map(|x| if *x < 5.0 { Some(*x) } else { None }).collect();
    let r: Vec<&f64> = a.iter().filter(|x| **x > 0.0).collect();
    let m: f64 = a.iter().sum();
    (s, t, u, v, w)
});
both!([parallel] fails_plain, fails(a: &[f64]) -> Vec<f64> {
    let v: Vec<f64> = (0..a.len()).map(|i| { assert!(a[i] < 9.0, "{i}"); a[i + i % 2] }).collect();
    v
});

#[test]
fn other_collections() {
    everywhere(|how| {
        for n in SIZES {
            assert_eq!(text_plain(&ramp(n)), texts_of(&ramp(n)), "{how}, n = {n}");
            let panics = |f: fn(&[f64]) -> Vec<f64>| {
                let mut out = None;
                let text =
                    hotloop_tests::panic_text(std::panic::AssertUnwindSafe(|| out = Some(f(&ramp(n)))));
                (out, text)
            };
            assert_eq!(panics(fails_plain), panics(fails), "{how}, n = {n}");
        }
    });
}

gives! { searches [0, 1, 33, 1000, 300_001];
    any_far_plain any_far |a| -> bool { a.iter().any(|x| *x > 1e9) }
    any_near_plain any_near |a| -> bool { a.iter().zip(a.iter().skip(1)).any(|(x, y)| x == y) }
    all_near_plain all_near |a| -> bool { a.iter().all(|&x| x < 10.5) }
    all_far_plain all_far |a| -> bool { (0..a.len()).all(|i| a[i].is_finite()) }
    at_plain at |a| -> Option<usize> { a.iter().position(|x| *x == 10.5) }
    at_end_plain at_end |a| -> Option<usize> { let n = a.len(); (0..n).position(|i| i + 2 > n && a[i] < 100.0) }
    back_at_plain back_at |a| -> Option<usize> { a.iter().rev().map(|x| x * 2.0).position(|x| x > 20.9) }
    filtered_any_plain filtered_any |a| -> bool { a.iter().enumerate().filter(|(i, _)| i % 1000 == 999).any(|(_, x)| *x > 10.0) }
    sine_any_plain sine_any |a| -> bool { a.iter().any(|x| x.abs().sqrt() > 1e9) }
}

both!([parallel] found_or_panics_plain, found_or_panics(a: &[f64], k: usize, from: usize) -> Option<usize> {
    (0..a.len()).position(|i| { assert!(i < from, "too far: {i}"); i == k })
});

#[test]
fn panics_after_the_find_are_not_seen() {
    everywhere(|how| {
        let n = 200_000;
        let a = ramp(n);
        for (k, from) in [
            (0, 1),
            (5, 6),
            (90_000, 90_001),
            (90_001, 90_001),
            (n, n),
            (n, n - 1),
            (3, 0),
            (123_456, 123_457),
        ] {
            let run = |f: fn(&[f64], usize, usize) -> Option<usize>| {
                let mut out = None;
                let text =
                    hotloop_tests::panic_text(std::panic::AssertUnwindSafe(|| out = Some(f(&a, k, from))));
                (out, text)
            };
            assert_eq!(run(found_or_panics_plain), run(found_or_panics), "{how}, {k}, {from}");
        }
    });
    ran("found_or_panics");
}

gives! { counted_items [1, 33, 300_001];
    count_plain count |a| -> usize { a.iter().filter(|x| **x > 1.0).count() }
    count_ranges_plain count_ranges |a| -> usize { (1..a.len()).filter(|&i| a[i] > a[i - 1]).count() }
}

writes! { closures_in_heads;
    map_last_plain map_last |a, b| { for (y, z) in b.iter_mut().enumerate().map(|(i, y)| (y, i as f64)) { *y += z; } }
    filtered_head_plain filtered_head |a, b| { for (i, v) in b.iter_mut().enumerate().filter(|(i, _)| i % 2 == 0) { *v += i as f64; } }
    filter_map_plain filter_map |a, b| { let n = a.len().min(b.len()); for (i, v) in a.iter().take(n).enumerate().filter(|&(i, v)| *v > 0.0 && i > 1).map(|(i, v)| (i, v.sqrt())) { b[i] -= v; } }
    ranged_map_plain ranged_map |a, b| { let n = a.len().min(b.len()); for (i, y) in (0..n).map(|i| (i, a[i] * a[n - 1 - i])) { b[i] = y; } }
    ranged_filter_plain ranged_filter |a, b| { for i in (0..b.len()).filter(|i| i % 3 != 1) { b[i] += 1.0; } }
    ranged_rev_plain ranged_rev |a, b| { for i in (0..b.len()).rev().step_by(2).filter(|&i| i > 3) { b[i] *= 0.5; } }
    same_names_plain same_names |a, b| { let v = a.len() as f64; for (y, w) in b.iter_mut().map(|v| (v, 1.0)) { *y += v * w; } }
}

gives! { names_of_closures SIZES;
    outer_name_plain outer_name |a| -> f64 { let x = a.len() as f64; a.iter().map(|x| x + 1.0).map(|y| y * x).sum::<f64>() }
    outer_acc_plain outer_acc |a| -> f64 { let s = 3.0; a.iter().map(|x| x * s).fold(0.0, |s, x| s + x) }
    outer_in_fold_plain outer_in_fold |a| -> f64 { let x = 3.0; a.iter().map(|x| x * 2.0).fold(0.0, |s, y| s + y * x) }
    outer_in_chain_plain outer_in_chain |a| -> f64 { let s = 1; a.iter().skip(s).fold(0.0, |s, x| s + x) }
    same_as_array_plain same_as_array |a| -> f64 { a.iter().zip(a).map(|(a, x)| a * x).sum::<f64>() }
    with_types_plain with_types |a| -> f64 { a.iter().map(|x: &f64| x * 2.0).sum::<f64>() }
    of_a_vec_plain of_a_vec |a| -> f64 { let v = vec![1.5; a.len()]; let w: Vec<f64> = a.to_vec(); v.iter().zip(&w).map(|(x, y)| x * y).sum::<f64>() }
}

#[test]
fn chains_over_vectors() {
    both!([parallel] plain, of_vectors(a: &Vec<f64>, b: Vec<f64>) -> f64 {
        a.iter().zip(b.iter()).map(|(x, y)| x * y).sum::<f64>()
    });
    everywhere(|how| {
        for n in SIZES {
            assert_eq!(plain(&ramp(n), ramp(n)), of_vectors(&ramp(n), ramp(n)), "{how}, n = {n}");
        }
    });
    ran("of_vectors");
}

writes! { items_for_each;
    for_each_plain for_each |a, b| { a.iter().zip(b.iter_mut()).for_each(|(x, y)| *y += x); }
    for_each_mapped_plain for_each_mapped |a, b| { b.iter_mut().enumerate().for_each(|(i, y)| { *y = i as f64; if i > 7 { *y += 1.0; } }); }
    for_each_range_plain for_each_range |a, b| { let n = a.len().min(b.len()); (0..n).for_each(|i| b[i] += a[i]); }
}

// The least and the greatest: which of equal items it is, and what NaN does, is core's.
both!([parallel] first_least_plain, first_least(a: &[f64]) -> Option<usize> {
    a.iter().enumerate().min_by(|a, b| a.1.partial_cmp(b.1).unwrap()).map(|(i, _)| i)
});
both!([parallel] last_greatest_plain, last_greatest(a: &[f64]) -> Option<(usize, &f64)> {
    a.iter().enumerate().max_by(|(_, p), (_, q)| p.partial_cmp(q).expect("numbers"))
});
both!([parallel] of_two_kinds_plain, of_two_kinds(a: &[f64]) -> Option<&f64> {
    a.iter().max_by(|p, q| p.partial_cmp(q).unwrap_or(std::cmp::Ordering::Equal))
});
both!([parallel] in_total_plain, in_total(a: &[f64]) -> (Option<&f64>, Option<u64>) {
    let least = a.iter().min_by(|p, q| p.total_cmp(q));
    (least, a.iter().rev().copied().min_by(f64::total_cmp).map(f64::to_bits))
});
both!([parallel] by_subscript_plain, by_subscript(a: &[f64]) -> Option<usize> {
    (0..a.len()).max_by(|&i, &j| a[i].partial_cmp(&a[j]).unwrap())
});
both!([parallel] by_key_plain, by_key(a: &[f64]) -> (Option<&f64>, Option<usize>) {
    let far = a.iter().max_by_key(|v| (v.abs() * 4.0) as u32);
    (far, (0..a.len()).filter(|i| i % 3 == 1).min_by_key(|&i| (a[i] * 4.0) as i16))
});
both!([parallel] backwards_in_total_plain, backwards_in_total(a: &[f64]) -> Option<u64> {
    a.iter().rev().copied().max_by(|p, q| q.total_cmp(p)).map(f64::to_bits)
});
both!([] without_threads_plain, without_threads(a: &[f64]) -> Option<&f64> {
    a.iter().skip(1).max_by(|p, q| p.partial_cmp(q).unwrap())
});

/// Numbers with whatever may trouble an order at one place, or at several.
fn troubled(n: usize, what: f64, at: &[usize]) -> Vec<f64> {
    let mut a = ramp(n);
    at.iter().filter(|&&k| k < n).for_each(|&k| a[k] = what);
    a
}

#[test]
fn the_least_and_the_greatest_are_those_of_core() {
    fn compare<T: std::fmt::Debug>(name: &str, plain: fn(&[f64]) -> T, fast: fn(&[f64]) -> T) {
        // Addresses too: of equal items it is the very same.
        let run = |f: fn(&[f64]) -> T, a: &[f64]| {
            let mut out = None;
            let text =
                hotloop_tests::panic_text(std::panic::AssertUnwindSafe(|| out = Some(format!("{:?}", f(a)))));
            (out, text)
        };
        for n in [0, 1, 2, 33, 200_000] {
            for what in [0.0, -0.0, f64::NAN, f64::INFINITY, -f64::INFINITY, 99.0, -99.0] {
                for at in [&[][..], &[0], &[1, 7], &[32, 199_999], &[90_000, 90_001, 131_000]] {
                    let a = troubled(n, what, at);
                    assert_eq!(run(plain, &a), run(fast, &a), "{name}, n = {n}, {what} at {at:?}");
                }
            }
            let a = vec![f64::NEG_INFINITY; n];
            assert_eq!(run(plain, &a), run(fast, &a), "{name}, n = {n}, all alike");
            let zeros: Vec<f64> = (0..n).map(|i| if i % 3 == 0 { 0.0 } else { -0.0 }).collect();
            assert_eq!(run(plain, &zeros), run(fast, &zeros), "{name}, n = {n}, zeros");
        }
        ran(name);
    }
    fn place_of<'a>(a: &'a [f64], found: Option<&'a f64>) -> Option<usize> {
        found.map(|v| (v as *const f64).addr() - a.as_ptr().addr())
    }
    {
        compare("first_least", first_least_plain, first_least);
        compare("by_subscript", by_subscript_plain, by_subscript);
        compare(
            "last_greatest",
            |a| last_greatest_plain(a).map(|(i, v)| (i, v.to_bits())),
            |a| last_greatest(a).map(|(i, v)| (i, v.to_bits())),
        );
        compare("of_two_kinds", |a| place_of(a, of_two_kinds_plain(a)), |a| place_of(a, of_two_kinds(a)));
        compare(
            "in_total",
            |a| (place_of(a, in_total_plain(a).0), in_total_plain(a).1),
            |a| (place_of(a, in_total(a).0), in_total(a).1),
        );
        compare("backwards_in_total", backwards_in_total_plain, backwards_in_total);
        compare(
            "by_key",
            |a| (place_of(a, by_key_plain(a).0), by_key_plain(a).1),
            |a| (place_of(a, by_key(a).0), by_key(a).1),
        );
        compare(
            "without_threads",
            |a| place_of(a, without_threads_plain(a)),
            |a| place_of(a, without_threads(a)),
        );
    }
}
