"use client";

import { useCallback, useState } from "react";
import { ComboboxField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { api } from "@/trpc/react";
import { useMemberSearch } from "../../../members/components/member-picker";
import { useEndingChanged } from "../client";
import { transferInput } from "../schema";

/** Another member becomes the owner in the caller's place. */
export function TransferSection() {
  const [open, setOpen] = useState(false);
  return (
    <SettingsSection
      title="Ownership"
      description="Make another member the owner in your place, at once. You become an admin: billing, owners and the deletion are theirs from then on. Both of you get a mail."
    >
      <Button onClick={() => setOpen(true)}>Transfer ownership</Button>
      {open ? <TransferDialog onOpenChange={setOpen} /> : null}
    </SettingsSection>
  );
}

function TransferDialog({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const { name, member: me } = useWorkspace();
  const changed = useEndingChanged();
  const transfer = api.ending.transfer.useMutation();
  const form = useZodForm(transferInput, { defaultValues: { memberId: "" } });
  const find = useMemberSearch();
  const search = useCallback(
    async (text: string) => (await find(text)).filter(({ value }) => value !== me.id),
    [find, me.id],
  );
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Transfer ${name}?`}
      description="You become an admin and cannot take it back yourself: the new owner can."
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
