use hotloop::accel;

struct Grid<'a> {
    u: &'a mut [f64],
}

#[accel(parallel)]
fn f(grid: &Grid) {
    for i in 0..grid.u.len() {
        grid.u[i] = 1.0;
    }
}

fn main() {}
