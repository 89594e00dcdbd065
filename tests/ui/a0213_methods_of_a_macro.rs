#![deny(deprecated)]

use hotloop::accel;

pub struct Grid {
    pub u: Vec<f64>,
}

macro_rules! zero {
    () => {
        pub fn zero(&mut self) {
            for i in 0..self.u.len() {
                self.u[i] = 0.0;
            }
        }
    };
}

#[accel(parallel, warn)]
impl Grid {
    zero!();

    pub fn one(&mut self) {
        for i in 0..self.u.len() {
            self.u[i] = 1.0;
        }
    }
}

fn main() {}
