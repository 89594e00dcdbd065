//! Arguments made of what the same block of iterations changes: by loops that are unrolled, by methods, in patterns, in
//! closures, in parts of arrays.

#![allow(clippy::all, reason = "programs that were written to be hard to read ahead")]

use super::*;
use std::ops::{AddAssign, MulAssign};

kernels! {
    #[accel(parallel)]
    by_an_unrolled_loop(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for i in 0..x.len() / m {
            let mut phase = y[i] + 1.0;
            for j in 0..m {
                out[i * m + j] = f64::sin(phase * y[j]);
                for k in 0..2 {
                    if j + k == 100 {
                        phase = 1e9 + y[k];
                    }
                }
            }
        }
    }

    #[accel(parallel)]
    by_a_loop_in_an_unrolled_one(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for i in 0..x.len() / m {
            let mut phase = y[i] + 1.0;
            for j in 0..m {
                for _ in 0..2 {
                    for _ in 0..3 {
                        phase *= 1.5;
                    }
                }
                out[i * m + j] = f64::sin(phase * y[j]);
            }
        }
    }

    #[accel(nogil)]
    by_a_method(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for i in 0..x.len() / m {
            let mut phase = y[i] + 1.0;
            for j in 0..m {
                out[i * m + j] = f64::sin(phase * y[j]);
                if j == 100 {
                    phase.add_assign(1e9);
                }
            }
        }
    }

    #[accel(nogil)]
    by_a_method_in_an_unrolled_loop(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for i in 0..x.len() / m {
            let mut phase = y[i] + 1.0;
            for j in 0..m {
                for _ in 0..2 {
                    (phase).mul_assign(1.5);
                }
                out[i * m + j] = f64::sin(phase * y[j]);
            }
        }
    }

    #[accel(nogil)]
    by_a_closure(x, y, out), 0 {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for i in 0..x.len() / m {
            let mut phase = y[i] + 1.0;
            for j in 0..m {
                let mut grow = || phase *= 1.2;
                grow();
                out[i * m + j] = f64::sin(phase * y[j]);
            }
        }
    }

    #[accel(parallel)]
    a_name_of_a_pair(x, y, out), 0 {
        for i in 0..x.len() {
            let (mut s, c) = f64::sin_cos(y[i]);
            if y[i] > 0.5 {
                s *= 1e9;
            }
            out[i] = f64::sin(s) + c;
        }
    }

    #[accel(parallel)]
    names_of_tuples(x, y, out), 0 {
        for i in 0..x.len() {
            let (a, b) = (y[i], x[i] * 1e3);
            let (b, a, c) = (a * 1e7, b, i as f64);
            out[i] = f64::sin(a) + f64::cos(b) - f64::tan(c);
        }
    }

    #[accel]
    an_element_by_a_closure(x, y, out), 0 {
        for i in 0..x.len() {
            (|| out[i] = x[i] * 1e9)();
            out[i] = f64::sin(out[i]);
        }
    }

    #[accel(nogil)]
    a_part_of_an_array(x, y, out), 3 {
        for i in 0..x.len() / 3 {
            out[3 * i..3 * i + 3].iter_mut().for_each(|v| *v = y[i] * 1e9);
            out[3 * i + 1] = f64::sin(out[3 * i]);
        }
    }

    #[accel(parallel)]
    a_part_of_an_array_by_a_loop(x, y, out), 3 {
        for i in 0..x.len() / 3 {
            for v in out[3 * i..3 * i + 3].iter_mut() {
                *v = y[i] * 1e9;
            }
            out[3 * i + 1] = f64::sin(out[3 * i]);
        }
    }

    #[accel(parallel)]
    a_part_of_an_array_at_once(x, y, out), 3 {
        for i in 0..x.len() / 3 {
            out[3 * i..3 * i + 3].fill(y[i] * 1e9);
            out[3 * i + 1] = f64::sin(out[3 * i]);
        }
    }

    #[accel(parallel)]
    an_element_in_an_unrolled_loop(x, y, out), 3 {
        for i in 0..x.len() / 3 {
            for k in 0..3 {
                out[3 * i + k] = y[i] * 1e9;
            }
            out[3 * i + 1] = f64::sin(out[3 * i]);
        }
    }

    #[accel(parallel)]
    on_the_way_out_of_a_block(x, y, out), 0 {
        for i in 0..x.len() {
            'inside: {
                let true = y[i] < 0.5 else {
                    out[i] = y[i] * 1e9;
                    break 'inside;
                };
            }
            out[i] = f64::sin(out[i]);
        }
    }
}
