//! References that outlive the loop: to elements and to places from before it, kept in arrays and variables. They
//! must be to the very places that the plain function refers to, never to a copy of the fast form's.

#![allow(
    unused_parens,
    clippy::borrow_deref_ref,
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    reason = "loops over subscripts are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{everywhere, plain, ran};
use std::ops::Index;

#[accel(nogil)]
fn path<'a>(a: &'a [u32], b: &'a [u32], out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = std::cmp::max(&a[i], &b[i]);
    }
}

#[accel]
fn method<'a>(a: &'a [u32], b: &'a Vec<u32>, out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = (&a[i]).min(&b[i]);
    }
}

#[accel]
fn qualified<'a>(a: &'a [u32], b: &'a [u32], out: &mut [&'a u32]) {
    for i in 0..out.len() - 1 {
        out[i] = Ord::max(Ord::max(&a[i], &b[i]), &a[i + 1]);
    }
}

#[accel(fastmath, nogil)]
fn flagged<'a>(a: &'a [u32], b: &'a [u32], out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = (&a[i]).max(&b[i]);
    }
}

#[accel(boundscheck)]
fn checked<'a>(a: &'a [u32], b: &'a [u32], out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = (&a[i]).max(&b[i]);
    }
}

#[accel(nogil)]
fn clamped<'a>(a: &'a [u32], b: &'a [u32], out: &mut [&'a u32]) {
    let (low, high) = (&b[0], &b[1]);
    for i in 0..out.len() {
        out[i] = (&a[i]).clamp(low, high);
    }
}

#[accel]
fn of_a_sum(a: &[u32], low: u32, out: &mut [u32]) {
    for i in 0..out.len() {
        out[i] = *(&a[i]).clamp(&low, &(low + 20));
    }
}

#[accel(parallel, nogil)]
fn elements<'a>(a: &'a [u32], _b: &'a [u32], out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = &a[i];
    }
}

#[accel(parallel, nogil)]
fn changed_before<'a>(a: &'a mut [u32], out: &mut [&'a u32]) {
    for i in 0..a.len() {
        a[i] += 1;
    }
    for i in 0..out.len() {
        out[i] = &a[i];
    }
}

#[accel(parallel, nogil)]
fn places<'a>(a: &'a [u32], t: &'a (u32, u32), out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = if a[i] > 7 { &t.0 } else { &t.1 };
    }
}

#[accel(parallel, nogil)]
fn referent<'a>(a: &'a [u32], t: &'a u32, out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = if a[i] > 7 { &*t } else { t };
    }
}

#[accel(nogil)]
fn called<'a>(a: &'a [u32], t: &'a (u32, u32), out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = greater(&t.1, greater(&t.0, &a[i]));
    }
}

fn greater<'a>(a: &'a u32, b: &'a u32) -> &'a u32 {
    if a > b { a } else { b }
}

#[accel(nogil)]
fn fields<'a>(a: &'a [(u32, [u32; 3])], t: &'a (u32, u32), out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = if i > 3 { &a[i].0 } else { std::cmp::max(&a[i].1[2], &t.1) };
    }
}

#[accel]
fn kept<'a>(a: &'a [u32], first: &'a u32) -> &'a u32 {
    let mut best = first;
    for i in 0..a.len() {
        best = best.max(&a[i]);
    }
    let mut last = best;
    for i in 0..a.len() {
        if a[i] < *last {
            last = &a[i];
        }
    }
    if *last > 3 { last } else { best }
}

#[accel]
fn of_rows<'a>(a: &'a [Vec<u32>], out: &mut [Vec<&'a u32>]) {
    for i in 0..out.len() {
        for j in 0..a[i].len() {
            out[i][j] = &a[i][j];
        }
    }
}

#[accel(nogil)]
fn slices<'a>(a: &'a [u32], out: &mut [&'a [u32]]) {
    for i in 0..out.len() {
        out[i] = &a[i..i + 2];
    }
}

#[accel(nogil)]
fn texts<'a>(a: &'a [String], out: &mut [&'a str]) {
    for i in 0..out.len() {
        out[i] = a[i].as_str().max("m");
    }
}

/// A method that a number does not have.
trait Itself {
    fn itself(&self) -> &Self;
}

impl Itself for u32 {
    fn itself(&self) -> &u32 {
        self
    }
}

struct Data<'a> {
    all: &'a [u32],
    least: u32,
}

