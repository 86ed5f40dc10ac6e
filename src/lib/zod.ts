import { z } from "zod";
import { outOfReach } from "./coerce/calendar";
import { counted, plainLocale } from "./counted";
import { listTotal } from "./list";
import { type Permission, permissions } from "./roles";
import type { DroppedPart } from "./views";
import { describeIssue } from "./zod-words";

// One wording in forms, tRPC and REST, in the product's own words.
z.config({ customError: describeIssue });

const noNul = (value: string) => !value.includes("\u0000");
const nulMessage = "This text contains an invisible character (NUL) that cannot be stored. Remove it.";

/** A record id. Malformed ids are answered like unknown ones (NOT_FOUND), see `server/execute.ts`. */
export const id = z.uuid();
/** A whole number that fits the database's integer type. */
export const integer = z.int().min(-2_147_483_648).max(2_147_483_647);
export const version = integer.min(1);

const characters = { one: "character", many: "characters" };
const atMost = (most: number) => `Use at most ${counted(most, characters, plainLocale)}.`;
/** One line of typed text: trimmed, 1 to `most` characters. */
export const lineUpTo = (most: number) =>
  z.string().trim().min(1, "Type at least one character.").max(most, atMost(most)).refine(noNul, nulMessage);
export const shortText = lineUpTo(200);
/** Text of several lines, up to `most` characters. */
export const textUpTo = (most: number) => z.string().max(most, atMost(most)).refine(noNul, nulMessage);
export const longText = textUpTo(10_000);
/** A short code in capital letters and digits, such as KAN; small letters become capitals. */
export const code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z][A-Z0-9]{1,9}$/, { error: "Use 2 to 10 letters and digits, and begin with a letter." });
export const email = z
  .string()
  .trim()
  .max(254)
  .meta({ format: "email", pattern: `^\\s*${z.regexes.email.source.slice(1, -1)}\\s*$` })
  .pipe(z.email("Type an e-mail address such as name@company.com."))
  .refine(noNul, nulMessage);
/** A right by its name, `account:edit`. */
export const permission = z
  .enum(permissions as [Permission, ...Permission[]], "There is no such permission.")
  .meta({ id: "Permission" });
const dayMessage = "Type a date such as 2026-11-30.";
/** A calendar date without a zone, `YYYY-MM-DD`. PostgreSQL's calendar has no year 0. */
export const day = z.iso
  .date({ error: dayMessage, abort: true })
  .refine((text) => !text.startsWith("0000"), dayMessage);
/** A calendar date as input; stored dates are not validated again. */
export const givenDay = day.superRefine((text, context) => {
  const message = outOfReach(Number(text.slice(0, 4)));
  if (message !== null) context.addIssue({ code: "custom", message });
});
const cutOff = "The link is incomplete. Open it from the e-mail again.";
/** The secret of a mailed link. */
export const linkToken = z.string().min(1, cutOff).max(500, cutOff);
const timeMessage = "Give a time such as 2026-11-30T09:00:00Z.";
/** A point in time, ISO 8601, in a year from 1 to 9999 in UTC: the database has no year 0. */
export const instant = z.iso.datetime({ offset: true, error: timeMessage, abort: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9999;
}, timeMessage);
export const currency = z.string().regex(/^[A-Z]{3}$/, {
  error: "Use a three-letter currency code such as USD.",
  abort: true,
});

/** An exact amount in minor units of its currency; never a float. */
export const money = z.object({ amount: z.int("Use a whole number of minor units."), currency }).meta({ id: "Money" });
const knownCurrencies = new Set(Intl.supportedValuesOf("currency"));
/** A currency as input; stored currencies are not validated again. */
export const knownCurrency = currency
  .refine((code) => knownCurrencies.has(code), "There is no such currency. Use a currency code such as USD.")
  .meta({ id: "CurrencyCode", enum: [...knownCurrencies] });
/** An amount as input. */
export const givenMoney = money.extend({ currency: knownCurrency }).meta({ id: "GivenMoney" });
export type Money = z.infer<typeof money>;

/** Text with any typed or imported content, for search boxes and filters. */
export const queryText = z.string().trim().max(200).refine(noNul, nulMessage);

/** The query of a picker: part of a name, or given records in any state, to show their names. */
export const pickInput = z.object({ q: queryText.optional(), ids: z.array(id).max(200).optional() });

/** The same for records that refer to others: those of which the reference `field` names the record `id`. */
export const pickWithinInput = <const F extends string>(fields: readonly F[]) =>
  pickInput.extend({ within: z.object({ field: z.enum(fields), id }).optional() });

/** A page of a list: rows, the cursor of the next page, and the count, exact up to 1,000. */
export function page<T extends z.ZodType>(row: T) {
  return z.object({
    rows: z.array(row),
    nextCursor: z.string().nullable(),
    total: listTotal,
  });
}

export interface Page<T> {
  rows: T[];
  nextCursor: string | null;
  total: number | "1000+";
  /** With a saved view: the parts of it that were left out. */
  dropped?: DroppedPart[] | undefined;
}

/** The id and name of a related record; `id` is null when the viewer may not open it. */
export const reference = z.object({ id: id.nullable(), name: z.string() }).meta({ id: "Reference" });
export type Reference = z.infer<typeof reference>;
/** The id and name of a member; a placeholder is a member who cannot sign in. */
export const memberReference = reference
  .extend({
    placeholder: z.boolean(),
    /** True for a guest; left out for others. */
    guest: z.literal(true).optional(),
    /** True for a member who has left; left out for others. */
    removed: z.literal(true).optional(),
  })
  .meta({ id: "MemberReference" });
export type MemberReference = z.infer<typeof memberReference>;
