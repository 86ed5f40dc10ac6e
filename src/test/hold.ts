import { Client } from "pg";
import { workerUrls } from "./db";

export type Held = AsyncDisposable & { release(): Promise<void> };

/** Holds a superuser statement's locks until released; returns the release. */
export async function hold(statement: string): Promise<Held> {
  const holder = new Client({ connectionString: workerUrls().superuser });
  await holder.connect();
  await holder.query(`begin; ${statement}`);
  let held = true;
  const release = async () => {
    if (!held) return;
    held = false;
    await holder.query("commit");
    await holder.end();
  };
  return { release, [Symbol.asyncDispose]: release };
}
