//! Elements that an inner loop uses again and again are held through it: the same values as without, also where the
//! loop does not run at all, ends early or panics, and for elements of any type.

#![allow(
    clippy::needless_range_loop,
    clippy::assign_op_pattern,
    clippy::too_many_arguments,
    reason = "indexed loops, as people write them, are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran};
use std::panic::AssertUnwindSafe;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

const SIZES: [usize; 7] = [0, 1, 2, 3, 31, 40, 67];

both!([parallel, nogil] two_plain, two(n: usize, m: usize, a: &[f64], p: &mut [f64], q: &mut [f64]) {
    for i in 0..n {
        p[i] = 1.0;
        for j in 0..m {
            p[i] = p[i] + a[i * m + j];
            q[i] -= a[i * m + j] * p[i];
        }
        p[i] += q[i];
    }
});

#[test]
fn two_sums_of_one_element_each() {
    everywhere(|how| {
        for n in SIZES {
            for m in SIZES {
                let a = ramp(n * m);
                let (mut p, mut q) = (ramp(n), ramp(n));
                let (mut x, mut y) = (p.clone(), q.clone());
                two_plain(n, m, &a, &mut x, &mut y);
                two(n, m, &a, &mut p, &mut q);
                assert_eq!((x, y), (p, q), "{how}, {n} {m}");
            }
        }
    });
    ran("two");
}

both!([parallel, nogil] far_plain, far(n: usize, m: usize, a: &[f64], p: &mut [f64], off: usize) {
    for i in 0..n {
        for j in 0..m {
            p[i + off] += a[j];
        }
    }
});

/// Then the element need not exist.
#[test]
fn a_loop_that_does_not_run_takes_nothing() {
    everywhere(|how| {
        let (mut x, mut p) = (ramp(3), ramp(3));
        far_plain(100, 0, &[], &mut x, 1 << 40);
        far(100, 0, &[], &mut p, 1 << 40);
        assert_eq!(x, p, "{how}");
        far_plain(3, 40, &ramp(40), &mut x, 0);
        far(3, 40, &ramp(40), &mut p, 0);
        assert_eq!(x, p, "{how}");
    });
    ran("far");
}

both!([parallel, nogil] shape_plain, shape(n: usize, a: &[f64], t: &mut [f64], u: &mut [f64]) {
    for i in 0..n {
        for j in 0..i {
            for k in j..n {
                if a[k] > 0.0 {
                    continue;
                }
                t[i * n + j] += a[k];
            }
            u[i] += t[i * n + j];
        }
        for j in (1..n).rev() {
            if a[j] > 3.0 {
                break;
            }
            u[i] = u[i] * 0.5 + a[j];
        }
        for j in (0..n).step_by(3) {
            u[i] += a[j];
        }
        for j in 0..n {
            if a[j] > 0.0 {
                u[i] += 1.0;
            }
        }
    }
});

#[test]
fn triangles_conditions_and_early_ends() {
    everywhere(|how| {
        for n in SIZES {
            let a = ramp(n);
            let (mut t, mut u) = (ramp(n * n), ramp(n));
            let (mut x, mut y) = (t.clone(), u.clone());
            shape_plain(n, &a, &mut x, &mut y);
            shape(n, &a, &mut t, &mut u);
            assert_eq!((x, y), (t, u), "{how}, {n}");
        }
    });
    ran("shape");
}

both!([nogil] stops_plain, stops(n: usize, m: usize, a: &[u8], k: &[usize], p: &mut [u8], q: &mut [u8]) {
    for i in 0..n {
        for j in 0..m {
            p[i] = p[i].wrapping_add(a[k[j]]);
            q[i] = q[i] + 1;
        }
    }
});

/// A panic in the middle leaves what the plain loop leaves.
#[test]
fn a_panic_gives_the_value_back() {
    let check = |how: &str, n: usize, m: usize, a: &[u8], k: &[usize], q: u8| {
        let start = (vec![250u8; n], vec![q; n]);
        let (mut x, mut y) = (start.clone(), start);
        let plain = panic_text(AssertUnwindSafe(|| stops_plain(n, m, a, k, &mut x.0, &mut x.1)));
        let found = panic_text(AssertUnwindSafe(|| stops(n, m, a, k, &mut y.0, &mut y.1)));
        assert_eq!((plain, x), (found, y), "{how}");
    };
    everywhere(|how| {
        let mut k: Vec<usize> = (0..60).collect();
        check(how, 50, 60, &[3; 60], &k, 0);
        // The sum in `q` overflows where overflow is checked.
        check(how, 50, 60, &[3; 60], &k, 230);
        k[41] = 1000;
        check(how, 50, 60, &[3; 60], &k, 0);
    });
    ran("stops");
}

both!([parallel, nogil] words_plain, words(n: usize, m: usize, a: &[String], p: &mut [String], c: &mut [usize]) {
    for i in 0..n {
        for j in 0..m {
            p[i] += &a[j];
            c[i] += p[i].len();
        }
    }
});

both!([parallel, nogil] moved_plain, moved(n: usize, m: usize, a: &[Vec<u8>], p: &mut [Vec<u8>]) {
    for i in 0..n {
        for j in 0..m {
            p[i] = a[j].clone();
        }
    }
});

#[test]
fn elements_that_are_no_primitives() {
    let a: Vec<String> = (0..40).map(|i| i.to_string()).collect();
    let lists: Vec<Vec<u8>> = (0..40).map(|i| vec![i; usize::from(i)]).collect();
    everywhere(|how| {
        let (mut p, mut c) = (vec![String::from("x"); 50], vec![0; 50]);
        let (mut x, mut y) = (p.clone(), c.clone());
        words_plain(50, 40, &a, &mut x, &mut y);
        words(50, 40, &a, &mut p, &mut c);
        assert_eq!((x, y), (p, c), "{how}");
        let (mut x, mut p) = (vec![vec![1]; 50], vec![vec![1]; 50]);
        moved_plain(50, 40, &lists, &mut x);
        moved(50, 40, &lists, &mut p);
        assert_eq!(x, p, "{how}");
    });
}

trait Me {
    fn me(&self) -> &Self;
}
impl Me for f64 {
    fn me(&self) -> &f64 {
        self
    }
}

both!([parallel, nogil] kept_plain, kept(n: usize, m: usize, a: &[f64], p: &mut [f64], q: &mut [f64]) {
    for i in 0..n {
        let zero = 0.0;
        let mut last = &zero;
        let mut other = &zero;
        for j in 0..m {
            if a[j] > 0.0 {
                last = &p[i];
                other = p[i].me();
            }
        }
        q[i] = *last + *other;
        for j in 0..m {
            let r = &mut p[i];
            *r += a[j];
        }
    }
});

#[test]
fn references_to_the_element() {
    everywhere(|how| {
        let a = ramp(40);
        let (mut p, mut q) = (ramp(50), ramp(50));
        let (mut x, mut y) = (p.clone(), q.clone());
        kept_plain(50, 40, &a, &mut x, &mut y);
        kept(50, 40, &a, &mut p, &mut q);
        assert_eq!((x, y), (p, q), "{how}");
    });
    ran("kept");
}
