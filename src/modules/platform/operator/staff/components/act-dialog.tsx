"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/text-field";
import { DateField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { notify } from "@/components/ui/toast";
import { trialDays } from "@/lib/plans";
import { oneStop } from "@/lib/text";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { givenDay } from "@/lib/zod";
import { useApi } from "@/trpc/react";
import { type StaffWorkspace, useStaffAct } from "../client";
import { reason } from "../schema";

export type WorkspaceAct = "trial" | "suspend" | "reactivate";

const words: Readonly<
  Record<WorkspaceAct, { title: string; description: string; submit: string; done: string; hint: string }>
> = {
  trial: {
    title: "Extend the trial",
    description: "The workspace has everything that a trial includes until the end of this day (UTC).",
    submit: "Extend trial",
    done: "The trial is extended",
    hint: "This action is recorded in the logs of the workspace and of the platform.",
  },
  suspend: {
    title: "Suspend the workspace",
    description: "Nobody can open it, and its API keys, jobs and support sessions stop. Nothing is deleted.",
    submit: "Suspend workspace",
    done: "The workspace is suspended",
    hint: "Members of the workspace see this reason.",
  },
  reactivate: {
    title: "Reactivate the workspace",
    description: "Its members can open it again, with everything that it had.",
    submit: "Reactivate workspace",
    done: "The workspace is active again",
    hint: "This action is recorded in the logs of the workspace and of the platform.",
  },
};

const schema = z.object({ until: givenDay.nullable(), reason });
type Fields = z.input<typeof schema>;

/** The last second of a day in the zone of the customer, whose pages tell the same day. */
export const endOfDay = (day: string, timeZone: string): string =>
  new Date(momentOfDay(dayLater(day, 1), 0, timeZone).getTime() - 1_000).toISOString();
/** The customer's day after this many. */
export const dayAfter = (days: number, timeZone: string): string => dayLater(localDay(new Date(), timeZone), days);

/** Asks for the reason of an act on a workspace. */
export function ActDialog(props: { workspace: StaffWorkspace; act: WorkspaceAct; onClose: () => void }) {
  const api = useApi();
  const { workspace, act, onClose } = props;
  const { id, timeZone } = workspace;
  const form = useZodForm(schema, { defaultValues: { until: dayAfter(trialDays, timeZone), reason: "" } });
  const settled = useStaffAct();
  const suspend = useMutation(api.staff.suspend.mutationOptions(settled));
  const reactivate = useMutation(api.staff.reactivate.mutationOptions(settled));
  const extend = useMutation(api.staff.extendTrial.mutationOptions(settled));
  const { title, description, submit, done, hint } = words[act];
  const ways: Readonly<Record<WorkspaceAct, (given: z.output<typeof schema>) => Promise<unknown>>> = {
    trial: ({ until, reason: why }) =>
      extend.mutateAsync({ id, reason: why, endsAt: endOfDay(until ?? dayAfter(trialDays, timeZone), timeZone) }),
    suspend: ({ reason: why }) => suspend.mutateAsync({ id, reason: why }),
    reactivate: ({ reason: why }) => reactivate.mutateAsync({ id, reason: why }),
  };
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={oneStop(`${workspace.name}. ${description}`)}
      form={form}
      submit={submit}
      onSubmit={async (given) => {
        await ways[act](given);
      }}
      onDone={() => notify.success(done)}
    >
      {act === "trial" ? <DateField<Fields> name="until" label="Until" /> : null}
      <TextareaField<Fields> name="reason" label="Reason" hint={hint} rows={2} />
    </FormDialog>
  );
}
