import { plainText } from "./coerced";

/** How a column writes numbers. */
export interface NumberStyle {
  decimal: "." | ",";
}

export interface DetectedNumberStyle extends NumberStyle {
  /** True when samples such as 1,234 fit both styles and nothing else decides. */
  ambiguous: boolean;
}

const GROUP_SIGNS = /[\s'’_]/g;

/**
 * The decimal sign of a column, by its values; the point if undecided. Where numbers are `whole`, 1,234 can only mean
 * thousands.
 */
export function detectNumberStyle(samples: readonly string[], whole = false): DetectedNumberStyle {
  let point = 0;
  let comma = 0;
  let open = false;
  for (const sample of samples) {
    const decimal = decimalSign(plainText(sample).replace(/[^\d.,]/g, ""), whole);
    if (decimal === ".") point += 1;
    else if (decimal === ",") comma += 1;
    else if (decimal === "open") open = true;
  }
  return { decimal: comma > point ? "," : ".", ambiguous: open && point === comma };
}

function decimalSign(digits: string, whole: boolean): "." | "," | "open" | null {
  const signs = digits.replace(/\d/g, "");
  if (signs === "") return null;
  const last = signs.at(-1) === "," ? "," : ".";
  const other = last === "," ? "." : ",";
  if (signs.includes(other)) return signs.split(last).length === 2 ? last : null;
  if (signs.length > 1) return other;
  if (!/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return last;
  return whole ? other : "open";
}

/**
 * Digits with a style's group and decimal signs as plain notation: `1.234,50` → `1234.50`. Null when the signs are in
 * the wrong places for this style.
 */
export function toPlainNotation(text: string, { decimal }: NumberStyle): string | null {
  const match = /^([-+]?)(.*?)([eE][-+]?\d+)?$/s.exec(text);
  if (!match) return null;
  const [, sign = "", body = "", exponent = ""] = match;
  const [whole = "", fraction, ...more] = body.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d*$/.test(fraction))) return null;
  const groupSign = decimal === "." ? "," : ".";
  const groups = whole.replace(GROUP_SIGNS, groupSign).split(groupSign);
  if (!regularGroups(groups)) return null;
  return `${sign}${groups.join("")}${fraction === undefined ? "" : `.${fraction}`}${exponent}`;
}

// Thousands, or lakh and crore: the last group has three digits, those before it two or three.
function regularGroups([first = "", ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return /^\d*$/.test(first);
  const inner = rest.slice(0, -1);
  return (
    /^\d{1,3}$/.test(first) && inner.every((group) => /^\d{2,3}$/.test(group)) && /^\d{3}$/.test(rest.at(-1) ?? "")
  );
}
