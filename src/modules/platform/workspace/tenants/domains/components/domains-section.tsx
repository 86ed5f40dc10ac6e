"use client";

import { useState } from "react";
import type { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { readServerError } from "@/components/form/server-error";
import { TextField } from "@/components/form/text-field";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useZodForm } from "@/components/form/use-zod-form";
import { LineFailed } from "@/components/layout/line-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { Skeleton } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { useJoinDomainActs, useJoinDomains } from "../client";
import { askJoinDomainInput, type JoinDomain } from "../schema";

type Fields = z.input<typeof askJoinDomainInput>;

/** The domains whose people may join by themselves; `confirm` is the token of the link that an admin has opened. */
export function DomainsSection({ confirm }: { confirm?: string | undefined }) {
  const query = useJoinDomains();
  return (
    <SettingsSection
      title="Joining by e-mail domain"
      description="People who prove an address at one of these domains may join as members, without an invitation. Each takes a seat, and owners and admins are notified. Members who were removed have to be invited."
    >
      {confirm === undefined ? null : <ConfirmLink token={confirm} />}
      {query.data?.map((domain) => (
        <DomainLine key={domain.id} domain={domain} />
      ))}
      {query.isPending ? <Skeleton className="w-64" /> : null}
      {query.error && !query.data ? <LineFailed title="The domains could not be loaded" query={query} /> : null}
      {query.data ? <AskForm /> : null}
    </SettingsSection>
  );
}

function ConfirmLink({ token }: { token: string }) {
  const { confirm } = useJoinDomainActs();
  const [refusal, setRefusal] = useState<string | null>(null);
  if (confirm.data) return <Note tone="info">{`People at ${confirm.data.domain} may join now.`}</Note>;
  if (refusal !== null) return <Note tone="danger">{refusal}</Note>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="min-w-0 flex-1">You opened the link that was sent to your address.</p>
      <Button
        variant="primary"
        disabled={confirm.isPending}
        onClick={() => confirm.mutate({ token }, { onError: (error) => setRefusal(readServerError(error).message) })}
      >
        Confirm the domain
      </Button>
    </div>
  );
}

function stateOf({ isPublic, email, askedBy, confirmedAt }: JoinDomain): string {
  if (isPublic)
    return "Stopped: anybody can have an address here, so nobody joins by it. Remove it, and invite people.";
  if (confirmedAt === null) return `Not confirmed yet: ${askedBy.name} confirms it by the link sent to ${email}`;
  return `Confirmed by ${askedBy.name} with ${email}`;
}

function DomainLine({ domain: row }: { domain: JoinDomain }) {
  const { id, domain, isPublic } = row;
  const { remove } = useJoinDomainActs();
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-3 border-border-soft border-b">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{domain}</p>
        <p className={isPublic ? "text-sm text-warning" : "truncate text-muted text-sm"}>{stateOf(row)}</p>
      </div>
      <Button
        size="sm"
        variant="ghost"
        aria-label={`Remove ${domain}`}
        disabled={remove.isPending}
        onClick={() =>
          remove.mutate(
            { id },
            { onSuccess: () => notify.success(`People at ${domain} can no longer join`), onError: toastRefusal },
          )
        }
      >
        Remove
      </Button>
    </div>
  );
}

function AskForm() {
  const { member } = useWorkspace();
  const { ask } = useJoinDomainActs();
  const form = useZodForm(askJoinDomainInput, { defaultValues: { email: member.email } });
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        const asked = await ask.mutateAsync(values);
        notify.success(`A link was sent to ${asked.email}. Open it to confirm ${asked.domain}.`);
      }}
    >
      <FormError />
      <TextField<Fields>
        name="email"
        label="Your address at the domain"
        type="email"
        inputMode="email"
        hint="A link goes to this address, and only you can open it."
      />
      <div>
        <SubmitButton>Send the link</SubmitButton>
      </div>
    </Form>
  );
}
