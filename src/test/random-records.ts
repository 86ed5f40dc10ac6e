import { customName } from "@/lib/fields/custom";
import { type Field, type FieldOf, inputName } from "@/lib/fields/field";
import { ownedEntities } from "@/lib/nouns/all";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { recordsOf } from "@/server/nouns/records";
import { treeFields } from "@/server/nouns/tree-rule";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import type { Shown } from "./list-oracle";
import { newMark } from "./new-mark";
import { makeRecord, plainNouns, sampleOf } from "./noun-rows";

export type Page = { rows: Shown[]; nextCursor: string | null; total: number | string; dropped?: unknown };
export type Call<T> = (ctx: Ctx, input: object) => Promise<T>;
interface Verbs {
  list: Call<Page>;
  groups?: Call<{ value: string | null; count: number }[]>;
  totals: Call<{ count: number; totals: Shown[] }>;
}
/** Every noun, with its list and the operations that answer what it has. */
export const listedNouns = Object.values(declaredNouns).map((one) => ({
  entity: one.noun.entity as string,
  path: one.noun.head.path,
  list: one.table.list,
  verbs: one as unknown as Verbs,
}));

/** Random rows of every noun, and members who see all of them or some. */
export interface RandomRecords {
  workspace: TestWorkspace;
  admin: Ctx;
  /** The ids of the records of each kind, and of members and teams. */
  pools: Record<string, string[]>;
  /** By what they see: everything, their own, their team's, nothing of others, and not every field. */
  askers: Record<string, Ctx>;
  people: Record<"admin" | "seller" | "colleague" | "viewer", TestMember>;
}
export const askerNames = ["admin", "seller", "colleague", "viewer", "blind"] as const;

let admin: Ctx;
const pools: Record<string, string[]> = {};

/** The same data in each run: a failure can be repeated. */
const random = (() => {
  let state = 41;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
})();
const any = <T>(values: readonly T[]): T => values[random(values.length)] as T;
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** Texts of the rows, which conditions look for. */
export const words = ["alpha", "Alpha", "beta", "gamma ray", "100% delta"];
/** Days of the rows. */
export const days = [-400, -100, -40, -8, -1, 0, 1, 6, 35, 100, 380].map(dayFromNow);

/** A value of a field; null at times where the field may be empty. */
function randomValue(field: Field, marker: string): unknown {
  if (!field.required && random(4) === 0) return null;
  const to = "to" in field ? String(field.to) : "";
  switch (field.kind) {
    case "integer":
    case "percent":
    case "duration":
      return 1 + random(5);
    case "number":
      return any([0.5, 1.25, 2, 7.5]);
    case "money":
      return { amount: any([0, 5, 1_000, -3, 1_000_000_000_000_000]), currency: any(["USD", "EUR"]) };
    case "date":
      return any(days);
    case "instant":
      return `${any(days)}T${any(["03", "05", "17"])}:30:00.000Z`;
    case "boolean":
      return random(2) === 0;
    case "choice":
      return any((field as FieldOf<"choice">).options).value;
    case "choices":
      return [any((field as FieldOf<"choices">).options).value];
    case "member":
      return any(pools.member ?? []);
    case "members":
      return [any(pools.member ?? [])];
    case "reference":
      return pools[to]?.length ? any(pools[to] ?? []) : null;
    case "text":
      return "title" in field && field.title ? `${any(words)} ${marker}` : any(words);
    default:
      return sampleOf(field, { marker, memberId: "", ids: {} });
  }
}

const ownFields = ["account", "contact"] as const;
async function makeCustomFields(): Promise<void> {
  const options = ["gold", "tin"].map((value) => ({ value, label: value }));
  const kinds: [string, string, object][] = [
    ["region", "text", {}],
    ["score", "number", { decimals: 2 }],
    ["budget", "money", {}],
    ["since", "date", {}],
    ["vip", "boolean", {}],
    ["tier", "choice", { options }],
    ["partner", "reference", { to: "account" }],
    ["buddy", "member", {}],
  ];
  for (const entity of ownFields)
    for (const [key, kind, settings] of kinds)
      await admin.db.customField.create({
        data: { entity, key, kind, label: key, position: 1, settings, updatedAt: new Date() },
      });
}

const customValues = (): Shown =>
  Object.fromEntries(
    Object.entries({
      region: any([...words, null]),
      score: any([0.5, 2, 7.25, null]),
      budget: any([{ amount: 1_000, currency: "USD" }, { amount: 70, currency: "EUR" }, null]),
      since: any([...days, null]),
      vip: any([true, false, null]),
      tier: any(["gold", "tin", null]),
      partner: any([...(pools.account ?? []), null]),
      buddy: any([...(pools.member ?? []), null]),
    }).filter(([, value]) => value !== null),
  );

