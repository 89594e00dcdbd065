use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel]
impl Grid {
    const fn sum(n: usize) -> usize {
        let mut s = 0;
        #[parallel]
        while s < n {
            s += 3;
        }
        s
    }
}

fn main() {}
