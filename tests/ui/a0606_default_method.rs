use hotloop::accel;

trait Source {
    fn at(&self, i: usize) -> f64;

    #[accel(parallel, nogil)]
    fn fill(&self, a: &mut [f64]) {
        for i in 0..a.len() {
            a[i] = self.at(i);
        }
    }
}

fn main() {}
