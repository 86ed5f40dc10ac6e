import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Watches the resident memory of a process; `stop` returns the highest increase since the start, in MB. */
export function watchMemory(pid: number): { stop(): Promise<number> } {
  let watching = true;
  const watched = (async () => {
    const before = await residentMegabytes(pid);
    let highest = before;
    while (watching) {
      highest = Math.max(highest, await residentMegabytes(pid));
      await new Promise((done) => setTimeout(done, 100));
    }
    return highest - before;
  })();
  return {
    stop() {
      watching = false;
      return watched;
    },
  };
}

/** The resident memory of a process, in MB. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined);
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status ?? "")?.[1] ?? (await processList(pid));
  return Number(kilobytes) / 1000;
}

/** Where the system has no /proc. */
async function processList(pid: number): Promise<string> {
  return (await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)])).stdout.trim();
}
