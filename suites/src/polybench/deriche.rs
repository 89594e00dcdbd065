//! Deriche's recursive filter, here the smoothing of an image: along rows forwards and backwards, summed, then along
//! columns forwards and backwards, summed. In `f32`, as in the suite.
//!
//! Shapes: `img_in`, `img_out`, `y1` and `y2` are w x h. `math = "std"`: the coefficients are two exponentials and a
//! power, outside of the loops; with the standard library's the results are plain's to the bit.

use crate::{Form, Problem, Size};

crate::kernel! {
    /// `img_out` is `img_in` smoothed; `y1` and `y2` are what the passes leave.
    #[accel(parallel, nogil, math = "std")]
    pub fn deriche(
        w: usize,
        h: usize,
        alpha: f32,
        img_in: &[f32],
        img_out: &mut [f32],
        y1: &mut [f32],
        y2: &mut [f32],
    ) {
        let k = (1.0 - (-alpha).exp()) * (1.0 - (-alpha).exp())
            / (1.0 + 2.0 * alpha * (-alpha).exp() - (2.0 * alpha).exp());
        let (a1, a5) = (k, k);
        let (a2, a6) = (k * (-alpha).exp() * (alpha - 1.0), k * (-alpha).exp() * (alpha - 1.0));
        let (a3, a7) = (k * (-alpha).exp() * (alpha + 1.0), k * (-alpha).exp() * (alpha + 1.0));
        let (a4, a8) = (-k * (-2.0 * alpha).exp(), -k * (-2.0 * alpha).exp());
        let b1 = 2.0_f32.powf(-alpha);
        let b2 = -(-2.0 * alpha).exp();
        let (c1, c2) = (1.0, 1.0);
        for i in 0..w {
            let mut ym1 = 0.0;
            let mut ym2 = 0.0;
            let mut xm1 = 0.0;
            for j in 0..h {
                y1[i * h + j] = a1 * img_in[i * h + j] + a2 * xm1 + b1 * ym1 + b2 * ym2;
                xm1 = img_in[i * h + j];
                ym2 = ym1;
                ym1 = y1[i * h + j];
            }
        }
        for i in 0..w {
            let mut yp1 = 0.0;
            let mut yp2 = 0.0;
            let mut xp1 = 0.0;
            let mut xp2 = 0.0;
            for j in (0..h).rev() {
                y2[i * h + j] = a3 * xp1 + a4 * xp2 + b1 * yp1 + b2 * yp2;
                xp2 = xp1;
                xp1 = img_in[i * h + j];
                yp2 = yp1;
                yp1 = y2[i * h + j];
            }
        }
        for i in 0..w {
            for j in 0..h {
                img_out[i * h + j] = c1 * (y1[i * h + j] + y2[i * h + j]);
            }
        }
        for j in 0..h {
            let mut tm1 = 0.0;
            let mut ym1 = 0.0;
            let mut ym2 = 0.0;
            for i in 0..w {
                y1[i * h + j] = a5 * img_out[i * h + j] + a6 * tm1 + b1 * ym1 + b2 * ym2;
                tm1 = img_out[i * h + j];
                ym2 = ym1;
                ym1 = y1[i * h + j];
            }
        }
        for j in 0..h {
            let mut tp1 = 0.0;
            let mut tp2 = 0.0;
            let mut yp1 = 0.0;
            let mut yp2 = 0.0;
            for i in (0..w).rev() {
                y2[i * h + j] = a7 * tp1 + a8 * tp2 + b1 * yp1 + b2 * yp2;
                tp2 = tp1;
                tp1 = img_out[i * h + j];
                yp2 = yp1;
                yp1 = y2[i * h + j];
            }
        }
        for i in 0..w {
            for j in 0..h {
                img_out[i * h + j] = c2 * (y1[i * h + j] + y2[i * h + j]);
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    w: usize,
    h: usize,
    alpha: f32,
    img_in: Vec<f32>,
    img_out: Vec<f32>,
    y1: Vec<f32>,
    y2: Vec<f32>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (w, h) = size.pick((71, 65), (192, 128), (4096, 2160));
    let pixel = |i: usize, j: usize| ((313 * i + 991 * j) % 65536) as f32 / 65535.0;
    Data {
        w,
        h,
        alpha: 0.25,
        img_in: (0..w * h).map(|at| pixel(at / h, at % h)).collect(),
        img_out: vec![0.0; w * h],
        y1: vec![0.0; w * h],
        y2: vec![0.0; w * h],
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::deriche,
            Form::Annotated => deriche,
        };
        kernel(self.w, self.h, self.alpha, &self.img_in, &mut self.img_out, &mut self.y1, &mut self.y2);
    }

    fn results(&self) -> Vec<f64> {
        self.img_out.iter().map(|&x| f64::from(x)).collect()
    }
}
