use hotloop::accel;

#[accel(parallel)]
fn f(u: &mut [f64], n: usize) {
    for i in 1..n - 1 {
        for j in 1..n - 1 {
            u[i * n + j] = 0.25
                * (u[(i - 1) * n + j] + u[(i + 1) * n + j] + u[i * n + j - 1] + u[i * n + j + 1]);
        }
    }
}

fn main() {}
