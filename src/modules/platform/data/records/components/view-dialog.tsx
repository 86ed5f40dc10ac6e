"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { z } from "zod";
import { viewOfState } from "@/components/data-table/view-state";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { lineUpTo } from "@/lib/zod";
import { useApi } from "@/trpc/react";
import type { SavedView } from "../../views/schema";
import { notifyViewSaved, useViewActs } from "./use-view-acts";
import type { ViewPartProps } from "./view-part-props";

export interface ViewDialogProps extends ViewPartProps {
  /** The view to change; null saves the present state as a new one. */
  edited: SavedView | null;
  onClose(): void;
}

const schema = z.object({ name: lineUpTo(100), sharedWith: z.string() });
type Fields = z.input<typeof schema>;

const onlyMe = "private";
const everybody = "workspace";

/** Saves the state of a list as a view, or renames a view and shares it. */
export function ViewDialog({ noun, list, layout, edited, addressOf, onClose }: ViewDialogProps) {
  const acts = useViewActs();
  const router = useRouter();
  const options = useAudiences(edited);
  const form = useZodForm(schema, {
    defaultValues: { name: edited?.name ?? "", sharedWith: edited?.team?.id ?? edited?.scope ?? onlyMe },
  });
  async function save({ name, sharedWith }: Fields): Promise<{ name: string; created: string | null }> {
    const isTeam = sharedWith !== onlyMe && sharedWith !== everybody;
    const shared = isTeam
      ? { scope: "team" as const, teamId: sharedWith }
      : { scope: sharedWith as "private" | "workspace", teamId: null };
    if (edited) {
      await acts.update({ id: edited.id, version: edited.version, name, ...shared });
      return { name, created: null };
    }
    const { id } = await acts.create({ noun: noun.entity, name, ...shared, state: viewOfState(list.state, layout) });
    return { name, created: id };
  }
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      form={form}
      title={edited ? `Change ${edited.name}` : "Save as a new view"}
      description={edited ? undefined : `The view has the filters, order, groups, columns and totals that you see now.`}
      submit={edited ? "Save changes" : "Save view"}
      onSubmit={save}
      onDone={({ name, created }) => {
        if (created) {
          router.push(addressOf(created));
          notify.success(`The view ${name} was saved`);
        } else notifyViewSaved(name);
      }}
    >
      <TextField<Fields> name="name" label="Name" autoComplete="off" autoFocus />
      <SelectField<Fields> name="sharedWith" label="Shared with" options={options} />
    </FormDialog>
  );
}

/** With whom the member may share: own teams, those of all for admins, and everybody in the workspace. */
function useAudiences(edited: SavedView | null) {
  const { can, member, role } = useWorkspace();
  const sharing = can("savedView:share");
  const { data = [] } = useQuery(useApi().teams.list.queryOptions({}, { enabled: sharing }));
  const reachesAll = role === "owner" || role === "admin";
  const teams = data.filter(({ members }) => reachesAll || members.some(({ id }) => id === member.id));
  const present = edited?.team;
  const others = present && !teams.some(({ id }) => id === present.id) ? [present] : [];
  return [
    { value: onlyMe, label: "Only me" },
    ...(sharing ? [...others, ...teams].map(({ id, name }) => ({ value: id, label: `Team ${name}` })) : []),
    ...(can("savedView:manage") || edited?.scope === "workspace"
      ? [{ value: everybody, label: "Everybody in the workspace" }]
      : []),
  ];
}
