import "server-only";
import { inOrder } from "@/lib/fields/choices";
import { valueIn } from "@/lib/fields/custom";
import type { ChoiceOption, FieldOf } from "@/lib/fields/field";
import { isBackward, type ProgressionField } from "@/lib/fields/progression";
import { foldKey, quoteValue } from "@/lib/text";
import type { FieldPair } from "../object.ts";
import { blocked, type More, type Ours, pairOf, singlePair, textIn } from "./pair.ts";

const point = { to: "option" } as const;
const optionsIn = ({ field }: Ours): readonly ChoiceOption[] => (field as FieldOf<"choice">).options;

export const withoutPartner = (label: string, words: string, side: "here" | "there", value = words) =>
  blocked(
    "optionWithoutPartner",
    `${label}: ${quoteValue(words)} has no partner ${side}. Choose which one it is.`,
    `${side} ${value}`,
  );

const labelOf = (ours: Ours, value: string) => optionsIn(ours).find((option) => option.value === value)?.label ?? value;

/** One of several options, each with its partner there. */
export function choice(
  ours: Ours,
  property: string,
  { reason, ...more }: More & { /** Of a step back, where the field asks for one. */ reason?: string } = {},
): FieldPair {
  const { name, field } = ours;
  const { label } = field;
  const { progression } = field as ProgressionField;
  return singlePair(
    ours,
    property,
    {
      note: "Option by option",
      points: point,
      out: (value, { optionThere }) =>
        optionThere(name, String(value)) ?? withoutPartner(label, labelOf(ours, String(value)), "there", String(value)),
      in(given, { optionHere }) {
        const here = optionHere(name, given);
        return here === undefined ? withoutPartner(label, given, "here") : { value: here };
      },
      beside(value, record) {
        if (!progression || reason === undefined || !record || value === null) return {};
        const [from, to] = [String(valueIn(record, name)), String(value)];
        return isBackward(field as ProgressionField, from, to) ? { [progression.reason]: reason } : {};
      },
    },
    more,
  );
}

/** Several options, which the service joins by semicolons. */
export function choices(ours: Ours, property: string, more: More = {}): FieldPair {
  const { name, field } = ours;
  const listed = (values: readonly string[]) => (values.length > 0 ? values.join(";") : null);
  return pairOf(
    ours,
    {
      remote: [property],
      note: "Option by option",
      points: point,
      toTheirs(value, { optionThere }) {
        const there: string[] = [];
        for (const own of (value as readonly string[] | null) ?? []) {
          const option = optionThere(name, own);
          if (option === undefined) return withoutPartner(field.label, labelOf(ours, own), "there", own);
          there.push(option);
        }
        return { props: { [property]: listed(there) } };
      },
      toOurs(props, { optionHere }) {
        const here: string[] = [];
        for (const option of partsOf(textIn(props, property))) {
          const own = optionHere(name, option);
          if (own === undefined) return withoutPartner(field.label, option, "here");
          here.push(own);
        }
        return { value: inOrder(optionsIn(ours), here) };
      },
      asKept: (props) => ({ [property]: listed(partsOf(textIn(props, property))) }),
    },
    more,
  );
}

const partsOf = (text: string | null): string[] => [
  ...new Set((text ?? "").split(";").flatMap((part) => part.trim() || [])),
];

/**
 * A text here, where the service has options: those without a partner come in under their own words, and a text without
 * one cannot leave.
 */
export function textOfOptions(ours: Ours, property: string, more: More = {}): FieldPair {
  const { name, field } = ours;
  // People write a text in any case.
  const spelt = new Map((more.options ?? []).map(({ ours: own }) => [foldKey(own), own]));
  return singlePair(
    ours,
    property,
    {
      note: "Option by option; texts without an option stay here",
      points: point,
      out(value, { optionThere }) {
        const text = String(value);
        return (
          optionThere(name, text) ??
          optionThere(name, spelt.get(foldKey(text)) ?? text) ??
          withoutPartner(field.label, text, "there")
        );
      },
      in: (given, { optionHere }) => ({ value: optionHere(name, given) ?? wordsOf(given) }),
    },
    more,
  );
}

/** "Oil energy" for OIL_ENERGY; words of small letters stay. */
export function wordsOf(option: string): string {
  if (!/^[A-Z0-9]+(?:_[A-Z0-9]+)*$/.test(option)) return option;
  const words = option.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
