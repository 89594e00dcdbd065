//! The thirty kernels of PolyBench, by the definitions in its specification: linear algebra, stencils, dynamic
//! programming, statistics, an image filter. Matrices are flat slices, row by row: `a[i * n + j]`.

use crate::{Kernel, Size};

macro_rules! kernels {
    ($($name:literal $module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// All kernels, by name.
        pub const KERNELS: [Kernel; [$($name),*].len()] = [$(Kernel::new(
            ($name, stringify!($module)),
            include_str!(concat!(stringify!($module), ".rs")),
            |size: Size| Box::new(crate::Restarted::new($module::init(size))),
            $module::init,
        )),*];
    };
}

kernels! {
    "2mm" two_mm,
    "3mm" three_mm,
    "adi" adi,
    "atax" atax,
    "bicg" bicg,
    "cholesky" cholesky,
    "correlation" correlation,
    "covariance" covariance,
    "deriche" deriche,
    "doitgen" doitgen,
    "durbin" durbin,
    "fdtd-2d" fdtd_2d,
    "floyd-warshall" floyd_warshall,
    "gemm" gemm,
    "gemver" gemver,
    "gesummv" gesummv,
    "gramschmidt" gramschmidt,
    "heat-3d" heat_3d,
    "jacobi-1d" jacobi_1d,
    "jacobi-2d" jacobi_2d,
    "lu" lu,
    "ludcmp" ludcmp,
    "mvt" mvt,
    "nussinov" nussinov,
    "seidel-2d" seidel_2d,
    "symm" symm,
    "syr2k" syr2k,
    "syrk" syrk,
    "trisolv" trisolv,
    "trmm" trmm,
}
