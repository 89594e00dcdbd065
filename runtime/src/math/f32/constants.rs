//! Constants. The output of `coefficients.py`: to change one, change the program and run it.

pub(in crate::math) const LN2_HI: f32 = 0.69314575;
pub(in crate::math) const LN2_LO: f32 = 1.4286068e-06;
pub(in crate::math) const LOG2_E_HI: f32 = 1.4428711;
pub(in crate::math) const LOG2_E_LO: f32 = -0.00017605285;
pub(in crate::math) const LOG10_E_HI: f32 = 0.43432617;
pub(in crate::math) const LOG10_E_LO: f32 = -3.168997e-05;
pub(in crate::math) const LOG10_2_HI: f32 = 0.3010254;
pub(in crate::math) const LOG10_2_LO: f32 = 4.605039e-06;
/// pi in parts of 24 bits, for fused operations; none is negative, which keeps the sign of zero.
pub(in crate::math) const PI_1: f32 = 3.1415925;
pub(in crate::math) const PI_2: f32 = 1.5099579e-07;
pub(in crate::math) const PI_3: f32 = 1.0780605e-14;
/// Weighted error 2^-34.2.
pub(in crate::math) const EXP: [f64; 6] = [
    0.5000000067854051,
    0.1666666586674598,
    0.04166629433795014,
    0.008333497415506614,
    0.0013944704918164557,
    0.00019790255404218725,
];
/// Weighted error 2^-28.1.
pub(in crate::math) const SIN_SHORT: [f64; 3] =
    [-0.16666654944777617, 0.008332178155773941, -0.00019517292633766553];
/// Weighted error 2^-33.3.
pub(in crate::math) const COS_SHORT: [f64; 3] =
    [0.041666646859950376, -0.0013887367202422677, 2.4438415034585278e-05];
/// Weighted error 2^-27.6.
pub(in crate::math) const SIN_HALF: [f64; 4] =
    [-0.16666660461473848, 0.008333088117358039, -0.00019811107896273877, 2.6089199412890694e-06];
/// Weighted error 2^-36.2.
pub(in crate::math) const LOG2: [f64; 5] =
    [2.8853900817902, 0.9617966732605681, 0.5770835972257835, 0.4116720914112504, 0.3407403341887508];
/// Weighted error 2^-28.5.
pub(in crate::math) const EXP2: [f64; 6] = [
    0.6931472149741895,
    0.24022652776079964,
    0.05550310543009649,
    0.00961769406749991,
    0.0013406647175443678,
    0.00015594301035296102,
];
/// Weighted error 2^-36.6.
pub(in crate::math) const LN: [f64; 4] =
    [0.6666666564575365, 0.4000033514041298, 0.28537310859156434, 0.23582119799430912];
/// Weighted error 2^-37.6.
pub(in crate::math) const SIN: [f64; 4] =
    [-0.166666666416234, 0.008333329385186262, -0.00019839334554601993, 2.7183084862759802e-06];
/// Weighted error 2^-43.2.
pub(in crate::math) const COS: [f64; 4] =
    [0.04166666662280909, -0.0013888883751779937, 2.479951957227241e-05, -2.7210201087334305e-07];
/// Weighted error 2^-34.0.
pub(in crate::math) const SINH: [f64; 4] =
    [0.1666666648876856, 0.008333350595793557, 0.0001983606654843151, 2.817438427597161e-06];
/// Weighted error 2^-31.7.
pub(in crate::math) const ASIN: [f64; 6] = [
    0.16666659873960976,
    0.07500510809805598,
    0.04451573950295973,
    0.03181746392183766,
    0.014403111602356657,
    0.03756456552971043,
];
/// Weighted error 2^-35.4.
pub(in crate::math) const ATAN: [f64; 6] = [
    -0.333333325140203,
    0.19999905137518847,
    -0.14282040642119934,
    0.1104507530237648,
    -0.08478301126245262,
    0.047480509751457595,
];
/// Weighted error 2^-28.1.
pub(in crate::math) const CBRT: [f64; 9] = [
    0.4082408336037436,
    1.1564089459025562,
    -1.1378531868559065,
    0.9921183433918485,
    -0.6244215872901214,
    0.26971748140903895,
    -0.07576056493062354,
    0.012460488680300832,
    -0.0009107503269782294,
];
/// Weighted error 2^-29.6.
pub(in crate::math) const ERF: [f64; 7] = [
    0.12837916590711695,
    -0.3761262711752372,
    0.11283600016941026,
    -0.026854438854950122,
    0.005189525494456424,
    -0.000802076110505309,
    7.888869993986546e-05,
];
/// Weighted error 2^-30.3.
pub(in crate::math) const ERFC: [f64; 12] = [
    1.253008059162019,
    -0.13562111043958214,
    -0.047562407066277054,
    0.12964530473870597,
    -0.11927130064752053,
    0.06830741525800221,
    -0.023788541624545863,
    0.0025227415269352856,
    0.0019464452208419647,
    -0.0007317408712635291,
    -0.00016981486657345954,
    3.983070818809862e-05,
];
/// Weighted error 2^-36.1.
pub(in crate::math) const ERFC_MIDDLE: [f64; 7] = [
    1.2769783820041727,
    -0.09276370424283734,
    -0.16602858386465513,
    0.16404987933696802,
    -0.054371765917282065,
    -0.008986721394800851,
    0.006508284935657964,
];
/// Weighted error 2^-28.0.
pub(in crate::math) const EXP_SINGLE: [f32; 5] =
    [0.49999994, 0.16666521, 0.041668385, 0.008368746, 0.001381478];
