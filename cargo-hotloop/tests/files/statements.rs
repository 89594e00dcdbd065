//! `map!` in functions, which is no item.

use hotloop::map as arrays;

pub fn scale(x: &[f64], out: &mut [f64]) {
    arrays!(out[..] = 2.0 * x[..]);
    hotloop::map!(out[..] = out[..] + 1.0);
}

pub struct Grid(Vec<f64>);

#[hotloop::accel]
impl Grid {
    pub fn halve(&mut self) {
        hotloop::map!(self.0[..] *= 0.5);
        for i in 0..self.0.len() {
            self.0[i] -= 1.0;
        }
    }
}

mod elsewhere {
    use super::prelude::*;
    fn hidden(out: &mut [f64]) {
        map!(out[..] = 0.0);
    }
}

macro_rules! modules {
    ($($name:ident)*) => { $(mod $name;)* };
}
