//! Programs that a hostile reader of the compiler wrote: names, types and orders of evaluation that mean
//! something else than they seem to. Each was once a wrong value, an access that nobody checked, or an error
//! of rustc's in generated code.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    unused_assignments,
    unused_braces,
    dead_code,
    reason = "programs as they should not be written are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran};
use std::fmt::Debug;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

/// Both functions on equal states of each size: same panic, and same state (also after a panic where
/// `partial` says so).
fn compare<S: Debug>(
    make: impl Fn(usize) -> S,
    plain: impl Fn(&mut S, usize),
    fast: impl Fn(&mut S, usize),
    partial: bool,
) {
    everywhere(|how| {
        for n in [0, 1, 2, 3, 33, 64, 65, 130, 257] {
            let (mut a, mut b) = (make(n), make(n));
            let p = panic_text(AssertUnwindSafe(|| plain(&mut a, n)));
            let q = panic_text(AssertUnwindSafe(|| fast(&mut b, n)));
            assert_eq!(p, q, "{how}, n = {n}");
            if p.is_none() || partial {
                // Text tells -0.0 from 0.0 and not one NaN from another.
                assert_eq!(format!("{a:?}"), format!("{b:?}"), "{how}, n = {n}");
            }
        }
    });
}

both!([] condition_counts_plain, condition_counts(a: &mut Vec<f64>, n: usize) {
    for _ in 0..n {
        let mut k = 0;
        while {
            a[k] += 1.0;
            k += 1;
            k < n + 3
        } {}
    }
});

#[test]
fn a_counter_in_the_condition_of_a_while() {
    compare(ramp, condition_counts_plain, condition_counts, true);
    ran("condition_counts");
}

both!([] literal_range_plain, literal_range(a: &mut Vec<f64>, n: usize) {
    for i in 0..n {
        let mut t = 0.0;
        for j in 0..=3 {
            t += (j - 2) as f64;
        }
        a[i] += t;
    }
});

both!([] literal_bytes_plain, literal_bytes(a: &mut Vec<f64>, n: usize) {
    for i in 0..n {
        for j in 0..=255 {
            let byte: u8 = j;
            a[i] += f64::from(byte);
        }
    }
});

#[test]
fn the_type_of_a_literal_range_is_the_users() {
    compare(ramp, literal_range_plain, literal_range, false);
    ran("literal_range");
    compare(ramp, literal_bytes_plain, literal_bytes, false);
    ran("literal_bytes");
}

both!([] nearly_all_plain, nearly_all(a: &mut Vec<f64>, n: usize) {
    for i in i64::MIN..i64::MAX {
        a[i.wrapping_sub(i64::MIN) as usize] += 1.0;
    }
});

both!([] nearly_all_back_plain, nearly_all_back(a: &mut Vec<f64>, n: usize) {
    for i in (i64::MIN..=i64::MAX).rev().step_by(2) {
        a[i64::MAX.wrapping_sub(i) as usize] += 1.0;
    }
});

both!([] nearly_all_while_plain, nearly_all_while(a: &mut Vec<f64>, n: usize) {
    let mut i = i64::MIN;
    while i < i64::MAX {
        a[(i ^ i64::MIN) as usize] += 1.0;
        i += 1;
    }
});

#[test]
fn a_range_longer_than_its_type_can_count() {
    compare(ramp, nearly_all_plain, nearly_all, true);
    compare(ramp, nearly_all_back_plain, nearly_all_back, true);
    compare(ramp, nearly_all_while_plain, nearly_all_while, true);
}

both!([] fibonacci_plain, fibonacci(out: &mut Vec<u64>, n: usize) {
    let (mut a, mut b) = (0u64, 1u64);
    for i in 0..n {
        out[i] = a;
        (a, b) = (b, a.wrapping_add(b));
    }
    let mut k = n;
    for i in 0..n {
        [k, _] = [i / 2, 0];
        out[k] ^= 1;
    }
});

both!([] asserted_plain, asserted(a: &mut Vec<f64>, n: usize) {
    let x = a.clone();
    let mut calls = 0;
    for i in 0..a.len() {
        assert!({ calls += 1; calls < 200 }, "too many");
        assert!(x[i] < 100.0);
        a[i] = calls as f64;
    }
});

#[test]
fn assignments_that_a_first_look_may_miss() {
    compare(|n| vec![0; n], fibonacci_plain, fibonacci, true);
    ran("fibonacci");
    compare(ramp, asserted_plain, asserted, true);
    ran("asserted");
}

