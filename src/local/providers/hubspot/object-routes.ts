import { z } from "zod";
import { associate } from "./associations";
import { checkOnce, eachInput, inputsIn } from "./batch";
import { objectNamed } from "./objects";
import { listPage } from "./page";
import {
  type At,
  archive,
  checkIdProperty,
  create,
  existing,
  find,
  forget,
  merge,
  normalId,
  update,
  valuesFor,
} from "./records";
import { Refusal } from "./refusal";
import { type Asked, route } from "./route";
import { search } from "./search";
import type { End, Row } from "./tables";
import { show, showWritten, wantedIn } from "./view";

const id = z.union([z.string().min(1), z.number()]).transform(String);
const properties = z.record(z.string(), z.unknown());
const trace = { objectWriteTraceId: z.string().optional() };
const associations = z
  .array(
    z.object({
      to: z.object({ id }),
      types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number() })),
    }),
  )
  .nullish();
const newRecord = z.object({ properties, associations, ...trace });
const changed = z.object({ id, idProperty: z.string().nullish(), properties, ...trace });
const names = z.array(z.string()).nullish();

const BASE = "/crm/v3/objects/:object";

export const objectRoutes = [
  route(`GET ${BASE}`, "read", ({ at, query, link }) => listPage(at, query, link)),
  route(`POST ${BASE}`, "write", ({ at, body }) => {
    const input = read(newRecord, body);
    const row = createWith(at, input);
    return { status: 201, body: showWritten(at, row, input.properties) };
  }),
  route(`POST ${BASE}/search`, "read", ({ at, body }) => search(at, body)),
  route(`POST ${BASE}/merge`, "write", ({ at, body }) => {
    const { primaryObjectId, objectIdToMerge } = read(z.object({ primaryObjectId: id, objectIdToMerge: id }), body);
    return show(at, merge(at, existing(at, primaryObjectId), existing(at, objectIdToMerge)));
  }),
  route(`POST ${BASE}/gdpr-delete`, "write", ({ at, body }) => {
    const { objectId, idProperty } = read(z.object({ objectId: id, idProperty: z.string().nullish() }), body);
    checkIdProperty(at, idProperty);
    forget(at, existing(at, objectId, idProperty));
    return { status: 204 };
  }),
  route(`POST ${BASE}/batch/read`, "read", readMany),
  route(`POST ${BASE}/batch/create`, "write", createMany),
  route(`POST ${BASE}/batch/update`, "write", updateMany),
  route(`POST ${BASE}/batch/upsert`, "write", upsertMany),
  route(`POST ${BASE}/batch/archive`, "write", ({ at, body }) => {
    for (const each of inputsIn(body, z.object({ id }))) archive(at, each.id);
    return { status: 204 };
  }),
  route(`GET ${BASE}/:id`, "read", ({ at, id: given, query }) => {
    checkIdProperty(at, query.get("idProperty"));
    return show(at, seen(at, given, query), wantedIn(query));
  }),
  route(`PATCH ${BASE}/:id`, "write", ({ at, id: given, query, body }) => {
    const input = read(z.object({ properties }), body);
    checkIdProperty(at, query.get("idProperty"));
    const row = update(at, existing(at, given, query.get("idProperty")), input.properties);
    return showWritten(at, row, input.properties);
  }),
  route(`DELETE ${BASE}/:id`, "write", ({ at, id: given }) => {
    archive(at, given);
    return { status: 204 };
  }),
];

export function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(body);
  if (!success) throw Refusal.invalid(`Invalid input JSON: ${z.prettifyError(error)}`);
  return data;
}

/** Archived records are found only if the request asks for them. */
function seen(at: At, given: string, query: URLSearchParams): Row {
  if (query.get("archived") !== "true") return existing(at, given, query.get("idProperty"));
  const row = at.crm.collection(at.portal.id, at.object).get(given);
  if (row?.archivedAt === undefined) throw Refusal.missing();
  return row;
}

function createWith(at: At, { properties: given, associations: wanted }: z.output<typeof newRecord>): Row {
  const targets = (wanted ?? []).map(({ to, types }) => ({ to: endOf(at, to.id, types), types }));
  const row = create(at, given);
  for (const { to, types } of targets)
    associate(
      at,
      row.id,
      to,
      types.map(({ associationTypeId }) => associationTypeId),
    );
  return row;
}

const TARGETS: Readonly<Record<number, string>> = {
  ...{ 279: "companies", 1: "companies", 280: "contacts", 2: "contacts", 4: "deals", 3: "contacts" },
  ...{ 341: "companies", 5: "companies", 342: "deals", 6: "deals" },
};

