//! A loop for each elementary function and type, as a user would write it.
use hotloop::accel;

/// `y = f(x) - x` by methods; by path what std has no method for, and what is called so.
macro_rules! of_one {
    ($t:ident; $($f:ident $name:ident)*; $($g:ident $by_path:ident)*) => {
        $(
            #[accel(parallel)]
            pub fn $name(x: &[$t], y: &mut [$t]) {
                for i in 0..x.len() {
                    y[i] = x[i].$f() - x[i];
                }
            }
        )*
        $(
            #[accel(parallel)]
            pub fn $by_path(x: &[$t], y: &mut [$t]) {
                for i in 0..x.len() {
                    y[i] = hotloop::math::$t::$g(x[i]) * x[i] + x[i] * 3.0 - x[i] * x[i];
                }
            }
        )*
    };
}

macro_rules! of_two {
    ($t:ident; $($f:ident $name:ident)*; $powi:ident $sin_cos:ident) => {
        $(
            #[accel(parallel)]
            pub fn $name(x: &[$t], z: &[$t], y: &mut [$t]) {
                for i in 0..x.len() {
                    y[i] = $t::$f(x[i], z[i]);
                }
            }
        )*
        #[accel(parallel)]
        pub fn $powi(x: &[$t], y: &mut [$t], n: i32) {
            for i in 0..x.len() {
                y[i] = x[i].powi(n);
            }
        }
        #[accel(parallel)]
        pub fn $sin_cos(x: &[$t], y: &mut [$t], z: &mut [$t]) {
            for i in 0..x.len() {
                let (s, c) = x[i].sin_cos();
                y[i] = s;
                z[i] = c;
            }
        }
    };
}

of_one! { f64;
    exp kernel_exp_of_f64 exp2 kernel_exp2_of_f64 exp_m1 kernel_exp_m1_of_f64 ln kernel_ln_of_f64 ln_1p
    kernel_ln_1p_of_f64 log2 kernel_log2_of_f64 log10 kernel_log10_of_f64 sin kernel_sin_of_f64 cos
    kernel_cos_of_f64 tan kernel_tan_of_f64 sinh kernel_sinh_of_f64 cosh kernel_cosh_of_f64 tanh
    kernel_tanh_of_f64 asin kernel_asin_of_f64 acos kernel_acos_of_f64 atan kernel_atan_of_f64 asinh
    kernel_asinh_of_f64 acosh kernel_acosh_of_f64 atanh kernel_atanh_of_f64 cbrt kernel_cbrt_of_f64;
    erf kernel_erf_of_f64 erfc kernel_erfc_of_f64 sigmoid kernel_sigmoid_of_f64 recip kernel_recip_of_f64 sqrt
    kernel_sqrt_of_f64
}
of_two! { f64; powf kernel_powf_of_f64 atan2 kernel_atan2_of_f64 hypot kernel_hypot_of_f64; kernel_powi_of_f64
kernel_sin_cos_of_f64 }

of_one! { f32;
    exp kernel_exp_of_f32 exp2 kernel_exp2_of_f32 exp_m1 kernel_exp_m1_of_f32 ln kernel_ln_of_f32 ln_1p
    kernel_ln_1p_of_f32 log2 kernel_log2_of_f32 log10 kernel_log10_of_f32 sin kernel_sin_of_f32 cos
    kernel_cos_of_f32 tan kernel_tan_of_f32 sinh kernel_sinh_of_f32 cosh kernel_cosh_of_f32 tanh
    kernel_tanh_of_f32 asin kernel_asin_of_f32 acos kernel_acos_of_f32 atan kernel_atan_of_f32 asinh
    kernel_asinh_of_f32 acosh kernel_acosh_of_f32 atanh kernel_atanh_of_f32 cbrt kernel_cbrt_of_f32;
    erf kernel_erf_of_f32 erfc kernel_erfc_of_f32 sigmoid kernel_sigmoid_of_f32 recip kernel_recip_of_f32 sqrt
    kernel_sqrt_of_f32
}
of_two! { f32; powf kernel_powf_of_f32 atan2 kernel_atan2_of_f32 hypot kernel_hypot_of_f32; kernel_powi_of_f32
kernel_sin_cos_of_f32 }

/// The functions over slices, of both types.
macro_rules! slices {
    ($($f:ident)*; $($pair:ident)*) => {
        /// Calls all of them.
        #[inline(never)]
        pub fn slices<T: hotloop::math::Float>(x: &[T], z: &[T], y: &mut [T], n: i32) {
            $(hotloop::math::slice::$f(x, y);)*
            $(hotloop::math::slice::$pair(x, z, y);)*
            hotloop::math::slice::powi(x, n, y);
        }
    };
}
slices! {
    exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh cbrt erf erfc
    sigmoid recip sqrt;
    powf atan2 hypot
}

pub fn slices_of_f64(x: &[f64], z: &[f64], y: &mut [f64], n: i32) {
    slices(x, z, y, n);
}

pub fn slices_of_f32(x: &[f32], z: &[f32], y: &mut [f32], n: i32) {
    slices(x, z, y, n);
}
