//! A loop for each elementary function and type, as a user would write it.
use hotloop::accel;

#[accel(parallel)]
pub fn kernel_exp_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].exp() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_exp2_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].exp2() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_exp_m1_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].exp_m1() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_ln_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].ln() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_ln_1p_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].ln_1p() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_log2_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].log2() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_log10_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].log10() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_sin_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].sin() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_cos_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].cos() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_tan_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].tan() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_sinh_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].sinh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_cosh_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].cosh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_tanh_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].tanh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_asin_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].asin() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_acos_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].acos() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_atan_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].atan() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_asinh_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].asinh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_acosh_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].acosh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_atanh_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].atanh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_cbrt_of_f64(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].cbrt() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_powf_of_f64(x: &[f64], z: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = f64::powf(x[i], z[i]);
    }
}

#[accel(parallel)]
pub fn kernel_atan2_of_f64(x: &[f64], z: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = f64::atan2(x[i], z[i]);
    }
}

#[accel(parallel)]
pub fn kernel_hypot_of_f64(x: &[f64], z: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = f64::hypot(x[i], z[i]);
    }
}

#[accel(parallel)]
pub fn kernel_powi_of_f64(x: &[f64], y: &mut [f64], n: i32) {
    for i in 0..x.len() {
        y[i] = x[i].powi(n);
    }
}

#[accel(parallel)]
pub fn kernel_sin_cos_of_f64(x: &[f64], y: &mut [f64], z: &mut [f64]) {
    for i in 0..x.len() {
        let (s, c) = x[i].sin_cos();
        y[i] = s;
        z[i] = c;
    }
}

#[accel(parallel)]
pub fn kernel_exp_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].exp() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_exp2_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].exp2() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_exp_m1_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].exp_m1() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_ln_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].ln() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_ln_1p_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].ln_1p() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_log2_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].log2() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_log10_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].log10() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_sin_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].sin() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_cos_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].cos() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_tan_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].tan() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_sinh_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].sinh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_cosh_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].cosh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_tanh_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].tanh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_asin_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].asin() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_acos_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].acos() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_atan_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].atan() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_asinh_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].asinh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_acosh_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].acosh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_atanh_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].atanh() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_cbrt_of_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].cbrt() - x[i];
    }
}

#[accel(parallel)]
pub fn kernel_powf_of_f32(x: &[f32], z: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = f32::powf(x[i], z[i]);
    }
}

#[accel(parallel)]
pub fn kernel_atan2_of_f32(x: &[f32], z: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = f32::atan2(x[i], z[i]);
    }
}

#[accel(parallel)]
pub fn kernel_hypot_of_f32(x: &[f32], z: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = f32::hypot(x[i], z[i]);
    }
}

#[accel(parallel)]
pub fn kernel_powi_of_f32(x: &[f32], y: &mut [f32], n: i32) {
    for i in 0..x.len() {
        y[i] = x[i].powi(n);
    }
}

#[accel(parallel)]
pub fn kernel_sin_cos_of_f32(x: &[f32], y: &mut [f32], z: &mut [f32]) {
    for i in 0..x.len() {
        let (s, c) = x[i].sin_cos();
        y[i] = s;
        z[i] = c;
    }
}
