use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel(parallel)]
impl Grid {
    fn forward(&mut self) {
        for i in 1..self.u.len() {
            self.u[i] += self.u[i - 1];
        }
    }

    fn largest(&self) -> f64 {
        let mut n = 0;
        while n < self.u.len() && self.u[n] > 0.0 {
            n += 1;
        }
        self.u[n]
    }

    const fn sum(n: usize) -> usize {
        let mut s = 0;
        while s < n {
            s += 3;
        }
        s
    }
}

fn main() {}
