import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearDemoFile, writeDemoFile } from "./demo-file";

let folder: string;
let first: Server;
let url: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "throughline-demo-"));
  await writeFile(join(folder, "seed.json"), JSON.stringify({ password: "p", members: [] }));
  first = createServer((_request, response) => response.end("ok"));
  await new Promise<void>((resolve) => first.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(first.address() as AddressInfo).port}`;
  await writeFile(join(folder, "demo.json"), JSON.stringify({ url, password: "p" }));
  // A live process other than this one.
  await writeFile(join(folder, "demo.pid"), `${process.ppid}\n`);
});
afterEach(async () => {
  first.close();
  await rm(folder, { recursive: true });
});
const urlInFile = async () => JSON.parse(await readFile(join(folder, "demo.json"), "utf8")).url;

test("a second demo of the folder leaves the file of the first, which serves", async () => {
  expect(await clearDemoFile(folder)).toBe(url);
  expect(await writeDemoFile(folder, "http://localhost:3001")).toBe(false);
  expect(await urlInFile()).toBe(url);
});

test("one that does not answer any more, or whose process is gone, has no file", async () => {
  await writeFile(join(folder, "demo.pid"), "999999999\n");
  expect(await clearDemoFile(folder)).toBeNull();
  expect(await writeDemoFile(folder, "http://localhost:3001")).toBe(true);
  expect(await urlInFile()).toBe("http://localhost:3001");
  await writeFile(join(folder, "demo.json"), JSON.stringify({ url, password: "p" }));
  await writeFile(join(folder, "demo.pid"), `${process.ppid}\n`);
  await new Promise((resolve) => first.close(resolve));
  expect(await writeDemoFile(folder, "http://localhost:3002")).toBe(true);
  expect(await urlInFile()).toBe("http://localhost:3002");
});
