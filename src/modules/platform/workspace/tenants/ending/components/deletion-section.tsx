"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { notify } from "@/components/ui/toast";
import { planPage } from "@/lib/plan-page";
import { useApi } from "@/trpc/react";
import { useEndingChanged, useUndoDeletion } from "../client";
import { deletionDays } from "../rules";
import { askDeletionInput, type Deletion } from "../schema";

/** The deletion of the workspace: its consequences, and the way back while it waits. */
export function DeletionSection({ deletion }: { deletion: Deletion }) {
  const [open, setOpen] = useState(false);
  return (
    <SettingsSection
      title="Delete the workspace"
      description={`All records, files, members, teams and API keys are deleted for good, ${deletionDays} days after you ask for it. Until then the workspace is read-only, and each owner can undo it.`}
    >
      {deletion.dueAt === null ? (
        <>
          <Button variant="danger" onClick={() => setOpen(true)}>
            Delete workspace
          </Button>
          {open ? <DeleteDialog isPaid={deletion.isPaid} onOpenChange={setOpen} /> : null}
        </>
      ) : (
        <Waiting deletion={deletion} dueAt={deletion.dueAt} />
      )}
    </SettingsSection>
  );
}

function Waiting({ deletion, dueAt }: { deletion: Deletion; dueAt: string }) {
  const { locale, workspaceZone: timeZone } = useWorkspace();
  const { undo, undoing } = useUndoDeletion();
  const at = (moment: string) =>
    new Date(moment).toLocaleString(locale, { timeZone, dateStyle: "long", timeStyle: "short" });
  return (
    <Note tone="danger">
      <p>
        The workspace will be deleted on <strong>{at(dueAt)}</strong>.
        {deletion.askedAt ? ` ${deletion.askedBy ?? "An owner"} asked for this on ${at(deletion.askedAt)}.` : null}
      </p>
      <Button className="mt-3" busy={undoing} onClick={undo}>
        Undo the deletion
      </Button>
    </Note>
  );
}

function DeleteDialog({ isPaid, onOpenChange }: { isPaid: boolean; onOpenChange: (open: boolean) => void }) {
  const api = useApi();
  const { name, href } = useWorkspace();
  const changed = useEndingChanged();
  const ask = useMutation(api.ending.askDeletion.mutationOptions());
  const form = useZodForm(askDeletionInput, { defaultValues: { name: "" } });
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Delete the workspace ${name}?`}
      description={`It is deleted ${deletionDays} days from now. Until then everybody can read, and nobody can change records. Owners and admins get an e-mail.`}
      form={form}
      submit="Delete workspace"
      danger
      onSubmit={(values) => ask.mutateAsync(values)}
      onDone={() => {
        notify.success(`The workspace will be deleted in ${deletionDays} days`);
        void changed();
      }}
    >
      <ul className="list-disc pl-5 text-muted">
        <li>Records, files, members, teams, API keys and the log of changes are deleted for good.</li>
        <li>From now on, connected programs can only read.</li>
        {isPaid ? (
          <li>
            The plan continues until the deletion and then ends. There is no refund. To end it earlier, cancel it in{" "}
            <Link href={href("/settings/plan")} className="link">
              {planPage()}
            </Link>
            .
          </li>
        ) : null}
      </ul>
      <TextField name="name" label="Name of the workspace" hint={`Type ${name} to confirm.`} autoComplete="off" />
    </FormDialog>
  );
}
