import { Tag as TagIcon, ToggleLeft } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Tag } from "@/components/ui/tag";
import type { ChoiceOption } from "@/lib/fields/field";
import { asItIs, type KindParts } from "./kind";
import { picksOf, tagOf } from "./options";
import { withoutValue } from "./text";

const labelOf = (options: readonly ChoiceOption[], value: unknown) => tagOf(options, String(value)).label;

/** A choice as a badge, or with its colour if it has one. */
function Choice({ value, options }: { value: unknown; options: readonly ChoiceOption[] }) {
  const { label, color } = tagOf(options, String(value));
  return color ? <Tag label={label} color={color} /> : <Badge>{label}</Badge>;
}

export const choiceKind: KindParts<"choice"> = {
  ...asItIs,
  column: "custom",
  width: 120,
  filter: "enum",
  icon: <TagIcon aria-hidden />,
  editor: "option",
  show: (value, { options }) => <Choice value={value} options={options} />,
  choices: ({ options }) => ({ options: picksOf(options) }),
  groupName: ({ value }, field) => (value === null ? withoutValue(field) : labelOf(field.options, value)),
};

const yesNo = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

export const booleanKind: KindParts<"boolean"> = {
  column: "custom",
  width: 90,
  filter: "boolean",
  icon: <ToggleLeft aria-hidden />,
  editor: "option",
  show: (value) => (value ? "Yes" : "No"),
  toEditor: (value) => String(value === true),
  fromEditor: (next) => next === "true",
  choices: () => ({ options: yesNo }),
};
