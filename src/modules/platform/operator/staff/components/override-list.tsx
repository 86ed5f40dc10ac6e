"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { useListLocale } from "@/components/data-table/list-locale";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { QueryTable } from "@/components/data-table/query-table";
import { TitleCell } from "@/components/data-table/title-cell";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";
import { type OverrideLine, type StaffWorkspace, useStaffAct } from "../client";
import { reason } from "../schema";
import { useIsOperator } from "./staff-context";
import { CustomerDay, overrideLabel, overrideText } from "./workspace-words";

/** Limits, modules and plans that staff gave a workspace besides its plan; `short` leaves out those that have ended. */
export function OverrideList({ workspace, short = false }: { workspace: StaffWorkspace; short?: boolean }) {
  const api = useApi();
  const { locale } = useListLocale();
  const query = useQuery(
    api.staff.overrides.queryOptions(
      { id: workspace.id },
      { select: ({ rows }) => rows.filter((row) => !short || !row.ended) },
    ),
  );
  const isOperator = useIsOperator();
  const [ending, setEnding] = useState<OverrideLine | null>(null);
  return (
    <>
      <QueryTable
        label="Overrides"
        columns={columnsIn(locale, workspace.timeZone, isOperator ? setEnding : null)}
        query={query}
        keyOf={({ id }) => id}
        of="the overrides"
        failedLine
        empty={
          <p className="px-edge pt-1 pb-4 text-muted">
            There are no overrides: the limits and modules of the plan apply.
          </p>
        }
      />
      {ending ? <EndDialog workspace={workspace} override={ending} onClose={() => setEnding(null)} /> : null}
    </>
  );
}

const columnsIn = (
  locale: string,
  timeZone: string,
  onEnd: ((row: OverrideLine) => void) | null,
): PlainColumn<OverrideLine>[] => [
  {
    label: "Of",
    cell: ({ key, reason: note }) => <TitleCell title={overrideLabel(key)} note={note} />,
  },
  {
    label: "Plan",
    width: 88,
    desk: true,
    right: true,
    cell: (row) => <span className="text-muted">{overrideText(row.plan, locale)}</span>,
  },
  {
    label: "Here",
    width: 88,
    right: true,
    cell: (row) => <span className="font-medium">{overrideText(row.value, locale)}</span>,
  },
  {
    label: "Ends",
    width: 104,
    desk: true,
    cell: (row) => (
      <span className={row.ended ? "text-faint" : undefined}>
        {row.ended ? "ended " : ""}
        <CustomerDay at={row.endsAt} timeZone={timeZone} />
      </span>
    ),
  },
  {
    label: "Set by",
    width: 112,
    desk: true,
    wide: true,
    cell: (row) => <span className="block truncate">{row.setBy || "–"}</span>,
  },
  ...(onEnd
    ? [
        {
          label: "Actions",
          width: 52,
          right: true,
          cell: (row: OverrideLine) =>
            row.ended ? null : (
              <Button size="sm" aria-label={`End the override of ${overrideLabel(row.key)}`} onClick={() => onEnd(row)}>
                End
              </Button>
            ),
        },
      ]
    : []),
];

const schema = z.object({ reason });

function EndDialog(props: { workspace: StaffWorkspace; override: OverrideLine; onClose: () => void }) {
  const api = useApi();
  const { workspace, override, onClose } = props;
  const form = useZodForm(schema, { defaultValues: { reason: "" } });
  const end = useMutation(api.staff.endOverride.mutationOptions(useStaffAct()));
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`End the override of ${overrideLabel(override.key)}`}
      description={`From now on the limits and modules of the plan of ${workspace.name} apply.`}
      form={form}
      submit="End override"
      onSubmit={async (given) => {
        await end.mutateAsync({ id: workspace.id, key: override.key, reason: given.reason });
      }}
      onDone={() => notify.success("Override ended")}
    >
      <TextareaField<z.input<typeof schema>> name="reason" label="Reason" rows={2} />
    </FormDialog>
  );
}
