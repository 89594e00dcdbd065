use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel(parallel)]
fn f(grids: Vec<Grid>) {
    let grid = &mut { grids }[0];
    for i in 0..grid.u.len() {
        grid.u[i] = 1.0;
    }
}

fn main() {}
