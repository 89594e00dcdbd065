//! Receivers that are pointers of the standard library, and pointers of the user's; results that have no name.

#![allow(
    clippy::needless_range_loop,
    clippy::borrowed_box,
    clippy::boxed_local,
    clippy::rc_buffer,
    reason = "methods as people write them are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, plain, ran};
use std::cell::Cell;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

#[derive(Clone)]
struct Series {
    x: Vec<f64>,
    out: Vec<f64>,
    scale: f64,
}

fn series(n: usize) -> Series {
    Series { x: (0..n).map(|i| i as f64 * 0.5).collect(), out: vec![1.0; n], scale: 3.0 }
}

impl Series {
    #[accel]
    fn boxed(mut self: Box<Self>) -> Vec<f64> {
        for i in 0..self.x.len() {
            self.out[i] += self.x[i] * self.scale;
        }
        self.out
    }

    #[accel]
    fn counted(self: Rc<Self>, out: &mut [f64]) {
        for i in 0..self.x.len() {
            out[i] += self.x[i] * self.scale;
        }
    }

    #[accel]
    fn shared(self: Arc<Self>, out: &mut [f64]) {
        for i in 0..self.x.len() {
            out[i] += self.x[i] * self.scale;
        }
    }

    #[accel]
    fn pinned(mut self: Pin<&mut Self>) {
        for i in 0..self.x.len() {
            self.out[i] += self.x[i] * self.scale;
        }
    }

    #[accel]
    fn pinned_shared(self: Pin<&Self>, out: &mut [f64]) {
        for i in 0..self.x.len() {
            out[i] += self.x[i] * self.scale;
        }
    }
}

/// Everything, once.
fn run(n: usize) -> Vec<f64> {
    let mut all = Box::new(series(n)).boxed();
    let mut s = series(n);
    Rc::new(s.clone()).counted(&mut s.out);
    Arc::new(s.clone()).shared(&mut s.out);
    let other = s.clone();
    Pin::new(&other).pinned_shared(&mut s.out);
    Pin::new(&mut s).pinned();
    all.extend(s.out);
    all
}

#[test]
fn fields_behind_a_pointer_of_std() {
    for n in [0, 1, 33, 64, 200] {
        let expected = plain(|| run(n));
        everywhere(|how| assert_eq!(run(n), expected, "{how}, n = {n}"));
    }
    for name in ["boxed", "counted", "shared", "pinned", "pinned_shared"] {
        ran(name);
    }
}

/// Counts how often something is looked at.
struct Watched {
    inner: Series,
    looks: Cell<usize>,
}

impl Deref for Watched {
    type Target = Series;
    fn deref(&self) -> &Series {
        self.looks.set(self.looks.get() + 1);
        &self.inner
    }
}

both!([] watched_plain, watched(w: &Box<Watched>, out: &mut [f64]) {
    let w: &Box<Watched> = w;
    for i in 0..out.len() {
        out[i] = w.x[i] * w.scale;
    }
});

both!([] watched_box_plain, watched_box(w: Box<Watched>, out: &mut [f64]) -> usize {
    for i in 0..out.len() {
        out[i] = w.x[i] * w.scale;
    }
    w.looks.get()
});

#[test]
fn a_deref_of_the_users_behind_a_box_is_seen() {
    let watched_box_of = |n| Box::new(Watched { inner: series(n), looks: Cell::new(0) });
    everywhere(|how| {
        for n in [0, 1, 64, 130] {
            let (p, q) = (watched_box_of(n), watched_box_of(n));
            let (mut a, mut b) = (vec![0.0; n], vec![0.0; n]);
            watched_plain(&p, &mut a);
            watched(&q, &mut b);
            assert_eq!((&a, p.looks.get()), (&b, q.looks.get()), "{how}, n = {n}");
            assert_eq!(watched_box_plain(p, &mut a), watched_box(q, &mut b), "{how}, n = {n}");
            assert_eq!(a, b, "{how}, n = {n}");
        }
    });
}

#[accel(nogil)]
fn unnamed(x: &[f64]) -> (f64, impl Fn(f64) -> f64 + Clone + use<'_>) {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i];
    }
    (s, move |y| y + s + x[0])
}

trait Make {
    fn make(&self) -> impl Fn() -> f64;
}

impl Make for Series {
    #[accel(nogil)]
    fn make(&self) -> impl Fn() -> f64 {
        let mut s = 0.0;
        for i in 0..self.x.len() {
            s += self.x[i];
        }
        move || s
    }
}

#[test]
fn results_without_a_name_that_can_be_sent() {
    let (s, add) = unnamed(&[1.0, 2.0]);
    assert_eq!((s, std::thread::scope(|scope| scope.spawn(|| add.clone()(1.0)).join().unwrap())), (3.0, 5.0));
    assert_eq!(series(4).make()(), 3.0);
}
