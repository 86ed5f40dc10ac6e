import "@/registry/register";
import { expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { textsLeft } from "@/server/personal/texts-left";
import { adminQuery } from "./db";
import { eraseEverywhere } from "./erase-person";
import { opportunityWorkspace } from "./opportunities";
import { columnsWith, plantEverywhere } from "./planted-everywhere";

const name = "Zyranna Quellmoor";
const email = "zyranna@quellmoor.example";
const phone = "+13125550142";
/** Each in a form of its own: the other order with accents, capitals, and a number as people write it. */
const said = "See QUELLMOOR, Zyránna (Zyranna@Quellmoor.example, 312 555-0142).";
const anyForm = "quellmoor|zyr[aá]nna|555.?0142";

/** They belong to another person of the same kind. */
const theirs = ["name", "name_key", "first_name", "last_name", "emails", "emails_key", "phones", "phones_key"].map(
  (one) => `contacts.${one}`,
);

/** Keys, kinds and ids, which code alone writes. */
const ofCode = [
  ...["name", "entity", "actor", "origin", "request_id", "batch_key"].map((one) => `events.${one}`),
  ...["custom_fields.key", "record_exits.members", "usage_events", "activities.participants", "tasks.others"],
  ...["projects.members", "projects.commenters", "projects.completers"],
  ...["api_keys.key_hash", "api_keys.previous_hash"],
];
/** Amounts by their currencies. */
const amounts = ["won", "open", "family_won", "family_open"].map((one) => `accounts.${one}_value`);
/** A name that a company has too is not surely of the person. */
const ofCompanies = ["accounts.name", "accounts.name_key"];

test("nothing in any table of the database says who was anonymised, but what is documented to stay", async () => {
  const { workspace } = await opportunityWorkspace();
  const ctx = await workspace.role("owner");
  const { id, version } = await contactOperations.create(ctx, {
    firstName: "Zyranna",
    lastName: "Quellmoor",
    emails: [{ value: email, type: "work" }],
    phones: [{ value: phone, type: "office" }],
  });
  expect((await contactOperations.get(ctx, { id })).name).toBe(name);
  const planted = await plantEverywhere(ctx.tenant.id, said, [
    ...Object.keys(textsLeft),
    ...ofCode,
    ...amounts,
    ...ofCompanies,
    ...theirs,
  ]);
  // Events of other kinds, such as those of members, stay.
  await adminQuery("update events set entity = 'account' where tenant_id = $1 and entity = 'none'", [ctx.tenant.id]);
  for (const column of [
    ...["opportunities.next_step", "opportunities.description", "accounts.description", "activities.name", "tags.name"],
    ...["accounts.custom", "saved_views.name", "bulk_runs.change", "events.after", "opportunities.name", "tasks.name"],
    ...["import_rows.cells", "job_runs.reason", "contacts.notes", "comments.text", "stages.name", "teams.name"],
  ])
    expect(planted, column).toContain(column);
  await contactOperations.anonymize(ctx, { id, version });
  await eraseEverywhere(workspace.system, id);
  expect(await columnsWith(ctx.tenant.id, anyForm)).toEqual([]);
  const names = await adminQuery<{ name: string }>("select name from opportunities where tenant_id = $1", [
    ctx.tenant.id,
  ]);
  expect(names).toEqual([{ name: "See Erased (Erased, Erased)." }]);
});
