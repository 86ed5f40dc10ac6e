import type { Findings } from "../check";
import { begin, complete, download, makeAccount, rowsOf, sendPart } from "../stage/sending";
import type { Stage } from "../stage/stage";
import { makeWorkspace, type Workspace } from "../stage/workspace";

/** The app waits ten seconds for what moves no bytes. */
const ANSWERED_WITHIN_S = 15;
const LISTS_WITHIN_S = 1;
const SLOWER_MS = 500;
const bytes = Buffer.from("Hello\n");

/** The storage of files is full, silent, slow and away: uploads say so, nothing is written by halves, and all else works. */
export async function storageDown(stage: Stage, findings: Findings): Promise<void> {
  const { app, storage } = stage;
  const workspace = await makeWorkspace(stage);
  const recordId = await makeAccount(workspace, "Files");
  const file = (name: string) => ({ recordId, name, size: bytes.length });
  const sent = async (name: string) => {
    const { id } = await begin(workspace, file(name));
    await sendPart(stage, workspace, { id, number: 1, bytes });
    return id;
  };
  const kept = await complete(workspace, await sent("Kept.txt"));
  const waiting = await sent("Waiting.txt");
  const { id: open } = await begin(workspace, file("Open.txt"));
  const before = await rowsOf(stage, workspace);

  for (const state of ["full", "silent"] as const) {
    storage.set(state);
    const started = performance.now();
    const begun = await begin(workspace, file("Never.txt"));
    findings.same(`${state}: an upload that begins`, 503, begun.status);
    findings.within(`${state}: told`, ANSWERED_WITHIN_S, performance.now() - started);
    if (state === "full") {
      findings.same("full: a part", 503, await sendPart(stage, workspace, { id: open, number: 1, bytes }));
      const words = begun.text.includes("is full") ? "full" : begun.text;
      findings.same("full: the words", "full", words);
    }
    findings.same(`${state}: a completion`, 503, (await complete(workspace, waiting)).status);
    await listsWork(workspace, findings, { state, recordId });
    await statusSays(app.url, findings, state);
    findings.same(`${state}: rows are as before`, before, await rowsOf(stage, workspace));
  }

  storage.set({ slowerMs: SLOWER_MS });
  findings.same("slow: a part", 201, await sendPart(stage, workspace, { id: open, number: 1, bytes }));
  findings.same("slow: a completion", 200, (await complete(workspace, open)).status);
  storage.set("up");
  findings.same("back: the upload that waited", 200, (await complete(workspace, waiting)).status);
  findings.same("back: a download", bytes.length, await download(stage, workspace, String(kept.data.id)));
}

/** Lists of records and of files answer as ever. */
async function listsWork(
  { rest }: Workspace,
  findings: Findings,
  { state, recordId }: { state: string; recordId: string },
): Promise<void> {
  for (const path of ["/accounts", `/files?entity=account&recordId=${recordId}`]) {
    const started = performance.now();
    const { status } = await rest.ask({ method: "GET", path });
    findings.same(`${state}: ${path.split("?")[0]}`, 200, status);
    findings.within(`${state}: ${path.split("?")[0]} answers`, LISTS_WITHIN_S, performance.now() - started);
  }
}

async function statusSays(url: string, findings: Findings, state: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/status`);
  const { checks } = (await response.json()) as { checks: { name: string; ok: boolean }[] };
  const ok = checks.find(({ name }) => name === "storage")?.ok;
  // A full storage still answers questions; the app itself is ready in any case.
  findings.same(`${state}: the status`, `200 ${state === "full"}`, `${response.status} ${ok}`);
}
