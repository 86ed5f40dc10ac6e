import "server-only";
import { crud } from "@/server/nouns/crud";
import { crm } from "../../module";
import { opportunityImport } from "../import/operations/opportunity-import";
import { stored, targets } from "../row";
import { opportunityRule } from "../rule";
import { opportunities } from "../schema";

// A new opportunity takes its place in a stage, and many of them can be moved at once: those verbs are written by hand.
const {
  create: _create,
  bulk: _bulk,
  ...derived
} = crud(crm, opportunities, {
  targets,
  table: stored,
  pick: ["account", "amount", "status"],
  facts: ["account", "stage", "amount"],
  imports: opportunityImport,
  rule: opportunityRule,
});

/** The operations that opportunities share with every noun. */
export const plain = derived;
