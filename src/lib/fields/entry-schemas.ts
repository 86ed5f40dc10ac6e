import { z } from "zod";
import { foldKey } from "@/lib/text";
import { email } from "@/lib/zod";
import { type EntryType, emailTypes, maxEntries, phoneTypes, type TypeIn } from "./entries";

const typeOf = <const T extends readonly EntryType[]>(types: T) =>
  z.enum(types.map(({ value }) => value) as [TypeIn<T>, ...TypeIn<T>[]]);
const several = <T extends z.ZodType<{ value: string }>>(entry: T) =>
  z
    .array(entry)
    .max(maxEntries, `Use at most ${maxEntries}.`)
    .superRefine((entries, issues) => {
      for (const [place, { value }] of entries.entries())
        if (entries.findIndex((other) => foldKey(other.value) === foldKey(value)) < place)
          issues.addIssue({ code: "custom", path: [place, "value"], message: "This value is listed twice." });
    });

const phoneNumber = z.string().trim().min(1, "Type a number.").max(60, "Use at most 60 characters.");

/** E-mail addresses as people and programs enter them; the first one is the primary one. */
export const emailsInput = several(
  z.object({ value: email, type: typeOf(emailTypes).optional() }).meta({ id: "GivenEmail" }),
);
export const emailsOutput = z.array(z.object({ value: z.string(), type: typeOf(emailTypes) }).meta({ id: "Email" }));

/** Telephone numbers as people and programs enter them; the first one is the primary one. */
export const phonesInput = several(
  z.object({ value: phoneNumber, type: typeOf(phoneTypes).optional() }).meta({ id: "GivenPhone" }),
);
export const phonesOutput = z.array(
  z
    .object({ value: z.string(), type: typeOf(phoneTypes), display: z.string(), valid: z.boolean() })
    .meta({ id: "Phone" }),
);
