import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

const run = promisify(execFile);
const folder = join("node_modules", ".cache", `inference-${process.pid}`);
afterAll(() => rm(folder, { recursive: true, force: true }));

const routers = 15;
const perRouter = 10;

/** A domain of ten operations, each with fields of its own name, as source text. */
function domain(index: number): string {
  const operations = Array.from({ length: perRouter }, (_, n) => {
    const name = `op${index}x${n}`;
    const kind = n % 2 === 0 ? "query" : "mutation";
    return `export const ${name} = crm.operation({ kind: "${kind}", permission: "account:view", describe: "${name}",
  input: z.object({ ${name}Id: z.uuid(), note: z.string().optional() }), output: z.object({ ${name}Out: z.int(), tags: z.array(z.string()) }),
  run: async (_ctx, input) => ({ ${name}Out: input.${name}Id.length, tags: [input.note ?? ""] }) });`;
  });
  const lines = Array.from(
    { length: perRouter },
    (_, n) => `op${index}x${n}: ${n % 2 === 0 ? "query" : "mutation"}(op${index}x${n})`,
  );
  return `import { z } from "zod"; import { crm } from "@/modules/crm/module"; import { mutation, query, router } from "@/server/trpc";
${operations.join("\n")}
export const router${index} = router({ ${lines.join(", ")} });`;
}

function usage(expected: string): string {
  const imports = Array.from({ length: routers }, (_, n) => `import * as d${n} from "./domain${n}.ts";`).join("\n");
  const root = Array.from({ length: routers }, (_, n) => `d${n}: d${n}.router${n}`).join(", ");
  return `${imports}
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { router } from "@/server/trpc";
const app = router({ ${root} });
type In = inferRouterInputs<typeof app>; type Out = inferRouterOutputs<typeof app>;
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const output: Equal<Out["d14"]["op14x9"], { op14x9Out: number; tags: string[] }> = ${expected};
const input: Equal<In["d7"]["op7x2"], { op7x2Id: string; note?: string | undefined }> = true;
const direct: (ctx: never, input: { op3x1Id: string }) => Promise<{ op3x1Out: number; tags: string[] }> = d3.op3x1;
export { direct, input, output };`;
}

/** The compiler's messages about the 150, used as they are (right.ts) and with a wrong expectation (wrong.ts). */
async function compiled(): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < routers; index++) await writeFile(join(folder, `domain${index}.ts`), domain(index));
  await writeFile(join(folder, "right.ts"), usage("true"));
  await writeFile(join(folder, "wrong.ts"), usage("false"));
  const config = {
    extends: "../../../tsconfig.json",
    compilerOptions: { incremental: false, paths: { "@/*": ["../../../src/*"] } },
    include: ["./*.ts"],
    exclude: [],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const output = await run("node_modules/.bin/tsc", ["--noEmit", "--pretty", "false", "-p", folder]).then(
    () => "",
    (error: { stdout: string }) => error.stdout,
  );
  return output.trim().split("\n");
}

test("150 operations in 15 routers keep their exact types from schema to client, and a wrong expectation is seen", async () => {
  expect(await compiled()).toEqual([
    expect.stringMatching(/wrong\.ts\(\d+,7\): error TS2322: Type 'false' is not assignable to type 'true'\.$/),
  ]);
});
