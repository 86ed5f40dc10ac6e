import type { Fields } from "@/lib/fields/field";
import { type NounEntity, nounOf, nouns, ownedEntities } from "@/lib/nouns/all";
import type { Mention, RichDoc } from "@/lib/rich-text/rich-text";
import { permissions } from "@/lib/roles";
import { foldKey } from "@/lib/text";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import { restrictableEntities } from "@/modules/platform/workspace/tenants/rules";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx, Visibility } from "@/server/context";
import { richTextsIn } from "@/server/nouns/rich-texts";
import type { AnyOperation } from "@/server/operation";
import { searchSources } from "@/server/search/source";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { newMark } from "./new-mark";
import { makeRecord, makeRecords, plainNouns } from "./noun-rows";
import { entityOf, sampleInput } from "./sample-input";
import { setHours } from "./working-hours";

/** A mentioned record or member, and every name that it has had. */
export interface Secret extends Mention {
  labels: string[];
}

interface Stored {
  id: string;
  version: number;
}
type Write = (ctx: Ctx, input: Readonly<Record<string, unknown>>) => Promise<Stored>;
/** The operations of a noun whose types are known at run time only. */
interface Verbs {
  get: Write;
  create: Write & AnyOperation;
  update: Write;
}

/** The nouns with formatted texts, and the names of those. */
export const nounsWithTexts = Object.values(declaredNouns).flatMap(({ noun: { entity, fields } }) => {
  const texts = richTextsIn(fields);
  return texts.length === 0 ? [] : [{ entity: entity as NounEntity, texts }];
});

export const verbsOf = (entity: NounEntity) => declaredNouns[entity] as unknown as Verbs;

/** Each owner sees their own records alone. */
const visibility = Object.fromEntries(ownedEntities.map((entity) => [entity, "own" as Visibility]));

/** The words of each text that everyone who sees its record may read. */
export const openWords = "these words are for everybody";

export interface Site {
  workspace: TestWorkspace;
  owner: Ctx;
  reader: TestMember;
  /** The requests of the reader by hand, and by a key that knows no mentioned kind but that of the text. */
  asReader(): Promise<Ctx>;
  asKey(entity: NounEntity): Promise<Ctx>;
  secrets: Secret[];
  /** A text that mentions all of them, and the reader. */
  doc: RichDoc;
  /** The record with the text, by its noun. */
  sources: Readonly<Record<string, string>>;
  /** Records of the reader, one of each noun. */
  own: Readonly<Record<string, string>>;
}

/** The scopes of a key that reads this noun, and no other record or member that a text can mention. */
export function scopesFor(entity: NounEntity): string[] {
  const others = searchSources().filter((source) => source.entity !== entity);
  const hidden = new Set<string>(others.map(({ permission }) => permission));
  return permissions.filter((permission) => !hidden.has(permission));
}

/**
 * A workspace in which a record of each noun with formatted texts is open to everybody, and its texts mention the reader, a
 * hidden record of each kind and a member, who are renamed afterwards; the member leaves.
 */
export async function hiddenMentions(): Promise<Site> {
  const workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  const owner = await workspace.role("owner");
  const reader = await workspace.join("member");
  const asReader = () => workspace.as(reader, { visibility });
  const always = { timeZone: "UTC", quiet: false, days: [1, 2, 3, 4, 5], fromMinute: 540, untilMinute: 1020 };
  await setHours(await asReader(), always);
  const leaving = await workspace.join("member");
  const secrets = await makeSecrets(owner, leaving);
  const own = await makeOwn(await asReader());
  const doc = docOf([...secrets, { entity: "member", id: reader.id }]);
  const sources: Record<string, string> = {};
  for (const noun of nounsWithTexts) sources[noun.entity] = await makeSource(owner, { ...noun, doc, own });
  for (const entity of restrictableEntities) await setVisibility(owner, { entity, level: "own" });
  await rename(owner, secrets);
  const { version } = await owner.db.member.findFirstOrThrow({ where: { id: leaving.id }, select: { version: true } });
  await removeMember(owner, { id: leaving.id, version });
  const asKey = (entity: NounEntity) => workspace.as(reader, { visibility, scopes: scopesFor(entity) });
  return { workspace, owner, reader, asReader, asKey, secrets, doc, sources, own };
}

