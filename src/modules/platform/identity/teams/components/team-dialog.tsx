"use client";

import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { notify } from "@/components/ui/toast";
import { shortText } from "@/lib/zod";
import { useCreateTeam, useUpdateTeam } from "../client";
import { branchOf, teamTree } from "../rules";
import type { Team } from "../schema";

const top = "top";
const schema = z.object({ name: shortText, parentId: z.string() });
type Fields = z.input<typeof schema>;

export interface TeamDialogProps {
  teams: readonly Team[];
  onOpenChange: (open: boolean) => void;
  /** The team to change; without one a new one is created. */
  team?: Team;
  /** The parent of a new team. */
  parentId?: string | null;
}

/** Creates a team, or renames and moves one; it cannot be moved below itself. */
export function TeamDialog({ teams, onOpenChange, team, parentId = null }: TeamDialogProps) {
  const form = useZodForm(schema, {
    defaultValues: { name: team?.name ?? "", parentId: (team ? team.parentId : parentId) ?? top },
  });
  const create = useCreateTeam();
  const update = useUpdateTeam();
  const branch = team ? branchOf(teams, team.id) : new Set<string>();
  const places = teamTree(teams)
    .filter((entry) => !branch.has(entry.team.id))
    .map((entry) => ({ value: entry.team.id, label: `${"\u2003".repeat(entry.depth)}${entry.team.name}` }));
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      title={team ? `Change ${team.name}` : "New team"}
      description={team ? undefined : "Managers can see and edit the records of their teams and of all subteams."}
      submit={team ? "Save changes" : "Create team"}
      onSubmit={async ({ name, parentId: place }) => {
        const parent = place === top ? null : place;
        if (team) await update.mutateAsync({ id: team.id, version: team.version, name, parentId: parent });
        else await create.mutateAsync({ name, parentId: parent });
        notify.success(team ? `${name} was saved` : `${name} was created`);
      }}
    >
      <TextField<Fields> name="name" label="Name" autoComplete="off" autoFocus />
      <SelectField<Fields>
        name="parentId"
        label="Parent team"
        options={[{ value: top, label: "No parent team" }, ...places]}
      />
    </FormDialog>
  );
}
