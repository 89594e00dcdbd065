//! Kinds of function that may carry the attribute, and types that the witness must tell apart.

#![allow(
    clippy::needless_range_loop,
    clippy::ptr_arg,
    clippy::manual_memcpy,
    clippy::useless_vec,
    reason = "indexed loops, as people write them, are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{everywhere, plain, runs};
use std::ops::{Add, AddAssign, Mul};

#[accel]
fn generic<T: Copy + Mul<Output = T> + AddAssign>(a: T, x: &[T], y: &mut [T]) {
    for i in 0..x.len() {
        y[i] += a * x[i];
    }
}

#[accel(nogil)]
fn generic_sum<T>(x: &[T]) -> T
where
    T: Copy + Default + Add<Output = T> + Send + Sync,
{
    let mut s = T::default();
    for i in 0..x.len() {
        s = s + x[i];
    }
    s
}

#[accel(parallel)]
fn constant<const N: usize>(a: &mut [f64; N]) {
    for i in 0..N {
        a[i] += N as f64;
    }
}

#[accel(parallel, nogil)]
fn with_impl(f: impl Fn(f64) -> f64 + Sync + Send, a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = f(a[i]);
    }
}

#[accel(parallel, nogil)]
fn with_dyn(f: &(dyn Fn(f64) -> f64 + Sync), a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = f(a[i]);
    }
}

#[accel(parallel)]
extern "C" fn external(a: &mut [f64; 40]) {
    for i in 0..40 {
        a[i] += 1.0;
    }
}

#[accel]
#[track_caller]
fn tracked(a: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a[i];
    }
}

#[accel(parallel)]
fn returning(n: usize) -> impl Iterator<Item = f64> {
    let mut v = vec![0.0; n];
    for i in 0..n {
        v[i] = i as f64;
    }
    v.into_iter()
}

trait Relax {
    fn data(&mut self) -> &mut Vec<f64>;
    #[accel]
    fn relax(&mut self) {
        let a = self.data();
        for i in 0..a.len() {
            a[i] *= 0.5;
        }
    }
    fn twice(&mut self, k: f64);
}
struct Plate(Vec<f64>);
impl Relax for Plate {
    fn data(&mut self) -> &mut Vec<f64> {
        &mut self.0
    }
    #[accel(parallel)]
    fn twice(&mut self, k: f64) {
        for i in 0..self.0.len() {
            self.0[i] = self.0[i] * 2.0 + k;
        }
    }
}

macro_rules! made {
    ($name:ident) => {
        #[accel(parallel)]
        fn $name(a: &mut [f64], k: f64) {
            for i in 0..a.len() {
                a[i] += k;
            }
        }
    };
}
made!(made);

struct Dual(f64, f64);
impl Dual {
    fn exp(&self) -> Dual {
        Dual(self.0.exp(), self.1 * self.0.exp())
    }
}

#[accel(nogil)]
fn duals(x: &[Dual], y: &mut [Dual]) {
    for i in 0..x.len() {
        y[i] = x[i].exp();
    }
}

#[accel(parallel, nogil)]
fn boxed(a: &mut Box<[f64]>, b: &Vec<f32>) {
    for i in 0..b.len() {
        a[i] = b[i] as f64;
    }
}

#[accel]
fn mapped(m: &std::collections::HashMap<usize, f64>, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = m[&i];
    }
}

#[accel]
fn shared(v: std::rc::Rc<Vec<f64>>, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = v[i];
    }
}

#[accel]
fn indexed_by_other(t: &Table, out: &mut [f64]) {
    for k in 0..3u8 {
        out[k as usize] = t[k];
    }
}
struct Table([f64; 3]);
impl std::ops::Index<u8> for Table {
    type Output = f64;
    fn index(&self, k: u8) -> &f64 {
        &self.0[usize::from(2 - k)]
    }
}

#[accel]
fn letters(count: &mut [u32]) {
    for c in 'a'..='e' {
        count[c as usize - 97] += 1;
    }
}

#[accel]
fn strings(names: &mut [String], n: usize) {
    for i in 0..n {
        names[i] = String::new();
    }
}

#[accel(parallel, nogil)]
fn by_reference(x: &f64, k: &[f64; 3], a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = weigh(x, k, a[i]);
    }
}
fn weigh(x: &f64, k: &[f64; 3], y: f64) -> f64 {
    x * k[1] + y
}

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| i as f64 * 0.25 - 3.0).collect()
}

