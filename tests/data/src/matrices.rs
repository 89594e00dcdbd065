//! Matrices whose sizes are const generics.

use hotloop::accel;
use hotloop_tests::{everywhere, panic_text, plain, ran};
use std::panic::AssertUnwindSafe;

#[derive(Clone, Debug, PartialEq)]
struct Matrix<const R: usize, const C: usize> {
    data: [[f64; C]; R],
}

impl<const R: usize, const C: usize> Matrix<R, C> {
    fn new() -> Self {
        let mut data = [[0.0; C]; R];
        for i in 0..R {
            for j in 0..C {
                data[i][j] = ((i * 31 + j * 7) % 17) as f64 - 5.0;
            }
        }
        Matrix { data }
    }

    #[accel(parallel)]
    fn scale(&mut self, by: f64) {
        for i in 0..R {
            for j in 0..C {
                self.data[i][j] *= by;
            }
        }
    }

    #[accel(parallel)]
    fn times<const K: usize>(&self, other: &Matrix<C, K>) -> Matrix<R, K> {
        let mut out = Matrix { data: [[0.0; K]; R] };
        for i in 0..R {
            for j in 0..K {
                let mut sum = 0.0;
                for k in 0..C {
                    sum += self.data[i][k] * other.data[k][j];
                }
                out.data[i][j] = sum;
            }
        }
        out
    }

    #[accel(parallel)]
    fn add(&mut self, other: &Self) {
        for i in 0..self.data.len() {
            for j in 0..self.data[i].len() {
                self.data[i][j] += other.data[i][j];
            }
        }
    }

    #[accel(parallel)]
    fn transposed(&self) -> Matrix<C, R> {
        let mut out = Matrix { data: [[0.0; R]; C] };
        for i in 0..R {
            for j in 0..C {
                out.data[j][i] = self.data[i][j];
            }
        }
        out
    }
}

#[accel(parallel)]
fn square<const N: usize>(a: &[[f64; N]; N], b: &mut [[f64; N]; N]) {
    for i in 0..N {
        for j in 0..N {
            for k in 0..N {
                b[i][j] += a[i][k] * a[k][j];
            }
        }
    }
}

#[accel(parallel)]
fn trace<const N: usize>(a: &[[f64; N]; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += a[i][i];
    }
    sum
}

#[accel(parallel)]
fn wrong<const N: usize, const M: usize>(a: &mut [[f64; N]; M], past: usize) {
    for i in 0..M {
        for j in 0..N + past {
            a[i][j] = 1.0;
        }
    }
}

#[test]
fn methods() {
    let (a, b) = (Matrix::<40, 33>::new(), Matrix::<33, 50>::new());
    let expected = plain(|| {
        (a.times(&b), a.transposed(), {
            let mut c = a.clone();
            c.scale(0.3);
            c.add(&a);
            c
        })
    });
    everywhere(|how| {
        let mut c = a.clone();
        c.scale(0.3);
        c.add(&a);
        assert_eq!((a.times(&b), a.transposed(), c), expected, "{how}");
    });
    for name in ["scale", "times", "add", "transposed"] {
        ran(name);
    }
}

#[test]
fn functions() {
    let a = Matrix::<37, 37>::new().data;
    let mut expected = [[0.0; 37]; 37];
    plain(|| square(&a, &mut expected));
    let big = Matrix::<120, 120>::new().data;
    let mut bits = None;
    everywhere(|how| {
        let mut b = [[0.0; 37]; 37];
        square(&a, &mut b);
        assert_eq!(b, expected, "{how}");
        let found = trace(&big);
        assert_eq!(found, *bits.get_or_insert(found), "{how}");
    });
    ran("square");
    ran("trace");
}

#[test]
fn panics() {
    let mut expected = [[0.0; 30]; 20];
    let text = panic_text(AssertUnwindSafe(|| plain(|| wrong(&mut expected, 1))));
    assert!(text.is_some());
    everywhere(|how| {
        let mut found = [[0.0; 30]; 20];
        assert_eq!(panic_text(AssertUnwindSafe(|| wrong(&mut found, 1))), text, "{how}");
        assert_eq!(found, expected, "{how}");
        wrong(&mut found, 0);
        assert_eq!(found, [[1.0; 30]; 20]);
    });
    ran("wrong");
}
