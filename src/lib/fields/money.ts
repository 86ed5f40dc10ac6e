import { z } from "zod";
import type { CatalogColumn } from "@/lib/catalog";
import { givenMoney, knownCurrency, money } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

/** How files call the column with the currency of any amount. */
const currencyNames = ["currency code", "currency iso code", "währung", "devise", "moneda", "valuta"];

export const moneyRules: KindRules<"money"> = {
  output: () => money,
  input({ max }) {
    if (max === undefined) return givenMoney;
    const words = `Use at most ${max.toLocaleString("en-US")} minor units.`;
    return givenMoney.refine(({ amount }) => Math.abs(amount) <= max, words);
  },
  columns(name, field) {
    const { currencyInFile, perEach } = field;
    const amount = { ...catalogColumn(field, "money"), ...(perEach ? { perEach } : {}) };
    if (!currencyInFile) return { [name]: amount };
    const { label = "Currency", synonyms } = currencyInFile;
    const currency: CatalogColumn = { label, kind: "currency", synonyms: [...currencyNames, ...synonyms] };
    return { [name]: { ...amount, currencyIn: currencyInFile.name }, [currencyInFile.name]: currency };
  },
  row: (name, { currencyInFile }) => ({
    [name]: z.int(),
    ...(currencyInFile ? { [currencyInFile.name]: knownCurrency } : {}),
  }),
};