#[test]
fn kinds_of_functions() {
    everywhere(|how| {
        let mut y = ramp(50);
        generic(2.0, &ramp(50), &mut y);
        assert_eq!(y[49], 3.0 * 9.25, "{how}");
        assert_eq!(generic_sum(&[1u8, 2, 3]), 6);
        let mut a = [1.0; 40];
        constant(&mut a);
        external(&mut a);
        assert_eq!(a, [42.0; 40], "{how}");
        let mut a = ramp(90);
        with_impl(|x| x + 1.0, &mut a);
        with_dyn(&|x| x * 2.0, &mut a);
        assert_eq!(a[3], (3.0 * 0.25 - 3.0 + 1.0) * 2.0, "{how}");
        assert_eq!(returning(50).last(), Some(49.0));
        let mut p = Plate(ramp(60));
        p.relax();
        p.twice(1.0);
        assert_eq!(p.0[4], -1.0, "{how}");
        let mut a = ramp(60);
        made(&mut a, 3.0);
        assert_eq!(a[0], 0.0);
        let mut b: Box<[f64]> = vec![0.0; 44].into();
        boxed(&mut b, &vec![2.0; 44]);
        assert_eq!(b[43], 2.0, "{how}");
        let mut a = ramp(60);
        by_reference(&2.0, &[0.0, 1.5, 0.0], &mut a);
        assert_eq!(a[0], 0.0, "{how}");
    });
    for f in [
        "constant",
        "with_impl",
        "with_dyn",
        "external",
        "returning",
        "twice",
        "made",
        "boxed",
        "by_reference",
    ] {
        assert!(runs(f).0 > 0, "`{f}` ran its fast form");
    }
    for f in ["generic", "generic_sum"] {
        assert_eq!(runs(f).0, 0, "`{f}` is generic: the witness says no");
    }
}

#[test]
fn types_that_are_not_arrays_of_primitives() {
    let x = [Dual(0.0, 1.0), Dual(1.0, 2.0)];
    let mut y = [Dual(0.0, 0.0), Dual(0.0, 0.0)];
    duals(&x, &mut y);
    assert_eq!((y[0].0, y[0].1), (1.0, 1.0));
    let m = (0..5).map(|i| (i, i as f64)).collect();
    let mut out = [0.0; 5];
    mapped(&m, &mut out);
    assert_eq!(out[4], 4.0);
    shared(std::rc::Rc::new(ramp(5)), &mut out);
    assert_eq!(out[1], -2.75);
    indexed_by_other(&Table([1.0, 2.0, 3.0]), &mut out);
    assert_eq!(out[0], 3.0);
    let mut count = [0; 5];
    letters(&mut count);
    assert_eq!(count, [1; 5]);
    let mut names = vec!["x".to_owned(); 3];
    strings(&mut names, 2);
    assert_eq!(names, ["", "", "x"]);
    for f in ["duals", "mapped", "shared", "indexed_by_other", "letters", "strings"] {
        assert_eq!(runs(f).0, 0, "{f}");
    }
}

/// Beside another effect an integer sum cannot be taken back, so the loop stays as written.
#[accel(parallel)]
fn count_and_write(a: &mut [u64]) -> u64 {
    let mut count = 0;
    for i in 0..a.len() {
        count += a[i];
        a[i] = 0;
    }
    count
}

#[test]
fn a_denied_type_is_named() {
    assert_eq!(count_and_write(&mut [2; 100]), 200);
    let stats = hotloop::stats();
    let ours = stats.iter().find(|s| s.function == "count_and_write").expect("it ran");
    assert_eq!((ours.fast, ours.first_failed), (0, Some("type condition: `count` is a float")));
}

#[test]
fn a_panic_is_where_the_caller_is() {
    let mut out = [0.0; 3];
    let line = std::sync::Mutex::new(0);
    let seen = std::sync::Arc::new(line);
    let hook = std::panic::take_hook();
    let inside = seen.clone();
    std::panic::set_hook(Box::new(move |p| *inside.lock().unwrap() = p.location().unwrap().line()));
    let run = |out: &mut [f64]| {
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| tracked(&[1.0], out)));
        *seen.lock().unwrap()
    };
    let fast = run(&mut out);
    let original = plain(|| run(&mut out));
    std::panic::set_hook(hook);
    assert_eq!(fast, original);
}
