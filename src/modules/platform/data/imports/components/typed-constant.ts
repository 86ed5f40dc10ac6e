import { entryProblem, parseFieldEntry } from "@/components/data-table/field-entry";
import type { ListLocale } from "@/components/data-table/list-locale";
import { numberStyleOf, readTypedNumber, typedCurrency } from "@/lib/coerce/typed-number";
import { decimalAmount } from "@/lib/fields/file-cells";
import { decimalText } from "@/lib/number-text";
import { isDated, isNumber } from "../rules";

type Typed = { text: string } | { problem: string };

/** The value of all rows as a person types it, in the form in which an import keeps it: numbers with a point, days by the year. */
export function typedConstant(kind: string, text: string, at: ListLocale): Typed {
  const typed = text.trim();
  if (kind === "day") {
    const [day] = parseFieldEntry("date", typed, at);
    return day ? { text: String(day.value) } : { problem: entryProblem("date", typed, at) };
  }
  if (isDated({ kind }) || !isNumber({ kind })) return { text: typed };
  if (kind === "money") return typedAmount(typed, at);
  const [, digits = typed, mark = ""] = /^(.*?)\s*(%?)$/s.exec(typed) ?? [];
  const read = readTypedNumber(digits, at.locale);
  if (read.ok) return { text: `${read.value ?? ""}${mark}` };
  return { problem: entryProblem("number", typed, at) };
}

function typedAmount(typed: string, at: ListLocale): Typed {
  const currency = typedCurrency(typed, at);
  const formats = { ...at, entryCurrency: currency };
  const [amount] = parseFieldEntry("money", typed, formats);
  if (!amount) return { problem: entryProblem("money", typed, formats) };
  const plain = decimalAmount({ amount: Number(amount.value), currency });
  return { text: currency === at.currency ? plain : `${plain} ${currency}` };
}

const plainNumber = /^(-?\d+(?:\.\d+)?)(.*)$/s;

/** Such a value as people read it. */
export function constantText(kind: string, text: string, locale: string): string {
  const [, number, rest = ""] = (isNumber({ kind }) && plainNumber.exec(text)) || [];
  if (number === undefined || numberStyleOf(locale).decimal === ".") return text;
  return `${decimalText(number, locale)}${rest}`;
}
