const table = (text: string) =>
  new Map(
    text
      .trim()
      .split(/\s*;\s*/)
      .flatMap((entry) => {
        const [name, ...written] = entry.split(/[:\s]+/)
        return [name!, ...written].map((word) => [word, name!] as const)
      }),
  )

/** Functions by how they are written, in LaTeX or typed, with the head that stands for each. */
export const FUNCTIONS: ReadonlyMap<string, string> = table(`
  Sin: sin; Cos: cos; Tan: tan tg; Cot: cot ctg cotan; Sec: sec; Csc: csc cosec;
  Arcsin: arcsin asin; Arccos: arccos acos; Arctan: arctan atan arctg;
  Sinh: sinh; Cosh: cosh; Tanh: tanh; Ln: ln; Log: log lg; Exp: exp; Abs: abs;
  Sqrt: sqrt; Cbrt: cbrt; Floor: floor; Ceil: ceil ceiling; Gcd: gcd; Lcm: lcm; Max: max; Min: min`)

/** Names that are written as words. */
export const NAMES: ReadonlyMap<string, string> = table(`
  pi: Pi; Infinity: infty infinity inf oo; alpha; beta; gamma; delta; epsilon: varepsilon; zeta; eta; theta: vartheta;
  kappa; lambda; mu; nu; xi; rho; sigma; tau; phi: varphi; chi; psi; omega; Delta; Gamma; Theta; Lambda; Sigma; Phi;
  Psi; Omega; ell; hbar`)

/** Units by how they are written; what is in none of these lists is no unit that could be confused with another. */
export const UNITS: ReadonlyMap<string, string> = table(`
  cm: centimeter centimeters centimetre centimetres; m: meter meters metre metres; km: kilometer kilometers kilometre
  kilometres kms; mm: millimeter millimeters millimetre millimetres; inch: inches; ft: foot feet; yd: yard yards yds;
  mi: mile miles; g: gram grams; kg: kilogram kilograms kgs; mg: milligram milligrams; lb: lbs pound pounds;
  oz: ounce ounces; s: sec secs second seconds; min: minute minutes mins; h: hr hrs hour hours; day: days; week: weeks;
  month: months; year: years yr yrs; L: l liter liters litre litres; mL: ml milliliter milliliters millilitre;
  gallon: gallons gal; quart: quarts; cup: cups; dollar: dollars usd bucks; cent: cents; euro: euros eur;
  pounds-sterling: gbp; yen: jpy; degree: degrees deg; radian: radians rad; N: newton newtons; J: joule joules; kJ;
  W: watt watts; kW; V: volt volts; A: ampere amperes; Pa: pascal pascals; kPa; Hz: hertz; kHz; MHz; mol: mole moles;
  K: kelvin; mph; kph; kmh; acre: acres; hectare: hectares ha; bit: bits; byte: bytes`)

/** Units that are one letter: only as text, or where the other answer has them. */
export const isLetter = (word: string) => word.length === 1

/** Words that make a number larger. */
export const MAGNITUDES: ReadonlyMap<string, bigint> = new Map([
  ['dozen', 12n],
  ['hundred', 100n],
  ['thousand', 1000n],
  ['million', 10n ** 6n],
  ['billion', 10n ** 9n],
  ['trillion', 10n ** 12n],
])

export const PERCENT = new Set(['percent', 'pct', 'percentage', 'per-cent'])

/** Words that are part of what is said: another in their place is another answer. */
export const TELLING: ReadonlyMap<string, string> = table(`
  am; pm; noon; midnight; north: northern n; south: southern; east: eastern; west: western; northeast; northwest;
  southeast; southwest; left; right; up: upward upwards; down: downward downwards; above; below; more: greater larger
  bigger; less: fewer smaller; increase: increased rise; decrease: decreased drop decline; profit: gain; loss: lost;
  ahead; behind; early: earlier; late: later; clockwise; counterclockwise: anticlockwise; bc: bce; ad: ce;
  even; odd; not: never; squared; cubed; times; half: halves; double: twice; over; under; mod: modulo; base; least; most;
  none; no; thirds; quarters: fourths; tenths; hundredths; infinitely;
  undefined; imaginary`)

/** Of those, words that may be left out, as a unit may: '5 apples left' says 5, and not '5 right'. */
export const LEFT_OUT = new Set([
  'left',
  'right',
  'more',
  'less',
  'times',
  'up',
  'down',
  'ahead',
  'behind',
  'over',
])

/** Words before a value that say nothing of it. */
export const BEFORE = new Set(
  'the is are a an value answer equals equal about approximately roughly around exactly only just simply therefore so thus hence total of it was option choice final'.split(
    ' ',
  ),
)

/** Words that part the answers of a list. */
export const SEPARATORS = new Set(['and', 'or'])

/** Short words that are no products of letters. */
export const SHORT = new Set(
  'no on yes odd all one two six ten is it he she we us an at as be by do go if in my of so to up mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec red cat dog men boy man car bus win won net per not now day the any both'.split(
    ' ',
  ),
)

/** What a whole answer in words says. */
export const SAYINGS: ReadonlyMap<string, string> = new Map([
  ['no solution', 'EmptySet'],
  ['no solutions', 'EmptySet'],
  ['empty set', 'EmptySet'],
  ['the empty set', 'EmptySet'],
  ['all real numbers', 'Reals'],
  ['all reals', 'Reals'],
  ['all real', 'Reals'],
  ['undefined', 'Undefined'],
  ['does not exist', 'Undefined'],
  ['dne', 'Undefined'],
  ['zero', '0'],
  ['one', '1'],
  ['two', '2'],
  ['three', '3'],
  ['four', '4'],
  ['five', '5'],
  ['six', '6'],
  ['seven', '7'],
  ['eight', '8'],
  ['nine', '9'],
  ['ten', '10'],
  ['eleven', '11'],
  ['twelve', '12'],
])
