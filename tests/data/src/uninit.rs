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

/// Names that say nothing: what they call counts its calls, in order.
mod others {
    use super::*;
    use hotloop_tests::runs;
    use std::cell::Cell;

    thread_local! {
        static CALLS: Cell<u32> = const { Cell::new(0) };
    }

    fn next() -> u32 {
        CALLS.set(CALLS.get() + 1);
        CALLS.get()
    }

    mod of_the_user {
        pub struct MaybeUninit;
        impl MaybeUninit {
            #[allow(clippy::new_ret_no_self)]
            pub fn new(x: f64) -> std::mem::MaybeUninit<f64> {
                std::mem::MaybeUninit::new(x + f64::from(super::next()))
            }
        }
    }

    // Taken for `MaybeUninit::new` by its name, and parallel only if it is.
    #[accel(parallel)]
    fn named(x: &[f64], out: &mut [MaybeUninit<f64>]) {
        for i in 0..x.len() {
            out[i] = of_the_user::MaybeUninit::new(x[i]);
        }
    }

    trait Write {
        fn write(&self, x: f64) -> u32;
    }
    impl Write for MaybeUninit<f64> {
        fn write(&self, _: f64) -> u32 {
            next()
        }
    }

    // A method of a trait that takes `&self` comes before one that takes `&mut self`.
    #[accel(parallel)]
    fn shadowed(x: &[f64], out: &mut [MaybeUninit<f64>]) {
        for i in 0..x.len() {
            out[i].write(x[i]);
        }
    }

    struct Log(Vec<f64>);
    impl Log {
        fn write(&mut self, x: f64) {
            self.0.push(x + f64::from(next()));
        }
    }

    #[accel(parallel)]
    fn logs(x: &[f64], out: &mut [Log]) {
        for i in 0..x.len() {
            out[i].write(x[i]);
        }
    }

    #[test]
    fn keep_their_own() {
        let x = vec![0.5; 500];
        everywhere(|how| {
            CALLS.set(0);
            let found = collected(|out| named(&x, out), 500);
            assert!(found.iter().zip(1..).all(|(y, n)| *y == 0.5 + f64::from(n)), "{how}");
            let found = collected(|out| shadowed(&x, out), 500);
            assert!(found.iter().all(|y| *y == -1.0) && CALLS.get() == 1000, "{how}");
            let mut all: Vec<Log> = x.iter().map(|_| Log(Vec::new())).collect();
            logs(&x, &mut all);
            assert!(all.iter().zip(1001..).all(|(log, n)| log.0 == [0.5 + f64::from(n)]), "{how}");
        });
        assert_eq!([runs("named").0, runs("shadowed").0, runs("logs").0], [0; 3]);
    }
}