both!([] shadowed_row_plain, shadowed_row(a: &mut Vec<Vec<f64>>, n: usize) {
    for i in 0..n {
        let row = i;
        let i = n - 1;
        for j in 0..3 {
            a[row][j] += i as f64;
        }
    }
    let mut k = 0;
    for i in 0..n {
        for j in 0..3 {
            a[k][j] -= i as f64;
        }
        k += 1;
    }
});

#[test]
fn a_rows_number_under_a_shadowed_name() {
    compare(|n| vec![vec![0.0; 3]; n], shadowed_row_plain, shadowed_row, true);
    ran("shadowed_row");
}

/// A `len` that is not the array's.
trait Len {
    fn len(&self) -> usize;
}
impl Len for [f64; 4] {
    fn len(&self) -> usize {
        5
    }
}

both!([] long_rows_plain, long_rows(a: &mut Vec<[f64; 4]>, n: usize) {
    for i in 0..n {
        for j in 0..a[i].len() {
            a[i][j] += 1.0;
        }
    }
});

both!([] long_rows_read_plain, long_rows_read(a: &mut (Vec<[f64; 4]>, f64), n: usize) {
    let (x, out) = (&a.0, &mut a.1);
    let mut s = 0.0;
    for i in 0..n {
        for j in 0..x[i].len() {
            s += x[i][j];
        }
    }
    *out = s;
});

#[test]
fn a_len_of_the_users_for_rows() {
    compare(|n| vec![[1.0; 4]; n], long_rows_plain, long_rows, true);
    compare(|n| (vec![[1.0; 4]; n], 0.0), long_rows_read_plain, long_rows_read, true);
}

#[derive(Clone, Debug)]
struct Kind {
    mass: f64,
}

#[derive(Clone, Debug)]
struct Particle<'a> {
    kind: &'a Kind,
    shared: Arc<Kind>,
    own: Box<Kind>,
    v: f64,
}

both!([parallel] behind_plain, behind(p: &mut Vec<Particle<'static>>, n: usize) {
    for i in 0..n {
        p[i].v = p[i].kind.mass + p[i].shared.mass * p[i].own.mass;
        p[i].own.mass = 1.0;
    }
});

#[test]
fn fields_behind_references() {
    static KIND: Kind = Kind { mass: 2.0 };
    let one =
        || Particle { kind: &KIND, shared: Arc::new(KIND.clone()), own: Box::new(KIND.clone()), v: 0.0 };
    compare(|n| (0..n).map(|_| one()).collect(), behind_plain, behind, true);
}

#[derive(Clone, Debug)]
struct Pixel(f64);
impl Pixel {
    fn clamp(&mut self, low: f64, high: f64) {
        self.0 = self.0.clamp(low, high);
    }
    fn round(&mut self) {
        self.0 = self.0.round();
    }
    fn len(&mut self) -> usize {
        self.0 += 1.0;
        3
    }
}

both!([] pixels_plain, pixels(p: &mut Vec<Pixel>, n: usize) {
    for i in 0..n {
        p[i].clamp(-1.0, 4.0);
        p[i].round();
        let three = p[i].len();
    }
});

#[test]
fn methods_of_known_names_that_change_what_they_are_called_on() {
    compare(|n| ramp(n).into_iter().map(Pixel).collect(), pixels_plain, pixels, true);
}

both!([nogil] letters_plain, letters(s: &mut (String, Vec<usize>), n: usize) {
    for i in 0..n {
        let letter = &s.0[i..i + 1];
        s.1[i] = letter.len() + usize::from(letter == "a") + s.0[..i].len();
    }
});

both!([nogil] words_plain, words(v: &mut Vec<String>, n: usize) {
    for i in 0..v.len() {
        v[i].push('x');
        v[i] += "y";
        let r: &str = &v[i];
        let length = r.len();
        v[i] = format!("{}{length}", v[i]);
    }
});

both!([parallel, nogil] medians_plain, medians(s: &mut Vec<f64>, n: usize) {
    for i in 0..n / 4 {
        let r = &mut s[i * 4..(i + 1) * 4];
        r.sort_by(|a, b| a.total_cmp(b));
        r.reverse();
        for v in r.iter_mut() {
            *v = v.abs();
        }
    }
});

