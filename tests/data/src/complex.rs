//! `num_complex::Complex` in slices.

use hotloop::accel;
use hotloop_tests::{both, everywhere, plain, ran};
use num_complex::Complex;

type C = Complex<f64>;

#[accel(parallel, nogil)]
fn free(a: C, x: &[C], y: &mut [C]) {
    for i in 0..x.len() {
        y[i] = a * x[i] + y[i].conj() * x[i].re;
    }
}

#[accel(parallel)]
fn known(a: C, x: &[C], y: &mut [C]) {
    for i in 0..x.len() {
        y[i] += a * x[i] - x[i] / y[i] * 2.0;
    }
}

#[accel(parallel)]
fn parts(x: &[C], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].re * x[i].re + x[i].im * x[i].im;
    }
}

#[accel(parallel)]
fn set_parts(x: &[f64], y: &mut [C]) {
    for i in 0..x.len() {
        y[i].re = x[i];
        y[i].im = -x[i];
    }
}

#[test]
fn arithmetic() {
    let x: Vec<C> = (0..1000).map(|i| C::new(f64::from(i) * 0.1 - 3.0, 2.5 - f64::from(i) * 0.2)).collect();
    let run = || {
        let (mut y, mut z, mut w, mut v) = (x.clone(), x.clone(), vec![0.0; 1000], x.clone());
        free(C::new(0.3, -1.2), &x, &mut y);
        known(C::new(0.3, -1.2), &x, &mut z);
        parts(&x, &mut w);
        set_parts(&w, &mut v);
        (y, z, w, v)
    };
    let expected = plain(run);
    everywhere(|how| assert!(run() == expected, "{how}"));
    for name in ["free", "known", "parts", "set_parts"] {
        ran(name);
    }
}

both! { [parallel] total_plain, total(z: &[C]) -> C {
    let mut s = C::new(0.0, 0.0);
    for i in 0..z.len() {
        s += z[i];
    }
    s
} }

/// The order of such a sum is the program's: it has no lanes, and what is said of it is that.
#[test]
fn sums_run_as_written_and_say_so() {
    let z: Vec<C> = (0..1000).map(|i| C::new(i as f64 / 3.0, 1.0 / (i as f64 + 1.0))).collect();
    everywhere(|how| {
        let (expected, found) = (total_plain(&z), total(&z));
        assert_eq!(
            [expected.re.to_bits(), expected.im.to_bits()],
            [found.re.to_bits(), found.im.to_bits()],
            "{how}"
        );
    });
    let stats = hotloop::stats();
    let said: Vec<_> = stats.iter().filter(|s| s.function == "total").collect();
    assert!(said.iter().all(|s| s.fast == 0 && s.fallback > 0), "{said:?}");
    assert_eq!(said[0].first_failed, Some("type condition: `s` is a number of at most 64 bits"));
}