/// Weighted error 2^-23.2.
pub(in crate::math) const EXP_SINGLE_SHORT: [f32; 4] = [0.4999923, 0.16667116, 0.041890368, 0.008312526];
/// Weighted error 2^-29.2.
pub(in crate::math) const LN_SINGLE: [f32; 3] = [0.66666776, 0.39977545, 0.2987248];
/// Weighted error 2^-28.0.
pub(in crate::math) const EXP2_SINGLE_0: f32 = -0.3068528;
pub(in crate::math) const EXP2_SINGLE: [f32; 5] =
    [0.24022652, 0.055503104, 0.009617694, 0.0013406647, 0.00015594301];
/// Weighted error 2^-27.3.
pub(in crate::math) const EXP2_SINGLE_SHORT: [f32; 6] =
    [0.69314724, 0.24022652, 0.055502973, 0.009618745, 0.0013406615, 0.00015125859];
/// Weighted error 2^-26.4.
pub(in crate::math) const SIN_SINGLE: [f32; 4] = [-0.16666655, 0.008332942, -0.00019799951, 2.5839424e-06];
/// Weighted error 2^-25.5.
pub(in crate::math) const ATAN_SINGLE: [f32; 8] =
    [-0.33333153, 0.19993773, -0.14211082, 0.10666172, -0.07552626, 0.04321674, -0.016370652, 0.0029212495];
/// Weighted error 2^-27.7.
pub(in crate::math) const ASINH_SINGLE: [f32; 8] = [
    -0.1666663,
    0.07498704,
    -0.044486146,
    0.029446878,
    -0.019157056,
    0.010395911,
    -0.0038138265,
    0.0006670875,
];
/// Weighted error 2^-27.6.
pub(in crate::math) const ASIN_SINGLE: [f32; 5] =
    [0.16666754, 0.074952416, 0.045478158, 0.024138713, 0.04223859];
/// Weighted error 2^-26.1.
pub(in crate::math) const ATANH_SINGLE: [f32; 3] = [0.3333379, 0.19953422, 0.15624592];
/// Weighted error 2^-25.2.
pub(in crate::math) const SINH_SINGLE: [f32; 3] = [0.16666718, 0.008330212, 0.00020378084];
/// Weighted error 2^-25.6.
pub(in crate::math) const CBRT_SINGLE: [f32; 6] =
    [1.0, 0.6666667, 0.555535, 0.4937992, 0.45877093, 0.42895687];
/// Weighted error 2^-27.4.
pub(in crate::math) const SIN_QUARTER_SINGLE: [f32; 3] = [-0.16666651, 0.008331937, -0.00019485905];
/// Weighted error 2^-31.8.
pub(in crate::math) const COS_QUARTER_SINGLE: [f32; 3] = [0.04166664, -0.001388705, 2.4397748e-05];
/// Weighted error 2^-24.4.
pub(in crate::math) const ERF_SINGLE: [f32; 6] =
    [0.12837912, -0.37612355, 0.11280409, -0.026717655, 0.004924734, -0.00056599407];
/// Weighted error 2^-29.3.
pub(in crate::math) const ERFC_MIDDLE_SINGLE: [f32; 5] =
    [1.021583, -0.68716085, 0.27937585, -0.037447866, -0.02548031];
/// Weighted error 2^-25.7.
pub(in crate::math) const ERFC_SINGLE_0: f32 = 1.0740069;
pub(in crate::math) const ERFC_SINGLE: [f32; 9] = [
    -0.8833945,
    0.5902278,
    -0.31046626,
    0.11953396,
    -0.026836943,
    -0.0012417252,
    0.0030692876,
    -0.00046911574,
    -0.00031373106,
];
