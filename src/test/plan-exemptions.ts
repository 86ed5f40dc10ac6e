import { nouns, ownedEntities } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import { operations } from "@/registry/operations";
import type { AnyOperation } from "@/server/operation";

/** The tables of records that are lists in the settings. */
export const settingTables = Object.values<NounHead>(nouns).flatMap(({ settings, table }) => (settings ? [table] : []));

/** Tables that stay small in every workspace; all others may exceed 10,000 rows. */
export const smallTables = new Map([
  ["tenants", "one row"],
  ["pipelines", "a dozen"],
  ["stages", "some of each pipeline"],
  ["loss_reasons", "some of each pipeline"],
  ["teams", "1,000 at most are shown"],
  ["calendars", "50 and the own hours of each member at most"],
  ["visibility_settings", "one of each object"],
  ["follow_up_settings", "one row"],
  ["saved_views", "100 shared of each list, and some of each member"],
  ["bulk_runs", "those of three days"],
  ["join_domains", "a few of each workspace"],
  ["sample_records", "175 at most"],
  ["view_defaults", "one of each list, for a role or a member"],
  ["subscriptions", "one row"],
  ["tenant_modules", "one of each module"],
  ["support_access", "one row"],
  ["entitlement_overrides", "some that staff gave"],
  ["limit_notices", "two of each limit and month"],
  ["imports", "one of each file that somebody brings"],
  ["import_files", "20 of an import at most"],
  ["import_mappings", "200 at most"],
  ["import_batches", "a batch is thousands of rows, and those of an import go with it"],
  ["custom_fields", "200 of each object at most"],
  ["option_lists", "one of each list of options"],
  ["tags", "1,000 at most"],
  ...settingTables.map((table) => [table, "a list in the settings: 1,000 at most"] as const),
  ["budgets", "200 at most"],
  ["api_keys", "some of each member who writes programs"],
  ["invitations", "300 an hour at most, and some of each member"],
  ["sweeps", "one of each job and day"],
  // Without a workspace: callers are known by their own id, address or token.
  ["users", "global"],
  ["sessions", "global"],
  ["auth_tokens", "global"],
  ["totp_secrets", "global"],
  ["recovery_codes", "global"],
  ["passkeys", "global"],
  ["passkey_challenges", "global"],
  ["email_changes", "global"],
  ["identity_events", "global"],
  ["rate_limits", "global"],
]);
const lists = Object.entries(operations as unknown as Record<string, AnyOperation>);

/** Plans that read all rows of the workspace in a table, by operation and table, each with its reason. */
export const exemptPlans: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    lists.flatMap(([name, one]) =>
      one.realm === "tenant" &&
      one.list &&
      ["group", "totals"].some((part) => part in (one.input as unknown as { shape: object }).shape)
        ? [[`${name} of ${one.list.table.name}`, "counts and sums every row that matches"]]
        : [],
    ),
  ),
  ...Object.fromEntries(
    ["getPlan", "tryModule"].map((name) => [`${name} of projects`, "counts those of an index that a limit bounds"]),
  ),
  "countMembers of members": "counts all by status",
  "listTeams of team_members": "counts the members of every team",
  "getBoard of opportunities": "sums every open opportunity of a pipeline",
  "getPipelineTotals of opportunities": "sums every open opportunity of a pipeline",
  "getTile of opportunities": "sums every opportunity of the figures",
  "getTile of stage_entries": "takes the first stays of all opportunities that were won at once",
  "countOpenByStage of opportunities": "counts every open opportunity of a pipeline",
  ...Object.fromEntries(
    ownedEntities.map((entity) => [`countOwned of ${nouns[entity].table}`, "counts every record by its owner"]),
  ),
  ...Object.fromEntries(
    ["previewRecordExport", "askRecordExport", "downloadRecordExport"].map((name) => [
      `${name} of accounts`,
      "counts every row of the file",
    ]),
  ),
  "getCustomFieldUsage of accounts": "counts the records with a value of any kind",
  "previewConversion of accounts": "reads the values of all records, in batches",
  "pickImportCandidates of accounts": "compares a text with every name",
  ...Object.fromEntries(
    ["comments", "products"].map((table) => [
      `checkAnonymizeContact of ${table}`,
      "looks at every text of the workspace, some thousand rows at a time",
    ]),
  ),
  "revertAccounts of accounts": "takes the parents of all accounts of an import at once",
  "inviteMembers of staff": "accounts of staff are of the platform, and few",
  "resendInvitation of staff": "accounts of staff are of the platform, and few",
  "claim of event_deliveries": "the relay takes what waits in all workspaces, from an index of what waits",
  "getOutbox of event_deliveries": "counts what waits too long; what waits of all workspaces is little",
};
