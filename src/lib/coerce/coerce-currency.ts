import type { MoneyFormatOptions } from "@/lib/money";
import { foldKey } from "@/lib/text";
import { currencyOfMark } from "./coerce-money";
import { type Coerced, emptyOrLong, notA, plainText, value } from "./coerced";

const kind = "a currency; use its code, such as USD";
const all = Intl.supportedValuesOf("currency");
let names: ReadonlyMap<string, string> | undefined;

/** The ISO code of a currency by its code, sign or name; a sign that several currencies share means the workspace's. */
export function coerceCurrency(text: string, at: MoneyFormatOptions): Coerced<string> {
  const plain = plainText(text);
  const empty = emptyOrLong(plain, kind);
  if (empty) return empty;
  const named = namesOfAll().get(foldKey(plain)) ?? currencyOfMark(plain, at);
  return named === null ? notA(kind, plain) : value(named);
}

function namesOfAll(): ReadonlyMap<string, string> {
  if (names) return names;
  const display = new Intl.DisplayNames("en", { type: "currency" });
  names = new Map(all.map((code) => [foldKey(display.of(code) ?? code), code]));
  return names;
}
