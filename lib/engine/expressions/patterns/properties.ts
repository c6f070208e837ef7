/** Names of `\p{…}`: those that Unicode gives to general categories, by their short forms. */
const CATEGORIES: Readonly<Record<string, string>> = {
  L: "Letter",
  LC: "Cased_Letter",
  Lu: "Uppercase_Letter",
  Ll: "Lowercase_Letter",
  Lt: "Titlecase_Letter",
  Lm: "Modifier_Letter",
  Lo: "Other_Letter",
  M: "Mark",
  Mn: "Nonspacing_Mark",
  Mc: "Spacing_Mark",
  Me: "Enclosing_Mark",
  N: "Number",
  Nd: "Decimal_Number",
  Nl: "Letter_Number",
  No: "Other_Number",
  P: "Punctuation",
  Pc: "Connector_Punctuation",
  Pd: "Dash_Punctuation",
  Ps: "Open_Punctuation",
  Pe: "Close_Punctuation",
  Pi: "Initial_Punctuation",
  Pf: "Final_Punctuation",
  Po: "Other_Punctuation",
  S: "Symbol",
  Sm: "Math_Symbol",
  Sc: "Currency_Symbol",
  Sk: "Modifier_Symbol",
  So: "Other_Symbol",
  Z: "Separator",
  Zs: "Space_Separator",
  Zl: "Line_Separator",
  Zp: "Paragraph_Separator",
  C: "Other",
  Cc: "Control",
  Cf: "Format",
  Co: "Private_Use",
};
const LONG = new Map(Object.entries(CATEGORIES).map(([short, long]) => [long, short]));

/** Scripts and other properties that the engine knows by the name that JavaScript has for them. */
const SCRIPTS = [
  ...["Arabic", "Armenian", "Bengali", "Cyrillic", "Devanagari", "Ethiopic", "Georgian", "Greek", "Gujarati"],
  ...["Gurmukhi", "Han", "Hangul", "Hebrew", "Hiragana", "Kannada", "Katakana", "Khmer", "Lao", "Latin"],
  ...["Malayalam", "Mongolian", "Myanmar", "Sinhala", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan", "Common"],
];
const BINARY = ["Alphabetic", "Any", "Emoji", "Extended_Pictographic", "Lowercase", "Uppercase", "White_Space"];

export const PROPERTY_HINT = "such as \\p{L} for letters, \\p{N} for digits or \\p{Script=Greek}";

/** The name the engine has for the property that stands in `\p{…}`; undefined where it has none. */
export function propertyOf(name: string): string | undefined {
  const [key, value] = name.split("=", 2) as [string, string | undefined];
  if (value === undefined) return categoryOf(key) ?? (BINARY.includes(key) ? key : undefined);
  if (key === "General_Category" || key === "gc") return categoryOf(value);
  if ((key === "Script" || key === "sc") && SCRIPTS.includes(value)) return value;
  return undefined;
}

function categoryOf(name: string): string | undefined {
  return Object.hasOwn(CATEGORIES, name) ? name : LONG.get(name);
}
