import "server-only";
import { type NounEntity, nounOf } from "@/lib/nouns/all";
import { permissions } from "@/lib/roles";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { tokenHash } from "@/server/crypto";
import { reachOf } from "@/server/permissions";
import { hidesNames, isOn, visibilityOf } from "@/server/scope";
import { followedBy } from "./read";

/** The kinds that decide about records of these: those through which they are seen, and those that they show. */
const kindsBehind = (ctx: Ctx, nouns: readonly NounEntity[]): NounEntity[] => {
  const shown = nouns.flatMap((entity) => (nounOf(entity)?.linkedFrom ?? []) as NounEntity[]);
  return [...new Set([...followedBy(ctx, nouns), ...shown])].sort();
};

/**
 * A digest of all that decides which records an actor sees, and how: two are the same only if the actor sees the same of the
 * same data. It does not name the key, so a new key with the rights of an old one goes on from its cursor.
 */
export function rightsOf(ctx: Ctx, nouns: readonly NounEntity[]): string {
  const { actor, member, grants, peers, hiddenFields } = ctx;
  const kinds = kindsBehind(ctx, nouns);
  const ofRecords = permissions.filter((name) => kinds.some((entity) => name.startsWith(`${entity}:`)));
  const rights = ofRecords.map((name) => [name, reachOf(name, actor, member?.role ?? null, grants)]);
  const seen = kinds.map((entity) => [entity, isOn(ctx, entity), visibilityOf(ctx, entity)]);
  const byTeam = [...rights, ...seen].some((one) => one.some((level) => level === "team" || level === "teams"));
  const unnamed = kinds.filter((entity) => hidesNames(ctx, entity));
  const facts = {
    member: memberOf(actor),
    role: member?.role ?? null,
    nouns,
    rights,
    seen,
    // Of those who see all, and where names are shown, cursors of earlier releases stay.
    ...(unnamed.length > 0 ? { unnamed } : {}),
    peers: byTeam ? [[...peers.sees].sort(), [...peers.edits].sort()] : null,
    hidden: Object.entries(hiddenFields)
      .map(([entity, names]) => [entity, ...[...names].sort()].join(" "))
      .sort(),
  };
  return tokenHash(JSON.stringify(facts)).slice(0, 32);
}