#[accel(nogil)]
impl<'a> Data<'a> {
    fn inner(&self, out: &mut [&'a u32]) {
        for i in 0..out.len() {
            out[i] = &self.all[i];
        }
    }

    fn own<'b>(&'b self, out: &mut [&'b u32]) {
        for i in 0..out.len() {
            out[i] = std::cmp::max(&self.least, &self.all[i]);
        }
    }

    fn unknown<'b>(&'b self, out: &mut [&'b u32]) {
        for i in 0..out.len() {
            out[i] = self.least.itself();
        }
    }
}

/// No array: its elements repeat.
struct Ring(Vec<u32>);

impl Index<usize> for Ring {
    type Output = u32;
    fn index(&self, i: usize) -> &u32 {
        &self.0[i % self.0.len()]
    }
}

#[accel(parallel, nogil)]
fn ring<'a>(a: &'a Ring, out: &mut [&'a u32]) {
    for i in 0..out.len() {
        out[i] = &a[i];
    }
}

#[accel(nogil)]
fn generic<'a, T: Ord + Sync>(a: &'a [T], b: &'a [T; 50], out: &mut [&'a T]) {
    for i in 0..out.len() {
        out[i] = std::cmp::max(&a[i], &b[i]);
    }
}

const N: usize = 50;

/// Where the references go that a function leaves in an array.
fn left<'a>(at: &'a u32, run: impl Fn(&mut [&'a u32])) -> Vec<usize> {
    let mut out = vec![at; N];
    run(&mut out);
    out.iter().map(|r| std::ptr::from_ref(*r).addr()).collect()
}

fn numbers(seed: u32) -> Vec<u32> {
    (0..N as u32 + 2).map(|i| (i * 7919 + seed) % 23).collect()
}

#[test]
fn references_go_to_the_places_of_the_plain_function() {
    let (a, b, t) = (numbers(3), numbers(11), (4, 9));
    let pairs: Vec<(u32, [u32; 3])> = a.iter().map(|&x| (x, [x, 2, x % 5])).collect();
    let (data, r) = (Data { all: &a, least: 7 }, Ring(vec![1, 2, 3]));
    let array: &[u32; N] = b[..N].try_into().expect("enough");
    let at = &t.0;
    let cases: [(&str, &dyn Fn() -> Vec<usize>); 17] = [
        ("path", &|| left(at, |out| path(&a, &b, out))),
        ("method", &|| left(at, |out| method(&a, &b, out))),
        ("qualified", &|| left(at, |out| qualified(&a, &b, out))),
        ("flagged", &|| left(at, |out| flagged(&a, &b, out))),
        ("checked", &|| left(at, |out| checked(&a, &b, out))),
        ("clamped", &|| left(at, |out| clamped(&a, &[5, 9], out))),
        ("elements", &|| left(at, |out| elements(&a, &b, out))),
        ("places", &|| left(at, |out| places(&a, &t, out))),
        ("referent", &|| left(at, |out| referent(&a, &t.1, out))),
        ("called", &|| left(at, |out| called(&a, &t, out))),
        ("fields", &|| left(at, |out| fields(&pairs, &t, out))),
        ("Data::inner", &|| left(at, |out| data.inner(out))),
        ("Data::own", &|| left(at, |out| data.own(out))),
        ("Data::unknown", &|| left(at, |out| data.unknown(out))),
        ("ring", &|| left(at, |out| ring(&r, out))),
        ("generic", &|| left(at, |out| generic(&a, array, out))),
        ("kept", &|| vec![std::ptr::from_ref(kept(&a, at)).addr()]),
    ];
    for (name, case) in cases {
        let expected = plain(case);
        everywhere(|how| assert_eq!(case(), expected, "{name}, {how}"));
    }
    for name in ["path", "elements", "places", "called", "fields", "generic"] {
        ran(name);
    }
}

#[test]
fn so_do_references_to_rows_subranges_and_texts() {
    let a = numbers(5);
    everywhere(|how| {
        let mut own = a.clone();
        let (mut out, zero) = (Vec::new(), 0);
        out.resize(N, &zero);
        changed_before(&mut own, &mut out);
        assert!(out.iter().zip(&a).all(|(x, y)| **x == y + 1), "{how}");

        let rows = vec![a.clone(), a[..3].to_vec()];
        let mut out = vec![vec![&zero; a.len()], vec![&zero; 3]];
        of_rows(&rows, &mut out);
        for (x, y) in out.iter().flatten().zip(rows.iter().flatten()) {
            assert!(std::ptr::eq(*x, y), "{how}");
        }

        let mut out = vec![&a[..0]; N];
        slices(&a, &mut out);
        assert!(out.iter().enumerate().all(|(i, s)| std::ptr::eq(*s, &a[i..i + 2])), "{how}");

        let words: Vec<String> = a.iter().map(|x| format!("{}", char::from(b'a' + *x as u8))).collect();
        let mut out = vec![""; N];
        texts(&words, &mut out);
        assert!(out.iter().zip(&words).all(|(x, y)| *x == y.as_str().max("m")), "{how}");

        let (mut out, mut plainly) = (vec![0; N], vec![0; N]);
        of_a_sum(&a, 4, &mut out);
        plain(|| of_a_sum(&a, 4, &mut plainly));
        assert_eq!(out, plainly, "{how}");
    });
    for name in ["of_a_sum", "changed_before", "slices"] {
        ran(name);
    }
}
