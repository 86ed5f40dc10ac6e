import { z } from "zod";
import { associate, associatedWith, dissociate, labelsOf, typesOf } from "./associations";
import { eachInput, inputsIn } from "./batch";
import { read } from "./object-routes";
import { TYPE_IDS } from "./objects";
import { find } from "./records";
import { Refusal } from "./refusal";
import { type Asked, route } from "./route";

const id = z.union([z.string().min(1), z.number()]).transform(String);
const end = z.object({ id });
const types = z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number() }));
const pair = z.object({ from: end, to: end });

const BATCH = "/crm/v4/associations/:object/:to";
const ONE = "/crm/v4/objects/:object/:id/associations";

export const associationRoutes = [
  route(`POST ${BATCH}/batch/read`, "read", readMany),
  route(`POST ${BATCH}/batch/create`, "write", (asked) => {
    const inputs = inputsIn(asked.body, pair.extend({ types }), 2_000);
    return eachInput(asked, inputs, {
      status: 201,
      contextOf: ({ from, to }) => ({ fromObjectId: [from.id], toObjectId: [to.id] }),
      work: ({ from, to, types: wanted }) => made(asked, from.id, to.id, wanted),
    });
  }),
  route(`POST ${BATCH}/batch/associate/default`, "write", (asked) => {
    const { at, to } = asked;
    return eachInput(asked, inputsIn(asked.body, pair, 2_000), {
      status: 200,
      contextOf: (input) => ({ fromObjectId: [input.from.id], toObjectId: [input.to.id] }),
      work: (input) => {
        associate(at, input.from.id, { object: to, id: input.to.id });
        const associationSpec = {
          associationCategory: "HUBSPOT_DEFINED",
          associationTypeId: typesOf(at.object, to).plain,
        };
        return { ...input, associationSpec };
      },
    });
  }),
  route(`POST ${BATCH}/batch/archive`, "write", ({ at, to, body }) => {
    for (const input of inputsIn(body, z.object({ from: end, to: z.array(end) }), 2_000))
      for (const each of input.to) dissociate(at, input.from.id, { object: to, id: each.id });
    return { status: 204 };
  }),
  route(`GET ${BATCH}/labels`, "read", ({ at, to }) => ({ results: labelsOf(at.object, to, true) })),
  route(`GET ${ONE}/:to`, "read", ({ at, id: from, to }) => {
    if (!find(at, from)) throw Refusal.missing();
    return { results: targets(at, from, to) };
  }),
  route(`PUT ${ONE}/default/:to/:toId`, "write", ({ at, id: from, to, toId }) => {
    associate(at, from, { object: to, id: toId });
    return { status: 200, body: { status: "COMPLETE", results: [] } };
  }),
  route(`PUT ${ONE}/:to/:toId`, "write", (asked) => ({
    status: 201,
    body: made(asked, asked.id, asked.toId, read(types, asked.body)),
  })),
  route(`DELETE ${ONE}/:to/:toId`, "write", ({ at, id: from, to, toId }) => {
    dissociate(at, from, { object: to, id: toId });
    return { status: 204 };
  }),
];

function made({ at, to }: Asked, fromId: string, toId: string, wanted: z.output<typeof types>) {
  const typeIds = wanted.map(({ associationTypeId }) => associationTypeId);
  associate(at, fromId, { object: to, id: toId }, typeIds);
  const [fromObjectTypeId, toObjectTypeId] = [TYPE_IDS[at.object], TYPE_IDS[to]];
  const labels = typeIds.includes(typesOf(at.object, to).primary ?? 0) ? ["Primary"] : [];
  return { fromObjectTypeId, fromObjectId: fromId, toObjectTypeId, toObjectId: toId, labels };
}

function targets(at: Asked["at"], from: string, to: Asked["to"]) {
  return associatedWith(at, from, to).map((each) => ({
    toObjectId: each.id,
    associationTypes: labelsOf(at.object, to, each.isPrimary),
  }));
}

/** A record without any association is an error of the batch, as HubSpot has it. */
function readMany(asked: Asked) {
  const { at, to } = asked;
  const inputs = inputsIn(asked.body, z.object({ id }), 1_000);
  return eachInput(asked, inputs, {
    status: 200,
    contextOf: (input) => ({ fromObjectId: [input.id] }),
    work: (input) => {
      const row = find(at, input.id);
      const all = row ? targets(at, row.id, to) : [];
      if (all.length === 0)
        throw new Refusal(404, "OBJECT_NOT_FOUND", `No ${to} are associated with some of the ${at.object}.`, {
          subCategory: "crm.associations.NO_ASSOCIATIONS_FOUND",
        });
      return { from: { id: input.id }, to: all };
    },
  });
}
