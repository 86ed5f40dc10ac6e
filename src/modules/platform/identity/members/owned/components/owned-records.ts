import type { Noun } from "@/lib/counted";
import type { Condition } from "@/lib/list-filter";
import { type NounEntity, nounOf, nouns } from "@/lib/nouns/all";

/** The conditions by which a list has the records of a member that are still to be done. */
export const ownedConditions = (memberId: string, entity: NounEntity): Condition[] => {
  const { open } = nounOf(entity) ?? {};
  const owner: Condition = { field: "owner", op: "anyOf", value: [memberId] };
  return open ? [owner, { field: open.field, op: "anyOf", value: [open.value] }] : [owner];
};

/** "open opportunities", "planned activities" */
export function openNoun(entity: NounEntity): Noun {
  const { one, many } = nouns[entity];
  const word = nounOf(entity)?.open?.word;
  return word ? { one: `${word} ${one}`, many: `${word} ${many}` } : { one, many };
}
