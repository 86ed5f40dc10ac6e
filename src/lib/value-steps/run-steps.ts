import { coerceDecimal } from "../coerce/coerce-number.ts";
import { divided, formatDecimal, multiplied, parseDecimal, scaledHalfEven } from "../coerce/decimal.ts";
import { quoteValue } from "../text.ts";
import type { LetterCase, ValueStep } from "./steps.ts";

/** The text after all steps, or why there is none; null is an empty value. */
export type Stepped = { text: string | null } | { problem: string };

type Texts = Readonly<Record<string, string | null | undefined>>;

interface Place {
  /** The property to which the steps belong. */
  property: string;
  /** Our field holds whole numbers alone. */
  isWhole: boolean;
}

/** A quotient that does not end has so many decimals. */
const mostDecimals = 10;

/** A text there on its way to us; `join` reads other properties too. */
export function stepsIn(steps: readonly ValueStep[], texts: Texts, { property, isWhole }: Place): Stepped {
  let now = texts[property] || null;
  for (const step of steps) {
    const next = oneIn(step, now, texts, isWhole);
    if ("problem" in next) return next;
    now = next.text || null;
  }
  return { text: now };
}

/** Our text on its way there: the steps from the last to the first, each turned around. */
export function stepsOut(steps: readonly ValueStep[], text: string | null): Stepped {
  let now = text || null;
  for (const step of steps.toReversed()) {
    const next: Stepped = now === null ? { text: null } : oneOut(step, now);
    if ("problem" in next) return next;
    now = next.text || null;
  }
  return { text: now };
}

function oneIn(step: ValueStep, text: string | null, texts: Texts, isWhole: boolean): Stepped {
  if (step.kind === "join")
    return { text: [text, ...step.further.map((name) => texts[name])].filter(Boolean).join(step.by) };
  if (text === null) return { text };
  if (step.kind === "split") return { text: partOf(text, step) };
  if (step.kind === "lookup") return lookedUp(step, text, "theirs");
  if (step.kind === "constant") return { text: step.way === "in" ? step.value : text };
  if (step.kind === "unit") return converted(text, step.by, step.act, isWhole ? 0 : mostDecimals);
  return { text: tidied(step, text) };
}

function oneOut(step: ValueStep, text: string): Stepped {
  if (step.kind === "lookup") return lookedUp(step, text, "ours");
  if (step.kind === "constant") return { text: step.way === "out" ? step.value : text };
  if (step.kind === "unit") return converted(text, step.by, step.act === "multiply" ? "divide" : "multiply");
  if (step.kind === "trim" || step.kind === "case") return { text: tidied(step, text) };
  return { problem: "This cannot be turned around." };
}

const tidied = (step: Extract<ValueStep, { kind: "trim" | "case" }>, text: string): string =>
  step.kind === "trim" ? trimmed(text) : cased(text, step.to);

/** Line breaks stay; other spaces in a row become one. */
const trimmed = (text: string): string =>
  text
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .trim();

/** A word with the signs within it: "o'neill-smith" has two, "don't" is one. */
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu;

function cased(text: string, to: LetterCase): string {
  if (to === "upper") return text.toUpperCase();
  if (to === "lower") return text.toLowerCase();
  return text.toLowerCase().replace(word, (one) => {
    const [first = ""] = one;
    return first.toUpperCase() + one.slice(first.length);
  });
}

/** The part between two separators; without one all of the text is its first and last part. */
function partOf(text: string, { by, part }: Extract<ValueStep, { kind: "split" }>): string | null {
  const parts = text.split(by);
  return (part === "last" ? parts.at(-1) : parts[part - 1])?.trim() || null;
}

function lookedUp(
  { pairs, others }: Extract<ValueStep, { kind: "lookup" }>,
  text: string,
  from: "ours" | "theirs",
): Stepped {
  const found = pairs.find((pair) => pair[from] === text);
  if (found) return { text: from === "ours" ? found.theirs : found.ours };
  if (others === "problem") return { problem: `${quoteValue(text)} is not in the table of this field. Add it there.` };
  return { text: others === "leave" ? text : null };
}

function converted(text: string, by: string, act: "multiply" | "divide", places = mostDecimals): Stepped {
  const read = coerceDecimal(text, { place: "this property" });
  if (!read.ok) return { problem: read.reason };
  const [number, factor] = [parseDecimal(read.value ?? ""), parseDecimal(by)];
  if (!number || !factor) return { problem: `${quoteValue(text)} is too large.` };
  if (act === "divide") return { text: formatDecimal(divided(number, factor, places)) };
  const exact = multiplied(number, factor);
  const isLonger = exact.scale > places;
  return { text: formatDecimal(isLonger ? { digits: scaledHalfEven(exact, places), scale: places } : exact) };
}
