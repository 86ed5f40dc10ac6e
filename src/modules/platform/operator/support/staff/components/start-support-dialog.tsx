"use client";

import { useQuery } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { useListLocale } from "@/components/data-table/list-locale";
import { ComboboxField, SegmentedField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { LineFailed } from "@/components/layout/line-failed";
import { Note } from "@/components/ui/note";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { counted } from "@/lib/counted";
import { scopeText } from "@/lib/support-events";
import { andList, capital } from "@/lib/text";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { coveredBy, sessionMinutes } from "../../rules";
import { useMySupport } from "../client";
import { openSupportInput } from "../schema";

const { reason, ticket } = openSupportInput.shape;
const schema = z.object({
  memberId: z.uuid("Choose a member."),
  reason,
  ticket,
  minutes: z.enum(sessionMinutes.map(String) as [string, ...string[]]),
  scope: z.enum(["read", "write"]),
});
type Fields = z.input<typeof schema>;
type Target = RouterOutputs["staffSupport"]["target"];

interface StartSupportProps {
  workspace: { id: string; name: string };
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Staff open a workspace as one of its members, or ask its owners and admins to allow it. */
export function StartSupportDialog({ workspace, open, onOpenChange }: StartSupportProps) {
  const { locale } = useListLocale();
  const api = useApi();
  const query = useQuery(api.staffSupport.target.queryOptions({ workspaceId: workspace.id }, { enabled: open }));
  const { open: begin, follow } = useMySupport();
  const form = useZodForm(schema, {
    defaultValues: { memberId: "", reason: "", ticket: "", minutes: "30", scope: "read" },
  });
  const target = query.data;
  const { minutes, scope } = useWatch({ control: form.control });
  const isCovered = target !== undefined && isAllowed(target, scope === "write");
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      form={form}
      title={`Open ${workspace.name} as support`}
      description={
        target
          ? toldText(target, locale)
          : "Its owners and admins get an e-mail and can read every page that you opened."
      }
      submit={isCovered ? `Start session, ${minutes} minutes` : `Ask for ${minutes} minutes`}
      onSubmit={({ minutes: asked, scope: wanted, ...fields }) =>
        begin({
          ...fields,
          workspaceId: workspace.id,
          minutes: Number(asked) as (typeof sessionMinutes)[number],
          write: wanted === "write",
        })
      }
      onDone={follow}
    >
      {query.error && !target ? <LineFailed title="The members could not be loaded." query={query} /> : null}
      {target || query.error ? null : (
        <SkeletonRegion label="Loading the members" className="flex flex-col gap-6 py-2">
          <Skeleton className="w-40" />
          <Skeleton className="w-64" />
        </SkeletonRegion>
      )}
      {target?.mode === "never" ? (
        <Note tone="danger">{`${workspace.name} does not allow support access.`}</Note>
      ) : null}
      <ComboboxField<Fields>
        name="memberId"
        label="View as"
        searchLabel="Find a member"
        options={(target?.members ?? []).map(({ id, name, role }) => ({ value: id, label: name, note: capital(role) }))}
      />
      <TextField<Fields> name="reason" label="Reason" hint="The customer reads this." autoComplete="off" />
      <div className="grid grid-cols-[minmax(0,120px)_minmax(0,1fr)] gap-3">
        <TextField<Fields> name="ticket" label="Ticket" before="#" autoComplete="off" />
        <SegmentedField<Fields>
          name="minutes"
          label="Minutes"
          options={sessionMinutes.map((one) => ({ value: String(one), label: String(one) }))}
        />
      </div>
      <SegmentedField<Fields>
        name="scope"
        label="Scope"
        hint={target ? grantText(workspace.name, target, scope === "write") : undefined}
        options={[
          { value: "read", label: "Read only" },
          { value: "write", label: "Read and write" },
        ]}
      />
    </FormDialog>
  );
}

const consentOf = ({ mode, endsAt, write }: Target) => ({ mode, write, endsAt: endsAt ? new Date(endsAt) : null });

const isAllowed = (target: Target, write: boolean) => coveredBy(consentOf(target), write, new Date());

const others = { one: "other", many: "others" };

function toldText({ members }: Target, locale: string): string {
  const told = members.filter(({ role }) => role === "owner" || role === "admin").map(({ name }) => name);
  const names = told.length > 3 ? [...told.slice(0, 2), counted(told.length - 2, others, locale)] : told;
  return `${andList(names)} get${told.length === 1 ? "s" : ""} an e-mail now and can read every page that you opened.`;
}

/** The consent of the workspace, and whether it covers this scope. */
function grantText(name: string, target: Target, write: boolean): string {
  if (target.mode === "never") return "You cannot start a session there.";
  if (target.mode === "ask") return `${name} allows each session: an owner or admin is asked now.`;
  const granted = `${name} granted ${scopeText(target.write)}.`;
  return isAllowed(target, write)
    ? granted
    : `${granted} Changes need the consent of an owner or admin, who is asked now.`;
}
