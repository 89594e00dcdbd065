//! Every form of every option that is right.
use hotloop::accel;

const K: usize = 2;

mod inner {
    pub const N: usize = 100;
    pub mod again {
        pub use hotloop;
    }
}

#[accel(fastmath, isa("baseline"), boundscheck)]
fn a(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(parallel, nogil, warn, fastmath(reassoc, contract, arcp, nnan, ninf, nsz,), math = "std")]
fn b(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(parallel, threads = 4 * K, grain = crate::inner::N, isa("baseline", "x86-64-v3", "x86-64-v4", "neon"))]
fn c(a: &mut [f64]) {
    for k in 0..a.len() {
        a[k] = 1.0;
    }
}

#[accel(parallel, threads = 1usize, grain = N, crate = inner::again::hotloop)]
fn d<const N: usize>(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(threads = 2, parallel('rows), crate = crate::inner::again::hotloop)]
fn e(a: &mut [f64]) {
    'rows: for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(grain = 2, crate = ::hotloop)]
fn f(a: &mut [f64]) {
    #[parallel]
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {
    let mut x = [0.0; 100];
    for f in [a, b, c, d::<3>, e, f] {
        x.fill(0.0);
        f(&mut x);
        assert_eq!(x, [1.0; 100]);
    }
}
