import sharp from "sharp";
import { partBytes } from "@/modules/platform/data/files/rules";
import { watchMemory } from "../../bench/load/memory";
import type { Findings } from "../check";
import { begin, complete, download, makeAccount, sendAll } from "../stage/sending";
import type { Stage } from "../stage/stage";
import { makeWorkspace, type Workspace } from "../stage/workspace";

const MOST_MB = 100;
/** Some parts at once, so that what each of them takes is there before. */
const FIRST_BYTES = 5 * partBytes;
/** The largest picture that gets a thumbnail, on its side as phones store it. */
const picture = { create: { width: 8_000, height: 6_200, channels: 3, background: "#336699" } } as const;
const SIDEWAYS = 6;
const formats = ["jpeg", "png", "webp"] as const;

/** R14: a large file goes through the app in parts and comes back; the memory of its process does not grow with the file. */
export async function largeFile(stage: Stage, findings: Findings): Promise<void> {
  const workspace = await makeWorkspace(stage, "professional");
  const recordId = await makeAccount(workspace, "Large files");
  const send = (name: string, size: number, bytes?: Uint8Array) =>
    upload(stage, workspace, { recordId, name, size, ...(bytes ? { bytes } : {}) });
  const size = stage.scale.fileBytes;
  const small = await sharp({ ...picture, create: { ...picture.create, width: 80, height: 62 } })
    .jpeg()
    .toBuffer();
  await send("Small.jpeg", small.length, small);
  await download(stage, workspace, await send("First.bin", FIRST_BYTES));
  const grown = async (what: string, act: () => Promise<unknown>) => {
    const memory = watchMemory(stage.app.pid);
    await act();
    findings.atMost(`MB more of resident memory: ${what}`, MOST_MB, Math.round(await memory.stop()));
  };

  let fileId = "";
  await grown("a large upload", async () => {
    fileId = await send("Large.bin", size);
  });
  await grown("its download", async () => {
    findings.same("bytes that came back", size, await download(stage, workspace, fileId));
  });
  for (const format of formats) {
    const bytes = await sharp(picture).withMetadata({ orientation: SIDEWAYS })[format]().toBuffer();
    await grown(`a large picture as ${format}`, () => send(`Large.${format}`, bytes.length, bytes));
  }
}

async function upload(
  stage: Stage,
  workspace: Workspace,
  { bytes, ...file }: Parameters<typeof begin>[1] & { bytes?: Uint8Array },
): Promise<string> {
  const { status, id, text } = await begin(workspace, file);
  if (status !== 200) throw new Error(`The upload did not begin: ${status} ${text}`);
  await sendAll(stage, workspace, { id, size: file.size, ...(bytes ? { bytes } : {}) });
  const done = await complete(workspace, id);
  if (done.status !== 200) throw new Error(`The upload was not completed: ${done.status} ${done.text}`);
  return String(done.data.id);
}
