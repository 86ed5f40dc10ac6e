import { subHours } from "date-fns/subHours";
import { v7 } from "uuid";
import { nounEvents } from "@/lib/nouns/events";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { insertSet } from "@/server/db/row-sets";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { recordNames } from "@/server/seen-records";
import { storagePrefix, storeObject } from "@/server/storage";
import { type FileContent, logo, pdf, plainText, portrait, sitePhoto, workbook } from "./file-contents";

const filesOfDemo = 240;
const picturesOfAccounts = 40;
/** Comments, and notes and other logged activities, that have a file. */
const attachedOfDemo = 30;
/** Objects that are stored at once. */
const atOnce = 16;

interface Target {
  entity: "account" | "opportunity" | "contact" | "project" | "task" | "activity" | "comment" | "member";
  id: string;
  name: string;
  ownerId: string | null;
}

/** A file of the demo, with the keys of its objects. */
interface DemoFile {
  id: string;
  versionId: string;
  target: Target;
  purpose: "attachment" | "picture";
  name: string;
  content: FileContent;
  at: Date;
}

/** Files on accounts, opportunities, contacts, projects and tasks, on comments and logged activities, logos of accounts and pictures of members. */
export async function bringFiles(ctx: Ctx): Promise<void> {
  const targets = await targetsOf(ctx);
  const made = await contents();
  const files = [
    ...attachments(targets.records, made),
    ...attached(await writtenBy(ctx), made),
    ...(await pictures(targets)),
  ];
  const prefix = storagePrefix(ctx.tenant.id);
  const objects = files.flatMap(({ versionId, content: { bytes, contentType, picture } }) => [
    { key: `${prefix}files/${versionId}`, bytes, type: contentType },
    ...(picture ? [{ key: `${prefix}thumbnails/${versionId}`, bytes: picture.thumbnail, type: "image/webp" }] : []),
  ]);
  for (let at = 0; at < objects.length; at += atOnce)
    await Promise.all(objects.slice(at, at + atOnce).map(({ key, bytes, type }) => storeObject(key, bytes, type)));
  await inTransaction(ctx, (inner) => writeRows(inner, files, prefix));
}

async function targetsOf({ db }: Ctx) {
  const select = { id: true, name: true, ownerId: true } as const;
  const orderBy = { id: "asc" } as const;
  const accounts = await db.account.findMany({ where: { archivedAt: null }, select, orderBy, take: 60 });
  const open = { archivedAt: null, status: "open" };
  const opportunities = await db.opportunity.findMany({ where: open, select, orderBy, take: 80 });
  const contacts = await db.contact.findMany({ where: { archivedAt: null }, select, orderBy, take: 20 });
  const projects = await db.project.findMany({ where: { archivedAt: null }, select, orderBy });
  const tasks = await db.task.findMany({ where: { completedAt: null, percent: { gt: 0 } }, select, orderBy, take: 24 });
  const members = await db.member.findMany({ select: { id: true, name: true }, orderBy, take: 16 });
  const as = (entity: Target["entity"]) => (row: Omit<Target, "entity">) => ({ ...row, entity });
  return {
    accounts: accounts.map(as("account")),
    records: [
      ...accounts.map(as("account")),
      ...projects.map(as("project")),
      ...tasks.map(as("task")),
      ...opportunities.map(as("opportunity")),
      ...contacts.map(as("contact")),
    ],
    members: members.map(({ id, name }) => ({ entity: "member" as const, id, name, ownerId: id })),
  };
}

const demoFile = (more: Pick<DemoFile, "target" | "purpose" | "name" | "content">, place: number): DemoFile => {
  const at = subHours(new Date(), 5 + place * 11);
  return { id: v7({ msecs: at.getTime() }), versionId: newId(), at, ...more };
};

interface Written extends Target {
  /** When it was written: its file came with it. */
  at: Date;
}

/** The newest comments and logged activities, by those who wrote them. */
async function writtenBy(ctx: Ctx): Promise<Written[]> {
  const { db } = ctx;
  const comments = await db.comment.findMany({
    where: { deletedAt: null },
    select: { id: true, entity: true, recordId: true, writerId: true, createdAt: true },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: attachedOfDemo,
  });
  const names = await recordNames(ctx, comments);
  const activities = await db.activity.findMany({
    where: {
      archivedAt: null,
      status: "completed",
      kind: { in: ["note", "meeting", "call"] },
      at: { lte: new Date() },
    },
    select: { id: true, name: true, ownerId: true, at: true },
    orderBy: [{ at: "desc" }, { id: "asc" }],
    take: attachedOfDemo,
  });
  return [
    ...comments.map(({ id, recordId, writerId, createdAt }) => ({
      ...{ entity: "comment" as const, id, ownerId: writerId, at: createdAt },
      name: names.get(recordId) ?? "",
    })),
    ...activities.map(({ at, ...row }) => ({ entity: "activity" as const, ...row, at: at ?? new Date() })),
  ];
}

/** A file for each, two for some; they are as old as what they came with. */
const attached = (written: readonly Written[], made: Made): DemoFile[] =>
  written.flatMap(({ at, ...target }, index) =>
    Array.from({ length: index % 4 === 0 ? 2 : 1 }, (_, nth) => {
      const { name, content } = fileOf(target.name, filesOfDemo + index + nth, made);
      const file = demoFile({ target, purpose: "attachment", name, content }, 0);
      return { ...file, at, id: v7({ msecs: at.getTime() }) };
    }),
  );

