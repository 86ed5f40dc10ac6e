import { Globe, Link as LinkIcon, Mail, NotepadText, Phone, Text } from "lucide-react";
import type { FieldKind, FieldOf } from "@/lib/fields/field";
import type { RichText } from "@/lib/rich-text/rich-text";
import { asItIs, type FieldContext, type KindParts } from "./kind";

export type TextKind = "text" | "url" | "domain" | "email" | "phone";

const noGroup = (label: string) => `No ${label.charAt(0).toLowerCase()}${label.slice(1)}`;

function textParts<K extends TextKind>(icon: KindParts<K>["icon"], width = 150): KindParts<K> {
  return {
    ...asItIs,
    column: "text",
    width,
    filter: "text",
    icon,
    editor: "text",
    show: (value) => String(value),
    groupName: ({ value }, field) => value ?? noGroup(field.label),
  };
}

/** The usual values of a field, after those that the workspace often writes; nothing where it has none. */
export const suggesting = (field: FieldOf<"text">, at: FieldContext, name: string) =>
  field.usual ? { suggest: at.suggestions(name, field) } : {};

const plainText = textParts<"text">(<Text aria-hidden />, 140);
export const textKind: KindParts<"text"> = {
  ...plainText,
  show: (value, { mono }) => (mono ? <span className="mono truncate">{String(value)}</span> : String(value)),
  choices: (field, at, name) => suggesting(field, at, name),
};
export const urlKind = textParts<"url">(<LinkIcon aria-hidden />, 180);
export const domainKind = textParts<"domain">(<Globe aria-hidden />);
export const emailKind = textParts<"email">(<Mail aria-hidden />, 200);
export const phoneKind = textParts<"phone">(<Phone aria-hidden />, 140);

export const longTextKind: KindParts<"longText"> = {
  ...asItIs,
  column: "text",
  width: 320,
  filter: null,
  icon: <NotepadText aria-hidden />,
  editor: "longText",
  show: (value) => String(value),
};

/** Lists show the beginning of its words. */
export const richTextKind: KindParts<"richText"> = {
  ...asItIs,
  column: "text",
  width: 320,
  filter: null,
  icon: <NotepadText aria-hidden />,
  editor: null,
  show: (value) => <span className="line-clamp-2 whitespace-pre-line">{(value as RichText).text}</span>,
  small: (value) => (value as RichText).text,
};

/** "No industry": the name of the rows without a value. */
export const withoutValue = ({ label }: { label: string; kind: FieldKind }) => noGroup(label);
