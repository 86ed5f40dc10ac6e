import { Mail, Phone } from "lucide-react";
import type { ReactNode } from "react";
import { EntriesField } from "@/components/form/entries-field";
import { type Entry, emailTypes, type PhoneEntry, phoneTypes } from "@/lib/fields/entries";
import type { FieldOf } from "@/lib/fields/field";
import { asItIs, type KindParts } from "./kind";

type EntryKind = "emails" | "phones";

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

/** The control of a form for all entries of a field. */
export function EntriesFormField({ name, field, hint }: { name: string; field: FieldOf<EntryKind>; hint?: ReactNode }) {
  const { types, one, inputType } = looks[field.kind];
  const { label, required } = field;
  return <EntriesField {...{ name, label, hint, one, types, inputType }} optional={!required} />;
}

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
    FormField: EntriesFormField as KindParts<K>["FormField"],
  };
}

export const emailsKind = entriesParts<"emails">(<Mail aria-hidden />, 210);
export const phonesKind = entriesParts<"phones">(<Phone aria-hidden />, 160);
