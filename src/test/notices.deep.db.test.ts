import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { notificationWords } from "@/modules/platform/history/notifications/catalog";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { composeMail } from "@/modules/platform/history/notifications/mails/operations/compose";
import { recipientOf } from "@/modules/platform/history/notifications/mails/operations/recipient";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { markAllNotifications } from "@/modules/platform/history/notifications/operations/mark";
import { setFollow } from "@/modules/platform/history/notifications/operations/preferences";
import { recordPath } from "@/modules/platform/history/notifications/rules";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { fillWorkspace } from "./full-workspace";
import { tried } from "./tiers";

// The head gives every noun its notices: owner and followers are told of changes, members who mute the record are not.
// Of nouns that are alike, one tells its owner, another its followers.

interface Stored {
  id: string;
  name: string;
  version: number;
}
type Call = (ctx: Ctx, input: Readonly<Record<string, unknown>>) => Promise<Stored>;

let workspace: TestWorkspace;
let admin: Ctx;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("owner");
  ({ ids } = await fillWorkspace(admin));
});

async function relayed(): Promise<void> {
  while (await relayOnce(notifications));
}

/** The notices of a member since the last call, as sentences with the records that they link to. */
async function notified(member: TestMember): Promise<string[]> {
  await relayed();
  const ctx = await workspace.as(member);
  const { rows } = await listNotifications(ctx, {});
  await markAllNotifications(ctx, { as: "done" });
  return rows.flatMap(({ items }) =>
    items.map((item) => {
      const words = notificationWords(item, { records: 1 }, "en-US").map(({ text }) => text);
      return `${words.join("")}: ${recordPath(item.entity, item.recordId ?? "")}`;
    }),
  );
}

/** The subject of the mail that waits for a member; nothing where none does. */
async function mailed(member: TestMember): Promise<string | undefined> {
  await relayed();
  const mail = await workspace.system.db.notificationMail.findFirst({ where: { memberId: member.id } });
  const to = mail && (await recipientOf(workspace.system, member.id));
  if (!to || "away" in to) return undefined;
  const letter = await composeMail(workspace.system, mail.id, to);
  return "subject" in letter ? letter.subject : letter.nothing;
}

const entities = Object.keys(declaredNouns) as NounEntity[];
const tells = (entity: NounEntity, whom: "owner" | "followers") => {
  const everyone = nouns[entity].owned ? (["owner", "followers"] as const) : (["followers"] as const);
  return tried(everyone, entity, 1).includes(whom);
};
const linesOf = (entity: NounEntity) =>
  declaredNouns[entity] as unknown as Record<"get" | "update" | "archive" | "restore", Call>;

const record = (entity: NounEntity) => linesOf(entity).get(admin, { id: ids[entity] });
const follow = async (entity: NounEntity, ctx: Ctx, state: "following" | "muted") =>
  setFollow(ctx, { entity, recordId: ids[entity] ?? "", state });
const said = (verb: string, { name }: Stored, rest = "") => `${admin.member?.name} ${verb} ${name}${rest}`;
const at = (entity: NounEntity, sentence: string) => `${sentence}: /${nouns[entity].path}/${ids[entity]}`;

test.each(entities.filter((entity) => tells(entity, "owner")))(
  "the new owner of one %s is told, in the inbox and by mail; not one who mutes it",
  async (entity) => {
    const [owner, next] = [await workspace.join("member"), await workspace.join("member")];
    const give = async ({ id }: TestMember) => {
      const { id: recordId, version } = await record(entity);
      return await linesOf(entity).update(admin, { id: recordId, version, ownerId: id });
    };
    const sentence = said("assigned", await give(owner), " to you");
    expect(await mailed(owner)).toBe(sentence);
    expect(await notified(owner)).toEqual([at(entity, sentence)]);
    await follow(entity, await workspace.as(next), "muted");
    await give(next);
    expect([await notified(owner), await notified(next), await mailed(next)]).toEqual([[], [], undefined]);
  },
);

/** A new name, or another value of records that nobody names. */
const changeOf = (entity: keyof typeof declaredNouns) =>
  declaredNouns[entity].noun.fields.name.computed
    ? { externalId: "another", externalSource: "Elsewhere" }
    : { name: `Another ${entity}` };

test.each(entities.filter((entity) => tells(entity, "followers")))(
  "followers of one %s are told of each change; not its other members, who mutes or who changes it",
  async (entity) => {
    const join = async () => await workspace.join("member");
    const [follower, mute, other] = [await join(), await join(), await join()];
    await follow(entity, await workspace.as(follower), "following");
    await follow(entity, await workspace.as(mute), "muted");
    await follow(entity, admin, "following");
    const { id, version } = await record(entity);
    const changed = await linesOf(entity).update(admin, { id, version, ...changeOf(entity) });
    expect(await notified(follower)).toEqual([at(entity, said("changed", changed))]);
    const archived = await linesOf(entity).archive(admin, { id, version: changed.version });
    expect(await notified(follower)).toEqual([at(entity, said("archived", changed))]);
    // A change that is undone at once gives no notice.
    await linesOf(entity).restore(admin, { id, version: archived.version });
    expect([await notified(follower), await notified(mute), await notified(other)]).toEqual([[], [], []]);
    expect((await listNotifications(admin, { type: `${entity}Changed` })).rows).toEqual([]);
  },
);
