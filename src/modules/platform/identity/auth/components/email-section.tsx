"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { EmailField } from "@/components/form/text-field";
import { toastRefusal } from "@/components/form/toast-refusal";
import { isEmail, useCheckedForm } from "@/components/form/use-checked-form";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";

/** Another e-mail address to sign in with; both addresses confirm it. */
export function EmailSection({ email }: { email: string }) {
  const api = useApi();
  const client = useQueryClient();
  const form = useCheckedForm({ email: isEmail }, { email: "" });
  const change = useMutation(api.auth.changeEmail.mutationOptions());
  const query = useQuery(api.auth.emailChange.queryOptions({}));
  const waiting = query.data?.email ?? null;
  return (
    <SettingsSection
      title="E-mail address"
      description={`You sign in as ${email}. To use another address, open the two links that we send: one to ${email} and one to the new address.`}
    >
      <Form
        form={form}
        onSubmit={async (values) => {
          const asked = await change.mutateAsync(values);
          client.setQueryData(api.auth.emailChange.queryKey({}), asked);
          form.reset();
        }}
      >
        <FormError />
        <EmailField<{ email: string }> name="email" label="New e-mail address" autoComplete="off" />
        {waiting ? <WaitingChange from={email} to={waiting} /> : null}
        {query.error && !query.data ? (
          <QueryFailed title="The pending change could not be loaded" query={query} />
        ) : null}
        <div>
          <SubmitButton variant="secondary">Change e-mail address</SubmitButton>
        </div>
      </Form>
    </SettingsSection>
  );
}

function WaitingChange({ from, to }: { from: string; to: string }) {
  const api = useApi();
  const client = useQueryClient();
  const cancel = useMutation(
    api.auth.cancelEmailChange.mutationOptions({
      onSuccess(none) {
        client.setQueryData(api.auth.emailChange.queryKey({}), none);
        notify.success("The change of your e-mail address was cancelled");
      },
      onError: toastRefusal,
    }),
  );
  return (
    <Note tone="info">
      <p>
        Open the links that we sent to {from} and to {to}. They work for 24 hours. Until you open both, you sign in with
        your current address.
      </p>
      <Button size="sm" className="mt-2" busy={cancel.isPending} onClick={() => cancel.mutate({})}>
        Cancel the change
      </Button>
    </Note>
  );
}
