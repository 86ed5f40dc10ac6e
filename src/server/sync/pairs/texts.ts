import "server-only";
import { coerceEmail } from "@/lib/coerce/coerce-email";
import { coerceText } from "@/lib/coerce/coerce-text";
import { counted, plainLocale } from "@/lib/counted";
import { domainInput } from "@/lib/fields/domain";
import type { FieldOf } from "@/lib/fields/field";
import { urlInput } from "@/lib/fields/url";
import { maxMarkdown, type RichText } from "@/lib/rich-text/rich-text";
import { docOfText } from "@/lib/rich-text/text";
import type { FieldPair } from "../object.ts";
import { blocked, coerced, type Incoming, type More, type Ours, singlePair } from "./pair.ts";

interface Cut {
  /** The most characters that the service keeps; a longer text is cut on the way there. */
  cut?: number;
}

const usual = 200;
const long = 10_000;

/** One line of text, a telephone number as it was typed, or an e-mail address. */
export function text(ours: Ours, property: string, { cut, ...more }: More & Cut = {}): FieldPair {
  const maxLength = "maxLength" in ours.field ? Number(ours.field.maxLength) : usual;
  return singlePair(
    ours,
    property,
    {
      note: noteOf(cut),
      holds: "text",
      out: (value) => shortened(String(value), cut),
      in: (given) => fitting(given, property, maxLength),
    },
    more,
  );
}

/** Text of several lines. */
export function longText(ours: Ours, property: string, { cut, ...more }: More & Cut = {}): FieldPair {
  const { maxLength = long } = ours.field as FieldOf<"longText">;
  return singlePair(
    ours,
    property,
    {
      note: noteOf(cut),
      holds: "text",
      read: (own) => plain(String(own)),
      out: (value) => shortened(String(value), cut),
      in: (given) => fitting(plain(given) ?? "", property, maxLength, true),
      kept: (given) => plain(given) ?? "",
    },
    more,
  );
}

/** The words of a formatted text. */
export function richText(ours: Ours, property: string, { cut, ...more }: More & Cut = {}): FieldPair {
  return singlePair(
    ours,
    property,
    {
      note: `Words only: formatting does not leave, and is lost when the words change there${cut ? `; ${cutNote(cut)}` : ""}`,
      holds: "text",
      read: (own) => plain((own as RichText).text),
      // A document, because a text in an input is read as Markdown.
      given: (value, before) => {
        const now = before as RichText | null | undefined;
        return now?.doc && plain(now.text) === value ? { doc: now.doc } : { doc: docOfText(String(value)) };
      },
      out: (value) => shortened(String(value), cut),
      in: (given) => fitting(plain(given) ?? "", property, maxMarkdown, true),
      kept: (given) => plain(given) ?? "",
    },
    more,
  );
}

/** A web address; one without a scheme gets https. */
export function url(ours: Ours, property: string, more: More = {}): FieldPair {
  return singlePair(
    ours,
    property,
    {
      note: "With https:// where it was missing",
      holds: "text",
      out: String,
      in: (given) => parsed(urlInput, given, property),
    },
    more,
  );
}

/** A bare domain in lower case. */
export function domain(ours: Ours, property: string, more: More = {}): FieldPair {
  const kept = (given: string) => domainInput.safeParse(given).data ?? given;
  return singlePair(
    ours,
    property,
    {
      note: "Lower case, without www",
      holds: "text",
      out: String,
      in: (given) => parsed(domainInput, given, property),
      kept,
    },
    more,
  );
}

/** One e-mail address, which is compared without regard to case. */
export function email(ours: Ours, property: string, more: More = {}): FieldPair {
  return singlePair(
    ours,
    property,
    {
      note: "Lower case there",
      holds: "text",
      read: (own) => String(own).toLowerCase(),
      out: (value) => String(value).toLowerCase(),
      in: (given) => lowered(coerced(coerceEmail(given), property)),
      kept: (given) => given.toLowerCase(),
    },
    more,
  );
}

const lowered = (read: Incoming): Incoming =>
  "value" in read && typeof read.value === "string" ? { value: read.value.toLowerCase() } : read;

/** Trimmed, with the line breaks of this product; null for nothing. */
const plain = (given: string): string | null => given.replace(/\r\n?/g, "\n").trim() || null;

const characters = { one: "character", many: "characters" };
const cutNote = (cut: number) => `cut at ${counted(cut, characters, plainLocale)} there`;
const noteOf = (cut: number | undefined) => (cut === undefined ? "Exact" : `Exact, but ${cutNote(cut)}`);

/** At most so many characters; one of two units is never halved. */
function shortened(whole: string, most: number | undefined): string {
  if (most === undefined || whole.length <= most) return whole;
  const cut = whole.slice(0, most);
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut).trim();
}

function fitting(given: string, property: string, maxLength: number, multiline = false): Incoming {
  if (given.length > maxLength) {
    const [has, fit] = [given.length, maxLength].map((count) => counted(count, characters, plainLocale));
    return blocked("tooLong", `This text has ${has}; ${fit} fit here. Shorten it there.`, `${property} too long`);
  }
  return coerced(coerceText(given, { maxLength, multiline }), property);
}

function parsed(
  schema: { safeParse(given: string): { data?: string; error?: { issues: { message: string }[] } } },
  given: string,
  property: string,
): Incoming {
  const { data, error } = schema.safeParse(given);
  return data === undefined
    ? blocked("unreadable", error?.issues[0]?.message ?? "This value cannot be read.", `${property} unreadable`)
    : { value: data };
}
