import type { Metadata } from "next";
import type { Field } from "@/lib/fields/field";
import type { BuiltInField } from "@/modules/platform/data/custom-fields/components/field-row";
import { declaredNouns } from "@/registry/nouns";
import { colleagueApi } from "@/trpc/server";
import { FieldsSettings } from "./fields-settings";

export const metadata: Metadata = { title: "Fields" };

/** The fields that each object has in every workspace. */
const builtIn = Object.fromEntries(
  Object.entries(declaredNouns).map(([entity, { noun }]) => [
    entity,
    Object.entries<Field>(noun.fields).map(
      ([name, { label, kind, required, requiredForNew, unique }]): BuiltInField => ({
        name,
        label,
        kind,
        required: required || requiredForNew === true,
        unique: unique === true,
      }),
    ),
  ]),
);

export default async function FieldsSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, hydrate } = await colleagueApi((await params).workspace);
  await prefetch(api.customFields.list.queryOptions({}), api.optionLists.list.queryOptions({}));
  return hydrate(<FieldsSettings builtIn={builtIn} />);
}
