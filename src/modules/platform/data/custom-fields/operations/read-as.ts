import "server-only";
import { coerceBoolean } from "@/lib/coerce/coerce-boolean";
import { coerceChoices } from "@/lib/coerce/coerce-choices";
import { coerceDate } from "@/lib/coerce/coerce-date";
import { coerceDuration } from "@/lib/coerce/coerce-duration";
import { coerceEmail } from "@/lib/coerce/coerce-email";
import { coerceEnum } from "@/lib/coerce/coerce-enum";
import { coerceMoney, currencyIn } from "@/lib/coerce/coerce-money";
import { coerceNumber } from "@/lib/coerce/coerce-number";
import { coerceText } from "@/lib/coerce/coerce-text";
import type { Coerced } from "@/lib/coerce/coerced";
import { withoutTime } from "@/lib/coerce/date-order";
import type { NumberStyle } from "@/lib/coerce/number-style";
import { numberStyleOf } from "@/lib/coerce/typed-number";
import { minutesText } from "@/lib/duration-text";
import { valuesIn } from "@/lib/fields/choices";
import type { CustomField, CustomSettings } from "@/lib/fields/custom";
import { fieldOf } from "@/lib/fields/custom";
import type { ChoiceOption } from "@/lib/fields/field";
import { rulesOf } from "@/lib/fields/kinds";
import { minorDigits } from "@/lib/money";
import { foldKey } from "@/lib/text";
import { localDay, momentOfDay } from "@/lib/working-time";
import { instant, type Money } from "@/lib/zod";
import type { TenantInfo } from "@/server/context";

type At = Pick<TenantInfo, "locale" | "currency" | "timeZone">;
/** Ids of records by their folded names; null for a name that several have. */
export type ByName = ReadonlyMap<string, string | null>;

/** The text of a value: what a person would type for it. `names` are those of records that fields point to. */
export function textOf(field: CustomField, value: unknown, names: ReadonlyMap<string, string>): string {
  const { kind, settings } = field;
  switch (kind) {
    case "money":
      return moneyText(value as Money);
    case "boolean":
      return value === true ? "Yes" : "No";
    case "choice":
    case "choices":
      return [value]
        .flat()
        .map((one) => labelOf(settings, String(one)))
        .join("; ");
    case "member":
    case "reference":
      return names.get(String(value)) ?? "";
    case "percent":
      return `${String(value)}%`;
    case "duration":
      return minutesText(Number(value));
    default:
      return String(value);
  }
}

const labelOf = ({ options = [] }: CustomSettings, value: string): string =>
  options.find((one) => one.value === value)?.label ?? value;

function moneyText({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  const whole = BigInt(Math.abs(amount))
    .toString()
    .padStart(digits + 1, "0");
  const units = digits === 0 ? whole : `${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
  return `${amount < 0 ? "-" : ""}${units} ${currency}`;
}

/** Reads texts as values of a field, with the rules of imports and those of the field; null for what does not fit. */
export function readerFor(
  { from, to }: { from: Pick<CustomField, "kind">; to: CustomField },
  at: At,
  byName: ByName,
): (text: string) => unknown {
  const built = fieldOf(to);
  const given = rulesOf(built).input(built);
  const isTyped = from.kind === "text" || from.kind === "longText";
  const read = isTyped ? typedReader(to, at, byName) : kindReader(to, at, byName);
  return (text) => {
    const coerced = read(text);
    if (!coerced.ok || coerced.value === null) return null;
    const parsed = given.safeParse(coerced.value);
    return parsed.success ? parsed.data : null;
  };
}

type Read = (text: string) => Coerced<unknown>;

/** Texts that people wrote have numbers in the workspace's format, or as programs write them. */
function typedReader(field: CustomField, at: At, byName: ByName): Read {
  const plain = kindReader(field, at, byName);
  const style = numberStyleOf(at.locale);
  if (style.decimal === ".") return plain;
  const typed = kindReader(field, at, byName, style);
  return (text) => {
    const read = typed(text);
    return read.ok ? read : plain(text);
  };
}

function kindReader({ kind, settings }: CustomField, at: At, byName: ByName, style?: NumberStyle): Read {
  const options = (settings.options ?? []).filter(({ archived }) => !archived) as ChoiceOption[];
  const { maxLength = kind === "longText" ? 10_000 : 200, decimals = 2 } = settings;
  switch (kind) {
    case "longText":
      return (text) => coerceText(text, { multiline: true, maxLength });
    case "number":
      return (text) => coerceNumber(text, decimals, style ? { style } : {});
    case "percent":
      return (text) => coerceNumber(text, decimals, { percent: true, ...(style ? { style } : {}) });
    case "duration":
      return (text) => coerceDuration(text);
    case "money":
      return (text) => moneyIn(text, at, style);
    case "date":
      return (text) => dayIn(text, at);
    case "instant":
      return (text) => momentIn(text, at);
    case "boolean":
      return (text) => coerceBoolean(text);
    case "choice":
      return (text) => coerceEnum(text, options);
    case "choices":
      return (text) => severalIn(text, options);
    case "member":
    case "reference":
      return (text) => ({ ok: true, value: byName.get(foldKey(text)) ?? null });
    case "email":
      return (text) => coerceEmail(text);
    default:
      return (text) => coerceText(text, { maxLength });
  }
}

function moneyIn(text: string, at: At, style?: NumberStyle): Coerced<Money> {
  const currency = currencyIn(text, at);
  const read = coerceMoney(text, { currency, at, ...(style ? { style } : {}) });
  if (!read.ok || read.value === null) return read as Coerced<Money>;
  return { ok: true, value: { amount: Number(read.value), currency } };
}

/** The day of an instant in the workspace's time zone. */
function dayIn(text: string, { timeZone }: At): Coerced<string> {
  const moment = instant.safeParse(text);
  return moment.success ? { ok: true, value: localDay(new Date(moment.data), timeZone) } : coerceDate(text);
}

/** A day means its beginning; a time that is written otherwise than in the API says no zone. */
function momentIn(text: string, { timeZone }: At): Coerced<string> {
  const moment = instant.safeParse(text);
  if (moment.success) return { ok: true, value: new Date(moment.data).toISOString() };
  if (withoutTime(text.trim()) !== text.trim()) return { ok: true, value: null };
  const day = coerceDate(text);
  if (!day.ok || day.value === null) return day;
  return { ok: true, value: momentOfDay(day.value, 0, timeZone).toISOString() };
}

function severalIn(text: string, options: readonly ChoiceOption[]): Coerced<string[]> {
  const read = coerceChoices(text, options);
  return read.ok ? { ok: true, value: read.value === null ? null : valuesIn(read.value) } : read;
}