#[test]
fn strings_and_references_within_a_body() {
    compare(|n| ("abc".repeat(n), vec![0; n]), letters_plain, letters, true);
    compare(|n| vec!["a".to_owned(); n], words_plain, words, true);
    compare(ramp, medians_plain, medians, true);
    ran("medians");
}

both!([] nothing_plain, nothing(s: &mut (Vec<Option<u8>>, Vec<Option<String>>), n: usize) {
    for i in 0..n {
        s.0[i] = None;
        s.1[i] = None;
    }
});

both!([] braces_plain, braces(s: &mut Vec<bool>, n: usize) {
    for i in 0..n {
        let three = { vec! { i; 3 } };
        s[i] = { matches! { three[0], 1 | 2 } };
    }
});

#[accel(parallel)]
fn as_u128(x: &[f64]) -> u128 {
    let mut count = 0;
    for i in 0..x.len() {
        if x[i] > 0.0 {
            count += 1;
        }
    }
    count
}

#[test]
fn types_that_are_known_late() {
    compare(|n| (vec![Some(1); n], vec![Some("a".into()); n]), nothing_plain, nothing, true);
    compare(|n| vec![false; n], braces_plain, braces, true);
    everywhere(|how| {
        assert_eq!(as_u128(&ramp(300)), ramp(300).iter().filter(|x| **x > 0.0).count() as u128, "{how}")
    });
}

const TABLE: [f64; 4] = [1.0, 2.0, 3.0, 4.0];
const GRID: [[f64; 2]; 2] = [[1.0, 2.0], [3.0, 4.0]];
const NONE: Vec<f64> = Vec::new();

both!([parallel] constants_plain, constants(a: &mut Vec<f64>, n: usize) {
    for i in 0..n {
        a[i] += TABLE[i % 4] + TABLE[1] + GRID[i & 1][1];
        if i < NONE.len() {
            a[i] += NONE[i];
        }
    }
});

#[test]
fn tables_that_are_constants() {
    compare(ramp, constants_plain, constants, true);
    ran("constants");
}

both!([] attributes_plain, attributes(a: &mut Vec<f64>, n: usize) {
    #[cfg(any())]
    for i in 0..n {
        a[i] = 1.0;
    }
    #[deny(unused_variables)]
    #[allow(unused_variables)]
    for i in 0..n {
        let unused = a[i];
        a[i] += 2.0;
    }
});

#[test]
fn attributes_of_a_loop_hold() {
    compare(ramp, attributes_plain, attributes, true);
    ran("attributes");
}

/// A method of the same name as one of the generated code's.
trait First {
    fn first(&self) -> usize;
}
impl First for std::ops::Range<usize> {
    fn first(&self) -> usize {
        self.start
    }
}

both!([] first_of_plain, first_of(a: &mut Vec<f64>, n: usize) {
    for i in 0..n {
        let r = i..i + 3;
        a[i] = r.first() as f64;
    }
});

#[test]
fn names_that_the_expansion_must_not_bring_into_scope() {
    compare(ramp, first_of_plain, first_of, true);
}

#[derive(Clone, Debug)]
struct State {
    total: f64,
    end: usize,
    x: Vec<f64>,
    out: Vec<f64>,
}

fn state(n: usize) -> State {
    State { total: 0.5, end: n, x: ramp(n), out: ramp(n) }
}

both!([] two_spellings_plain, two_spellings(s: &mut State, n: usize) {
    for i in 0..n {
        (*s).total += s.x[i];
        s.out[i] = s.total + (*s).x[i];
        if i == 40 {
            (*s).end = 3;
        }
        for j in 0..s.end {
            s.out[j] += 1.0;
        }
    }
});

#[test]
fn two_spellings_of_a_place() {
    compare(state, two_spellings_plain, two_spellings, true);
    ran("two_spellings");
}

both!([] seen_after_plain, seen_after(s: &mut State, n: usize) {
    let x = &s.x;
    let (total, end) = (&mut s.total, &mut s.end);
    for i in 0..n {
        *total += x[i];
        assert!(x[i] < 9.0);
        *end = i;
    }
});

both!([] seen_in_field_plain, seen_in_field(s: &mut State, n: usize) {
    let mut i = 0;
    while i < n {
        s.total += s.x[i];
        s.out[i + i / 50] = s.total;
        s.end = i;
        i += 1;
    }
});

#[test]
fn what_is_seen_after_a_panic() {
    compare(state, seen_after_plain, seen_after, true);
    ran("seen_after");
    compare(state, seen_in_field_plain, seen_in_field, true);
    ran("seen_in_field");
}
