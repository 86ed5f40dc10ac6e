import type { CatalogColumn } from "../catalog";
import type { ImportValue } from "../import-rows";
import type { MoneyFormatOptions } from "../money";
import { maxMarkdown } from "../rich-text/rich-text";
import { foldKey } from "../text";
import { coerceBoolean } from "./coerce-boolean";
import { coerceChoices } from "./coerce-choices";
import { coerceCurrency } from "./coerce-currency";
import { coerceDate, type DateOptions } from "./coerce-date";
import { coerceDuration } from "./coerce-duration";
import { coerceEmail } from "./coerce-email";
import { coerceEmails, coercePhones } from "./coerce-entries";
import { coerceEnum } from "./coerce-enum";
import { coerceInstant } from "./coerce-instant";
import { coerceMoney, currencyIn } from "./coerce-money";
import { coerceInteger, coerceNumber } from "./coerce-number";
import { coerceText } from "./coerce-text";
import type { Coerced } from "./coerced";
import { coercePartOfOne } from "./parts-of-one";
import { shortenedNumber } from "./spreadsheet-cell";

/** How a column of a file writes its values. */
export interface CellStyle {
  /** The value of one unit: 1,000,000 of an amount "in millions", 100 of a percentage that is written as 0.35. */
  multiplier?: number;
  /** serial: as a spreadsheet counts days. */
  dateOrder?: "ymd" | "dmy" | "mdy" | "serial";
  decimal?: "." | ",";
  zeroIsEmpty?: boolean;
}

/** An amount tells its currency where that is not the workspace's, or was given. */
export type CoerceCell = (text: string, currency?: string) => Coerced<ImportValue> & { currency?: string };

/** How the cells of a column are read as values of its kind. */
export function coerceCell(
  spec: CatalogColumn,
  style: CellStyle,
  at: MoneyFormatOptions & { timeZone: string },
): CoerceCell {
  const number = { decimal: style.decimal ?? "." } as const;
  switch (spec.kind) {
    case "money": {
      const multiplier = BigInt(style.multiplier ?? 1);
      return (text, given) => {
        const currency = given ?? (spec.currencyIn === undefined ? at.currency : currencyIn(text, at));
        const read = minorUnits(
          coerceMoney(text, { currency, style: number, multiplier, at }),
          style.zeroIsEmpty ?? false,
        );
        return given === undefined && currency === at.currency ? read : { ...read, currency };
      };
    }
    case "currency":
      return (text) => coerceCurrency(text, at);
    case "integer":
      if (spec.percent && style.multiplier === 100) return (text) => coercePartOfOne(text, number);
      return (text) => coerceInteger(text, { style: number, percent: spec.percent ?? false });
    case "decimal":
      return (text) => coerceNumber(text, spec.decimals ?? 0, { style: number, percent: spec.percent ?? false });
    case "duration":
      return (text) => coerceDuration(text, spec.duration);
    case "day":
      return (text) => coerceDate(text, dateOptions(style));
    case "instant":
      return (text) => coerceInstant(text, { ...dateOptions(style), timeZone: at.timeZone });
    case "email":
      return (text) => coerceEmail(text);
    case "emails":
      return (text) => coerceEmails(text);
    case "phones":
      return (text) => coercePhones(text);
    case "boolean":
      return (text) => coerceBoolean(text);
    case "enum":
      return (text) => coerceEnum(text, spec.options ?? []);
    case "choices":
      return (text) => coerceChoices(text, spec.options ?? []);
    case "longText":
      return (text) => coerceText(text, { multiline: true, maxLength: 10_000 });
    case "richText":
      return (text) => coerceText(text, { multiline: true, maxLength: maxMarkdown });
    default:
      return shortText;
  }
}

function dateOptions({ dateOrder }: CellStyle): DateOptions {
  return dateOrder === "serial" ? { excelSerial: true } : { order: dateOrder ?? null };
}

const VISIBLE = /[!-~]/;

/** Text that shows nothing names nothing, and a shortened number many things. */
function shortText(text: string): Coerced<string> {
  const read = coerceText(text);
  if (!read.ok || read.value === null) return read;
  const showsNothing = !VISIBLE.test(read.value) && foldKey(read.value) === "";
  return shortenedNumber(read.value) || (showsNothing ? { ok: true, value: null } : read);
}

function minorUnits(read: Coerced<bigint>, zeroIsEmpty: boolean): Coerced<number> {
  if (!read.ok) return read;
  if (read.value === null || (zeroIsEmpty && read.value === 0n)) return { ok: true, value: null };
  return { ok: true, value: Number(read.value) };
}
