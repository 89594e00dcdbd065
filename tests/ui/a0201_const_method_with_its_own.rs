use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel]
impl Grid {
    #[accel]
    const fn sum(n: usize) -> usize {
        let mut s = 0;
        while s < n {
            s += 3;
        }
        s
    }

    fn step(&mut self) {
        for i in 0..self.u.len() {
            self.u[i] = Self::sum(5) as f64;
        }
    }
}

fn main() {}
