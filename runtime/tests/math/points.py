"""Writes points.txt: points of the f64 functions with results from multi-precision arithmetic (mpmath).

One point a line: function, bits of its arguments, bits of the rounded result, and what the rounding left, in units of
the last place of the result. Sine and cosine: for each exponent the argument nearest to a multiple of pi/2
(by the continued fraction of 2^e * 2/pi) and a random one. Run `python3 points.py > points.txt`.
"""

import math
import random
import struct
import mpmath as mp

random.seed(1)
MAX_SIGNIFICAND = 2**53


def to_bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def from_bits(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def emit(name, function, *args):
    # Sine, cosine and tangent of huge arguments need the bits that these cancel.
    mp.mp.prec = 1400 if name in ("sin", "cos", "tan") else 300
    exact = function(*map(mp.mpf, args))
    rounded = float(exact)
    if rounded in (0.0, float("inf")):
        raise ValueError(args)
    ulp = mp.mpf(2) ** max(mp.frexp(mp.mpf(rounded))[1] - 53, -1074)
    bits = " ".join(f"{to_bits(x):016x}" for x in args)
    print(name, f"{bits} {to_bits(rounded):016x} {float((exact - mp.mpf(rounded)) / ulp):.3f}")


def nearest_to_quarter_turns(e):
    """The 53-bit integer M for which M * 2^e is nearest to a multiple of pi/2."""
    mp.mp.prec = 1400
    best, best_distance = None, mp.mpf(1)
    value = mp.ldexp(2 / mp.pi, e)
    rest, before, now = value - mp.floor(value), 0, 1
    while now < MAX_SIGNIFICAND:
        # Multiples of a convergent's denominator reach the 53 bits that an exponent stands for.
        m = now * ((MAX_SIGNIFICAND - 1) // now)
        turns = m * value
        distance = abs(turns - mp.nint(turns))
        if distance < best_distance:
            best, best_distance = m, distance
        rest = 1 / rest
        digit = int(mp.floor(rest))
        rest -= digit
        before, now = now, digit * now + before
    return best


def main():
    for e in range(-60, 971):
        for m in (nearest_to_quarter_turns(e), random.randrange(2**52, 2**53)) if e % 3 else (
            nearest_to_quarter_turns(e),
        ):
            x = float(mp.ldexp(m, e))
            name, function = random.choice((("sin", mp.sin), ("cos", mp.cos)))
            emit(name, function, x)
            if e >= -53 and m % 7 == 0:
                emit("sin", mp.sin, -x)
                emit("cos", mp.cos, x)
    hard = float(6381956970095103) * 2.0**797
    for x in (hard, 1e22, from_bits(0x7FEFFFFFFFFFFFFF)):
        emit("sin", mp.sin, x)
        emit("cos", mp.cos, x)
    for k in (1, 2, 3, 4, 5, 11, 710, 99999, 10**6):
        emit("sin", mp.sin, float(k * mp.pi / 2))
        emit("cos", mp.cos, float(k * mp.pi / 2))
    for _ in range(300):
        emit("exp", mp.exp, random.uniform(-745, 709.7))
    for _ in range(100):
        emit("exp", mp.exp, random.uniform(-745, -708))
    for e in range(-1074, 1024, 4):
        emit("ln", mp.log, min(float(mp.ldexp(1, e)) * random.uniform(1, 2), 1.7e308))
    for e in range(1, 53):
        emit("ln", mp.log, 1 + 2.0**-e)
        emit("ln", mp.log, 1 - 2.0**-e)
    others()


def spread(least, greatest, signed=True):
    """A value with an exponent between the two."""
    x = float(mp.ldexp(random.uniform(1, 2), random.randint(least, greatest)))
    return -x if signed and random.random() < 0.5 else x


def others():
    unary = {
        "exp2": (lambda x: mp.mpf(2) ** x, lambda: random.uniform(-1074, 1023)),
        "exp_m1": (mp.expm1, lambda: spread(-60, 8)),
        "ln_1p": (mp.log1p, lambda: random.choice((spread(-60, -2), spread(-1, 1000, False)))),
        "log2": (lambda x: mp.log(x, 2), lambda: random.choice((spread(-1022, 1022, False), random.uniform(0.7, 1.5)))),
        "log10": (mp.log10, lambda: random.choice((spread(-1022, 1022, False), random.uniform(0.7, 1.5)))),
        "tan": (mp.tan, lambda: random.choice((spread(-60, 1000), random.uniform(-10, 10)))),
        "sinh": (mp.sinh, lambda: spread(-60, 8)),
        "cosh": (mp.cosh, lambda: spread(-30, 8)),
        "tanh": (mp.tanh, lambda: spread(-60, 4)),
        "asin": (mp.asin, lambda: spread(-60, -1)),
        "acos": (mp.acos, lambda: spread(-30, -1)),
        "atan": (mp.atan, lambda: spread(-60, 60)),
        "asinh": (mp.asinh, lambda: spread(-60, 900)),
        "acosh": (mp.acosh, lambda: random.choice((spread(0, 1000, False), 1 + spread(-52, 0, False)))),
        "atanh": (mp.atanh, lambda: spread(-60, -1)),
        "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), lambda: spread(-1022, 1022)),
        "erf": (mp.erf, lambda: spread(-60, 2)),
        "erfc": (mp.erfc, lambda: random.uniform(-6, 26)),
        "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), lambda: random.uniform(-740, 40)),
    }
    for name, (function, argument) in unary.items():
        for _ in range(100):
            emit(name, function, argument())
    for _ in range(200):
        x = spread(-1000, 1000, False)
        emit("powf", mp.power, x, random.uniform(-700, 700) / (abs(math.log2(x)) + 1))
        emit("powf", mp.power, 1 + spread(-40, -2), random.uniform(-700, 700))
        e = random.randint(-900, 900)
        y, x = spread(e - 40, e + 40), spread(e - 40, e + 40)
        emit("atan2", mp.atan2, y, x)
        emit("hypot", mp.hypot, y, x)


main()
