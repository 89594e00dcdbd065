//! Results into memory that is not initialized yet.

use hotloop::accel;
use hotloop_tests::{everywhere, panic_text, plain, ran};
use std::mem::MaybeUninit;
use std::panic::AssertUnwindSafe;

#[accel(parallel)]
fn assigned(x: &[f64], out: &mut [MaybeUninit<f64>]) {
    for i in 0..x.len() {
        out[i] = MaybeUninit::new(x[i] * 2.0 + 1.0);
    }
}

#[accel(parallel)]
fn written(x: &[f64], out: &mut [MaybeUninit<f64>]) {
    for i in 0..x.len() {
        out[i].write(x[i].exp());
    }
}

#[accel(parallel)]
fn rows(x: &[f64], out: &mut [MaybeUninit<f64>], n: usize, m: usize) {
    for i in 0..n {
        for j in 0..m {
            out[i * m + j].write(x[i] - x[j]);
        }
    }
}

fn collected(f: impl FnOnce(&mut [MaybeUninit<f64>]), n: usize) -> Vec<f64> {
    let mut out: Vec<MaybeUninit<f64>> = vec![MaybeUninit::new(-1.0); n];
    f(&mut out);
    // SAFETY: initialized above.
    out.into_iter().map(|x| unsafe { x.assume_init() }).collect()
}

#[test]
fn outputs() {
    let x: Vec<f64> = (0..1000).map(|i| f64::from(i) * 0.01).collect();
    let expected: Vec<f64> = x.iter().map(|x| x * 2.0 + 1.0).collect();
    let exps: Vec<f64> = x.iter().map(|x| hotloop::math::exp(*x)).collect();
    let differences = plain(|| collected(|out| rows(&x, out, 30, 40), 1200));
    everywhere(|how| {
        assert!(collected(|out| assigned(&x, out), 1000) == expected, "{how}");
        assert!(collected(|out| written(&x, out), 1000) == exps, "{how}");
        assert!(collected(|out| rows(&x, out, 30, 40), 1200) == differences, "{how}");
        let mut short = vec![MaybeUninit::new(0.0); 999];
        let text = panic_text(AssertUnwindSafe(|| plain(|| written(&x, &mut short))));
        assert!(text.is_some());
        assert_eq!(panic_text(AssertUnwindSafe(|| written(&x, &mut short))), text, "{how}");
    });
    for name in ["assigned", "written", "rows"] {
        ran(name);
    }
}
