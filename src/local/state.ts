import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { diskFull, errorCode, LocalProblem } from "./problem";

/**
 * Creates a folder with its parents. Throws LocalProblem where none can be created, as in /proc: Node's own recursive
 * call would loop there without end.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  await makeFolder(above);
  await mkdir(folder).catch((error: unknown) => {
    const code = errorCode(error);
    if (code === "ENOENT")
      throw new LocalProblem(`No folder can be created in ${above}. Set DATA_DIR to another folder.`);
    if (code === "ENOSPC") throw diskFull(above, error);
    if (code !== "EEXIST") throw error;
  });
}

/** Writes a file of the local state, completely or not at all, readable by this user only. */
export async function writeState(file: string, content: string): Promise<void> {
  await withDraft(file, content, (draft) => rename(draft, file));
}

/** The content of `file`; if it is missing, the result of `make` is stored there. Two processes get the same one. */
export async function keptState(file: string, make: () => string): Promise<string> {
  const kept = await readState(file);
  if (kept !== undefined) return kept;
  await withDraft(file, make(), async (draft) => {
    await link(draft, file).catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
    });
  });
  return readFile(file, "utf8");
}

/** The content of `file`, or undefined if it does not exist. */
export async function readState(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** A secret of 256 bits that is safe in a URL. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

async function withDraft(file: string, content: string, publish: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, content, { mode: 0o600 });
    await publish(draft);
  } catch (error) {
    throw errorCode(error) === "ENOSPC" ? diskFull(dirname(file), error) : error;
  } finally {
    await rm(draft, { force: true });
  }
}
