import type { z } from "zod";
import type { GET } from "@/app/api/files/[id]/route";
import { beginUpload } from "@/modules/platform/data/files/operations/begin";
import { completeUpload } from "@/modules/platform/data/files/operations/complete";
import { sendPart } from "@/modules/platform/data/files/operations/parts";
import { partBytes, partCount } from "@/modules/platform/data/files/rules";
import type { beginUploadInput, FileUpload, StoredFile } from "@/modules/platform/data/files/schema";
import type { Ctx } from "@/server/context";
import type { TestMember, TestWorkspace } from "./ctx";
import { signedIn } from "./tenancy/doors";

type Wish = Omit<z.input<typeof beginUploadInput>, "size"> & { size?: number };

/** Bytes in blocks, as the body of a request has them. */
export async function* bodyOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** The bytes of a part, counted from 1. */
export const partOf = (bytes: Uint8Array, number: number): Uint8Array =>
  bytes.subarray((number - 1) * partBytes, number * partBytes);

/** An upload with all of its parts, which was not completed. */
export async function sentFile(ctx: Ctx, bytes: Uint8Array, wish: Wish): Promise<FileUpload> {
  const upload = await beginUpload(ctx, { size: bytes.length, ...wish });
  for (let number = 1; number <= partCount(bytes.length); number++) {
    const part = partOf(bytes, number);
    await sendPart(ctx, { id: upload.id, number, size: part.length, content: bodyOf(part) });
  }
  return upload;
}

/** A file, as a browser uploads it. */
export async function uploadFile(ctx: Ctx, bytes: Uint8Array, wish: Wish): Promise<StoredFile> {
  return await completeUpload(ctx, { id: (await sentFile(ctx, bytes, wish)).id });
}

interface FileRequest {
  workspace: TestWorkspace;
  as: TestMember;
  version?: number;
  range?: string;
}

/** The answer of a route to a signed-in browser that asks for a file. */
export async function fileRequest(
  route: typeof GET,
  id: string,
  { workspace, as, version, range }: FileRequest,
): Promise<Response> {
  const { slug } = workspace.tenant;
  const query = `workspace=${slug}${version === undefined ? "" : `&version=${version}`}`;
  const headers = { ...(await signedIn(as, slug)), ...(range === undefined ? {} : { range }) };
  return await route(new Request(`http://localhost:3000/api/files/${id}?${query}`, { headers }), {
    params: Promise.resolve({ id }),
  });
}
