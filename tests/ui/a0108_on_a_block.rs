use hotloop::accel;

struct Row(Vec<f64>);

#[accel(threads = 2)]
impl Row {
    fn fill(&mut self) {
        for i in 0..self.0.len() {
            self.0[i] = 1.0;
        }
    }
}

struct Marked(Vec<f64>);

#[accel(threads = 2)]
impl Marked {
    fn fill(&mut self) {
        #[parallel]
        for i in 0..self.0.len() {
            self.0[i] = 1.0;
        }
    }

    #[accel(grain = 2)]
    fn clear(&mut self) {
        for i in 0..self.0.len() {
            self.0[i] = 0.0;
        }
    }
}

fn main() {}
