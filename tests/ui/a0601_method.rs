use hotloop::accel;

struct Model;

impl Model {
    fn cost(&self, i: usize) -> f64 {
        i as f64
    }
}

#[accel(parallel)]
fn f(a: &mut [f64], model: &Model) {
    for i in 0..a.len() {
        a[i] = model.cost(i);
    }
}

fn main() {}
