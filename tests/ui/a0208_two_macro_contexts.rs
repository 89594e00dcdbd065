use hotloop::accel;

macro_rules! kernel {
    ($t:ident) => {
        #[accel(parallel)]
        fn f(a: &mut [f64]) {
            let $t = 10.0;
            let t = 1.0;
            for i in 0..a.len() {
                a[i] = $t + t;
            }
        }
    };
}

kernel!(t);

fn main() {}
