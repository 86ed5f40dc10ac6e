import "server-only";
import { choiceColors } from "@/lib/fields/choice-colors";
import { type CustomField, customName } from "@/lib/fields/custom";
import { foldKey } from "@/lib/text";
import { hub } from "@/modules/hub/module";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import type { Ctx } from "@/server/context";
import { customFields } from "@/server/custom/definitions";
import { invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { inWorkspace } from "@/server/nouns/in-workspace";
import { manyOf } from "@/server/nouns/many";
import type { Provider } from "@/server/sync/provider";
import { syncEvents } from "../events";
import { createSyncFieldInput, syncFields } from "../schema";
import { syncObjectScope } from "../scope";
import { mappedOf, presentFields, setPartner, stateAfter } from "./fields";
import { kindFor } from "./kind-for";

export const createSyncField = hub.operation({
  kind: "mutation",
  permission: "field:manage",
  on: { scope: syncObjectScope, ids: (input) => [input.objectId] },
  input: createSyncFieldInput,
  output: syncFields,
  rest: { method: "POST", path: "/sync-objects/{objectId}/fields", creates: true },
  describe: "Adds a custom field for a property of the other system that has no partner here, and pairs both.",
  async run(ctx, { objectId, remote }) {
    const object = await mappedOf(ctx, objectId);
    const there = object.described.find(({ name }) => name === remote);
    const kind = there && kindFor(there.type);
    if (!there || !kind) throw invalid("remote", "No kind of field here can hold this property.");
    const options = there.options.map(({ value, label }, place) => ({
      value: value.slice(0, 60),
      label: label.slice(0, 60),
      color: choiceColors[place % choiceColors.length] ?? "gray",
    }));
    const settings =
      there.options.length > 0 && (kind === "choice" || kind === "choices") ? { settings: { options } } : {};
    const made = await createCustomField(ctx, {
      entity: object.entity as never,
      kind,
      label: labelFor(ctx, object, there.label),
      ...settings,
    });
    const { version, fields, tags, lists } = ctx.tenant.custom;
    const custom = customFields(version + 1, { fields: [...fields, made as unknown as CustomField], tags, lists });
    const fresh = { ...ctx, tenant: { ...ctx.tenant, custom } };
    await setPartner(fresh, object, customName(made.key), remote);
    await ctx.db.syncObject.updateMany({
      where: { id: objectId },
      data: { version: { increment: 1 }, mappingVersion: { increment: 1 }, ...stateAfter(object.state) },
    });
    const data = { provider: object.provider.key, entity: object.entity, fields: [customName(made.key)] };
    emit(ctx, syncEvents.changed, { id: objectId, data });
    return await presentFields(fresh, objectId);
  },
});

/** The label of a property; with the name of the service where a field here has the same one. */
function labelFor(ctx: Ctx, { entity, provider }: { entity: string; provider: Provider }, label: string): string {
  const { fields } = inWorkspace(ctx, manyOf(entity).runtime).noun;
  const taken = Object.values(fields).some((field) => foldKey(field.label) === foldKey(label));
  const suffix = taken ? ` (${provider.label})` : "";
  return `${label.slice(0, 60 - suffix.length)}${suffix}`;
}
