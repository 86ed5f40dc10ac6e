"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { PageTabs } from "@/components/layout/page-tabs";
import { SettingsList } from "@/components/layout/settings-list";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/search-input";
import { nounEntities, nouns, permissionFor } from "@/lib/nouns/all";
import { capital, foldKey } from "@/lib/text";
import { useApi } from "@/trpc/react";
import { maxFields } from "../schema";
import { type FieldAct, FieldActs } from "./field-acts";
import { FieldList } from "./field-list";
import type { BuiltInField } from "./field-row";

/** The fields of each object: those that are built in, and those that the workspace has added. */
export function FieldsPage({ builtIn }: { builtIn: Readonly<Record<string, readonly BuiltInField[]>> }) {
  const api = useApi();
  const { can, href } = useWorkspace();
  const [wanted] = useQueryState("object", parseAsStringLiteral(nounEntities));
  const [text, setText] = useState("");
  const [act, setAct] = useState<FieldAct | null>(null);
  const query = useQuery(api.customFields.list.queryOptions({}));
  const lists = useQuery(api.optionLists.list.queryOptions({})).data ?? [];
  const objects = nounEntities.filter((one) => can(permissionFor(one, "view")));
  const entity = objects.find((one) => one === wanted) ?? objects[0] ?? nounEntities[0];
  const may = can("field:manage");
  const all = query.data ?? [];
  const own = all.filter((field) => field.entity === entity);
  const create = () => setAct({ kind: "new", section: null });
  const fits = (field: { label: string; name: string }) =>
    [field.label, field.name].some((one) => foldKey(one).includes(foldKey(text)));
  return (
    <SettingsPage
      title="Fields"
      description="Fields hold the data of your records. Owners and admins can add fields of their own; these appear in forms, lists, filters, imports and the API."
      back={{ label: "Settings", href: href("/settings") }}
      changes={{ of: ["customField", "optionList"], title: "fields" }}
      actions={
        may ? (
          <Button variant="primary" icon={<Plus aria-hidden />} disabled={own.length >= maxFields} onClick={create}>
            New field
          </Button>
        ) : null
      }
      phoneActions={may ? <IconButton label="New field" icon={<Plus aria-hidden />} onClick={create} /> : null}
    >
      <PageTabs
        label="Objects"
        tabs={objects.map((one) => ({
          id: one,
          label: capital(nouns[one].many),
          href: href(`/settings/fields?object=${one}`),
          count: (builtIn[one]?.length ?? 0) + all.filter((field) => field.entity === one && !field.archivedAt).length,
          current: one === entity,
        }))}
      >
        <SearchInput label="Find a field" value={text} onChange={setText} className="w-[200px] phone:w-full" />
      </PageTabs>
      <SettingsList of="fields" query={query}>
        {() => (
          <FieldList
            key={entity}
            entity={entity}
            fields={own}
            builtIn={builtIn[entity] ?? []}
            lists={lists}
            fits={text.trim() === "" ? null : fits}
            may={may}
            onAct={setAct}
          />
        )}
      </SettingsList>
      <FieldActs entity={entity} fields={own} act={act} onDone={() => setAct(null)} />
    </SettingsPage>
  );
}
