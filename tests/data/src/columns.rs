//! `m[(i, j)]` and `v[i]` of `nalgebra`.

use hotloop_tests::{both, everywhere, panic_text, ran, runs};
use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut, DVector, Dyn, SMatrix, SVector};
use std::panic::AssertUnwindSafe;

use hotloop::accel;

type View<'a> = DMatrixView<'a, f64, Dyn, Dyn>;
type ViewMut<'a> = DMatrixViewMut<'a, f64, Dyn, Dyn>;

fn matrix(n: usize, m: usize) -> DMatrix<f64> {
    DMatrix::from_fn(n, m, |i, j| ((i * 31 + j * 7) % 101) as f64 * 0.25 - 9.0)
}

both! { [parallel] product_plain, product(a: &DMatrix<f64>, b: &DMatrix<f64>, c: &mut DMatrix<f64>) {
    for j in 0..b.ncols() {
        for k in 0..a.ncols() {
            for i in 0..a.nrows() {
                c[(i, j)] += a[(i, k)] * b[(k, j)];
            }
        }
    }
} }

both! { [parallel] fixed_plain, fixed(a: &SMatrix<f64, 40, 30>, x: &SVector<f64, 30>, y: &mut SVector<f64, 40>) {
    for i in 0..a.nrows() {
        for j in 0..a.shape().1 {
            y[i] += a[(i, j)] * x[j];
        }
    }
} }

both! { [parallel] views_plain, views(a: View<'_>, c: &mut ViewMut<'_>) {
    for i in 0..a.nrows() {
        for j in 0..a.ncols() {
            c[(i, j)] = c[(i, j)] * 0.5 + a[(i, j)];
        }
    }
} }

both! { [parallel] vectors_plain, vectors(x: &DVector<f64>, y: &mut DVector<f64>) {
    for i in 0..x.len() {
        y[i] += x[i] * 2.0;
    }
} }

#[test]
fn owned() {
    let (a, b) = (matrix(33, 20), matrix(20, 41));
    let mut expected = DMatrix::zeros(33, 41);
    product_plain(&a, &b, &mut expected);
    let s = SMatrix::<f64, 40, 30>::from_fn(|i, j| (i * 3 + j) as f64);
    let x = SVector::<f64, 30>::from_fn(|i, _| i as f64 - 4.0);
    let mut y = SVector::zeros();
    fixed_plain(&s, &x, &mut y);
    let (v, mut w) = (DVector::from_fn(500, |i, _| i as f64), DVector::from_element(500, 1.0));
    vectors_plain(&v, &mut w);
    everywhere(|how| {
        let mut c = DMatrix::zeros(33, 41);
        product(&a, &b, &mut c);
        assert_eq!(c, expected, "{how}");
        let mut found = SVector::zeros();
        fixed(&s, &x, &mut found);
        assert_eq!(found, y, "{how}");
        let mut found = DVector::from_element(500, 1.0);
        vectors(&v, &mut found);
        assert_eq!(found, w, "{how}");
    });
    for name in ["product", "fixed", "vectors"] {
        ran(name);
    }
}

#[test]
fn views_with_strides() {
    let data: Vec<f64> = (0..4000).map(|i| f64::from(i) * 0.1).collect();
    // Row and column strides: columns, rows, gaps, and for reading elements that overlap.
    for (read, write) in
        [((1, 50), (1, 50)), ((40, 1), (40, 1)), ((2, 80), (3, 100)), ((1, 1), (1, 33)), ((0, 0), (31, 1))]
    {
        let a = View::from_slice_with_strides_generic(&data, Dyn(33), Dyn(30), Dyn(read.0), Dyn(read.1));
        let mut expected = data.clone();
        let mut c = ViewMut::from_slice_with_strides_generic(
            &mut expected,
            Dyn(33),
            Dyn(30),
            Dyn(write.0),
            Dyn(write.1),
        );
        views_plain(a, &mut c);
        everywhere(|how| {
            let mut found = data.clone();
            let mut c = ViewMut::from_slice_with_strides_generic(
                &mut found,
                Dyn(33),
                Dyn(30),
                Dyn(write.0),
                Dyn(write.1),
            );
            views(a, &mut c);
            assert!(found == expected, "{how}, {read:?} to {write:?}");
        });
    }
    let (fast, fallback) = runs("views");
    assert!(fast > 0 && fallback == 0, "{fast} {fallback}");
}

both! { [parallel] outside_plain, outside(a: &mut DMatrix<f64>, n: usize, m: usize) {
    for i in 0..n {
        for j in 0..m {
            a[(i, j)] += 1.0;
        }
    }
} }

both! { [parallel] past_plain, past(x: &mut DVector<f64>, n: usize) {
    for i in 0..n {
        x[i] += 1.0;
    }
} }

#[test]
fn panics() {
    for (n, m) in [(51, 60), (50, 61)] {
        everywhere(|how| {
            let (mut expected, mut found) = (matrix(50, 60), matrix(50, 60));
            let text = panic_text(AssertUnwindSafe(|| outside_plain(&mut expected, n, m)));
            assert!(text.is_some());
            assert_eq!(panic_text(AssertUnwindSafe(|| outside(&mut found, n, m))), text, "{how}");
            assert_eq!(found, expected, "{how}");
            let (mut expected, mut found) = (DVector::zeros(n), DVector::zeros(n));
            let text = panic_text(AssertUnwindSafe(|| past_plain(&mut expected, n + 1)));
            assert!(text.is_some());
            assert_eq!(panic_text(AssertUnwindSafe(|| past(&mut found, n + 1))), text, "{how}");
            assert_eq!(found, expected, "{how}");
        });
    }
}
