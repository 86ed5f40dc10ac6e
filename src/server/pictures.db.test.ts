import { describe, expect, test } from "vitest";
import { GET } from "@/app/api/pictures/route";
import { getSignInLink, workspaceOfLink } from "@/modules/platform/workspace/tenants/operations/sign-in-link";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { signed } from "./crypto";
import { pictureAddress, readPicture } from "./pictures";

const ask = (address: string) => GET(new Request(address));

/** Width and height in the head of a PNG file. */
async function sizeOf(response: Response): Promise<[number, number]> {
  const view = new DataView(await response.arrayBuffer());
  expect(view.getUint32(0)).toBe(0x89504e47);
  return [view.getUint32(16), view.getUint32(20)];
}

describe("pictures of links", () => {
  test("are 1200 × 630, with names that the font can draw and names that it cannot", async () => {
    for (const title of ["Join Halden Systems AG", "株式会社 🚀"]) {
      const response = await ask(pictureAddress({ title, line: "Olive invites you to Throughline" }));
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
      expect(await sizeOf(response)).toEqual([1200, 630]);
    }
    expect(await sizeOf(await ask(pictureAddress()))).toEqual([1200, 630]);
  });

  test("exist for nothing but texts under our signature", async () => {
    const good = new URL(pictureAddress({ title: "Join Acme", line: "Now" })).searchParams.get("of") ?? "";
    const forged = `${Buffer.from('["Join Globex","Now"]').toString("base64url")}.${good.split(".")[1]}`;
    for (const of of [forged, "Acme", `${good}x`, signed("mail", '["Join Acme","Now"]'), ""]) {
      expect(readPicture(of)).toBeNull();
      expect((await ask(`http://localhost:3000/api/pictures?of=${of}`)).status).toBe(404);
    }
    expect(readPicture(good)).toEqual({ title: "Join Acme", line: "Now" });
  });
});

test("a picture or link of one workspace opens none of another, whatever is put together of both", async () => {
  const [one, other] = [await testWorkspace(), await testWorkspace()];
  const pictureOf = (name: string) =>
    new URL(pictureAddress({ title: `Join ${name}`, line: "" })).searchParams.get("of");
  const linkOf = async ({ role }: typeof one) =>
    new URL((await getSignInLink(await role("viewer"), {})).url).searchParams.get("workspace");
  const parts = (token: string | null) => (token ?? "").split(".");
  for (const [mine, theirs, open] of [
    [pictureOf(one.tenant.name), pictureOf(other.tenant.name), async (token: string) => readPicture(token)],
    [await linkOf(one), await linkOf(other), workspaceOfLink],
  ] as const) {
    const [[body, signature], [foreign, foreignSignature]] = [parts(mine), parts(theirs)];
    expect(await open(mine ?? "")).not.toEqual(await open(theirs ?? ""));
    for (const mixed of [`${foreign}.${signature}`, `${body}.${foreignSignature}`]) {
      expect(await open(mixed)).toBeNull();
      expect((await ask(`http://localhost:3000/api/pictures?of=${mixed}`)).status).toBe(404);
    }
  }
  // A token of one kind is none of the other.
  expect(readPicture(await linkOf(other))).toBeNull();
  expect(await workspaceOfLink(pictureOf(other.tenant.name) ?? "")).toBeNull();
});

test("a sign-in page names a workspace only by its own link, and none that is deleted", async () => {
  const workspace = await testWorkspace();
  const { url } = await getSignInLink(await workspace.role("viewer"), {});
  const token = new URL(url).searchParams.get("workspace") ?? "";
  const { id, name, slug } = workspace.tenant;
  expect(await workspaceOfLink(token)).toEqual({ name, slug });
  for (const wrong of [undefined, "", id, slug, `${token}x`, signed("picture", id)])
    expect(await workspaceOfLink(wrong)).toBeNull();
  await adminQuery(
    "update tenants set deletion_asked_at = now(), deletion_due_at = now() - interval '1 second' where id = $1",
    [id],
  );
  expect(await workspaceOfLink(token)).toBeNull();
});
