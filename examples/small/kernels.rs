//! The same small functions four times: plain, and under three attributes.

/// What the functions work on: `n` is the number of elements, of points, or of rows.
pub struct Data {
    pub n: usize,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub out: Vec<f64>,
    pub integers: Vec<i64>,
    pub found: Vec<usize>,
}

impl Data {
    /// `width` numbers for each of `n` rows.
    pub fn new(n: usize, width: usize) -> Data {
        let x: Vec<f64> = (0..n * width).map(|i| 1.0 / (i + 1) as f64).collect();
        let integers = (0..n as i64).map(|i| i * 7 % 31).collect();
        Data { n, y: x.clone(), out: vec![0.0; n * width.max(n)], x, integers, found: vec![0; n] }
    }
}

/// One function on its data. What it returns keeps the call alive.
pub type Run = fn(&mut Data) -> f64;

/// Numbers in a row of what has rows: the points of `distances`, the table of `search`.
pub const WIDTH: usize = 16;

/// Sweeps of `sweeps`.
const TIMES: usize = 10;

macro_rules! kernels {
    ($name:ident $(, #[$attribute:meta])?) => {
        pub mod $name {
            use super::{Run, TIMES, WIDTH};

            $(#[$attribute])?
            #[inline(never)]
            pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
                for i in 0..x.len() {
                    y[i] += a * x[i];
                }
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn sum(x: &[f64]) -> f64 {
                let mut sum = 0.0;
                for i in 0..x.len() {
                    sum += x[i];
                }
                sum
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn dot(x: &[f64], y: &[f64]) -> f64 {
                let mut sum = 0.0;
                for i in 0..x.len() {
                    sum += x[i] * y[i];
                }
                sum
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn max(x: &[f64]) -> f64 {
                let mut most = f64::NEG_INFINITY;
                for i in 0..x.len() {
                    most = most.max(x[i]);
                }
                most
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn count(x: &[i64]) -> i64 {
                let mut sum = 0;
                for i in 0..x.len() {
                    sum += x[i];
                }
                sum
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn map_exp(x: &[f64], out: &mut [f64]) {
                for i in 0..x.len() {
                    out[i] = x[i].exp();
                }
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn sum_exp(x: &[f64]) -> f64 {
                let mut sum = 0.0;
                for i in 0..x.len() {
                    sum += x[i].exp();
                }
                sum
            }

            /// A rod of `n` points: the time loop is serial, the inner loops are not.
            $(#[$attribute])?
            #[inline(never)]
            pub fn sweeps(u: &mut [f64], v: &mut [f64], n: usize) {
                for _t in 0..TIMES {
                    for i in 1..n.max(1) - 1 {
                        v[i] = 0.25 * (u[i - 1] + 2.0 * u[i] + u[i + 1]);
                    }
                    for i in 1..n.max(1) - 1 {
                        u[i] = v[i];
                    }
                }
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn product(a: &[f64], b: &[f64], c: &mut [f64], n: usize) {
                for i in 0..n {
                    for j in 0..n {
                        let mut sum = 0.0;
                        for k in 0..n {
                            sum += a[i * n + k] * b[k * n + j];
                        }
                        c[i * n + j] = sum;
                    }
                }
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn distances(x: &[f64], out: &mut [f64], n: usize) {
                for i in 0..n {
                    for j in 0..n {
                        let mut sum = 0.0;
                        for k in 0..3 {
                            let d = x[i * WIDTH + k] - x[j * WIDTH + k];
                            sum += d * d;
                        }
                        out[i * n + j] = sum.sqrt();
                    }
                }
            }

            /// Where each row first falls below a limit.
            $(#[$attribute])?
            #[inline(never)]
            pub fn search(x: &[f64], limit: f64, found: &mut [usize], n: usize) {
                for i in 0..n {
                    let mut j = 0;
                    while j < WIDTH {
                        if x[i * WIDTH + j] < limit {
                            break;
                        }
                        j += 1;
                    }
                    found[i] = j;
                }
            }

            pub const ALL: [(&str, Run); 11] = [
                ("axpy", |d| { axpy(1e-9, &d.x[..d.n], &mut d.y); 0.0 }),
                ("sum", |d| sum(&d.x[..d.n])),
                ("dot", |d| dot(&d.x[..d.n], &d.y)),
                ("max", |d| max(&d.x[..d.n])),
                ("count", |d| count(&d.integers) as f64),
                ("map_exp", |d| { map_exp(&d.x[..d.n], &mut d.out); 0.0 }),
                ("sum_exp", |d| sum_exp(&d.x[..d.n])),
                ("sweeps", |d| { sweeps(&mut d.y, &mut d.out, d.n); 0.0 }),
                ("product", |d| { product(&d.x, &d.y, &mut d.out, d.n); 0.0 }),
                ("distances", |d| { distances(&d.x, &mut d.out, d.n); 0.0 }),
                ("search", |d| { search(&d.x, 0.01, &mut d.found, d.n); 0.0 }),
            ];
        }
    };
}

kernels!(plain);
kernels!(accel, #[hotloop::accel]);
kernels!(parallel, #[hotloop::accel(parallel)]);
kernels!(nogil, #[hotloop::accel(parallel, nogil)]);

/// Calls of a function in a loop run in parallel only under `nogil`, so here `parallel` would be an error.
macro_rules! callers {
    ($name:ident $(, #[$function:meta], #[$attribute:meta])?) => {
        pub mod $name {
            use super::Run;

            $(#[$function])?
            pub fn logistic(x: f64) -> f64 {
                1.0 / (1.0 + (-x).exp())
            }

            $(#[$function])?
            pub fn mix(x: f64, y: f64) -> f64 {
                0.75 * x + 0.25 * y
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn map_call(x: &[f64], out: &mut [f64]) {
                for i in 0..x.len() {
                    out[i] = logistic(x[i]);
                }
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn map_mix(x: &[f64], out: &mut [f64]) {
                for i in 0..x.len() {
                    out[i] = mix(x[i], out[i]);
                }
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn sum_call(x: &[f64]) -> f64 {
                let mut sum = 0.0;
                for i in 0..x.len() {
                    sum += logistic(x[i]);
                }
                sum
            }

            $(#[$attribute])?
            #[inline(never)]
            pub fn sum_mix(x: &[f64], y: &[f64]) -> f64 {
                let mut sum = 0.0;
                for i in 0..x.len() {
                    sum += mix(x[i], y[i]);
                }
                sum
            }

            pub const ALL: [(&str, Run); 4] = [
                ("map_call", |d| { map_call(&d.x[..d.n], &mut d.out); 0.0 }),
                ("map_mix", |d| { map_mix(&d.x[..d.n], &mut d.out); 0.0 }),
                ("sum_call", |d| sum_call(&d.x[..d.n])),
                ("sum_mix", |d| sum_mix(&d.x[..d.n], &d.y)),
            ];
        }
    };
}

callers!(plain_calls);
callers!(accel_calls, #[hotloop::accel], #[hotloop::accel]);
callers!(nogil_calls, #[hotloop::accel], #[hotloop::accel(parallel, nogil)]);
