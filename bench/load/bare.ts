import { isDeepStrictEqual } from "node:util";
import { freePort } from "@/local/ports";
import type { Stage } from "../stage";
import type { Target } from "./load";

/** Baseline B in a process of its own: Node and pg alone, under the same policies. Returns its address. */
export async function bareServer(stage: Stage): Promise<string> {
  const port = await freePort();
  const child = stage.start(["--import", "tsx", "bench/bare-server.ts"], {
    ...stage.env,
    PORT: String(port),
    TENANT_ID: stage.person.tenantId,
  });
  const url = `http://127.0.0.1:${port}/`;
  for (let attempt = 0; attempt < 1_200; attempt++) {
    const answer = await Promise.race([fetch(url).catch(() => undefined), child.ended]);
    if (answer instanceof Response && answer.ok) return url;
    if (answer && !(answer instanceof Response)) throw new Error(`The bare server ended:\n${answer.output}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("The bare server does not answer.");
}

/** The comparison with it is valid only while both give the same answer. */
export async function sameAnswer({ url, headers }: Target, bare: string): Promise<void> {
  const [ours, theirs] = await Promise.all([fetch(url, { headers }), fetch(bare)]);
  const [a, b] = [await ours.text(), await theirs.text()];
  if (!ours.ok || !theirs.ok || !isDeepStrictEqual(JSON.parse(a), JSON.parse(b)))
    throw new Error(`The bare server answers something else:\n${a.slice(0, 1200)}\n${b.slice(0, 1200)}`);
}
