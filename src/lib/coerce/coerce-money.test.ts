import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minorDigits } from "@/lib/money";
import { coerceMoney } from "./coerce-money";

const USD = { currency: "USD" };

describe("coerceMoney", () => {
  it.each([
    ["4514", "USD", 451400n],
    ["$1,234.50", "USD", 123450n],
    ["US$ 12", "USD", 1200n],
    ["12.34 USD", "USD", 1234n],
    ["usd 12", "USD", 1200n],
    ["-$5", "USD", -500n],
    ["$-5", "USD", -500n],
    ["($5.10)", "USD", -510n],
    ["5.10-", "USD", -510n],
    ["€ 5", "EUR", 500n],
    ["5€", "EUR", 500n],
    ["¥500", "JPY", 500n],
    ["500.5", "JPY", 500n],
    ["1.2345", "KWD", 1234n],
    ["5000", "HUF", 500_000n],
    ["5000", "RSD", 500_000n],
    ["kr 50", "SEK", 5000n],
    ["CHF 1'000.50", "CHF", 100050n],
    ["0.005", "USD", 0n],
    ["0.015", "USD", 2n],
    ["0.025", "USD", 2n],
    ["-0.025", "USD", -2n],
    ["90071992547409.91", "USD", 9007199254740991n],
  ])("%s in %s is %s", (text, currency, minor) => {
    expect(coerceMoney(text, { currency })).toEqual({ ok: true, value: minor });
  });

  it("multiplies before it rounds", () => {
    expect(coerceMoney("1100.04", { ...USD, multiplier: 1_000_000n })).toEqual({ ok: true, value: 110_004_000_000n });
    expect(coerceMoney("0.0000001", { ...USD, multiplier: 1_000_000n })).toEqual({ ok: true, value: 10n });
  });

  it("reads the style of its column", () => {
    expect(coerceMoney("1.234,50 €", { currency: "EUR", style: { decimal: "," } })).toEqual({
      ok: true,
      value: 123450n,
    });
  });

  it.each([
    ["4,5l4", "This number contains a letter. Did you mean 4514?"],
    ["$4,5l4", "This number contains a letter. Did you mean 4514?"],
    ["€ 100", "“€ 100” is in EUR, this column in USD. Convert it to USD."],
    ["100 CHF", "“100 CHF” is in CHF, this column in USD. Convert it to USD."],
    ["A$ 1", "“A$ 1” is in AUD, this column in USD. Convert it to USD."],
    ["₿ 1", "“₿ 1” is in another currency (₿), this column in USD. Convert it to USD."],
    ["100 kg", "“100 kg” is not an amount."],
    ["12k", "“12k” is an abbreviation. Did you mean 12000?"],
    ["free", "“free” is not an amount."],
    ["90071992547409.92", "“90071992547409.92” is too large; the largest amount is USD\u00a090,071,992,547,409.91."],
    ["1e40", "“1e40” is too large; the largest amount is USD\u00a090,071,992,547,409.91."],
  ])("%s is refused: %s", (text, reason) => {
    expect(coerceMoney(text, USD)).toMatchObject({ ok: false, reason });
  });

  it("knows empty cells", () => {
    expect(coerceMoney("", USD)).toEqual({ ok: true, value: null });
  });

  it("is exact against whole numbers, for every currency, scale and multiplier", () => {
    const currency = fc.constantFrom("USD", "EUR", "JPY", "KWD", "CLF");
    const multiplier = fc.constantFrom(1n, 1_000n, 1_000_000n);
    fc.assert(
      fc.property(
        currency,
        multiplier,
        fc.bigInt(-(10n ** 12n), 10n ** 12n),
        fc.integer({ min: 0, max: 9 }),
        (code, times, digits, scale) => {
          const sign = digits < 0n ? "-" : "";
          const padded = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
          const text = `${sign}${padded.slice(0, padded.length - scale)}.${padded.slice(padded.length - scale)}`;
          // The exact amount is numerator / denominator minor units.
          const numerator = digits * times * 10n ** BigInt(minorDigits(code));
          const denominator = 10n ** BigInt(scale);
          const read = coerceMoney(text, { currency: code, multiplier: times });
          if (!read.ok || read.value === null) {
            const size = numerator < 0n ? -numerator : numerator;
            expect(size / denominator).toBeGreaterThanOrEqual(BigInt(Number.MAX_SAFE_INTEGER));
            return;
          }
          const error = 2n * (read.value * denominator - numerator);
          const size = error < 0n ? -error : error;
          expect(size <= denominator).toBe(true);
          if (size === denominator) expect(read.value % 2n).toBe(0n);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
