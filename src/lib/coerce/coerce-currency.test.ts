import { describe, expect, it } from "vitest";
import { coerceCurrency } from "./coerce-currency";

const at = { locale: "en-CA", currency: "CAD" };

describe("coerceCurrency", () => {
  it("knows codes, names and signs; one that several share is the workspace's", () => {
    const read = ["eur", " USD ", "US Dollar", "euro", "€", "$", "US$", "₹", "R$"].map((text) =>
      coerceCurrency(text, at),
    );
    const codes = ["EUR", "USD", "USD", "EUR", "EUR", "CAD", "USD", "INR", "BRL"];
    expect(read).toEqual(codes.map((value) => ({ ok: true, value })));
    expect(coerceCurrency(" ", at)).toEqual({ ok: true, value: null });
  });

  it("refuses what is none", () => {
    for (const text of ["XXL", "1200", "dollars or so", "$$", "-"])
      expect(coerceCurrency(text, at)).toMatchObject({ ok: false });
    expect(coerceCurrency("n/a", at)).toMatchObject({ ok: false, suggestion: "" });
  });
});
