#![deny(warnings)]
use hotloop::accel;

pub struct Grid {
    pub u: Vec<f64>,
}

macro_rules! method {
    () => {
        pub fn zero(&mut self) {
            self.u[0] = 0.0;
        }
    };
}

#[accel(warn)]
impl Grid {
    method!();

    pub const fn sum(n: usize) -> usize {
        let mut s = 0;
        while s < n {
            s += 3;
        }
        while s > n {
            s -= 1;
        }
        s
    }

    pub fn step(&mut self) {
        for i in 0..self.u.len() {
            self.u[i] = 0.0;
        }
    }
}

fn main() {}
