import "server-only";
import type { FieldOf } from "@/lib/fields/field";
import { uncapital, withArticle } from "@/lib/text";
import type { FieldPair, Value } from "../object.ts";
import { blocked, type More, type Ours, singlePair } from "./pair.ts";

interface Named {
  id: string | null;
  name: string;
}

/** The id of what a field points to. One that the reader may not open has no id, and is no empty value either. */
function idOf(own: unknown): Value {
  const { id, name } = own as Named;
  return id ?? { hidden: name };
}

const isHidden = (value: unknown): value is { hidden: string } =>
  typeof value === "object" && value !== null && "hidden" in value;

/** A colleague, found among the people there by the e-mail address. */
export function member(ours: Ours, property: string, more: More = {}): FieldPair {
  const { label } = ours.field;
  return singlePair(
    ours,
    property,
    {
      note: "By e-mail address",
      points: { to: "member" },
      read: idOf,
      out: (value, { personOf }) =>
        personOf(String(value)) ??
        blocked(
          "personWithoutPartner",
          `${label}: nobody there has the e-mail address of this member. Add them there, or leave it.`,
          `there ${String(value)}`,
        ),
      in(given, { memberOf }) {
        const here = memberOf(given);
        return here === undefined
          ? blocked(
              "personWithoutPartner",
              `${label}: nobody here has the e-mail address of this person. Invite them, or leave it.`,
              `here ${given}`,
            )
          : { value: here };
      },
    },
    more,
  );
}

/** Another record that is kept equal too. */
export function record(ours: Ours, property: string, more: More = {}): FieldPair {
  const { label, to: entity } = ours.field as FieldOf<"reference">;
  const waiting = (side: string, id: string) =>
    blocked(
      "targetNotLinked",
      `${label}: this record is not linked ${side} yet. It follows as soon as it is.`,
      `${side} ${entity} ${id}`,
      { entity, id },
    );
  return singlePair(
    ours,
    property,
    {
      note: "Linked",
      points: { to: "record", entity },
      read: idOf,
      out(value, { externalOf }) {
        if (isHidden(value))
          return blocked(
            "targetNotLinked",
            `${label}: who connected this service may not open ${withArticle(uncapital(label))} of that name.`,
            `hidden ${entity}`,
          );
        return externalOf(entity, String(value)) ?? waiting("there", String(value));
      },
      in(given, { recordOf }) {
        const here = recordOf(entity, given);
        return here === undefined ? waiting("here", given) : { value: here };
      },
    },
    more,
  );
}
