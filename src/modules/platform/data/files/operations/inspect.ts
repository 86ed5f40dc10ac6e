import "server-only";
import { createHash } from "node:crypto";
import { readStored } from "@/server/storage";
import { contentTypeOf, headBytes } from "./content-type";

/** The facts about stored bytes, whatever their sender said. */
export interface Inspected {
  size: number;
  sha256: string;
  contentType: string;
}

/** Reads an object once, block by block. */
export async function inspect(key: string, name: string): Promise<Inspected> {
  const hash = createHash("sha256");
  const head: Buffer[] = [];
  let size = 0;
  for await (const block of await readStored(key)) {
    const bytes = block as Buffer;
    if (size < headBytes) head.push(bytes.subarray(0, headBytes - size));
    size += bytes.length;
    hash.update(bytes);
  }
  return { size, sha256: hash.digest("hex"), contentType: await contentTypeOf(name, Buffer.concat(head)) };
}
