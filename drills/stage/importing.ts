import { until } from "../until";
import type { Workspace } from "./workspace";

const PATIENCE_MS = 180_000;

/** An uploaded file, and the actions on it. */
export type UploadedImport = {
  id: string;
  check(): Promise<void>;
  /** Requests a check twice: a running one is stopped first. */
  checkTwice(): Promise<void>;
  start(): Promise<void>;
};

/** Uploads a file of so many accounts, in this process. The app does the requested work. */
export async function uploadedImport(
  { firm: { ctx } }: Workspace,
  name: string,
  rows: number,
): Promise<UploadedImport> {
  const { upload } = await import("@/test/import-trial");
  const { cancelImport, checkImport, startImport } = await import(
    "@/modules/platform/data/imports/operations/run-import"
  );
  const { getImport } = await import("@/modules/platform/data/imports/operations/manage-imports");
  const lines = Array.from({ length: rows }, (_, row) => `${name} ${row + 1},${name}-${row + 1}.example`);
  const { id } = await upload(ctx, { [`${name}.csv`]: `account,website\n${lines.join("\n")}\n` });
  const status = async () => (await getImport(ctx, { id })).status;
  const ask = async () => {
    if ((await status()) === "checking") await cancelImport(ctx, { id, written: "keep" });
    await checkImport(ctx, { id });
  };
  return {
    id,
    async check() {
      await checkImport(ctx, { id });
      await until(`the import ${name} is checked`, PATIENCE_MS, async () => (await status()) === "ready");
    },
    async checkTwice() {
      await ask();
      await ask();
    },
    async start() {
      await startImport(ctx, { id });
    },
  };
}
