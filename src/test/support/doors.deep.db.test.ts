// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import type { AnyTenantOperation } from "@/server/operation";
import { routesOf } from "@/server/routes";
import { procedures } from "../procedures";
import { call, rest } from "../tenancy/doors";
import { triedOperations } from "../tiers";
import {
  all,
  codeOf,
  headersOf,
  inputOf,
  inside,
  isOpen,
  rowsOf,
  type SupportSite,
  session,
  stop,
  supportSite,
} from "./site";

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;
type Headers = Awaited<ReturnType<typeof headersOf>>;

let site: SupportSite;
beforeAll(async () => {
  site = await supportSite();
});

const routes = routesOf(Object.fromEntries(all));
const scopes = [
  ["reading only", false],
  ["reading and writing", true],
] as const;

/** All that a session of this scope may not do. */
const closedIn = (write: boolean) => all.filter(([, operation]) => !isOpen(operation, write));

/** Asks each act in one session; the codes of those that are answered in any other way than this, and what changed. */
async function asked(write: boolean, ask: (headers: Headers) => Promise<[string, unknown][]>, answer: unknown) {
  const id = await session(site, write);
  const before = await rowsOf(site);
  const answers = await ask(await headersOf(site));
  const changed = (await rowsOf(site)) !== before;
  await stop(site, id);
  return { wrong: answers.filter(([, given]) => given !== answer), changed };
}

const nothingDone = { wrong: [], changed: false };

describe.each(scopes)("each act that is closed in a session, %s", (_name, write) => {
  const closed = triedOperations(closedIn(write), 2);

  test("is refused by its operation", async () => {
    expect(closed.length).toBeGreaterThan(90);
    const ask = async () => {
      const answers: [string, unknown][] = [];
      for (const [name, operation] of closed) {
        const act = (operation as unknown as Callable)(await inside(site), inputOf(site, name, operation));
        answers.push([name, await codeOf(act)]);
      }
      return answers;
    };
    expect(await asked(write, ask, "FORBIDDEN")).toEqual(nothingDone);
  });

  test("is refused by its procedure of tRPC", async () => {
    const ways = procedures.flatMap(({ path, type, operation: called }) => {
      const found = closed.find(([, operation]) => operation === called);
      return found ? [{ path, kind: type, name: found[0], operation: found[1] }] : [];
    });
    expect(ways.length).toBeGreaterThan(90);
    const ask = async (headers: Headers) => {
      const answers: [string, unknown][] = [];
      for (const { path, kind, name, operation } of ways)
        answers.push([path, statusOf(await call(kind, path, headers, inputOf(site, name, operation)))]);
      return answers;
    };
    expect(await asked(write, ask, "403 FORBIDDEN")).toEqual(nothingDone);
  });

  test("is refused at its address of REST", async () => {
    const ways = routes.flatMap((route) => {
      const found = closed.find(([, operation]) => operation === route.operation);
      return found ? [{ ...route, of: found }] : [];
    });
    expect(ways.length).toBeGreaterThan(60);
    const ask = async (headers: Headers) => {
      const answers: [string, unknown][] = [];
      for (const { method, path, of } of ways) {
        const { address, body } = requestOf(method, path, inputOf(site, ...of) as Record<string, unknown>);
        answers.push([`${method} ${path}`, statusOf(await rest(method, address, headers, body))]);
      }
      return answers;
    };
    expect(await asked(write, ask, "403 FORBIDDEN")).toEqual(nothingDone);
  });
});

const statusOf = ({ status, code }: { status: number; code: string | undefined }) => `${status} ${code}`;

/** An input as REST takes it: in the address, in the query of a GET, in the body of the rest. */
function requestOf(method: string, path: string, input: Record<string, unknown>) {
  const left = { ...input };
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = left[name] ?? newId();
    delete left[name];
    return encodeURIComponent(String(value));
  });
  if (method !== "GET") return { address: at, body: left };
  const words = Object.entries(left).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { address: `${at}?${new URLSearchParams(words)}`, body: undefined };
}

describe("the registry", () => {
  test("has a procedure for each of its operations that a screen asks, and each procedure names its operation", () => {
    const unnamed = procedures.filter(({ operation }) => typeof operation !== "function");
    expect(unnamed.map(({ path }) => path)).toEqual([]);
  });

  test("closes to staff what may never be open to them", () => {
    const never = [
      ...[
        "createApiKey",
        "revokeApiKey",
        "listApiKeys",
        "rotateApiKey",
        "changeRole",
        "setGrant",
        "removeMember",
        "inviteMembers",
      ],
      ...["setVisibility", "showHiddenNames", "requireFactor", "updateWorkspace"],
      ...["setSupportAccess", "decideSupport", "endSupport"],
      ...["startCheckout", "openPortal", "applyChange", "cancelPlan", "payInvoice", "dropPendingChange"],
      ...["getInvoicePdf", "chooseSeats", "resumePlan"],
      ...["askRecordExport", "copyRecords", "downloadRecordExport"],
      ...["askExport", "downloadExport", "exportAudit", "exportUsage", "askDeletion", "transferOwnership"],
      ...["deleteAccount", "deleteContact", "deleteOpportunity", "startImport", "addImportFile", "replayParked"],
    ];
    const closed = new Set(closedIn(true).map(([name]) => name));
    expect(never.filter((name) => !closed.has(name))).toEqual([]);
  });

  test("opens the rest: no other query is refused, and with the write scope no other change", async () => {
    // Sockets are for members alone.
    const others = ["authorizeChannel", "authenticateSocket"];
    const opened = triedOperations(all, 2).filter(
      ([name, operation]) => isOpen(operation, true) && !others.includes(name) && isAskedByScreens(operation),
    );
    const id = await session(site, true);
    const refused: string[] = [];
    for (const [name, operation] of opened) {
      const act = (operation as unknown as Callable)(await inside(site), inputOf(site, name, operation));
      if ((await codeOf(act)) === "FORBIDDEN") refused.push(name);
    }
    await stop(site, id);
    expect(refused).toEqual([]);
    expect(opened.length).toBeGreaterThan(80);
  });
});

const isAskedByScreens = (operation: AnyTenantOperation) =>
  procedures.some(({ operation: called }) => called === operation);
