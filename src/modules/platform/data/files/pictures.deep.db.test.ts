import "@/registry/register";
import { createHash, randomBytes } from "node:crypto";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as download } from "@/app/api/files/[id]/route";
import { GET as thumbnail } from "@/app/api/files/[id]/thumbnail/route";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { fileRequest, uploadFile } from "@/test/stored-file";
import { getFile, listFiles, listPictures } from "./operations/list";

let workspace: TestWorkspace;
let boss: TestMember;
let admin: Ctx;
let recordId: string;
beforeAll(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("admin");
  admin = await workspace.as(boss);
  recordId = await newRecord();
});

const account = "account" as const;
const text = Buffer.from("Hello\n");
const newRecord = async () =>
  (await accountOperations.create(admin, { name: `Firm ${randomBytes(4).toString("hex")}` })).id;
const ask = (route: typeof thumbnail, id: string, more: { version?: number } = {}) =>
  fileRequest(route, id, { workspace, as: boss, ...more });

describe("pictures", () => {
  const drawn = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: "blue" } });

  test("get a thumbnail without the place where they were taken", async () => {
    const exif = { IFD0: { Copyright: "Planted" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1" } };
    const bytes = await drawn(800, 400).withExif(exif).jpeg().toBuffer();
    expect(bytes.includes("Planted")).toBe(true);
    const file = await uploadFile(admin, bytes, { entity: account, recordId, name: "Site.jpg" });
    expect(file).toMatchObject({ kind: "picture", contentType: "image/jpeg", width: 800, height: 400 });
    const response = await ask(thumbnail, file.id, { version: 1 });
    expect(response.headers.get("content-type")).toBe("image/webp");
    const small = Buffer.from(await response.arrayBuffer());
    expect(await sharp(small).metadata()).toMatchObject({ width: 480, height: 240 });
    expect((await sharp(small).metadata()).exif).toBeUndefined();
    expect(small.includes("Planted")).toBe(false);
  });

  test.each(["jpeg", "png", "webp", "avif"] as const)(
    "that others see as %s keep no place either, and stay upright",
    async (format) => {
      const exif = { IFD0: { Copyright: "Planted" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1" } };
      const bytes = await drawn(80, 40).withExif(exif).withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
      expect((await sharp(bytes).metadata()).exif).toBeDefined();
      const of = { entity: account, recordId: await newRecord(), purpose: "picture" } as const;
      const file = await uploadFile(admin, bytes, { ...of, name: `Me.${format}` });
      const response = await ask(download, file.id);
      const original = Buffer.from(await response.arrayBuffer());
      const { exif: left, orientation, width, height } = await sharp(original).metadata();
      expect({ left, orientation, width, height }).toEqual({
        left: undefined,
        orientation: undefined,
        width: 40,
        height: 80,
      });
      expect(original.includes("Planted")).toBe(false);
      expect(file).toMatchObject({ contentType: `image/${format}`, size: original.length, width: 40, height: 80 });
      const [stored] = await adminQuery(
        "select bytes::int, sha256 from files f join file_versions v on v.file_id = f.id where f.id = $1",
        [file.id],
      );
      const sha256 = createHash("sha256").update(original).digest("hex");
      expect(stored).toEqual({ bytes: original.length, sha256 });
    },
  );

  test("of an account and of oneself are square, and take the place of the one before", async () => {
    const record = await newRecord();
    const of = { entity: account, recordId: record, purpose: "picture" } as const;
    const first = await uploadFile(admin, await drawn(300, 100).png().toBuffer(), { ...of, name: "Logo.png" });
    const second = await uploadFile(admin, await drawn(100, 300).webp().toBuffer(), { ...of, name: "Logo.webp" });
    const address = second.thumbnail;
    expect(await listPictures(admin, { entity: account, ids: [record, recordId] })).toEqual({
      rows: [{ recordId: record, fileId: second.id, version: 1, address }],
    });
    await expect(getFile(admin, { id: first.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await sharp(Buffer.from(await (await ask(thumbnail, second.id)).arrayBuffer())).metadata()).toMatchObject({
      width: 256,
      height: 256,
    });
    expect((await listFiles(admin, { entity: account, recordId: record })).rows).toEqual([]);
    const member = await workspace.join("viewer");
    const viewer = await workspace.as(member);
    const own = { entity: "member", recordId: member.id, purpose: "picture", name: "Me.png" } as const;
    await uploadFile(viewer, await drawn(20, 20).png().toBuffer(), own);
    expect((await listPictures(admin, { entity: "member", ids: [member.id] })).rows).toHaveLength(1);
    await expect(
      uploadFile(viewer, text, { ...own, recordId: boss.id }),
      "the picture of somebody else",
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(uploadFile(viewer, text, own), "a text").rejects.toMatchObject({ code: "VALIDATION" });
  });
});
