//! `HOTLOOP_VERIFY` holds tensors and complex numbers against the loops as written, too.

use hotloop::__private::{with_fault, with_verify};
use hotloop::accel;
use hotloop_tests::everywhere;
use ndarray::{Array2, s};
use num_complex::Complex64;
use std::process::Command;

#[accel(parallel)]
fn halves(a: &mut ndarray::ArrayViewMut2<f64>) {
    for i in 0..a.nrows() {
        for j in 0..a.ncols() {
            a[[i, j]] = a[[i, j]] * 0.5 + 1.0;
        }
    }
}

#[accel(parallel)]
fn squares(z: &mut [Complex64]) {
    for i in 0..z.len() {
        z[i] = z[i] * z[i];
    }
}

fn verified(function: &str) -> u64 {
    hotloop::stats().iter().filter(|s| s.function == function).map(|s| s.verified).sum()
}

#[test]
fn the_same() {
    let a = Array2::from_shape_fn((40, 60), |(i, j)| (i * 60 + j) as f64);
    let mut z: Vec<_> = (0..1000).map(|i| Complex64::new(f64::from(i), 3.0 - f64::from(i))).collect();
    z[7].re = f64::NAN;
    everywhere(|how| {
        let mut found = a.clone();
        with_verify(1e-6, || halves(&mut found.slice_mut(s![..;-2, 1..;3])));
        let mut expected = a.clone();
        expected.slice_mut(s![..;-2, 1..;3]).mapv_inplace(|x| x * 0.5 + 1.0);
        assert_eq!(found, expected, "{how}");
        let mut squared = z.clone();
        with_verify(1e-6, || squares(&mut squared));
        assert!(squared[7].re.is_nan() && squared[8] == z[8] * z[8], "{how}");
    });
    assert!(verified("halves") > 0 && verified("squares") > 0);
}

#[test]
#[ignore = "ends its process"]
fn broken() {
    with_fault(|| match std::env::var("CASE").unwrap_or_default().as_str() {
        "halves" => halves(&mut Array2::zeros((30, 40)).view_mut()),
        _ => squares(&mut [Complex64::new(2.0, 1.0); 300]),
    });
}

#[test]
fn a_difference_is_named() {
    for (case, text) in
        [("halves", "`a[[0, 0]]` is 0.0 in the fast form and 1.0 as written"), ("squares", "`z[0]` is ")]
    {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "verified::broken"])
            .envs([("CASE", case), ("HOTLOOP_VERIFY", "1")])
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && words.contains(text), "{words}");
    }
}
