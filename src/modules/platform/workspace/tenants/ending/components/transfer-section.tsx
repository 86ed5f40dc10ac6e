"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { ComboboxField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { capital } from "@/lib/text";
import { type RouterInputs, type RouterOutputs, useApi } from "@/trpc/react";
import { useEndingChanged } from "../client";
import { transferInput } from "../schema";

/** Another member becomes the owner in the caller's place. */
export function TransferSection() {
  const [open, setOpen] = useState(false);
  return (
    <SettingsSection
      title="Ownership"
      description="Another member becomes the owner at once, and you become an admin. From then on, they manage billing, owners and the deletion of the workspace. You both get an e-mail."
    >
      <Button onClick={() => setOpen(true)}>Transfer ownership</Button>
      {open ? <TransferDialog onOpenChange={setOpen} /> : null}
    </SettingsSection>
  );
}

/** Members who can sign in and are no owners yet. */
const heirs: RouterInputs["members"]["list"]["conditions"] = [
  { field: "status", op: "is", value: "active" },
  { field: "role", op: "noneOf", value: ["owner"] },
];

const optionOf = ({ id, name, role }: RouterOutputs["members"]["list"]["rows"][number]) => ({
  value: id,
  label: name,
  note: capital(role),
  icon: <Avatar name={name} id={id} size={16} decorative />,
});

function TransferDialog({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const api = useApi();
  const client = useQueryClient();
  const { name } = useWorkspace();
  const changed = useEndingChanged();
  const transfer = useMutation(api.ending.transfer.mutationOptions());
  const form = useZodForm(transferInput, { defaultValues: { memberId: "" } });
  const search = useCallback(
    async (q: string) =>
      (await client.fetchQuery(api.members.list.queryOptions({ q, conditions: heirs, limit: 50 }))).rows.map(optionOf),
    [client, api],
  );
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Transfer ${name}?`}
      description="You become an admin at once. You cannot undo this yourself; the new owner can make you an owner again."
      form={form}
      submit="Transfer ownership"
      onSubmit={(values) => transfer.mutateAsync(values)}
      onDone={() => {
        notify.success("The ownership was transferred");
        void changed();
      }}
    >
      <ComboboxField name="memberId" label="New owner" search={search} searchLabel="Find a member" />
    </FormDialog>
  );
}
