import "server-only";
import { isCustomName } from "@/lib/fields/custom";
import type { Field, FieldOf } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import { uncapital } from "@/lib/text";
import { memberOf } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { type Change, type Rule, rule } from "./rule.ts";

/** Guests by their ids, with their names. */
export type Guests = ReadonlyMap<string, string>;

/** Those of these members who are guests: one statement, and none where nobody is named but the actor. */
export async function guestsAmong(ctx: Ctx, ids: readonly string[]): Promise<Guests> {
  const asked = [...new Set(ids)].filter((id) => id !== memberOf(ctx.actor));
  if (asked.length === 0) return new Map();
  const rows = await ctx.db.member.findMany({
    where: { id: { in: asked }, role: "guest" },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

type Row = Readonly<Record<string, unknown>>;

/** The members whom a row names in a field. */
const namedIn = (row: Row | null, name: string, { kind }: Field): string[] => {
  const held = kind === "member" ? [row?.[`${name}Id`]] : ((row?.[name] ?? []) as unknown[]);
  return held.filter((id): id is string => typeof id === "string");
};

/** Those whom a change newly names. */
const newIn = ({ before, after }: Change, name: string, field: Field): string[] => {
  const known = namedIn(before, name, field);
  return namedIn(after, name, field).filter((id) => !known.includes(id));
};

/** A guest owns nothing and takes part in nothing: only fields that say so (`guests`) name them. */
export function guestRules({ fields }: Pick<Noun, "fields">): Rule[] {
  const named = Object.entries<Field>(fields).filter(
    ([name, field]) =>
      (field.kind === "member" || field.kind === "members") &&
      !(field as FieldOf<"member">).guests &&
      !isCustomName(name),
  );
  if (named.length === 0) return [];
  return [
    rule({
      fields: named.map(([name]) => name),
      load: (ctx, changes) =>
        guestsAmong(
          ctx,
          changes.flatMap((change) => named.flatMap(([name, field]) => newIn(change, name, field))),
        ),
      decide(change, guests: Guests) {
        for (const [name, field] of named) {
          const guest = newIn(change, name, field).flatMap((id) => guests.get(id) ?? [])[0];
          if (guest !== undefined) return { field: name, reason: refusal(guest, field) };
        }
        return null;
      },
    }),
  ];
}

const refusal = (name: string, { label }: Field): string =>
  `${name} is a guest, and guests see only what is shared with them. Choose a member (${uncapital(label)}).`;
