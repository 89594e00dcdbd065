//! The place that a panic names: the user's line, or under `#[track_caller]` the caller's, as without the
//! attribute.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    reason = "loops over subscripts are what is tested"
)]

use hotloop::{accel, map};
use hotloop_tests::{plain, runs};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

#[accel]
fn checked(a: &[f64], k: &[usize], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a[k[i]];
    }
}

#[accel]
fn checked_in_a_written_one(a: &mut [f64], k: &[usize]) {
    for i in 0..k.len() {
        a[k[i]] = a[k[i] + 1] + 1.0;
    }
}

#[accel]
fn unguarded(a: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a[i];
    }
}

#[accel(nogil)]
fn called(a: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = get(a, i);
    }
}

#[track_caller]
fn get(a: &[f64], k: usize) -> f64 {
    *a.get(k).expect("an element")
}

#[accel(fastmath(nnan))]
fn clamped(a: &[i32], low: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = a[i].clamp(low, 0);
    }
}

#[accel(fastmath(nnan))]
fn clamped_by_path(a: &[i32], low: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = Ord::clamp(a[i], low, 0);
    }
}

struct Tracked(Vec<f64>);

#[accel(nogil)]
impl Tracked {
    #[track_caller]
    fn checked(&self, k: &[usize], out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = self.0[k[i]];
        }
    }

    #[track_caller]
    fn unguarded(&self, out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = self.0[i];
        }
    }

    #[track_caller]
    fn called(&self, out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = get(&self.0, i);
        }
    }

    #[track_caller]
    fn overflow(&self, k: &[u8], out: &mut [u8]) {
        for i in 0..out.len() {
            out[i] = k[i] + 200;
        }
    }

    #[track_caller]
    fn divides(&self, k: &[i32], out: &mut [i32]) {
        for i in 0..out.len() {
            out[i] = 7 / k[i];
        }
    }

    #[cfg_attr(all(), track_caller)]
    fn on_condition(&self, k: &[usize], out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = self.0[k[i]];
        }
    }

    /// Nothing in the loop can panic once the guard holds.
    #[track_caller]
    fn calm(&self, k: f64, out: &mut [f64]) -> f64 {
        assert!(out.len() <= self.0.len(), "too long");
        let mut s = 0.0;
        for i in 0..out.len() {
            let x = self.0[i] * 2.0;
            out[i] = x + k - self.0[i] / x.abs().max(1.0);
            s += out[i];
        }
        s
    }
}

/// Line and column that the panic hook is told, in this file.
fn place(f: &dyn Fn()) -> Option<(u32, u32)> {
    let seen = Arc::new(Mutex::new(None));
    let inside = seen.clone();
    std::panic::set_hook(Box::new(move |p| {
        let at = p.location().expect("a place");
        assert_eq!(at.file(), file!());
        *inside.lock().unwrap() = Some((at.line(), at.column()));
    }));
    let _ = catch_unwind(AssertUnwindSafe(f));
    let _ = std::panic::take_hook();
    *seen.lock().unwrap()
}

#[test]
fn a_panic_names_the_place_that_the_plain_function_names() {
    let (a, k): (_, Vec<usize>) = (vec![1.0; 50], (0..100).collect());
    let t = Tracked(a.clone());
    let small: Vec<u8> = (0..100).collect();
    let cases: [(&str, &dyn Fn()); 13] = [
        ("checked", &|| checked(&a, &k, &mut [0.0; 100])),
        ("checked_in_a_written_one", &|| checked_in_a_written_one(&mut a.clone(), &k)),
        ("unguarded", &|| unguarded(&a, &mut [0.0; 100])),
        ("called", &|| called(&a, &mut [0.0; 100])),
        ("clamped", &|| clamped(&[0; 100], 1, &mut [0; 100])),
        ("clamped_by_path", &|| clamped_by_path(&[0; 100], 1, &mut [0; 100])),
        ("Tracked::checked", &|| t.checked(&k, &mut [0.0; 100])),
        ("Tracked::unguarded", &|| t.unguarded(&mut [0.0; 100])),
        ("Tracked::called", &|| t.called(&mut [0.0; 100])),
        ("Tracked::overflow", &|| t.overflow(&small, &mut [0; 100])),
        ("Tracked::divides", &|| t.divides(&[0; 100], &mut [0; 100])),
        ("Tracked::on_condition", &|| t.on_condition(&k, &mut [0.0; 100])),
        ("Tracked::calm", &|| {
            let _ = t.calm(1.0, &mut [0.0; 100]);
        }),
    ];
    for (name, case) in cases {
        let annotated = place(case);
        assert_eq!(annotated, plain(|| place(case)), "{name}");
        if name != "Tracked::overflow" || cfg!(debug_assertions) {
            assert!(annotated.is_some(), "{name} panics");
        }
    }
    for name in ["checked", "checked_in_a_written_one", "called", "clamped", "clamped_by_path"] {
        assert!(runs(name).0 > 0, "the panic of `{name}` comes from its fast form");
    }
    let mut out = [0.0; 50];
    let _ = t.calm(1.0, &mut out);
    assert!(runs("Tracked::calm").0 > 0, "what cannot panic has a fast form");
    in_a_map();
    beside_a_chain();
}

/// Operators beside chains with a value, which no more than those in loops have the place of the attribute. Each panic is
/// on a line of its own, and none is in a loop.
const BESIDE_CHAINS: u32 = line!() + 4;
#[accel(parallel)]
fn beside_chains(x: &[i64], which: usize, mut s: i64) -> i64 {
    match which {
        0 => x.iter().map(|v| v % 3).fold(s, |a, b| a.max(b)) + i64::MAX,
        1 => 7 / x.iter().map(|v| v & 0x1000).fold(0, |a, b| a.max(b)),
        2 => -x.iter().copied().fold(i64::MIN, |a, b| a.min(b)),
        3 => i64::MAX - 3 * x.iter().map(|v| v % 3).fold(-5, |a, b| a.min(b)).abs() * s.min(-1),
        4 => x.iter().map(|v| v + 1).collect::<Vec<_>>()[s as usize + 500],
        _ => {
            s += x.iter().copied().max().unwrap() + i64::MAX;
            s
        }
    }
}

fn beside_a_chain() {
    let x: Vec<i64> = (1..400).collect();
    for (which, after) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 6)] {
        if which == 1 || which == 4 || cfg!(debug_assertions) {
            let place = place(&|| _ = std::hint::black_box(beside_chains(&x, which, 3)));
            assert_eq!(place.map(|(line, _)| line), Some(BESIDE_CHAINS + after), "case {which}");
        }
    }
}

/// An array that is too short, and an access inside, at their own lines.
fn in_a_map() {
    let (a, k): (_, Vec<usize>) = (vec![1.0; 50], (0..100).collect());
    let line = line!();
    let of_length = place(&|| {
        let mut out = vec![0.0; 100];
        map! {
            out[..] = 1.0
                + a[..];
        }
    });
    assert_eq!(of_length.map(|(at, _)| at), Some(line + 5));
    let of_access = || {
        let mut out = vec![0.0; 100];
        map! {
            out[..] = a[k[..]];
        }
    };
    let line_of = |f: &dyn Fn()| place(f).map(|(at, _)| at);
    assert_eq!(line_of(&of_access), Some(line + 12));
    assert_eq!(line_of(&of_access), plain(|| line_of(&of_access)));
}
