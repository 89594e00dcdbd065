//! The attribute on whole blocks.
use hotloop::accel;

pub struct Grid {
    u: Vec<f64>,
    m: usize,
}

#[accel(parallel, nogil)]
impl Grid {
    const HALF: f64 = 0.5;

    pub fn new(n: usize, m: usize) -> Self {
        Grid { u: vec![1.0; n * m], m }
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.u[i * self.m + j]
    }

    pub fn step(&mut self) {
        for i in 0..self.u.len() {
            self.u[i] *= Self::HALF;
        }
    }

    #[accel]
    pub fn scan(&mut self) {
        for i in 1..self.u.len() {
            self.u[i] += self.u[i - 1];
        }
    }

    const fn sum(n: usize) -> usize {
        let mut s = 0;
        let mut i = 0;
        while i < n {
            s += i;
            i += 1;
        }
        s
    }
}

#[accel]
trait Relax {
    fn data(&mut self) -> &mut Vec<f64>;
    fn relax(&mut self) {
        let a = self.data();
        for i in 0..a.len() {
            a[i] *= 0.5;
        }
    }
}

#[accel]
impl Relax for Vec<f64> {
    fn data(&mut self) -> &mut Vec<f64> {
        self
    }
}

#[accel(parallel)]
impl<const N: usize> Relax for [Vec<f64>; N] {
    fn data(&mut self) -> &mut Vec<f64> {
        for i in 0..2 { self[0][i] = 1.0; }
        let a = &mut self[0];
        for i in 0..a.len() {
            a[i] += 0.5;
        }
        a
    }
}

fn main() {
    let mut g = Grid::new(4, 4);
    g.step();
    g.scan();
    assert_eq!(g.at(1, 0), 2.5);
    assert_eq!(Grid::sum(4), 6);
    let mut v = vec![1.0; 4];
    v.relax();
    assert_eq!(v[0], 0.5);
}
