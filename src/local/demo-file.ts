import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "./postgres/server";
import { readState, writeState } from "./state";

/**
 * `demo.json` tells scripts the address of a folder's demo. Two demos on two ports may share the folder: the file
 * belongs to the first while it runs.
 */
const files = (folder: string) => ({ facts: join(folder, "demo.json"), pid: join(folder, "demo.pid") });

/** Removes the file of an ended demo; returns the address of another demo that still runs from this folder. */
export async function clearDemoFile(folder: string): Promise<string | null> {
  const other = await servingDemo(folder);
  if (other === null) await rm(files(folder).facts, { force: true });
  return other;
}

/**
 * Writes the address of this demo with the seed's data; false if another demo keeps the file, or nothing was seeded.
 */
export async function writeDemoFile(folder: string, url: string): Promise<boolean> {
  const seeded = await readState(join(folder, "seed.json"));
  if (seeded === undefined || (await servingDemo(folder)) !== null) return false;
  await writeState(files(folder).pid, `${process.pid}\n`);
  await writeState(files(folder).facts, `${JSON.stringify({ url, ...JSON.parse(seeded) }, null, 2)}\n`);
  return true;
}

async function servingDemo(folder: string): Promise<string | null> {
  const [facts, pid] = [await readState(files(folder).facts), Number(await readState(files(folder).pid))];
  if (facts === undefined || pid === process.pid || !(pid > 0) || !isAlive(pid)) return null;
  const { url } = JSON.parse(facts) as { url: string };
  // The process number may have been reused.
  const answers = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
  return answers ? url : null;
}
