// @module-tag once

import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { testWorkspace } from "../ctx";
import { rest, withKey } from "./doors";

const guide = readFileSync("docs/guides/integrators.md", "utf8");
const blocks = [...guide.matchAll(/^ *```(sh|json)\n([\s\S]+?)^ *```/gm)].map(([, kind, text = ""]) => ({
  kind,
  text,
}));
/** The requests of the guide, each with the JSON below it, which is a part of its answer. */
const commands = blocks.flatMap(({ kind, text }, index) => {
  const after = blocks[index + 1];
  const own = kind === "sh" ? text.split(/^(?= *curl )/m).map((command) => command.trim()) : [];
  return own
    .filter((command) => command.startsWith("curl "))
    .map((command, place, { length }) => ({
      request: requestOf(command),
      answer: place === length - 1 && after?.kind === "json" ? (JSON.parse(after.text) as object) : {},
    }));
});

interface GuideRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

/** The request that a curl command sends; the guide uses these options alone. */
function requestOf(command: string): GuideRequest {
  const words = [...command.replaceAll("\\\n", " ").matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );
  const headers: Record<string, string> = {};
  const query = new URLSearchParams();
  let [method, address, data]: (string | undefined)[] = [];
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? "";
    const value = words[at + 1] ?? "";
    if (!word.startsWith("-")) address = word;
    else if (word === "-G") method = "GET";
    else {
      at++;
      if (word === "-X") method = value;
      else if (word === "-d") data = value;
      else if (word === "-H") headers[value.split(": ")[0] ?? ""] = value.split(": ")[1] ?? "";
      else if (word === "--data-urlencode")
        query.append(value.split("=")[0] ?? "", value.slice(value.indexOf("=") + 1));
      else throw new Error(`The guide uses ${word}, which this test does not read.`);
    }
  }
  const { pathname, search } = new URL(address ?? "");
  const path = `${decodeURI(pathname).replace("/api/v1", "")}${query.size > 0 ? `?${query}` : search}`;
  return { method: method ?? (data ? "POST" : "GET"), path, headers, body: data && JSON.parse(data) };
}

let headers: Record<string, string>;
let contactId: string;
beforeAll(async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.join("owner");
  const ctx = await workspace.as(owner);
  await createCustomField(ctx, { entity: "contact", kind: "text", label: "Region" });
  await createCustomField(ctx, { entity: "contact", kind: "money", label: "Budget" });
  contactId = (await contactOperations.create(ctx, { name: "Ana Silva" })).id;
  headers = await withKey(workspace.tenant.id, owner, [...permissions]);
});

test("the guide has requests, and an answer stands below its request", () => {
  expect(commands.length).toBeGreaterThan(12);
  const answers = blocks.filter(({ kind }) => kind === "json");
  expect(commands.filter(({ answer }) => Object.keys(answer).length > 0)).toHaveLength(answers.length);
});

test.each(commands)("the guide's request is answered: $request.method $request.path", async ({ request, answer }) => {
  expect(request.headers.Authorization).toBe("Bearer tl_…");
  const { Authorization: _secret, ...others } = request.headers;
  const own = { ...others, ...headers };
  const given = await rest(request.method, request.path.replace("{id}", contactId), own, request.body);
  expect("error" in answer ? [422] : [200, 201], JSON.stringify(given.body)).toContain(given.status);
  expect(given.body).toMatchObject(answer);
});
