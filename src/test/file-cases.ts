import { Readable } from "node:stream";
import type { Ctx } from "@/server/context";
import type { Db } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import { beginStored, storagePrefix, storePart } from "@/server/storage";
import { type AllowedCase, type Arrange, changed, mine, soon } from "./allowed-case";
import type { Ids } from "./sample-input";

interface Site {
  memberId: string;
  account: string;
  marker: string;
}

/** A file of an account with a version, and an upload with a part, in the rows of a full workspace. */
export async function makeFiles(db: Db, { memberId, account, marker }: Site): Promise<Ids> {
  const of = { entity: "account", recordId: account, byId: memberId, name: marker };
  const file = await db.file.create({ data: { ...of, nameKey: marker, bytes: 1n }, select: { id: true } });
  const keys = { storageKey: marker, thumbnailKey: marker };
  const content = { number: 1, current: true, size: 1n, contentType: marker, sha256: marker, ...keys };
  const version = await db.fileVersion.create({ data: { fileId: file.id, ...content }, select: { id: true } });
  const stored = { size: 1n, storageKey: marker, storageId: marker, expiresAt: new Date(soon()) };
  const upload = await db.fileUpload.create({ data: { ...of, ...stored }, select: { id: true } });
  await db.fileUploadPart.create({ data: { uploadId: upload.id, number: 1, tag: marker } });
  const storedDeletion = await db.storedDeletion.create({
    data: { key: marker, storageId: marker, reason: marker, dueAt: new Date(soon()) },
    select: { id: true },
  });
  return { file: file.id, fileVersion: version.id, fileUpload: upload.id, storedDeletion: storedDeletion.id };
}

/** The account with the file belongs to the caller, who may therefore change its files. */
const onOwnAccount = (...more: Arrange[]): Arrange => {
  return async (db, ids, ctx) => {
    await mine("account", "account", "ownerId")(db, ids, ctx);
    const made: Record<string, string> = {};
    for (const one of more) Object.assign(made, await one(db, ids, ctx));
    return made;
  };
};

const text = "Hello";

/** An upload of the caller that storage knows; with all of its bytes if `sent`. */
const ownUpload =
  (sent: boolean): Arrange =>
  async (db, ids, ctx) => {
    const id = newId();
    const key = `${storagePrefix(ctx.tenant.id)}uploads/${id}`;
    const storageId = await beginStored(key);
    const stored = { storageKey: key, storageId, size: BigInt(text.length), expiresAt: new Date(soon()) };
    const of = { entity: "account", recordId: ids.account ?? "", byId: ctx.member?.id ?? "" };
    await db.fileUpload.create({ data: { id, ...of, name: `${id}.txt`, ...stored } });
    if (sent) {
      const part = { key, storageId, number: 1 };
      const tag = await storePart(part, { body: Readable.from(Buffer.from(text)), size: text.length });
      await db.fileUploadPart.create({ data: { uploadId: id, number: 1, tag } });
    }
    return { ownUpload: id };
  };

const upload = (sent: boolean, more: () => object = () => ({})): AllowedCase => ({
  arrange: onOwnAccount(ownUpload(sent)),
  input: ({ ownUpload: id }) => ({ id, ...more() }),
});

async function* bytes() {
  yield Buffer.from(text);
}

const ofAccount = ({ account }: Ids, _ctx: Ctx) => ({ entity: "account", recordId: account });

export const fileCases: Record<string, AllowedCase> = {
  listFiles: { input: ofAccount },
  openFile: { input: ({ file }) => ({ id: file }) },
  listPictures: { input: ({ account }) => ({ entity: "account", ids: [account] }) },
  beginUpload: {
    arrange: onOwnAccount(),
    input: (ids, ctx) => ({
      ...ofAccount(ids, ctx),
      purpose: "attachment",
      name: `${newId()}.txt`,
      size: 5,
      keepBoth: true,
    }),
  },
  getUploadParts: upload(false, () => ({ numbers: [1] })),
  sendPart: upload(false, () => ({ number: 1, size: text.length, content: bytes() })),
  reportPart: upload(false, () => ({ number: 1, tag: "tag" })),
  completeUpload: upload(true),
  abortUpload: {
    arrange: changed("fileUpload", "fileUpload", (ctx) => ({ byId: ctx.member?.id ?? "" })),
  },
  renameFile: { arrange: onOwnAccount(), input: () => ({ name: "Renamed.txt" }) },
  removeFile: { arrange: onOwnAccount() },
  restoreFile: { arrange: onOwnAccount(changed("file", "file", () => ({ removedAt: new Date() }))) },
  restoreFileVersion: { arrange: onOwnAccount(), input: () => ({ number: 1 }) },
};

/** The lines of the permission matrix, typed by hand. */
export const fileLines = {
  listFiles: "view",
  getFile: "view",
  listFileVersions: "view",
  listPictures: "view",
  getFileUsage: "view",
  openFile: "view",
  listUploads: "view",
  abortUpload: "view",
  // Of records that one may edit: who may create some has own ones.
  beginUpload: "create",
  getUploadParts: "create",
  sendPart: "create",
  reportPart: "create",
  completeUpload: "create",
  renameFile: "create",
  removeFile: "create",
  restoreFile: "create",
  restoreFileVersion: "create",
} as const;
