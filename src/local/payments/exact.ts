/** A fraction of whole numbers: nothing is lost before the one rounding at the end. */
export type Exact = { over: bigint; under: bigint };

export function exact(decimal: string | number): Exact {
  const [, sign = "", whole = "0", rest = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(decimal)) ?? [];
  const over = BigInt(whole + rest);
  return { over: sign === "-" ? -over : over, under: 10n ** BigInt(rest.length) };
}

/** `part` of `whole`, as seconds left of a period. */
export const share = (part: number, whole: number): Exact => ({ over: BigInt(part), under: BigInt(whole) });

export function times(first: Exact, ...others: Exact[]): Exact {
  return others.reduce(({ over, under }, other) => ({ over: over * other.over, under: under * other.under }), first);
}

export function minus(a: Exact, b: Exact): Exact {
  return { over: a.over * b.under - b.over * a.under, under: a.under * b.under };
}

/** The nearest whole number; a half goes away from zero. */
export function rounded({ over, under }: Exact): number {
  const size = over < 0n ? -over : over;
  const nearest = (2n * size + under) / (2n * under);
  return Number(over < 0n ? -nearest : nearest);
}
