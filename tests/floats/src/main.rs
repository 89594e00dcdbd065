//! `libm` and `num_traits::Float` in annotated loops: ours where the function is theirs on a float, the user's own
//! wherever it only has the name.
//!
//! The output says how many loops there are, and of how many the fast form ran.

use hotloop::{accel, math};
use num_traits::Float;

#[accel(parallel)]
fn of_libm(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        let (s, c) = libm::sincos(x[i]);
        y[i] = libm::exp(-x[i]) + libm::pow(x[i], 1.5) * libm::log1p(x[i]) + libm::erf(x[i]) + s * c;
    }
}

#[accel(parallel)]
fn of_libm_single(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = libm::expf(-x[i]) + libm::hypotf(x[i], 1.5) * libm::cosf(x[i]);
    }
}

#[accel(parallel)]
fn of_float(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = Float::exp(-x[i])
            + <f64 as Float>::ln(x[i])
            + num_traits::Float::powf(x[i], 1.5)
            + Float::sin(x[i])
            + x[i].tanh();
    }
}

#[accel]
fn outside_of_loops(x: f64) -> (f64, f64, f64) {
    (libm::sin(x), Float::cbrt(x), <f64 as Float>::atan2(x, 2.0))
}

/// In generic code nothing is known of `T`: its own functions stay.
#[accel(nogil)]
fn generic<T: Float + Send + Sync>(x: &[T], y: &mut [T]) {
    for i in 0..x.len() {
        y[i] = Float::sin(x[i]) + x[i].exp();
    }
}

/// The names of these crates, and functions that are no one's but the user's.
mod shadowed {
    use hotloop::accel;

    mod libm {
        pub fn exp(x: f64) -> f64 {
            -x
        }
        pub fn pow(x: f64, n: u8) -> f64 {
            x * f64::from(n)
        }
    }

    trait Float {
        fn exp(self) -> Self;
        fn sin(self) -> &'static str;
    }
    impl Float for f64 {
        fn exp(self) -> f64 {
            self + 100.0
        }
        fn sin(self) -> &'static str {
            "sin"
        }
    }

    #[accel(nogil)]
    pub fn own(x: &[f64], y: &mut [f64]) -> usize {
        let mut letters = 0;
        for i in 0..x.len() {
            y[i] = libm::exp(x[i]) + libm::pow(x[i], 3) + Float::exp(x[i]);
            letters += Float::sin(x[i]).len();
        }
        letters
    }
}

/// A number of the user's own.
#[derive(Clone, Copy)]
struct Dual(f64, f64);

impl Dual {
    fn exp(self) -> Dual {
        Dual(libm::exp(self.0), self.1 * libm::exp(self.0))
    }
}

#[accel(nogil)]
fn duals(x: &[Dual], y: &mut [Dual]) {
    for i in 0..x.len() {
        y[i] = x[i].exp();
    }
}

fn main() {
    let x: Vec<f64> = (1..1000).map(|i| f64::from(i) * 0.01).collect();
    let x32: Vec<f32> = x.iter().map(|x| *x as f32).collect();
    let n = x.len();
    let (mut y, mut y32) = (vec![0.0; n], vec![0.0; n]);

    of_libm(&x, &mut y);
    for (x, y) in x.iter().zip(&y) {
        let (s, c) = math::sin_cos(*x);
        let expected = math::exp(-x) + math::powf(*x, 1.5) * math::ln_1p(*x) + math::erf(*x) + s * c;
        assert_eq!(*y, expected, "{x}");
    }
    of_libm_single(&x32, &mut y32);
    for (x, y) in x32.iter().zip(&y32) {
        assert_eq!(*y, math::exp(-x) + math::hypot(*x, 1.5) * math::cos(*x), "{x}");
    }
    of_float(&x, &mut y);
    for (x, y) in x.iter().zip(&y) {
        let expected = math::exp(-x) + math::ln(*x) + math::powf(*x, 1.5) + math::sin(*x) + math::tanh(*x);
        assert_eq!(*y, expected, "{x}");
        assert_eq!(outside_of_loops(*x), (math::sin(*x), math::cbrt(*x), math::atan2(*x, 2.0)));
    }
    // Switched off: theirs.
    hotloop::with_mode(hotloop::Mode::Original, || {
        let theirs = (libm::sin(0.3), Float::cbrt(0.3f64), Float::atan2(0.3, 2.0));
        assert_eq!(outside_of_loops(0.3), theirs);
    });
    let known = hotloop::stats();

    generic(&x, &mut y);
    x.iter().zip(&y).for_each(|(x, y)| assert_eq!(*y, Float::sin(*x) + Float::exp(*x)));
    let letters = shadowed::own(&x, &mut y);
    assert_eq!(letters, 3 * n);
    x.iter().zip(&y).for_each(|(x, y)| assert_eq!(*y, -x + 3.0 * x + (x + 100.0)));
    let (duals_in, mut duals_out) = (vec![Dual(1.0, 2.0); 100], vec![Dual(0.0, 0.0); 100]);
    duals(&duals_in, &mut duals_out);
    assert!(duals_out.iter().all(|d| d.0 == libm::exp(1.0) && d.1 == 2.0 * d.0));

    println!("{} loops, {} fast", known.len(), known.iter().filter(|l| l.fast > 0).count());
}
