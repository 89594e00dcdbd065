use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel]
impl Grid {
    const SIZE: usize = 3;

    const fn size() -> usize {
        Self::SIZE
    }
}

fn main() {
    let _ = Grid { u: vec![0.0; Grid::size()] }.u;
}