/** The type of an association says which object the id belongs to. */
function endOf(at: At, given: string, types: { associationTypeId: number }[]): End {
  const object = objectNamed(TARGETS[types[0]?.associationTypeId ?? 0] ?? "");
  if (!object) throw Refusal.invalid("An association needs a type that is known.");
  if (!find({ ...at, object }, given)) throw Refusal.invalid(`There is no record ${given} of ${object}.`);
  return { object, id: given };
}

function readMany(asked: Asked) {
  const { at, body, query } = asked;
  const inputs = inputsIn(body, z.object({ id }));
  const { idProperty, ...wish } = read(
    z.object({ idProperty: z.string().nullish(), properties: names, propertiesWithHistory: names }),
    body,
  );
  checkIdProperty(at, idProperty);
  const history = wish.propertiesWithHistory ?? [];
  if (history.length > 0 && inputs.length > 50)
    throw Refusal.invalid("With propertiesWithHistory a batch holds 50 records at most.");
  const singular = at.object.toUpperCase();
  return eachInput(asked, inputs, {
    status: 200,
    contextOf: (input) => ({ ids: [input.id] }),
    work: (input) => {
      const isArchived = query.get("archived") === "true";
      const row = isArchived ? archivedRow(at, input.id) : find(at, input.id, idProperty);
      if (!row)
        throw Refusal.missing(
          `Could not get some ${singular} objects, they may be deleted or not exist. Check that ids are valid.`,
        );
      return show(at, row, { properties: wish.properties ?? [], history, associations: [] });
    },
  });
}

function archivedRow(at: At, given: string): Row | undefined {
  const row = at.crm.collection(at.portal.id, at.object).get(given);
  return row?.archivedAt === undefined ? undefined : row;
}

/** Inputs without an id are known by the trace that the client gave them. */
const traceOf = ({ objectWriteTraceId }: { objectWriteTraceId?: string | undefined }) =>
  objectWriteTraceId === undefined ? {} : { objectWriteTraceId: [objectWriteTraceId] };

function createMany(asked: Asked) {
  const { at, body } = asked;
  const inputs = inputsIn(body, newRecord);
  refuseWhole(asked, inputs, (input) => valuesFor(at, input.properties));
  return eachInput(asked, inputs, {
    status: 201,
    contextOf: (input) => traceOf(input),
    work: (input) => ({ ...showWritten(at, createWith(at, input), input.properties), ...flat(input) }),
  });
}

function updateMany(asked: Asked) {
  const { at, body } = asked;
  const inputs = inputsIn(body, changed);
  checkOnce(inputs.map((input) => input.id));
  for (const { idProperty } of inputs) checkIdProperty(at, idProperty);
  refuseWhole(asked, inputs, (input) => valuesFor(at, input.properties, find(at, input.id, input.idProperty)));
  return eachInput(asked, inputs, {
    status: 200,
    contextOf: (input) => ({ ids: [input.id], ...traceOf(input) }),
    work: (input) => {
      const row = update(at, existing(at, input.id, input.idProperty), input.properties);
      return { ...showWritten(at, row, input.properties), ...flat(input) };
    },
  });
}

function upsertMany(asked: Asked) {
  const { at, body } = asked;
  const inputs = inputsIn(body, changed);
  checkOnce(inputs.map((input) => normalId(input.idProperty ?? "", input.id)));
  for (const { idProperty } of inputs) checkIdProperty(at, idProperty);
  refuseWhole(asked, inputs, (input) => valuesFor(at, input.properties, find(at, input.id, input.idProperty)));
  return eachInput(asked, inputs, {
    status: 200,
    contextOf: (input) => ({ ids: [input.id], ...traceOf(input) }),
    work: (input) => {
      const { idProperty } = input;
      const found = find(at, input.id, idProperty);
      if (!found && (!idProperty || idProperty === "hs_object_id")) throw Refusal.missing();
      const given = idProperty && !found ? { [idProperty]: input.id, ...input.properties } : input.properties;
      const row = found ? update(at, found, given) : create(at, given);
      return { ...showWritten(at, row, given), new: !found, ...flat(input) };
    },
  });
}

const flat = ({ objectWriteTraceId: trace }: { objectWriteTraceId?: string | undefined }) =>
  trace === undefined ? {} : { objectWriteTraceId: trace };

/** Where the portal refuses a batch with one bad input, nothing of it is written. */
function refuseWhole<Input>({ at: { crm } }: Asked, inputs: readonly Input[], check: (input: Input) => unknown): void {
  if (crm.settings.badInput === "whole") for (const input of inputs) check(input);
}
