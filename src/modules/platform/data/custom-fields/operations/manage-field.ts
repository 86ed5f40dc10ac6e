import "server-only";
import { platform } from "@/modules/platform/module";
import { lockDefinitions } from "@/server/custom/lock";
import { AppError, invalid } from "@/server/errors";
import { customFieldEvents } from "../events";
import { findField, presentField } from "../row";
import { undeleteDays } from "../rules";
import { customField, customFieldVersionInput } from "../schema";
import { customFieldScope } from "../scope";
import { changeField, requireFreeLabel, requireRoom, requireThere } from "./write-field";

const existing = {
  kind: "mutation",
  permission: "field:manage",
  on: { scope: customFieldScope, ids: (input: { id: string }) => [input.id] },
  input: customFieldVersionInput,
  output: customField,
} as const;

export const archiveCustomField = platform.operation({
  ...existing,
  rest: { method: "POST", path: "/custom-fields/{id}/archive" },
  describe: "Hides a field everywhere; records keep their values.",
  async run(ctx, input) {
    await lockDefinitions(ctx);
    requireThere(await findField(ctx, input.id));
    return presentField(await changeField(ctx, input, { archivedAt: new Date() }, customFieldEvents.archived));
  },
});

export const restoreCustomField = platform.operation({
  ...existing,
  rest: { method: "POST", path: "/custom-fields/{id}/restore" },
  describe: "Shows an archived field again with its values.",
  async run(ctx, input) {
    await lockDefinitions(ctx);
    const before = await findField(ctx, input.id);
    requireThere(before);
    await requireFreeLabel(ctx, before.entity, before.label, before.id);
    return presentField(await changeField(ctx, input, { archivedAt: null }, customFieldEvents.restored));
  },
});

export const deleteCustomField = platform.operation({
  ...existing,
  rest: { method: "DELETE", path: "/custom-fields/{id}" },
  describe: `Deletes a field. It can be restored with its values for ${undeleteDays} days; then they are deleted for good.`,
  async run(ctx, input) {
    await lockDefinitions(ctx);
    const before = await findField(ctx, input.id);
    if (before.deletedAt) throw new AppError("CONFLICT", "This field was already deleted.");
    return presentField(await changeField(ctx, input, { deletedAt: new Date() }, customFieldEvents.deleted));
  },
});

export const undeleteCustomField = platform.operation({
  ...existing,
  rest: { method: "POST", path: "/custom-fields/{id}/undelete" },
  describe: `Brings back a field that was deleted in the last ${undeleteDays} days, with its values.`,
  async run(ctx, input) {
    await lockDefinitions(ctx);
    const before = await findField(ctx, input.id);
    if (!before.deletedAt) throw invalid("id", "This field is not deleted.");
    // From then on its values are being deleted.
    if (before.deletedAt.getTime() < Date.now() - undeleteDays * 86_400_000)
      throw new AppError("CONFLICT", `This field was deleted more than ${undeleteDays} days ago.`);
    await requireRoom(ctx, before.entity);
    if (!before.archivedAt) await requireFreeLabel(ctx, before.entity, before.label, before.id);
    return presentField(await changeField(ctx, input, { deletedAt: null }, customFieldEvents.undeleted));
  },
});
