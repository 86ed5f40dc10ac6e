import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { startPostgres } from "./start";

const disk = mkdtempSync(join(tmpdir(), "throughline-disk-"));
const obstacle = mountTmpfs(disk, "64m");
const dir = join(disk, "postgres");
const filler = join(disk, "filler");

afterEach(() => {
  for (const path of [dir, filler]) rmSync(path, { recursive: true, force: true });
});
afterAll(() => {
  if (!obstacle) execFileSync("umount", [disk]);
  rmSync(disk, { recursive: true, force: true });
});

describe.skipIf(obstacle)(`a disk without room${obstacle ? ` (skipped: ${obstacle})` : ""}`, () => {
  it("is named when the database is to be made, and nothing half-made stays", async () => {
    writeFileSync(filler, Buffer.alloc(44_000_000));
    await expect(startPostgres({ dir, fsync: false })).rejects.toThrow(/^The disk with .* is full\..*DATA_DIR/);
    expect(readdirSync(dir).filter((name) => /^(data|pwfile)/.test(name))).toEqual([]);
  });

  it("is named when an existing database is to be opened, and forgotten once there is room", async () => {
    await (await startPostgres({ dir, fsync: false })).stop();
    fill();
    await expect(startPostgres({ dir, fsync: false })).rejects.toThrow(/^The disk with .* is full/);
    rmSync(filler);
    const again = await startPostgres({ dir, fsync: false });
    await again.stop();
  });
});

function fill(): void {
  try {
    writeFileSync(filler, Buffer.alloc(64_000_000));
  } catch {
    // The part that fitted is the point.
  }
}

/** Mounts a small disk; returns the reason if that is not allowed. */
function mountTmpfs(folder: string, size: string): string | undefined {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=0755`, "tmpfs", folder], { stdio: "pipe" });
    return undefined;
  } catch {
    return "this user may not mount a small disk";
  }
}
