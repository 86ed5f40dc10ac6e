import { readFileSync } from "node:fs";
import { join } from "node:path";
import { operations } from "@/registry/operations";
import { openApi } from "@/server/openapi/document";
import type { AnyOperation } from "@/server/operation";
import type { Break } from "./breaks";
import { type ApiDocument, type Contract, contractOf } from "./contract";

/** The contract of the last release, and the breaks that we intend, each with its reason. */
export const contractFile = join(import.meta.dirname, "published.json");
export const acceptedFile = join(import.meta.dirname, "accepted-breaks.json");
export type AcceptedBreaks = Readonly<Record<string, string>>;

export const readContract = () => JSON.parse(readFileSync(contractFile, "utf8")) as Contract;
export const readAccepted = () => JSON.parse(readFileSync(acceptedFile, "utf8")) as AcceptedBreaks;

export function currentContract(): Contract {
  const all = operations as unknown as Record<string, AnyOperation>;
  const text = JSON.stringify(openApi(all, "https://crm.example"));
  return contractOf(JSON.parse(text) as ApiDocument);
}

/** A line for each break that nobody accepted. */
export function openBreaks(found: readonly Break[], accepted: AcceptedBreaks): string[] {
  return found
    .filter(({ text }) => !Object.hasOwn(accepted, text))
    .map(({ text, operations: [first, ...more] }) =>
      text.startsWith(`${first} `) ? text : `${text} (${first}${more.length > 0 ? ` and ${more.length} more` : ""})`,
    );
}

export const advice =
  "These changes break programs of integrators. Keep what they hold, say in its description that it will end, and end it later. If a break is intended, add its words, without the brackets, and the reason to accepted-breaks.json.";
