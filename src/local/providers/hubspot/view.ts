import { associatedWith, typesOf } from "./associations";
import { CHANGED_AT, type ObjectName, objectNamed, SINGULAR, USUAL } from "./objects";
import { type At, versionsOf } from "./records";
import { Refusal } from "./refusal";
import type { Portal, Row } from "./tables";
import { isoOf } from "./times";

/** The parts of a record that a request wants to see. */
export type Wanted = { properties: string[]; history: string[]; associations: ObjectName[] };

const NOTHING: Wanted = { properties: [], history: [], associations: [] };

/** `?properties=a&properties=b`, or `properties=a,b` */
export function wantedIn(query: URLSearchParams): Wanted {
  const all = (name: string) =>
    query
      .getAll(name)
      .flatMap((each) => each.split(","))
      .filter(Boolean);
  return {
    properties: all("properties"),
    history: all("propertiesWithHistory"),
    associations: all("associations").map((name) => {
      const object = objectNamed(name);
      if (!object) throw Refusal.invalid(`Unable to infer object type from: ${name}`);
      return object;
    }),
  };
}

/** A value, also one that follows from others. */
export function valueIn(at: At, row: Row, name: string): string | null {
  if (name === "createdate") return isoOf(row.createdAt);
  if (name === CHANGED_AT[at.object]) return isoOf(row.updatedAt);
  if (name === "hs_object_id") return row.id;
  if (name === "hs_merged_object_ids") return row.mergedIds?.join(";") ?? null;
  if (name === "hs_email_domain") return row.properties.email?.split("@")[1] ?? null;
  if (name === "associatedcompanyid") return primaryOf(at, row.id);
  if (name === "num_associated_contacts") return String(associatedWith(at, row.id, "contacts").length);
  if (name === "num_associated_deals") return String(associatedWith(at, row.id, "deals").length);
  if (at.object === "deals" && name.startsWith("hs_")) return ofStage(at.portal, row, name);
  return row.properties[name] ?? null;
}

function primaryOf(at: At, id: string): string | null {
  return associatedWith(at, id, "companies").find(({ isPrimary }) => isPrimary)?.id ?? null;
}

function ofStage({ pipelines }: Portal, { properties }: Row, name: string): string | null {
  const stage = pipelines.flatMap(({ stages }) => stages).find(({ id }) => id === properties.dealstage);
  if (name === "hs_deal_stage_probability") return stage ? String(stage.probability) : null;
  if (name === "hs_is_closed") return String(stage?.isClosed ?? false);
  if (name === "hs_is_closed_won") return String(stage?.isClosed === true && stage.probability === 1);
  return properties[name] ?? null;
}

/** A record as an answer shows it. Names that are no property are left out. */
export function show(at: At, row: Row, wanted: Wanted = NOTHING) {
  const known = at.crm.properties(at.portal.id, at.object);
  const asked = wanted.properties.length > 0 ? wanted.properties.filter((name) => known.has(name)) : USUAL[at.object];
  const names = new Set([...asked, "createdate", CHANGED_AT[at.object], "hs_object_id"]);
  const { history } = wanted;
  return {
    id: row.id,
    properties: Object.fromEntries([...names].map((name) => [name, valueIn(at, row, name)])),
    ...(history.length > 0 ? { propertiesWithHistory: histories(at, row, history) } : {}),
    createdAt: isoOf(row.createdAt),
    updatedAt: isoOf(row.updatedAt),
    archived: row.archivedAt !== undefined,
    ...(row.archivedAt === undefined ? {} : { archivedAt: isoOf(row.archivedAt) }),
    ...associationsOf(at, row, wanted.associations),
  };
}

/** The record with all that was just written. */
export function showWritten(at: At, row: Row, given: unknown) {
  const names = typeof given === "object" && given !== null ? Object.keys(given) : [];
  return show(at, row, { ...NOTHING, properties: [...USUAL[at.object], ...names] });
}

/** Newest first. */
function histories(at: At, row: Row, names: string[]) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      versionsOf(row, name)
        .toReversed()
        .map(({ value, at: time, source, sourceId }) => ({
          value: value ?? "",
          timestamp: isoOf(time),
          sourceType: source,
          sourceId,
          ...(source === at.crm.app.source ? { sourceLabel: "Throughline" } : {}),
        })),
    ]),
  );
}

function associationsOf(at: At, { id }: Row, wanted: ObjectName[]) {
  const all = wanted.flatMap((to) => {
    const found = associatedWith(at, id, to);
    if (found.length === 0) return [];
    const type = `${SINGULAR[at.object]}_to_${SINGULAR[to]}`;
    const results = found.flatMap((each) => [
      ...(each.isPrimary || typesOf(at.object, to).primary === undefined ? [{ id: each.id, type }] : []),
      ...(typesOf(at.object, to).primary === undefined ? [] : [{ id: each.id, type: `${type}_unlabeled` }]),
    ]);
    return [[to, { results }] as const];
  });
  return all.length > 0 ? { associations: Object.fromEntries(all) } : {};
}