/** Records that the reader sees, for others to point to. */
async function makeOwn(reader: Ctx): Promise<Record<string, string>> {
  const stage = await reader.db.stage.findFirstOrThrow({ where: { type: "open" } });
  const known = { pipeline: stage.pipelineId, stage: stage.id, member: reader.member?.id ?? "" };
  const ids = await makeRecords(reader, known, "own");
  return { ...ids, opportunity: (await createOpportunity(reader, { name: "own" })).id };
}

const label = (entity: string, nth: string) => `${nth}${entity.toLowerCase()}${newMark()}`;

/** A record of each noun that belongs to the owner of the workspace and points to no other secret, and the member. */
async function makeSecrets(owner: Ctx, member: TestMember): Promise<Secret[]> {
  const memberId = owner.member?.id ?? "";
  const ids = await makeRecords(owner, {}, "aside");
  const made: Secret[] = [];
  for (const one of plainNouns) {
    const marker = label(one.noun.entity, "first");
    const id = await makeRecord(owner, one, { marker, memberId, ids });
    made.push({ entity: one.noun.entity, id, labels: [marker] });
  }
  const [ofOpportunity, ofMember] = [label("opportunity", "first"), label("member", "first")];
  const { id } = await createOpportunity(owner, { name: ofOpportunity });
  await nameMember(owner, member.id, ofMember);
  return [
    ...made,
    { entity: "opportunity", id, labels: [ofOpportunity] },
    { entity: "member", id: member.id, labels: [ofMember] },
  ];
}

/** As the profile of a person renames them in each of their workspaces. */
async function nameMember({ db }: Ctx, id: string, name: string): Promise<void> {
  await db.member.update({ where: { id }, data: { name, nameKey: foldKey(name) }, select: { id: true } });
}

/** The field whose text names a record: of records that nobody names the first one of their title; null without one. */
export function namingField(entity: NounEntity): string | null {
  const fields: Fields = declaredNouns[entity].noun.fields;
  if (!fields.name?.computed) return "name";
  return fields.name.derived?.of.find((name) => ["text", "longText"].includes(fields[name]?.kind ?? "")) ?? null;
}

/** Gives each of them a second name; titles of dates and numbers alone have no name. */
async function rename(owner: Ctx, secrets: readonly Secret[]): Promise<void> {
  for (const { entity, id, labels } of secrets) {
    const name = label(entity, "second");
    if (!isNoun(entity)) await nameMember(owner, id, name);
    else {
      const field = namingField(entity);
      if (field === null) continue;
      const { version } = await verbsOf(entity).get(owner, { id });
      await verbsOf(entity).update(owner, { id, version, [field]: name });
    }
    labels.push(name);
  }
}

export const isNoun = (entity: string): entity is NounEntity => Object.hasOwn(nouns, entity);

interface Source {
  entity: NounEntity;
  texts: readonly string[];
  doc: RichDoc;
  own: Site["own"];
}

/** A record without an owner; each of its texts is written as it is made, and edited once. */
async function makeSource(owner: Ctx, { entity, texts, doc, own }: Source): Promise<string> {
  const idOf = (field: string, of: AnyOperation) => own[entityOf(field, of) ?? ""];
  const { create } = verbsOf(entity);
  const given = sampleInput(create, { optional: false, idOf }) as object;
  const through = nounOf(entity)?.seenThrough;
  const open = {
    ...(nouns[entity].owned ? { ownerId: null } : {}),
    ...(through ? { [through.members]: [own.member] } : {}),
  };
  const made = await create(owner, { ...given, ...open, ...textsOf(texts, doc) });
  await writeTexts(owner, { entity, texts, id: made.id, doc: withWord(doc, "edited") });
  return made.id;
}

/** Writes all texts of a record. */
export async function writeTexts(
  ctx: Ctx,
  { entity, texts, id, doc }: Omit<Source, "own"> & { id: string },
): Promise<void> {
  const { version } = await verbsOf(entity).get(ctx, { id });
  await verbsOf(entity).update(ctx, { id, version, ...textsOf(texts, doc) });
}

const textsOf = (names: readonly string[], doc: RichDoc) => Object.fromEntries(names.map((name) => [name, { doc }]));

const docOf = (mentions: readonly Mention[]): RichDoc => ({
  type: "doc",
  content: [
    { type: "paragraph", content: [{ type: "text", text: openWords }] },
    {
      type: "paragraph",
      content: mentions.map(({ entity, id }) => ({ type: "mention", attrs: { entity, id } })),
    },
  ],
});

/** The same with one more word. */
export const withWord = (doc: RichDoc, text: string): RichDoc => ({
  ...doc,
  content: [...(doc.content ?? []), { type: "paragraph", content: [{ type: "text", text }] }],
});
