import { Mail, Phone } from "lucide-react";
import type { ReactNode } from "react";
import { type Entry, emailTypes, type PhoneEntry, phoneTypes } from "@/lib/fields/entries";
import { asItIs, type KindParts } from "./kind";

export type EntryKind = "emails" | "phones";

const looks = {
  emails: { types: emailTypes, one: "E-mail", inputType: "email", href: ({ value }: Entry) => `mailto:${value}` },
  phones: {
    types: phoneTypes,
    one: "Phone",
    inputType: "tel",
    href: (entry: Entry) => ((entry as PhoneEntry).valid ? `tel:${entry.value}` : null),
  },
} as const;

/** How the entries of a field look: their types, the name of one of them, and the link of an entry. */
export const entryLook = ({ kind }: { kind: EntryKind }) => looks[kind];

/** An entry as people read it. */
export const entryText = (entry: Entry): string => ("display" in entry ? String(entry.display) : entry.value);

/** The name of an entry's type. */
export const entryType = (kind: EntryKind, { type }: Entry): string =>
  looks[kind].types.find(({ value }) => value === type)?.label ?? type;

/** Several values: lists show the primary one and the number of the others. They are edited together, in a dialog. */
function entriesParts<K extends EntryKind>(icon: ReactNode, width: number): KindParts<K> {
  return {
    ...asItIs,
    column: "text",
    width,
    filter: "lines",
    icon,
    editor: null,
    show(value) {
      const [first, ...others] = value as Entry[];
      if (!first) return null;
      return (
        <span className="flex min-w-0 items-baseline gap-1.5">
          <span className="truncate">{entryText(first)}</span>
          {others.length > 0 ? <span className="shrink-0 text-faint text-sm">{`+${others.length}`}</span> : null}
        </span>
      );
    },
    brief(value) {
      const [first] = value as Entry[];
      return first ? entryText(first) : null;
    },
  };
}

export const emailsKind = entriesParts<"emails">(<Mail aria-hidden />, 210);
export const phonesKind = entriesParts<"phones">(<Phone aria-hidden />, 160);
