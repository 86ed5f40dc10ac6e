import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { completed, type Lock, missingOptionals } from "./lock.ts";

const read = (): Lock => JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const tool = { version: "2.0.0", dev: true, optionalDependencies: { "@tool/linux-arm64-musl": "2.0.0" } };

describe("the lock file", () => {
  it("names every optional package of every platform, so that npm ci takes it", () => {
    expect(Object.keys(missingOptionals(read())), "run: npm run lock").toEqual([]);
  });

  it("holds no address of a registry", () => {
    expect(Object.values(read().packages).filter((entry) => entry.resolved?.startsWith("http"))).toEqual([]);
  });

  it("leaves out what decision 025 leaves out, also after an update", () => {
    const leftOut = /@opentelemetry\/(?!api$)[\w-]+$|@traceloop\/|node_modules\/prisma$|@prisma\/(engines|config)$/;
    const installed = Object.entries(read().packages).filter(([, { name }]) => name !== "client-only");
    expect(installed.map(([path]) => path).filter((path) => leftOut.test(path))).toEqual([]);
  });
});

describe("completed", () => {
  it("adds a missing optional package with what its name tells", () => {
    expect(
      completed({ packages: { "node_modules/tool": tool } }).packages["node_modules/@tool/linux-arm64-musl"],
    ).toEqual({ version: "2.0.0", cpu: ["arm64"], dev: true, libc: ["musl"], optional: true, os: ["linux"] });
  });

  it("nests it where another version stands at the root", () => {
    const packages = { "node_modules/@tool/linux-arm64-musl": { version: "1.0.0" }, "node_modules/tool": tool };
    expect(Object.keys(missingOptionals({ packages }))).toEqual([
      "node_modules/tool/node_modules/@tool/linux-arm64-musl",
    ]);
  });

  it("takes one that stands in a folder above as present", () => {
    const packages = {
      "node_modules/@tool/linux-arm64-musl": { version: "2.0.0" },
      "node_modules/a/node_modules/tool": tool,
    };
    expect(missingOptionals({ packages })).toEqual({});
  });

  it("drops addresses of a registry", () => {
    const packages = { "node_modules/a": { version: "1.0.0", resolved: "https://registry.example/a.tgz" } };
    expect(completed({ packages }).packages["node_modules/a"]).toEqual({ version: "1.0.0" });
  });
});
