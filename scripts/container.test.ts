import { existsSync, readFileSync } from "node:fs";
import { parseEnv as parseDotEnv } from "node:util";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseEnv } from "@/env";

const read = (path: string) => readFileSync(path, "utf8");
const documented = Object.keys(parseDotEnv(read(".env.example")));
/** The framework's own, which the app does not read. */
const ofFramework = ["NODE_ENV", "NEXT_TELEMETRY_DISABLED"];

/** Instructions of the Dockerfile, those that go over several lines as one. */
const instructions = read("Dockerfile")
  .split("\n")
  .filter((line) => !line.startsWith("#"))
  .join("\n")
  .replaceAll(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => ({ word: line.split(" ")[0] ?? "", rest: line.slice(line.indexOf(" ") + 1) }));
const stages = instructions.reduce<{ from: string; own: typeof instructions }[]>((found, one) => {
  if (one.word === "FROM") found.push({ from: one.rest, own: [] });
  else found.at(-1)?.own.push(one);
  return found;
}, []);
const [build, serve] = stages;
const restOf = (stage: typeof build, word: string) =>
  (stage?.own ?? []).filter((one) => one.word === word).map(({ rest }) => rest);
const variables = (stage: typeof build) =>
  Object.fromEntries(
    restOf(stage, "ENV").flatMap((text) =>
      text.split(/\s+/).map((pair) => [pair.split("=")[0], pair.split("=").slice(1).join("=")]),
    ),
  ) as Record<string, string>;

const service = z.strictObject({
  image: z
    .string()
    .regex(/^\w+:\d/)
    .optional(),
  build: z.strictObject({ context: z.literal("."), target: z.enum(["build", "serve"]) }).optional(),
  command: z.array(z.string()).optional(),
  env_file: z.literal(".env").optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).optional(),
  volumes: z.array(z.string().regex(/^\w+:\/[\w/.]+$/)).optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(["service_healthy", "service_completed_successfully"]) }))
    .optional(),
  healthcheck: z
    .strictObject({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.number() })
    .optional(),
  stop_grace_period: z.string().optional(),
  restart: z.enum(["unless-stopped", "no"]),
});
const composed = z
  .strictObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(parse(read("compose.yaml")));
const { database, migrate, app } = composed.services;

it("the Dockerfile has two stages of instructions that there are, and copies files that are in the tree", () => {
  const known = ["FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "CMD"];
  expect(instructions.map(({ word }) => word).filter((word) => !known.includes(word))).toEqual([]);
  expect(stages.map(({ from }) => from)).toEqual([
    expect.stringMatching(/^node:\d+\.\d+\.\d+-\S+ AS build$/),
    expect.stringMatching(/^node:\d+\.\d+\.\d+-\S+ AS serve$/),
  ]);
  const copied = stages.flatMap((stage) =>
    restOf(stage, "COPY").flatMap((text) => (text.startsWith("--from") ? [] : text.split(" ").slice(0, -1))),
  );
  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  for (const text of [...restOf(serve, "CMD"), restOf(serve, "HEALTHCHECK")[0]?.split(" CMD ")[1] ?? ""])
    expect(z.array(z.string()).min(2).safeParse(JSON.parse(text)).success, text).toBe(true);
});

it("the image serves as a user without rights, with the command of npm start, and is asked for its health", () => {
  expect(restOf(serve, "USER")).toEqual(["node"]);
  const { scripts } = JSON.parse(read("package.json"));
  expect(`exec ${JSON.parse(restOf(serve, "CMD")[0] ?? "[]").join(" ")}`).toBe(scripts.start);
  expect(restOf(serve, "HEALTHCHECK")[0]).toContain("/api/health");
  for (const line of [".env", ".git", "node_modules", ".data"])
    expect(read(".dockerignore").split("\n")).toContain(line);
});

it("the build has every setting that it asks for, and the image no secret", () => {
  const secrets = {
    NEXTAUTH_SECRET: "v8Zq3mN1xT7rK5wB9dL2pF6hJ4cG0sYaQeUi",
    ENCRYPTION_KEY: "q4Rw8tY2uI6oP1aS5dF9gH3jK7lZ0xCvBnMe",
  };
  expect(
    restOf(build, "RUN")
      .join("\n")
      .match(/(?<=export )\w+/g),
  ).toEqual(Object.keys(secrets));
  expect(parseEnv({ ...variables(build), ...secrets })).toMatchObject({ PORT: 3000 });
  expect(Object.keys(variables(serve)).filter((name) => /SECRET|KEY|URL|TOKEN|PASSWORD/.test(name))).toEqual([]);
});

it("every variable of image and services is documented", () => {
  const inCompose = Object.values(composed.services).flatMap(({ environment }) => Object.keys(environment ?? {}));
  const filledIn = [...read("compose.yaml").matchAll(/\$\{(\w+)/g)].map(([, name = ""]) => name);
  const named = [...inCompose, ...filledIn, ...Object.keys(variables(build)), ...Object.keys(variables(serve))];
  expect(named.filter((name) => !documented.includes(name) && !ofFramework.includes(name))).toEqual([]);
});

it("the app starts after its roles and migrations, on this machine alone, and has time to end", () => {
  expect(Object.keys(composed.services)).toEqual(["database", "migrate", "app"]);
  expect(database?.healthcheck?.test).toContain("pg_isready");
  expect(migrate).toMatchObject({
    build: { target: "build" },
    depends_on: { database: { condition: "service_healthy" } },
  });
  const { scripts } = JSON.parse(read("package.json"));
  for (const [, script = ""] of migrate?.command?.at(-1)?.matchAll(/npm run (\S+)/g) ?? [])
    expect(scripts).toHaveProperty(script);
  expect(app).toMatchObject({
    build: { target: "serve" },
    depends_on: { migrate: { condition: "service_completed_successfully" } },
    stop_grace_period: "35s",
    environment: { HOST: "0.0.0.0", DATA_DIR: variables(serve).DATA_DIR, PORT: variables(serve).PORT },
  });
  const kept = Object.values(composed.services).flatMap(({ volumes }) =>
    (volumes ?? []).map((text) => text.split(":")[0]),
  );
  expect(kept.sort()).toEqual(Object.keys(composed.volumes).sort());
});