/** A tree is within the record that access to its members comes from. */
async function withinSource({ noun }: (typeof plainNouns)[number], given: Record<string, unknown>) {
  const { accessFrom } = noun.head;
  const [above] = treeFields(noun).flatMap(({ column }) => given[column] ?? []);
  if (!accessFrom || typeof above !== "string") return given;
  const key = `${accessFrom.field}Id`;
  const row = await recordsOf(admin, noun.entity).findFirst({ where: { id: above }, select: { [key]: true } });
  return { ...given, [key]: row?.[key] };
}

/** A record of random values; null where another one has a value that must be unique. */
async function makeRandom(one: (typeof plainNouns)[number]): Promise<string | null> {
  const marker = newMark();
  const given = Object.entries<Field>(one.noun.fields).map(([name, field]) => [
    inputName(name, field),
    randomValue(field, marker),
  ]);
  const sample = { marker, memberId: any(pools.member ?? []), ids: {} };
  try {
    return await makeRecord(admin, one, sample, await withinSource(one, Object.fromEntries(given)));
  } catch (error) {
    if ((error as { code?: string }).code === "P2002") return null;
    throw error;
  }
}

async function makeRows(): Promise<void> {
  for (const one of plainNouns)
    for (let made = 0; made < 24; made++) {
      const id = await makeRandom(one);
      const { entity } = one.noun;
      pools[entity] = [...(pools[entity] ?? []), ...(id ? [id] : [])];
    }
  for (const { entity, verbs } of listedNouns.filter(({ entity: name }) => ownFields.includes(name as "account")))
    for (let made = 0; made < 12; made++) {
      const own = { name: `${any(words)} ${made}`, ownerId: any([...(pools.member ?? []), null]) };
      const create = (verbs as unknown as { create: Call<{ id: string }> }).create;
      const { id } = await create(admin, { ...own, custom: customValues() });
      pools[entity]?.push(id);
    }
  for (let made = 0; made < 30; made++)
    await createOpportunity(admin, {
      name: `${any(words)} ${made}`,
      amount: any([null, { amount: any([5, 1_000, 70]), currency: any(["USD", "EUR"]) }]),
      accountId: any([...(pools.account ?? []), null]),
      ownerId: any([...(pools.member ?? []), null]),
      expectedCloseDate: any([...days, null]),
    });
}

/** Some records of each kind are archived. */
async function archiveSome(): Promise<void> {
  for (const { entity, list } of listedNouns) {
    if (list.archives === false) continue;
    const ids = (pools[entity] ?? []).filter(() => random(6) === 0);
    await adminQuery(`update ${list.table.name} set archived_at = now() where id = any($1::uuid[])`, [ids]);
  }
}

async function makeTeams(seller: TestMember, colleague: TestMember): Promise<void> {
  const team = async (name: string, members: string[], parentId: string | null = null) => {
    const { id } = await admin.db.team.create({ data: { name, nameKey: name, parentId }, select: { id: true } });
    for (const memberId of members) await admin.db.teamMember.create({ data: { teamId: id, memberId } });
    pools.team = [...(pools.team ?? []), id];
    return id;
  };
  await team("below", [colleague.id], await team("above", [seller.id]));
}

/** A workspace with such rows; the same in each run, so that a failure can be repeated. */
export async function randomRecords(): Promise<RandomRecords> {
  const workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  workspace.tenant.fiscalYearStart = "04-01";
  await adminQuery("update tenants set fiscal_year_start = '04-01' where id = $1", [workspace.tenant.id]);
  const boss = await workspace.join("admin");
  admin = await workspace.as(boss);
  await makeCustomFields();
  admin = await later(admin);
  const [seller, colleague] = [await workspace.join("member"), await workspace.join("member")];
  const viewer = await workspace.join("viewer");
  pools.member = [boss.id, seller.id, colleague.id];
  await makeTeams(seller, colleague);
  await makeRows();
  await archiveSome();
  const visibility = (level: "own" | "team") => ({
    visibility: Object.fromEntries(ownedEntities.map((entity) => [entity, level])),
  });
  const askers = {
    admin,
    seller: await later(await workspace.as(seller, visibility("own"))),
    colleague: await later(await workspace.as(colleague, visibility("team"))),
    viewer: await later(await workspace.as(viewer, visibility("own"))),
    blind: await later(
      await workspace.as(seller, { hiddenFields: { account: ["industry", "owner", customName("region")] } }),
    ),
  };
  return { workspace, admin, pools, askers, people: { admin: boss, seller, colleague, viewer } };
}