/** Contents that several files have. */
async function contents(): Promise<Made> {
  const photos = await Promise.all(Array.from({ length: 8 }, (_, index) => sitePhoto(index)));
  const books = await Promise.all(
    [3, 5, 8].map((count) =>
      workbook(Array.from({ length: count }, (_, row) => [`Position ${row + 1}`, row + 1, (row + 2) * 125] as const)),
    ),
  );
  return { photos, books };
}

/** One file of each kind after another, over all records in turn. */
function attachments(records: readonly Target[], made: Made): DemoFile[] {
  if (records.length === 0) return [];
  return Array.from({ length: filesOfDemo }, (_, place) => {
    const target = records[place % records.length] as Target;
    const { name, content } = fileOf(target.name, place, made);
    return demoFile({ target, purpose: "attachment", name, content }, place);
  });
}

interface Made {
  photos: readonly FileContent[];
  books: readonly FileContent[];
}

function fileOf(of: string, place: number, { photos, books }: Made): { name: string; content: FileContent } {
  const number = String(1000 + place);
  switch (place % 5) {
    case 0:
      return { name: `Site photo ${number}.jpg`, content: photos[place % photos.length] as FileContent };
    case 1:
      return {
        name: `Offer ${number}.pdf`,
        content: pdf(`Offer ${number}`, [`For ${of}`, "Delivery within six weeks.", "Valid for 30 days."]),
      };
    case 2:
      return {
        name: `Contract ${number}.pdf`,
        content: pdf(`Contract ${number}`, [`With ${of}`, "Payment within 30 days.", "Signed by both parties."]),
      };
    case 3:
      return place % 2 === 0
        ? { name: `Price list ${number}.xlsx`, content: books[place % books.length] as FileContent }
        : { name: `Contacts ${number}.csv`, content: plainText(["Name,Role", `${of},Customer`]) };
    default:
      return {
        name: `Meeting notes ${number}.txt`,
        content: plainText([`Meeting with ${of}`, "", "- They want a start in spring.", "- We send an offer."]),
      };
  }
}

async function pictures({ accounts, members }: { accounts: readonly Target[]; members: readonly Target[] }) {
  const logos = accounts.slice(0, picturesOfAccounts).map(async (target, index) => ({
    ...{ target, purpose: "picture" as const, name: "logo.png" },
    content: await logo(index),
  }));
  const portraits = members.map(async (target, index) => ({
    ...{ target, purpose: "picture" as const, name: "picture.png" },
    content: await portrait(index),
  }));
  return (await Promise.all([...logos, ...portraits])).map((one, index) => demoFile(one, filesOfDemo + index));
}

async function writeRows(ctx: Ctx, files: readonly DemoFile[], prefix: string): Promise<void> {
  const { db } = ctx;
  await db.file.createMany({
    data: files.map(({ id, target, purpose, name, content, at }) => ({
      ...{ id, purpose, name },
      ...{ entity: target.entity, recordId: target.id, byId: target.ownerId },
      nameKey: foldKey(name),
      bytes: BigInt(content.bytes.length),
      createdAt: at,
      updatedAt: at,
    })),
  });
  await db.fileVersion.createMany({
    data: files.map(({ id, versionId, target, content: { bytes, contentType, sha256, picture }, at }) => ({
      ...{ id: versionId, fileId: id, number: 1, current: true, contentType, sha256 },
      size: BigInt(bytes.length),
      storageKey: `${prefix}files/${versionId}`,
      thumbnailKey: picture && `${prefix}thumbnails/${versionId}`,
      width: picture?.width ?? null,
      height: picture?.height ?? null,
      byId: target.ownerId,
      createdAt: at,
    })),
  });
  await writeEvents(ctx, files);
  ctx.outcome.unchanged = true;
}

const hasEvents = (entity: Target["entity"]): entity is Exclude<Target["entity"], "member" | "comment"> =>
  entity !== "member" && entity !== "comment";

/** Events whose ids follow their dates: a timeline is ordered by ids. */
async function writeEvents(ctx: Ctx, files: readonly DemoFile[]): Promise<void> {
  // Comments of the demo have no events, and so their files have none.
  const added = files.filter(({ purpose, target }) => purpose === "attachment" && hasEvents(target.entity));
  const actorOf = ({ target: { ownerId } }: DemoFile) =>
    ownerId ? { type: "user", memberId: ownerId } : { type: "system", job: "demo", reason: "No owner" };
  const nameOf = ({ target: { entity } }: DemoFile) => (hasEvents(entity) ? nounEvents(entity).fileAdded.name : "");
  await insertSet<DemoFile>(
    ctx,
    "events",
    [
      { column: "id", type: "uuid", value: ({ at }) => v7({ msecs: at.getTime() }) },
      { column: "name", type: "text", value: nameOf },
      { column: "entity", type: "text", value: ({ target }) => target.entity },
      { column: "entity_id", type: "uuid", value: ({ target }) => target.id },
      { column: "actor", type: "jsonb", value: actorOf },
      { column: "actor_member_id", type: "uuid", value: ({ target }) => target.ownerId },
      { column: "data", type: "jsonb", value: ({ id, name }) => ({ fileId: id, name }) },
      { column: "request_id", type: "text", value: () => ctx.requestId },
      { column: "at", type: "timestamptz", value: ({ at }) => at },
    ],
    added,
  );
}
