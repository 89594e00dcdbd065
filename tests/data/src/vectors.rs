//! `a[i]` of arrays of `ndarray` with one dimension.

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran, runs};
use ndarray::{Array1, ArrayView1, ArrayViewMut1, s};
use std::panic::AssertUnwindSafe;

both! { [parallel] axpy_plain, axpy(a: f64, x: &Array1<f64>, y: &mut Array1<f64>) {
    for i in 0..x.len() {
        y[i] += a * x[i];
    }
} }

both! { [parallel] strided_plain, strided(x: ArrayView1<f64>, y: &mut ArrayViewMut1<f64>) {
    for i in 0..x.shape()[0] {
        y[i] = x[i] - 0.5;
    }
} }

both! { [] looked_up_plain, looked_up(x: &Array1<f64>, at: &[usize], y: &mut Array1<f64>) {
    for i in 0..at.len() {
        y[i] = x[at[i]];
    }
} }

#[accel(parallel)]
fn total(x: ArrayView1<f64>) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i];
    }
    sum
}

fn vector(n: usize) -> Array1<f64> {
    Array1::from_shape_fn(n, |i| ((i * 7919) % 1013) as f64 * 0.37 - 150.0)
}

#[test]
fn contiguous() {
    for n in [0, 1, 31, 32, 33, 1000] {
        let x = vector(n);
        let mut expected = vector(n);
        axpy_plain(0.3, &x, &mut expected);
        everywhere(|how| {
            let mut y = vector(n);
            axpy(0.3, &x, &mut y);
            assert_eq!(y, expected, "{how}");
        });
    }
    ran("axpy");
}

#[test]
fn gaps_run_as_written() {
    let x = vector(999);
    let before = runs("strided");
    everywhere(|how| {
        let (mut expected, mut y) = (vector(999), vector(999));
        strided_plain(x.slice(s![..;3]), &mut expected.slice_mut(s![..;-3]));
        strided(x.slice(s![..;3]), &mut y.slice_mut(s![..;-3]));
        assert_eq!(y, expected, "{how}");
        strided_plain(x.slice(s![100..]), &mut expected.slice_mut(s![..899]));
        strided(x.slice(s![100..]), &mut y.slice_mut(s![..899]));
        assert_eq!(y, expected, "{how}");
    });
    let after = runs("strided");
    assert!(after.0 > before.0 && after.1 > before.1);
    let said: Vec<_> =
        hotloop::stats().iter().filter(|s| s.function == "strided").map(|s| s.first_failed).collect();
    assert_eq!(said, [Some("the elements of `x` are side by side")]);
    let part = x.slice(s![..;2]).to_owned();
    assert!((total(x.slice(s![..;2])) - total(part.view())).abs() < 1e-9);
}

#[test]
fn panics() {
    let x = vector(100);
    let wrong: Vec<usize> = (0..90).map(|i| if i == 77 { 100 } else { i }).collect();
    everywhere(|how| {
        let (mut expected, mut y) = (vector(90), vector(90));
        let text = panic_text(AssertUnwindSafe(|| axpy_plain(2.0, &x, &mut expected)));
        assert!(text.is_some());
        assert_eq!(panic_text(AssertUnwindSafe(|| axpy(2.0, &x, &mut y))), text, "{how}");
        assert_eq!(y, expected, "{how}");
        let text = panic_text(AssertUnwindSafe(|| looked_up_plain(&x, &wrong, &mut expected)));
        assert!(text.is_some());
        assert_eq!(panic_text(AssertUnwindSafe(|| looked_up(&x, &wrong, &mut y))), text, "{how}");
        assert_eq!(y, expected, "{how}");
    });
}
