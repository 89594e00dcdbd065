//! Loops around one function, whose iterations stand side by side at x86-64-v4, have the function's bits wherever they are
//! written, whatever their head and however many iterations they have.

#![allow(
    clippy::needless_range_loop,
    clippy::explicit_counter_loop,
    clippy::reversed_empty_ranges,
    reason = "loops, as people write them, are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{everywhere, kernels_of_functions, ran, same};

/// All lengths around those of vectors and of blocks.
fn sizes() -> impl Iterator<Item = usize> {
    (0..70).chain([95, 96, 97, 127, 128, 129, 255, 256, 257, 300, 511, 513, 1000])
}

type Kernel = fn(&[f64], &[f64], &mut [f64]);

fn agree(name: &str, floor: usize, fast: Kernel, plain: Kernel) {
    for n in sizes().filter(|n| *n >= floor) {
        let x: Vec<f64> = (0..n).map(|i| 0.1 + ((i * 7919) % 1000) as f64 * 0.003).collect();
        let y: Vec<f64> = (0..n).map(|i| ((i * 104_729) % 1000) as f64 * 0.004 - 1.0).collect();
        let mut expected = vec![0.5; n];
        plain(&x, &y, &mut expected);
        everywhere(|at| {
            let mut out = vec![0.5; n];
            fast(&x, &y, &mut out);
            assert!(same(&out, &expected), "{name} of {n} at {at:?}");
        });
    }
    ran(name);
}

kernels_of_functions! {
    #[accel]
    counted(x, _y, out), 0 {
        let mut i = 0;
        while i < x.len() {
            out[i] = f64::cosh(x[i]);
            i += 1;
        }
    }

    #[accel]
    backwards(x, y, out), 0 {
        for i in (0..x.len()).rev() {
            out[i] = f64::tanh(x[i]) * y[i];
        }
    }

    #[accel]
    by_three(x, _y, out), 0 {
        for i in (0..x.len()).step_by(3) {
            out[i] = f64::exp2(x[i]);
        }
    }

    #[accel]
    inclusive(x, _y, out), 1 {
        for i in 0..=x.len() - 1 {
            out[i] = f64::powf(x[i], 1.7);
        }
    }

    #[accel]
    over_items(x, _y, out), 0 {
        for (o, v) in out.iter_mut().zip(x) {
            *o = f64::sinh(*v);
        }
    }

    #[accel]
    continued(x, y, out), 0 {
        'all: for i in 0..x.len() {
            if y[i] < 0.0 {
                continue 'all;
            }
            out[i] = f64::log2(x[i]);
        }
    }

    // Inner loops as the values of arms and branches.
    #[accel]
    in_arms(x, _y, out), 0 {
        let n = x.len() / 7;
        for r in 0..7 {
            match r % 3 {
                0 => for j in 0..n {
                    out[r * n + j] = f64::atan(x[r * n + j]);
                },
                1 => 'row: for j in 0..n {
                    if j == 4 {
                        continue 'row;
                    }
                    out[r * n + j] = f64::asinh(x[r * n + j]);
                },
                _ => if n > 3 {
                    for j in 0..n {
                        out[r * n + j] = f64::hypot(x[r * n + j], 0.7);
                    }
                } else {
                    for j in 0..n {
                        out[r * n + j] = f64::powi(x[r * n + j], 7);
                    }
                },
            }
        }
    }

    #[accel(parallel)]
    rows(x, _y, out), 0 {
        let n = x.len() / 5;
        for r in 0..5 {
            for j in 0..n {
                out[r * n + j] = f64::exp_m1(x[r * n + j]);
            }
            for j in 0..n {
                out[r * n + j] += f64::acosh(1.0 + x[r * n + j]);
            }
        }
    }

    // The inner function's values are computed ahead; one is left in the loop.
    #[accel]
    of_another(x, _y, out), 0 {
        for i in 0..x.len() {
            out[i] = f64::ln_1p(f64::exp(x[i]));
        }
    }

    // In its own order: no vectors.
    #[accel]
    recurrence(x, _y, out), 1 {
        for i in 1..x.len() {
            out[i] = f64::exp(-out[i - 1] * x[i]);
        }
    }
}

/// One function for floats of both types and for a type of the user's.
trait Wave: Copy {
    fn sinh(self) -> Self;
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Steps(u8);

impl Wave for Steps {
    fn sinh(self) -> Steps {
        Steps(self.0 + 1)
    }
}

#[test]
fn a_type_of_the_user_keeps_its_function() {
    #[accel]
    fn waves(x: &[Steps], y: &mut [Steps]) {
        for i in 0..x.len() {
            y[i] = x[i].sinh();
        }
    }
    let mut y = [Steps(0); 5];
    waves(&[Steps(1), Steps(2), Steps(3), Steps(4), Steps(5)], &mut y);
    assert_eq!(y, [Steps(2), Steps(3), Steps(4), Steps(5), Steps(6)]);
}
